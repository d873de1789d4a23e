import type { JSX } from 'react';
import { Details } from 'nhsuk-react-components';
import type { Template } from '../../api/import-schema.js';
import type { FileCalls } from '../../api/send.js';
import { FileButton } from './parts.js';

/** The templates as people see them. */
export const TEMPLATE_WORDS: Readonly<Record<string, { title: string; label: string; hint: string }>> = {
  referrals: {
    title: 'Referrals',
    label: 'By the template for referrals',
    hint: 'A row for every person referred: when, by whom, and why',
  },
  sessions: {
    title: 'Sessions',
    label: 'By the template for sessions',
    hint: 'A row for every booking: when, what, and whether the person came',
  },
  outcomes: {
    title: 'Outcomes',
    label: 'By the template for outcomes',
    hint: 'A row for every time that a person answered the four ONS questions on wellbeing',
  },
};

/** The templates to download, with what each column takes. */
export function Templates({ templates, calls }: { templates: Template[]; calls: FileCalls }): JSX.Element {
  return (
    <section aria-labelledby="templates" className="wm-section">
      <h3 id="templates">No file yet? Begin with a template</h3>
      <p>
        Each holds two or three invented rows to write over. The workbook has a second sheet with the words
        that each column takes.
      </p>
      <ul className="wm-templates">
        {templates.map(({ name, columns }) => (
          <li key={name} className="wm-card">
            <h4 className="nhsuk-heading-s">{titleOf(name)}</h4>
            <p className="nhsuk-body-s">{TEMPLATE_WORDS[name]?.hint}</p>
            <div className="wm-download" role="group" aria-label={`Template for ${name}`}>
              {(['xlsx', 'csv'] as const).map((type) => (
                <FileButton
                  key={type}
                  load={() => calls.template(name, type)}
                  fileName={`waymark-${name}.${type}`}
                >
                  <span className="nhsuk-u-visually-hidden">Download the template for {name} as </span>
                  {type === 'xlsx' ? 'Excel (XLSX)' : 'CSV'}
                </FileButton>
              ))}
            </div>
            <Columns name={name} columns={columns} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const titleOf = (name: string): string => TEMPLATE_WORDS[name]?.title ?? name;

function Columns({ name, columns }: Pick<Template, 'name' | 'columns'>): JSX.Element {
  return (
    <Details>
      <Details.Summary>
        Columns<span className="nhsuk-u-visually-hidden"> of the template for {name}</span>
      </Details.Summary>
      <Details.Text>
        <dl className="wm-terms">
          {columns.map(({ name: column, allowed }) => (
            <div key={column}>
              <dt>{column}</dt>
              <dd>{allowed ? allowed.join('; ') : 'as in the examples'}</dd>
            </div>
          ))}
        </dl>
      </Details.Text>
    </Details>
  );
}
