import { useState, type JSX } from 'react';
import { Details } from 'nhsuk-react-components';
import type { Measure } from '../../api/schemas.js';
import type { Change } from '../../view/page-search.js';
import type { View } from '../../view/view.js';
import { noteOf } from './use-spc.js';
import { monthText } from '../../labels/periods.js';

/** Target, rebasing, a note and published values: all of it in the address. */
export function SpcControls({ view, change }: { view: View; change: Change }): JSX.Element {
  const { measure, spc } = view;
  return (
    <Details className="wm-spc-controls">
      <Details.Summary>Set a target, start the limits anew, or add a note</Details.Summary>
      <Details.Text>
        <SpcForm key={[spc.target, spc.rebase, spc.note].join()} view={view} change={change} />
        {measure.published.length === 0 ? null : (
          <label className="wm-tick">
            <input
              type="checkbox"
              checked={spc.published === 'shown'}
              onChange={(event) => change({ published: event.target.checked ? 'shown' : undefined })}
            />
            Show what others have published behind the chart
          </label>
        )}
      </Details.Text>
    </Details>
  );
}

function SpcForm({ view: { measure, spc }, change }: { view: View; change: Change }): JSX.Element {
  const noted = noteOf(spc.note);
  const [target, setTarget] = useState(shownTarget(spc.target, measure));
  const [rebase, setRebase] = useState(spc.rebase ?? '');
  const [month, setMonth] = useState(noted ? monthText(noted.month) : '');
  const [text, setText] = useState(noted?.text ?? '');
  const apply = (): void =>
    change({
      target: askedTarget(target, measure),
      rebase: rebase === '' ? undefined : rebase,
      note: month === '' || text.trim() === '' ? undefined : `${month} ${text.trim()}`,
    });
  return (
    <form
      className="wm-spc-form"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <Field id="target" label={`Target${measure.unit === 'proportion' ? ', in per cent' : ''}`}>
        <input
          {...{ ...INPUT, id: 'target', inputMode: 'decimal', value: target }}
          onChange={(event) => setTarget(event.target.value)}
        />
      </Field>
      <Field id="rebase" label="Limits anew from (month)">
        <input
          {...{ ...INPUT, id: 'rebase', type: 'month', value: rebase }}
          onChange={(event) => setRebase(event.target.value)}
        />
      </Field>
      <Field id="note-month" label="Note: in (month)">
        <input
          {...{ ...INPUT, id: 'note-month', type: 'month', value: month }}
          onChange={(event) => setMonth(event.target.value)}
        />
      </Field>
      <Field
        id="note-text"
        label="Note: what changed locally"
        hint="It stands in the address: no names of people."
      >
        <input
          {...{ ...INPUT, id: 'note-text', maxLength: 70, value: text, 'aria-describedby': 'note-text-hint' }}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <button type="submit" className="wm-step">
        Apply to the chart
      </button>
    </form>
  );
}

const INPUT = { className: 'nhsuk-input' };

function Field(props: { id: string; label: string; hint?: string; children: JSX.Element }): JSX.Element {
  const { id, label, hint, children } = props;
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div id={`${id}-hint`} className="nhsuk-hint">
          {hint}
        </div>
      )}
      {children}
    </div>
  );
}

/** A share is typed in per cent and asked as a share. */
function shownTarget(target: string | undefined, { unit }: Measure): string {
  if (target === undefined) return '';
  return unit === 'proportion' ? String(Number((Number(target) * 100).toFixed(4))) : target;
}

/** What is no number is left out. */
function askedTarget(text: string, { unit }: Measure): string | undefined {
  const number = Number(text.replace('%', '').trim());
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) return undefined;
  return unit === 'proportion' ? String(Number((number / 100).toFixed(6))) : String(number);
}
