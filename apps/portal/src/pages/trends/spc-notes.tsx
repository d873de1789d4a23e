import type { JSX } from 'react';
import { exact } from '../../labels/numbers.js';
import { periodName } from '../../labels/periods.js';
import type { View } from '../../view/view.js';
import type { Happening } from './use-spc.js';

/** What stands at the head of a mark down the chart. */
export const SIGNS: Record<Happening['kind'], string> = {
  boundary_change: 'B',
  provider_joined: '+',
  provider_left: '−',
  rebase: 'R',
  note: 'N',
};

/** What the letters on the chart stand for. */
export function SpcNotes({ view, happenings }: { view: View; happenings: Happening[] }): JSX.Element | null {
  const { published, unit } = view.measure;
  const shown = view.spc.published === 'shown' ? published : [];
  if (happenings.length + shown.length === 0) return null;
  return (
    <ul className="wm-signs nhsuk-list">
      {happenings
        .toSorted((a, b) => a.month - b.month)
        .map(({ month, kind, text }) => (
          <li key={`${kind} ${month}`}>
            <strong>{SIGNS[kind]}</strong> {periodName({ start: month, months: 1 })}: {text}
          </li>
        ))}
      {shown.map(({ value, source, differs }, index) => (
        <li key={`${source} ${value}`}>
          <strong>{String.fromCharCode(65 + index)}</strong> {exact(value, unit)}, {source}. {differs}
        </li>
      ))}
    </ul>
  );
}
