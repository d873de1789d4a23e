import { screen, within } from '@testing-library/react';
import { EVERY_MEASURE } from '@waymark/measures';
import { userEvent } from '@testing-library/user-event';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(closePortal);

describe('the book of measures', () => {
  test('lists every measure of the registry, each with a page of its own', async () => {
    const { container } = openPortal('/measures');
    await screen.findByRole('heading', { level: 1, name: 'Measures' });
    for (const { id, name } of EVERY_MEASURE) {
      const links = await screen.findAllByRole('link', { name });
      expect(links.some((link) => link.getAttribute('href') === `/measures/${id}`)).toBe(true);
    }
    expect(await faults(container)).toEqual([]);
  }, 120_000);

  test('a measure has its definition, its formula, its version, its caveats and what others have published', async () => {
    const { container } = openPortal('/measures/uptake.first_session');
    await screen.findByRole('heading', { level: 1, name: 'Uptake within 8 weeks' });
    expect(screen.getByText('First attended session within 56 days of the referral')).toBeVisible();
    expect(screen.getByText('Counted ÷ out of, with 95% limits by Wilson')).toBeVisible();
    expect(screen.getByText(/version 1/)).toBeVisible();
    const published = screen.getByRole('table', { name: 'What others have published' });
    expect(within(published).getByText('ReferAll 2020')).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('a measure leads to its trend where it has one', async () => {
    const { address } = openPortal('/measures/dna');
    await userEvent.click(await screen.findByRole('link', { name: /over time$/ }));
    expect(address()).toBe('/trends?measure=dna');
  });

  test('an address that names no measure says so', async () => {
    openPortal('/measures/nothing');
    expect(await screen.findByRole('heading', { name: 'There is no such measure' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'All measures' })).toHaveAttribute('href', '/measures');
  });
});
