import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { JSX } from 'react';
import { ApiProblem } from './api/problem.js';
import { areasQuery, measuresQuery, meQuery } from './api/queries.js';
import { Main, PageLayout } from './layout/page-layout.js';
import { Navigation } from './layout/navigation.js';
import { forItsRoles } from './layout/for-its-roles.js';
import { Loading, Problem } from './layout/states.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { PAGES, type PageEntry } from './pages/pages.js';
import { SignInPage } from './pages/sign-in/sign-in-page.js';
import { Account } from './session/account.js';
import { MeContext } from './session/use-me.js';
import { trendsSearch } from './view/search.js';

interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (raw: Record<string, unknown>): { next?: string; after?: 'sign-out' | 'expired' } => ({
    ...(typeof raw['next'] === 'string' ? { next: raw['next'] } : {}),
    ...(raw['after'] === 'sign-out' || raw['after'] === 'expired' ? { after: raw['after'] } : {}),
  }),
});

/** Everything behind sign-in. Without a session it goes to sign-in and comes back. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedIn,
  errorComponent: FailedPage,
  pendingComponent: PendingPage,
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queryClient.query(meQuery) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      const elsewhere = location.href === '/' ? {} : { next: location.href };
      const after = error.code === 'not_signed_in' ? {} : { after: 'expired' as const };
      // The router's own way to go elsewhere.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw redirect({ to: '/sign-in', search: { ...elsewhere, ...after } });
    }
  },
  loader: async ({ context: { queryClient, me } }) => {
    if (me.role === 'admin') return;
    const kept = { staleTime: 'static' as const };
    await Promise.all([
      queryClient.query({ ...measuresQuery, ...kept }),
      queryClient.query({ ...areasQuery, ...kept }),
    ]);
  },
});

/** What the overview keeps of an address. */
const OVERVIEW_NAMES = ['area', 'asOf', 'editions'];

/** `/` was the trends page: links to it that name a measure, a time or a filter still lead there. */
function followOldLinks({ search }: { search: Record<string, unknown> }): void {
  const kept = trendsSearch(search);
  if (Object.keys(kept).every((name) => OVERVIEW_NAMES.includes(name))) return;
  // The router's own way to go elsewhere.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw redirect({ to: '/trends' as '/', search: kept as never, replace: true });
}

/** Pages about Waymark itself, for everybody. */
const openRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'open',
  component: OpenToAll,
  errorComponent: FailedPage,
});

function routesOf<T extends AnyRoute>(pages: readonly PageEntry[], parent: T) {
  return pages.map((page) =>
    createRoute({
      getParentRoute: () => parent,
      path: page.path,
      ...(page.path === '/' ? { beforeLoad: followOldLinks } : {}),
      component: lazyRouteComponent(async () => ({ default: forItsRoles(page, await page.load()) })),
    }),
  );
}

function SignedIn(): JSX.Element {
  const { me } = signedInRoute.useRouteContext();
  return (
    <MeContext value={me}>
      <PageLayout
        account={<Account me={me} />}
        navigation={me.role === 'admin' ? null : <Navigation role={me.role} />}
      >
        <Outlet />
      </PageLayout>
    </MeContext>
  );
}

/** Whoever is signed in keeps the menu; nobody is asked to. */
function OpenToAll(): JSX.Element {
  const me = useQueryClient().getQueryData(meQuery.queryKey);
  return (
    <PageLayout {...(me ? { account: <Account me={me} />, navigation: <Navigation role={me.role} /> } : {})}>
      <Outlet />
    </PageLayout>
  );
}

function PendingPage(): JSX.Element {
  return (
    <PageLayout>
      <Main>
        <Loading what="Waymark" />
      </Main>
    </PageLayout>
  );
}

function FailedPage({ error }: ErrorComponentProps): JSX.Element {
  const router = useRouter();
  return (
    <PageLayout>
      <Main>
        <Problem error={error} onRetry={() => void router.invalidate()} />
      </Main>
    </PageLayout>
  );
}

export const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren(
    routesOf(
      PAGES.filter(({ open }) => open !== true),
      signedInRoute,
    ),
  ),
  openRoute.addChildren(
    routesOf(
      PAGES.filter(({ open }) => open === true),
      openRoute,
    ),
  ),
]);
