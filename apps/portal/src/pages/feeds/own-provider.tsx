import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { useMe } from '../../session/use-me.js';
import { usePageChange, usePageSearch } from '../../view/page-search.js';

/** The service that a page of Feeds is about: the one that the address names, else the first of one's own; undefined: there is none. */
export function useOwnProvider(): string | undefined {
  const { scope } = useMe();
  const wanted = usePageSearch()['provider'];
  return scope.find((id) => id === wanted) ?? scope[0];
}

/** The choice among several own services; nothing where there is one. */
export function OwnProviderChoice({ provider }: { provider: string }): JSX.Element | null {
  const { scope } = useMe();
  const change = usePageChange();
  if (scope.length < 2) return null;
  return (
    <Select
      {...{ id: 'provider', label: 'Which of your services', value: provider }}
      onChange={(event) => change({ provider: event.target.value })}
    >
      {scope.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </Select>
  );
}
