import type { JSX } from 'react';
import { ACTIVITIES } from '@waymark/events';
import { Checkboxes, Select, TextInput } from 'nhsuk-react-components';
import type { MappingProps } from './columns-table.js';
import { FIELDS } from './mapping-faults.js';
import { acrossUsed, columnOf, makes } from './mapping.js';
import { errorAt } from './parts.js';

/** What no file says, and under which name the answers are kept. */
export function QuestionsSection(props: MappingProps & { isKept: boolean }): JSX.Element {
  const { mapping, remap, faults, isKept } = props;
  const nameHint =
    'Choose this name for the next file, and it is read in the same way. Small letters, digits and hyphens; not the name of a person';
  return (
    <fieldset className="nhsuk-fieldset wm-questions">
      <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">What no file says</legend>
      {makes(mapping).sessions ? <SessionQuestions {...{ mapping, remap, faults }} /> : null}
      <Checkboxes {...{ idPrefix: 'snapshot', name: 'snapshot', legend: 'Is every file whole?' }}>
        <Checkboxes.Item
          value="snapshot"
          checked={mapping.snapshot}
          hint="Rows that a later file no longer holds are then shown to you, and taken back only when you say so"
          onChange={(event) => remap({ ...mapping, snapshot: event.target.checked })}
        >
          Each file holds every row there is
        </Checkboxes.Item>
      </Checkboxes>
      <TextInput
        {...{ id: FIELDS.name, value: mapping.name, hint: nameHint, label: 'Keep these answers as' }}
        {...{ width: 20, spellCheck: false, autoComplete: 'off' }}
        {...errorAt(faults, FIELDS.name)}
        onChange={(event) => remap({ ...mapping, name: event.target.value })}
      />
      {isKept ? (
        <p className="nhsuk-body-s">
          Answers of this name are kept already, and these take their place. Rows that were sent under the
          name are replaced by the same rows of this file; under another name they would count twice.
        </p>
      ) : null}
    </fieldset>
  );
}

function SessionQuestions({ mapping, remap, faults }: MappingProps): JSX.Element {
  const across = acrossUsed(mapping);
  const by = across?.by;
  return (
    <>
      {across && by && 'like' in by ? (
        <TextInput
          {...{ id: FIELDS.weekOne, type: 'date', label: 'The day on which week 1 began', value: by.weekOne }}
          hint={`‘${by.like.replace('#', '1')}’ is that day, and each further week is seven days later`}
          className="wm-date"
          {...errorAt(faults, FIELDS.weekOne)}
          onChange={(event) =>
            remap({ ...mapping, across: { ...across, by: { ...by, weekOne: event.target.value } } })
          }
        />
      ) : null}
      {columnOf(mapping, 'activity') ? null : (
        <Select
          {...{ id: FIELDS.activity, label: 'The activity of these sessions', value: mapping.activity }}
          {...errorAt(faults, FIELDS.activity)}
          onChange={(event) => remap({ ...mapping, activity: event.target.value })}
        >
          <option value="">Choose one</option>
          {Object.entries(ACTIVITIES).map(([code, label]) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </Select>
      )}
      <TextInput
        {...{ id: FIELDS.activityProvider, label: 'Who runs the sessions', value: mapping.activityProvider }}
        {...{ width: 20, spellCheck: false, autoComplete: 'off' }}
        hint="A short name of the place or service, always the same: letters, digits and hyphens"
        {...errorAt(faults, FIELDS.activityProvider)}
        onChange={(event) => remap({ ...mapping, activityProvider: event.target.value })}
      />
    </>
  );
}
