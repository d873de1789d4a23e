import { renderToString } from 'react-dom/server';
import { EXAMPLES } from './examples/index.js';

const drawings = EXAMPLES.flatMap(({ component, examples }) =>
  examples.map(({ name, chart }) => ({ component, name, html: renderToString(chart) })),
);
const components = new Set(EXAMPLES.flatMap(({ component }) => component.split(' and ')));

describe('every chart', () => {
  test.each(drawings)('$component, $name: is drawn on a server, without a browser', ({ html }) => {
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  test.each(drawings)('$component, $name: has no mark or text of a negative size', ({ html }) => {
    expect(html).not.toMatch(/ (?:width|height|r)="-/);
  });

  test('that the package offers is among the examples', async () => {
    const offered = Object.keys(await import('./index.js'));
    const charts = offered.filter((name) => /(?:Chart|Map|Sparkline|Icon)$/.test(name));
    expect(charts.filter((name) => !components.has(name))).toEqual([]);
  });

  test.each(EXAMPLES.filter(({ id }) => id !== 'icons'))('$name: is shown with one point', ({ examples }) => {
    expect(examples.map(({ name }) => name).join('; ')).toMatch(/One |one week/);
  });

  const ofShares = EXAMPLES.filter(({ id }) => id !== 'icons' && id !== 'week');
  test.each(ofShares)('$name, of shares: is shown at 0% and at 100%', ({ examples }) => {
    const names = examples.map(({ name }) => name).join('; ');
    expect(names).toMatch(/\b0%/);
    expect(names).toMatch(/100%/);
  });

  // A curve that is withheld is not drawn at all.
  test.each(ofShares.filter(({ id }) => id !== 'curves'))('$name: is shown all withheld', ({ examples }) => {
    expect(examples.map(({ name }) => name).join('; ')).toMatch(/All withheld/);
  });
});
