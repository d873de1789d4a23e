import { createMemoryHistory } from '@tanstack/react-router';
import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { createPortal, PortalApp, type Portal } from '../portal.js';
import { FakeApi } from './fake-api.js';

configure({
  // A busy machine takes its time; nothing here measures it.
  asyncUtilTimeout: 15_000,
  getElementError: (message) => new Error(message ?? 'not found'),
});
jest.setTimeout(60_000);
// axe asks for one, and jsdom says loudly that it has none.
HTMLCanvasElement.prototype.getContext = () => null;

export interface OpenPortal extends Portal {
  api: FakeApi;
  container: HTMLElement;
  /** The address shown, without the origin. */
  address: () => string;
}

const original = globalThis.fetch;

/** Opens the whole portal at an address against a fake API. Close it with `closePortal` in `afterEach`. */
export function openPortal(address: string, api = new FakeApi()): OpenPortal {
  globalThis.fetch = api.fetch as typeof fetch;
  const portal = createPortal(createMemoryHistory({ initialEntries: [address] }), 0);
  const { container } = render(<PortalApp portal={portal} />);
  return { ...portal, api, container, address: () => portal.router.state.location.href };
}

export function closePortal(): void {
  cleanup();
  globalThis.fetch = original;
}

/** Names of the two charts of the trends page. */
export const PERIODS = /Arrow keys move between periods/;
export const AREAS = /Arrow keys move between areas/;

export async function figuresShown(): Promise<void> {
  await screen.findByLabelText(PERIODS);
  await screen.findByLabelText(AREAS);
  // Not for every view: only what is counted by month has a control chart.
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"]')) throw new Error('a part of the page is still loading');
  });
}

/** What axe finds wrong, as "rule: element". Contrast needs a browser, and is looked at there. */
export async function faults(container: HTMLElement): Promise<string[]> {
  const { violations } = await act(() =>
    axe.run(container, { rules: { 'color-contrast': { enabled: false } } }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
