import { EXAMPLES } from '@waymark/charts/examples';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { CONTROLLER, FakeApi } from '../../testing/fake-api.js';
import { closePortal, openPortal } from '../../testing/open-portal.js';

afterEach(closePortal);

const heading = { level: 1, name: 'Gallery of charts' } as const;

describe('the gallery of charts', () => {
  test('is reached from the accessibility statement, and shows every chart with its purpose', async () => {
    const { container, address } = openPortal('/accessibility');
    await userEvent.click(await screen.findByRole('link', { name: 'gallery of charts' }));
    await screen.findByRole('heading', heading);
    expect(address()).toBe('/gallery');
    for (const { id, name, purpose, examples } of EXAMPLES) {
      const section = container.querySelector<HTMLElement>(`section[aria-labelledby="${id}"]`)!;
      expect(within(section).getByRole('heading', { level: 2, name })).toBeVisible();
      expect(within(section).getByText(purpose)).toBeVisible();
      expect(section.querySelectorAll('figure')).toHaveLength(examples.length);
    }
  });

  test.each(['admin', 'provider'] as const)('is open to %s, and asks for no figures', async (role) => {
    const api = new FakeApi();
    api.me = { ...CONTROLLER, role };
    openPortal('/gallery', api);
    await screen.findByRole('heading', heading);
    expect(api.requests.filter((each) => /\/measures\/|\/spc|\/funnel/.test(each))).toEqual([]);
  });
});
