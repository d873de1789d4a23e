import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  Outlet,
  redirect,
  useRouter,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { JSX } from 'react';
import { ApiProblem } from './api/problem.js';
import { areasQuery, measuresQuery, meQuery } from './api/queries.js';
import { Main, PageLayout } from './layout/page-layout.js';
import { Loading, Problem } from './layout/states.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { SignInPage } from './pages/sign-in/sign-in-page.js';
import { TrendsPage } from './pages/trends/trends-page.js';
import { Account } from './session/account.js';
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

const trendsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  component: TrendsPage,
  validateSearch: trendsSearch,
});

function SignedIn(): JSX.Element {
  const { me } = signedInRoute.useRouteContext();
  return (
    <PageLayout account={<Account me={me} />}>
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

export const routeTree = rootRoute.addChildren([signInRoute, signedInRoute.addChildren([trendsRoute])]);
