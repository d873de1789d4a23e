import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRouter, RouterProvider, type RouterHistory } from '@tanstack/react-router';
import type { JSX } from 'react';
import { ApiProblem } from './api/problem.js';
import { meQuery } from './api/queries.js';
import { routeTree } from './routes.js';
import { parseSearch, stringifySearch } from './view/search.js';

export interface Portal {
  router: ReturnType<typeof portalRouter>;
  queryClient: QueryClient;
}

/** @param history absent = the browser's address bar */
export function createPortal(history?: RouterHistory, retries = 2): Portal {
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          error instanceof ApiProblem && (error.preparing || (failures < retries && error.passing)),
        retryDelay: (failures, error) =>
          (error instanceof ApiProblem ? error.more.retryAfterMs : undefined) ??
          Math.min(1_000 * 2 ** failures, 30_000),
      },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        // The session ended under an open page: asking again who is here leads to sign-in, and back.
        if (!(error instanceof ApiProblem) || error.status !== 401 || query.queryKey[0] === 'me') return;
        queryClient.removeQueries({ queryKey: meQuery.queryKey });
        void router.invalidate();
      },
    }),
  });
  const router = portalRouter(queryClient, history);
  return { router, queryClient };
}

function portalRouter(queryClient: QueryClient, history: RouterHistory | undefined) {
  const router = createRouter({
    ...{ routeTree, parseSearch, stringifySearch },
    context: { queryClient },
    defaultPendingMs: 200,
    scrollRestoration: true,
    ...(history ? { history } : {}),
  });
  // Without this, a reader who follows a link of the menu stays in the menu of a page that is gone.
  router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
    if (pathChanged && fromLocation) document.getElementById('maincontent')?.focus({ preventScroll: true });
  });
  return router;
}

export function PortalApp({ portal }: { portal: Portal }): JSX.Element {
  return (
    <QueryClientProvider client={portal.queryClient}>
      <RouterProvider router={portal.router} />
    </QueryClientProvider>
  );
}

declare module '@tanstack/react-router' {
  interface Register {
    router: Portal['router'];
  }
}
