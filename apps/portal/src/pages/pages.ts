import type { ComponentType } from 'react';

/** A page: where it is, what it is called in the menu, and how its code is fetched once somebody goes there. */
export interface PageEntry {
  path: string;
  /** In the menu or the footer. */
  name: string;
  /** Default: the menu. `nowhere`: reached by links only. */
  listed?: 'footer' | 'nowhere';
  /** Open to people who are not signed in: no figures. */
  open?: boolean;
  load: () => Promise<ComponentType>;
}

/** Every page, in the order of the menu. A page that does not exist yet is not here. */
export const PAGES: readonly PageEntry[] = [
  { path: '/trends', name: 'Trends', load: async () => (await import('./trends/trends-page.js')).TrendsPage },
  {
    ...{ path: '/accessibility', name: 'Accessibility statement', listed: 'footer', open: true },
    load: async () => (await import('./about/accessibility-page.js')).AccessibilityPage,
  },
  {
    ...{ path: '/privacy', name: 'Privacy', listed: 'footer', open: true },
    load: async () => (await import('./about/privacy-page.js')).PrivacyPage,
  },
  {
    ...{ path: '/cookies', name: 'Cookies', listed: 'footer', open: true },
    load: async () => (await import('./about/cookies-page.js')).CookiesPage,
  },
];

/** The pages of the menu, or of the footer. */
export function listedIn(where: 'menu' | 'footer'): readonly PageEntry[] {
  return PAGES.filter(({ listed = 'menu' }) => listed === where);
}
