import type { JSX } from 'react';
import { IntervalChart } from '@waymark/charts';
import type { CompareAnswer } from '../../api/compare-schema.js';
import type { Measure } from '../../api/schemas.js';
import { count } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable } from '../../parts/figures-table.js';
import { adjustedSentence, type Ratio } from '../../sentences/adjusted-sentence.js';
import { breakdownName, codeName } from '../../view/breakdowns.js';
import { rankOf } from '../../view/groups.js';
import type { Detail } from '../../view/use-detail.js';
import type { Supported, SupportBy } from './use-support.js';

interface AdjustedRow {
  code: string;
  name: string;
  observed: number | null;
  adjusted: CompareAnswer['rows'][number]['adjusted'];
}

interface AdjustedSectionProps {
  id: string;
  supported: Supported;
  by: SupportBy;
  detail: Detail;
  /** As in `ChartSection`. */
  about: Measure | undefined;
}

/** Observed over expected, for people alike in deprivation, age and sex. */
export function AdjustedSection({ id, supported, by, detail, about }: AdjustedSectionProps): JSX.Element {
  const { measure, adjusted } = supported;
  const { data, path, error, preparing, retry } = adjusted;
  const rows = rowsOf(data, by, detail);
  const ratios = rows.flatMap(({ name, adjusted: each }): Ratio[] => (each ? [{ name, ...each }] : []));
  const title = `${measure.name}, made alike`;
  return (
    <ChartSection
      {...{ id, title, about, error, onRetry: retry, preparing }}
      sentence={data && adjustedSentence(measure, ratios)}
      {...(path === undefined ? {} : { download: { path } })}
      footer={<Cite title={`${title}, ${detail.name}`} answer={data} shown={{ ...detail.shown, by }} />}
    >
      {rows.length === 0 ? <Empty title="There are no figures for this choice." /> : null}
      {ratios.length === 0 ? null : (
        <ChartFigure caption="People counted over those expected, had the rates of everybody held for people alike in deprivation, age and sex, with 95% limits. 1: as expected. An association, not an effect.">
          <IntervalChart
            key={title}
            {...{ title, unit: 'points', rowsAre: 'groups', reference: { value: 1, name: 'As expected' } }}
            items={rows.map((row) => itemOf(row))}
            shapeOf={({ lower, upper }) => shapeOf(lower, upper)}
            labelOf={({ id: code }) => labelText(rows.find((row) => row.code === code))}
            formatValue={ratioText}
          />
        </ChartFigure>
      )}
      {rows.length === 0 ? null : <AdjustedTable {...{ title, by, rows }} />}
    </ChartSection>
  );
}

function rowsOf(data: CompareAnswer | undefined, by: SupportBy, { catalogue }: Detail): AdjustedRow[] {
  return (data?.rows ?? [])
    .flatMap((row): AdjustedRow[] => {
      const code = row[by];
      if (typeof code !== 'string') return [];
      const name = codeName(by, code, catalogue.areas);
      return [{ code, name, observed: row.numerator ?? null, adjusted: row.adjusted }];
    })
    .sort((a, b) => rankOf(by, a.code) - rankOf(by, b.code));
}

function itemOf({ code, name, adjusted }: AdjustedRow) {
  return {
    ...{ id: code, name, value: adjusted?.ratio ?? null },
    ...{ lower: adjusted?.lower ?? null, upper: adjusted?.upper ?? null },
    ...{ withheld: adjusted === null, highlighted: false },
  };
}

function shapeOf(lower: number | null, upper: number | null): 'up' | 'down' | 'circle' {
  if (lower !== null && lower > 1) return 'up';
  return upper !== null && upper < 1 ? 'down' : 'circle';
}

function ratioText(ratio: number): string {
  return ratio.toFixed(2);
}

function labelText(row: AdjustedRow | undefined): string {
  if (!row) return '';
  const { name, adjusted } = row;
  if (!adjusted) return `${name}: withheld, or nothing is expected`;
  const { ratio, lower, upper } = adjusted;
  return `${name}: ${ratioText(ratio)} of what is expected (95% limits ${ratioText(lower)} to ${ratioText(upper)})`;
}

function AdjustedTable({
  title,
  by,
  rows,
}: {
  title: string;
  by: SupportBy;
  rows: AdjustedRow[];
}): JSX.Element {
  return (
    <FiguresTable
      {...{ what: title.toLowerCase(), caption: title, names: breakdownName(by) }}
      heads={['Counted', 'Expected', 'Counted over expected', '95% limits']}
      rows={rows.map((row) => ({ code: row.code, name: row.name, cells: cellsOf(row) }))}
    />
  );
}

function cellsOf({ observed, adjusted }: AdjustedRow): string[] {
  const seen = observed === null ? 'withheld' : count(observed);
  if (!adjusted) return [seen, 'none', 'none', ''];
  const { expected, ratio, lower, upper } = adjusted;
  return [seen, expected.toFixed(1), ratioText(ratio), `${ratioText(lower)} to ${ratioText(upper)}`];
}
