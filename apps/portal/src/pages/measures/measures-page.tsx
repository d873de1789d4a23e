import type { JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'nhsuk-react-components';
import { measuresQuery } from '../../api/queries.js';
import type { Measure } from '../../api/schemas.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { PageLink } from '../../layout/page-link.js';
import { Loading, Problem } from '../../layout/states.js';
import { kindOf } from '../../parts/measure-choice.js';

/** The book of measures: every number of the portal is one of these. */
export function MeasuresPage(): JSX.Element {
  useDocumentTitle('Measures');
  const { data, error, refetch } = useQuery(measuresQuery);
  return (
    <Main>
      <h1 className="nhsuk-heading-l">Measures</h1>
      <p className="wm-lead">
        Definitions differ in this field: published uptake runs from 35% to 81%. Every figure here is one of
        these, in the version that is named beside it. A changed definition is a new version.
      </p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Book measures={data} /> : error ? null : <Loading what="measures" />}
    </Main>
  );
}

function Book({ measures }: { measures: Measure[] }): JSX.Element {
  const kinds = [...new Set(measures.map(kindOf))];
  return (
    <>
      {kinds.map((kind) => (
        <Table key={kind} responsive caption={kind} captionProps={{ size: 'm' }} className="wm-book">
          <Table.Head>
            <Table.Row>
              <Table.Cell>Measure</Table.Cell>
              <Table.Cell>What it says</Table.Cell>
              <Table.Cell>Definition</Table.Cell>
            </Table.Row>
          </Table.Head>
          <Table.Body>
            {measures
              .filter((measure) => kindOf(measure) === kind)
              .map(({ id, name, sentence, version }) => (
                <Table.Row key={id}>
                  <Table.Cell>
                    <PageLink to={`/measures/${id}`}>{name}</PageLink>
                  </Table.Cell>
                  <Table.Cell>{sentence}</Table.Cell>
                  <Table.Cell>
                    <span>
                      <code>{id}</code>, <span className="wm-book__version">version {version}</span>
                    </span>
                  </Table.Cell>
                </Table.Row>
              ))}
          </Table.Body>
        </Table>
      ))}
    </>
  );
}
