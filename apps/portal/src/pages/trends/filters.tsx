import type { JSX } from 'react';
import { Checkboxes, Details } from 'nhsuk-react-components';
import { choicesOf, filterLabel, labelOf, type Choice } from '../../labels/codes.js';
import { FILTER_NAMES, members, toggled, type FilterName } from '../../view/search.js';
import type { View } from '../../view/view.js';
import type { Change } from './use-trends.js';

interface FiltersProps {
  view: View;
  providers: string[];
  change: Change;
}

/** Who and what is counted: closed at first, with what is chosen always in sight. */
export function Filters({ view, providers, change }: FiltersProps): JSX.Element {
  return (
    <>
      <Chosen view={view} change={change} />
      <Details className="wm-filters">
        <Details.Summary>Filter by sex, age, activity or provider</Details.Summary>
        <Details.Text>
          <div className="wm-filters__groups">
            {FILTER_NAMES.map((name) => (
              <FilterGroup
                key={name}
                name={name}
                choices={choicesFor(name, view, providers)}
                view={view}
                change={change}
              />
            ))}
          </div>
        </Details.Text>
      </Details>
    </>
  );
}

/** Codes from the address stand among the choices also when nobody knows them, or they could not be taken out again. */
function choicesFor(name: FilterName, view: View, providers: string[]): Choice[] {
  const known = name === 'provider' ? providers.map((code) => ({ code, label: code })) : choicesOf(name);
  const strange = members(view.filters[name]).filter((code) => !known.some((choice) => choice.code === code));
  return [...known, ...strange.map((code) => ({ code, label: code }))];
}

function FilterGroup(props: {
  name: FilterName;
  choices: Choice[];
  view: View;
  change: Change;
}): JSX.Element | null {
  const { name, choices, view, change } = props;
  const chosen = members(view.filters[name]);
  if (choices.length === 0) return null;
  return (
    <Checkboxes
      {...{ name, idPrefix: name, legend: filterLabel(name), small: true }}
      legendProps={{ size: 's' }}
    >
      {choices.map(({ code, label }) => (
        <Checkboxes.Item
          key={code}
          value={code}
          checked={chosen.includes(code)}
          onChange={(event) => change({ [name]: toggled(view.filters[name], code, event.target.checked) })}
        >
          {label}
        </Checkboxes.Item>
      ))}
    </Checkboxes>
  );
}

function Chosen({ view, change }: Pick<FiltersProps, 'view' | 'change'>): JSX.Element | null {
  const chosen = FILTER_NAMES.flatMap((name) => members(view.filters[name]).map((code) => ({ name, code })));
  if (chosen.length === 0) return null;
  const none = Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined]));
  return (
    <div className="wm-chosen">
      <span id="chosen-filters">Only</span>
      <ul aria-labelledby="chosen-filters">
        {chosen.map(({ name, code }) => (
          <li key={`${name} ${code}`}>
            <button
              type="button"
              className="wm-chip"
              onClick={() => change({ [name]: toggled(view.filters[name], code, false) })}
            >
              <span className="nhsuk-u-visually-hidden">Remove the filter </span>
              {filterLabel(name)}: {labelOf(name, code)}
              <span aria-hidden="true"> ×</span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="wm-link-button" onClick={() => change(none)}>
            Remove all filters
          </button>
        </li>
      </ul>
    </div>
  );
}
