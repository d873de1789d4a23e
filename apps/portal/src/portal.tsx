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
        retry: (failures, error) => failures < retries && error instanceof ApiProblem && error.passing,
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
  return createRouter({
    ...{ routeTree, parseSearch, stringifySearch },
    context: { queryClient },
    defaultPendingMs: 200,
    scrollRestoration: true,
    ...(history ? { history } : {}),
  });
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
