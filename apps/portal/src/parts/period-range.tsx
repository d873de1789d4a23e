import type { JSX } from 'react';
import { Radios, Select } from 'nhsuk-react-components';
import { monthText, periodsBetween, shortPeriod, type Grain } from '../labels/periods.js';
import type { Change } from '../view/page-search.js';

/** By month or by quarter. */
export function GrainChoice({ grain, change }: { grain: Grain; change: Change }): JSX.Element {
  return (
    <Radios
      {...{ idPrefix: 'by', name: 'by', legend: 'By', small: true, inline: true, className: 'wm-radios' }}
      legendProps={{ size: 's' }}
      onChange={(event) =>
        change({ by: (event.target as HTMLInputElement).value === 'month' ? 'month' : 'quarter' })
      }
    >
      <Radios.Item value="quarter" checked={grain === 'quarter'}>
        Quarter
      </Radios.Item>
      <Radios.Item value="month" checked={grain === 'month'}>
        Month
      </Radios.Item>
    </Radios>
  );
}

interface PeriodRangeProps {
  /** The first and the last month that there is; undefined while nobody knows. */
  extent: { first: number; last: number } | undefined;
  grain: Grain;
  /** Months chosen, both included. */
  from: number | undefined;
  to: number | undefined;
  change: Change;
}

/** From and to, among the periods that there are. */
export function PeriodRange({ extent, grain, from, to, change }: PeriodRangeProps): JSX.Element {
  const months = grain === 'month' ? 1 : 3;
  const periods = extent ? periodsBetween(extent.first, extent.last, grain) : [];
  const startOf = (month: number | undefined): number | undefined =>
    month === undefined ? undefined : month - (month % months);
  const [first, last] = [startOf(from), startOf(to)];
  const starts = periods.map(({ start }) => start);
  return (
    <>
      <Bound
        {...{ id: 'from', label: 'From', open: 'The beginning', chosen: first, months }}
        starts={starts.filter((start) => start === first || last === undefined || start <= last)}
        onChoose={(start) => change({ from: start === undefined ? undefined : monthText(start) })}
      />
      <Bound
        {...{ id: 'to', label: 'To', open: 'The latest', chosen: last, months }}
        starts={starts.filter((start) => start === last || first === undefined || start >= first)}
        onChoose={(start) => change({ to: start === undefined ? undefined : monthText(start + months - 1) })}
      />
    </>
  );
}

interface BoundProps {
  id: string;
  label: string;
  /** What no choice means. */
  open: string;
  starts: number[];
  months: number;
  chosen: number | undefined;
  onChoose: (start: number | undefined) => void;
}

function Bound({ id, label, open, starts, months, chosen, onChoose }: BoundProps): JSX.Element {
  return (
    <Select
      {...{ id, label, value: chosen ?? '' }}
      onChange={({ target: { value } }) => onChoose(value === '' ? undefined : Number(value))}
    >
      <option value="">{open}</option>
      {starts.map((start) => (
        <option key={start} value={start}>
          {shortPeriod({ start, months })}
        </option>
      ))}
    </Select>
  );
}
