import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { useCatalogue } from '../../parts/use-catalogue.js';
import { useMe } from '../../session/use-me.js';
import { rowName } from '../../view/groups.js';
import { usePageChange, usePageSearch } from '../../view/page-search.js';

/** The service that a page of Feeds is about: the one that the address names, else the first of one's own; undefined: there is none. */
export function useOwnProvider(): string | undefined {
  const { scope } = useMe();
  const wanted = usePageSearch()['provider'];
  return scope.find((id) => id === wanted) ?? scope[0];
}

/** What a service is called. */
export function useServiceName(): (provider: string) => string {
  const { areas } = useCatalogue();
  return (provider) => rowName('provider', provider, areas);
}

/** The choice among several own services; nothing where there is one. */
export function OwnProviderChoice({ provider }: { provider: string }): JSX.Element | null {
  const { scope } = useMe();
  const change = usePageChange();
  const name = useServiceName();
  if (scope.length < 2) return null;
  return (
    <Select
      {...{ id: 'provider', label: 'Which of your services', value: provider }}
      onChange={(event) => change({ provider: event.target.value })}
    >
      {scope.map((id) => (
        <option key={id} value={id}>
          {name(id)}
        </option>
      ))}
    </Select>
  );
}
