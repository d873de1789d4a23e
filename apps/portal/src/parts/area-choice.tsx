import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import type { Areas } from '../api/schemas.js';
import { shortBoardName } from '../labels/codes.js';
import type { Change } from '../view/page-search.js';
import { areaText, type Area } from '../view/view.js';
import type { Catalogue } from './use-catalogue.js';

interface AreaChoiceProps {
  area: Area;
  catalogue: Pick<Catalogue, 'me' | 'areas'>;
  change: Change;
  /** Only what the person may ask in every breakdown: an analyst's own boards. */
  detailedOnly?: boolean;
}

/** Where: England, a region, a board, or a provider's own service. */
export function AreaChoice({ area, catalogue, change, detailedOnly = false }: AreaChoiceProps): JSX.Element {
  const { me, areas } = catalogue;
  const today = areas.boards.filter(({ validTo }) => validTo == null);
  const narrow = detailedOnly && me.role === 'icb_analyst';
  const own = me.role === 'icb_analyst' ? today.filter(({ code }) => me.scope.includes(code)) : [];
  const others = narrow ? [] : today.filter((board) => !own.includes(board));
  const regions = narrow ? [] : areas.regions;
  const chosen = areaText(area);
  const known = ['england', 'own', ...[...own, ...others, ...regions].map(({ code }) => code)];
  return (
    <Select
      {...{ id: 'area', label: 'Area', value: chosen }}
      onChange={(event) => change({ area: event.target.value })}
    >
      {known.includes(chosen) ? null : <option value={chosen}>{chosen}, not a board of today</option>}
      {me.role === 'provider' ? <option value="own">All of your service</option> : null}
      <Places label={own.length === 1 ? 'Your board' : 'Your boards'} places={own} />
      {me.role === 'provider' || narrow ? null : <option value="england">England</option>}
      <Places label="Regions" places={regions} />
      <Places label={own.length > 0 ? 'Other boards' : 'Boards'} places={others} />
    </Select>
  );
}

function Places({ label, places }: { label: string; places: Areas['regions'] }): JSX.Element | null {
  if (places.length === 0) return null;
  const sorted = places.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <optgroup label={label}>
      {sorted.map(({ code, name }) => (
        <option key={code} value={code}>
          {shortBoardName(name)}
        </option>
      ))}
    </optgroup>
  );
}
