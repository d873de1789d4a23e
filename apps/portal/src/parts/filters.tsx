import type { JSX } from 'react';
import { Checkboxes, Details } from 'nhsuk-react-components';
import { choicesOf, filterLabel, labelOf, type Choice } from '../labels/codes.js';
import { rowName } from '../view/groups.js';
import type { Change } from '../view/page-search.js';
import { FILTER_NAMES, members, toggled, type FilterName } from '../view/search.js';
import { useCatalogue } from './use-catalogue.js';

interface FiltersProps {
  /** What is chosen, as comma-separated codes. */
  filters: Partial<Record<FilterName, string>>;
  /** Codes of the providers that there are; [] = the filter by provider is not offered. */
  providers: string[];
  change: Change;
  /** Filters that suit the page. */
  names?: readonly FilterName[];
}

/** Who and what is counted: closed at first, with what is chosen always in sight. */
export function Filters(props: FiltersProps): JSX.Element {
  const { filters, change, names = FILTER_NAMES } = props;
  const labels = useLabels();
  const providers = props.providers.map((code) => ({ code, label: labels('provider', code) }));
  return (
    <>
      <Chosen filters={filters} change={change} />
      <Details className="wm-filters">
        <Details.Summary>Filter by who is counted, or by what they went to</Details.Summary>
        <Details.Text>
          <div className="wm-filters__groups">
            {names.map((name) => (
              <FilterGroup
                key={name}
                {...{ name, change }}
                chosen={filters[name]}
                choices={choicesFor(name, filters[name], providers)}
              />
            ))}
          </div>
        </Details.Text>
      </Details>
    </>
  );
}

/** What a code of a filter is called: the registry's words, or a provider's own name. */
function useLabels(): (name: FilterName, code: string) => string {
  const { areas } = useCatalogue();
  return (name, code) => (name === 'provider' ? rowName(name, code, areas) : labelOf(name, code));
}

/** Codes from the address stand among the choices also when nobody knows them, or they could not be taken out again. */
function choicesFor(name: FilterName, chosen: string | undefined, providers: Choice[]): Choice[] {
  const known = name === 'provider' ? providers : choicesOf(name);
  const strange = members(chosen).filter((code) => !known.some((choice) => choice.code === code));
  return [...known, ...strange.map((code) => ({ code, label: code }))];
}

function FilterGroup(props: {
  name: FilterName;
  choices: Choice[];
  chosen: string | undefined;
  change: Change;
}): JSX.Element | null {
  const { name, choices, chosen, change } = props;
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
          checked={members(chosen).includes(code)}
          onChange={(event) => change({ [name]: toggled(chosen, code, event.target.checked) })}
        >
          {label}
        </Checkboxes.Item>
      ))}
    </Checkboxes>
  );
}

function Chosen({ filters, change }: Pick<FiltersProps, 'filters' | 'change'>): JSX.Element | null {
  const labels = useLabels();
  const chosen = FILTER_NAMES.flatMap((name) => members(filters[name]).map((code) => ({ name, code })));
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
              onClick={() => change({ [name]: toggled(filters[name], code, false) })}
            >
              <span className="nhsuk-u-visually-hidden">Remove the filter </span>
              {filterLabel(name)}: {labels(name, code)}
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
