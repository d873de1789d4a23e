import type { ComponentType } from 'react';
import type { Me } from '../api/schemas.js';

type Role = Me['role'];

/** A page: where it is, what it is called in the menu, and how its code is fetched once somebody goes there. */
export interface PageEntry {
  path: string;
  /** In the menu or the footer. */
  name: string;
  /** Default: the menu. `nowhere`: reached by links only. */
  listed?: 'footer' | 'nowhere';
  /** Open to people who are not signed in: no figures. */
  open?: boolean;
  /** Whom it is for; default: everybody who is signed in. Others do not find it in the menu, and read there whom it is for. */
  roles?: readonly Role[];
  /** Its name beside the other pages of its area, where that is not the name in the menu. */
  tab?: string;
  load: () => Promise<ComponentType>;
}

const FOR_PROVIDERS: readonly Role[] = ['provider'];

/** Every page, in the order of the menu. A page that does not exist yet is not here. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    name: 'Overview',
    load: async () => (await import('./overview/overview-page.js')).OverviewPage,
  },
  { path: '/places', name: 'Places', load: async () => (await import('./places/places-page.js')).PlacesPage },
  { path: '/trends', name: 'Trends', load: async () => (await import('./trends/trends-page.js')).TrendsPage },
  {
    path: '/pathway',
    name: 'Pathway',
    load: async () => (await import('./pathway/pathway-page.js')).PathwayPage,
  },
  {
    path: '/staying',
    name: 'Staying',
    load: async () => (await import('./staying/staying-page.js')).StayingPage,
  },
  {
    path: '/fairness',
    name: 'Fairness',
    load: async () => (await import('./fairness/fairness-page.js')).FairnessPage,
  },
  {
    path: '/providers',
    name: 'Providers',
    load: async () => (await import('./providers/providers-page.js')).ProvidersPage,
  },
  {
    path: '/support',
    name: 'Support',
    load: async () => (await import('./support/support-page.js')).SupportPage,
  },
  {
    path: '/outcomes',
    name: 'Outcomes',
    load: async () => (await import('./outcomes/outcomes-page.js')).OutcomesPage,
  },
  {
    path: '/why-people-stop',
    name: 'Why people stop',
    load: async () => (await import('./why/why-page.js')).WhyPage,
  },
  {
    path: '/measures',
    name: 'Measures',
    load: async () => (await import('./measures/measures-page.js')).MeasuresPage,
  },
  {
    ...{ path: '/measures/$id', name: 'Measure', listed: 'nowhere' },
    load: async () => (await import('./measures/measure-page.js')).MeasurePage,
  },
  {
    ...{ path: '/feeds', name: 'Feeds', tab: 'My feed', roles: FOR_PROVIDERS },
    load: async () => (await import('./feeds/feeds-page.js')).FeedsPage,
  },
  {
    ...{ path: '/feeds/send', name: 'Send a file', listed: 'nowhere', roles: FOR_PROVIDERS },
    load: async () => (await import('./send-file/send-file-page.js')).SendFilePage,
  },
  {
    ...{ path: '/feeds/keys', name: 'Keys', listed: 'nowhere', roles: FOR_PROVIDERS },
    load: async () => (await import('./keys/keys-page.js')).KeysPage,
  },
  {
    ...{ path: '/feeds/developers', name: 'For developers', listed: 'nowhere', roles: FOR_PROVIDERS },
    load: async () => (await import('./developers/developers-page.js')).DevelopersPage,
  },
  {
    ...{ path: '/gallery', name: 'Gallery of charts', listed: 'nowhere' },
    load: async () => (await import('./gallery/gallery-page.js')).GalleryPage,
  },
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

/** The pages of the menu, or of the footer. @param role of who is signed in; absent = nobody is */
export function listedIn(where: 'menu' | 'footer', role?: Role): readonly PageEntry[] {
  return PAGES.filter(({ listed = 'menu', roles }) => listed === where && isFor(roles, role));
}

/** The pages of an area: the one at its path and those under it. */
export function pagesWithin(area: string): readonly PageEntry[] {
  return PAGES.filter(({ path }) => path === area || path.startsWith(`${area}/`));
}

/** Whether a page is for somebody of this role. */
export function isFor(roles: readonly Role[] | undefined, role: Role | undefined): boolean {
  return roles === undefined || (role !== undefined && roles.includes(role));
}
