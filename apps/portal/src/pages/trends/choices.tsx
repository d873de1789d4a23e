import type { JSX } from 'react';
import { Radios, Select } from 'nhsuk-react-components';
import { trendMeasures, areaText, type View } from '../../view/view.js';
import { shortBoardName } from '../../labels/codes.js';
import { monthText, periodsBetween, shortMonth, shortPeriod } from '../../labels/periods.js';
import type { Areas, Me, Measure } from '../../api/schemas.js';
import { Filters } from './filters.js';
import type { PartProps } from './part-props.js';

/** Which measure, where and when; every choice goes into the address at once. */
export function Choices({ view, catalogue, trends, change }: PartProps): JSX.Element {
  const { me, areas, measures } = catalogue;
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        <Select
          {...{ id: 'measure', label: 'Measure', value: view.measure.id }}
          onChange={(event) => change({ measure: event.target.value })}
        >
          <MeasureOptions measures={trendMeasures(measures)} />
        </Select>
        <Select
          {...{ id: 'area', label: 'Area', value: areaText(view.area) }}
          onChange={(event) => change({ area: event.target.value })}
        >
          <AreaOptions view={view} me={me} areas={areas} />
        </Select>
      </div>
      <div className="wm-choices__row">
        <Grain view={view} change={change} />
        <Range view={view} trends={trends} change={change} />
      </div>
      {view.detailed ? (
        <Filters view={view} providers={trends.providers} change={change} />
      ) : (
        <p className="wm-quiet">
          Boards outside your own, and sums of boards, are shown by quarter and without filters.
        </p>
      )}
    </section>
  );
}

const OVER: Record<string, string> = {
  referrals: 'Of referrals',
  starters: 'Of people who started',
  sessions: 'Of booked sessions',
  onward: 'Of onward referrals',
};

function MeasureOptions({ measures }: { measures: Measure[] }): JSX.Element {
  const kinds = [...new Set(measures.map(({ counting }) => counting?.over ?? ''))];
  return (
    <>
      {kinds.map((kind) => (
        <optgroup key={kind} label={OVER[kind] ?? 'Others'}>
          {measures
            .filter(({ counting }) => (counting?.over ?? '') === kind)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </optgroup>
      ))}
    </>
  );
}

function AreaOptions({ view, me, areas }: { view: View; me: Me; areas: Areas }): JSX.Element {
  const today = areas.boards.filter(({ validTo }) => validTo == null);
  const own = me.role === 'icb_analyst' ? today.filter(({ code }) => me.scope.includes(code)) : [];
  const others = today.filter((board) => !own.includes(board));
  const chosen = areaText(view.area);
  const known = [
    'england',
    'own',
    ...today.map(({ code }) => code),
    ...areas.regions.map(({ code }) => code),
  ];
  return (
    <>
      {known.includes(chosen) ? null : <option value={chosen}>{chosen}, not a board of today</option>}
      {me.role === 'provider' ? <option value="own">All of your service</option> : null}
      <Places label={own.length === 1 ? 'Your board' : 'Your boards'} places={own} />
      {me.role === 'provider' ? null : <option value="england">England</option>}
      <Places label="Regions" places={areas.regions} />
      <Places label={own.length > 0 ? 'Other boards' : 'Boards'} places={others} />
    </>
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

function Grain({ view, change }: Pick<PartProps, 'view' | 'change'>): JSX.Element | null {
  if (!view.detailed) return null;
  return (
    <Radios
      {...{ idPrefix: 'by', name: 'by', legend: 'By', small: true, inline: true, className: 'wm-radios' }}
      legendProps={{ size: 's' }}
      onChange={(event) =>
        change({ by: (event.target as HTMLInputElement).value === 'month' ? 'month' : 'quarter' })
      }
    >
      <Radios.Item value="quarter" checked={view.grain === 'quarter'}>
        Quarter
      </Radios.Item>
      <Radios.Item value="month" checked={view.grain === 'month'}>
        Month
      </Radios.Item>
    </Radios>
  );
}

/** From and to, among the periods that there are. */
function Range({ view, trends, change }: Pick<PartProps, 'view' | 'trends' | 'change'>): JSX.Element {
  const starts = (trends.boards ?? []).map(({ period }) => period.start);
  const [first, last] = [Math.min(...starts), Math.max(...starts) + 2];
  const periods = starts.length === 0 ? [] : periodsBetween(first, last, view.grain);
  const months = view.grain === 'month' ? 1 : 3;
  const { from, to } = view;
  const within = (month: number | undefined): number | undefined =>
    month === undefined ? undefined : month - (month % months);
  const [fromStart, toStart] = [within(from), within(to)];
  return (
    <>
      <Select
        {...{ id: 'from', label: 'From', value: fromStart ?? '' }}
        onChange={(event) => change({ from: monthOf(event.target.value, 0) })}
      >
        <option value="">The beginning</option>
        {periods
          .filter(({ start }) => start === fromStart || toStart === undefined || start <= toStart)
          .map(({ start }) => (
            <option key={start} value={start}>
              {months === 1 ? shortMonth(start) : shortPeriod({ start, months })}
            </option>
          ))}
      </Select>
      <Select
        {...{ id: 'to', label: 'To', value: toStart ?? '' }}
        onChange={(event) => change({ to: monthOf(event.target.value, months - 1) })}
      >
        <option value="">The latest</option>
        {periods
          .filter(({ start }) => start === toStart || fromStart === undefined || start >= fromStart)
          .map(({ start }) => (
            <option key={start} value={start}>
              {months === 1 ? shortMonth(start) : shortPeriod({ start, months })}
            </option>
          ))}
      </Select>
    </>
  );
}

function monthOf(text: string, add: number): string | undefined {
  return text === '' ? undefined : monthText(Number(text) + add);
}
