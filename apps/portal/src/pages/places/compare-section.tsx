import type { JSX } from 'react';
import { isTimeBreakdown } from '@waymark/measures';
import { Select } from 'nhsuk-react-components';
import type { CompareAnswer } from '../../api/compare-schema.js';
import { count, exact } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartSection } from '../../parts/chart-section.js';
import { BreakdownChart } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable } from '../../parts/figures-table.js';
import { compareSentence, points } from '../../sentences/compare-sentence.js';
import { limitsText } from '../../sentences/figure-text.js';
import { breakdownFigures, breakdownName, codeName } from '../../view/breakdowns.js';
import type { PlacesProps } from './places-page.js';
import { useCompare, type Compared } from './use-compare.js';
import { named } from '../../view/groups.js';

/** Two places, or two periods of one, and how much of their difference is who is referred and how much what happens to like people. */
export function CompareSection({ asked, places, catalogue }: PlacesProps): JSX.Element | null {
  const compared = useCompare(asked, places, catalogue);
  // An analyst who looks at another's board is told so beside what is inside of it.
  if (!compared) return null;
  const { measure } = asked.view;
  const { level, first, second, called } = compared;
  const nameOf = (code: string): string => codeName(level, code, named(catalogue.areas, called.data));
  const codeOf = (row: CompareAnswer['rows'][number]): string | undefined => textIn(row[level]);
  const { data } = called;
  const isPair = first !== undefined && second !== undefined && first !== second;
  const sentence = isPair
    ? data && compareSentence({ measure, answer: data, nameOf, codeOf, pair: [first, second] })
    : 'Choose two different places or periods to compare.';
  return (
    <ChartSection
      id="compare"
      title="Two places or periods compared: mix or rates"
      sentence={sentence}
      error={called.error}
      onRetry={called.retry}
      preparing={called.preparing}
      controls={<Pair {...{ asked, compared }} />}
      {...(called.path === undefined ? {} : { download: { path: called.path, what: 'the comparison' } })}
      footer={
        <Cite
          title={`${measure.name}: two compared`}
          answer={data}
          shown={{ ...asked.shown, level, first, second }}
        />
      }
    >
      {data && data.rows.length > 0 ? (
        <>
          {data.rows.some(({ value }) => value != null) ? (
            <BreakdownChart
              title={`${measure.name}: two compared`}
              {...{ measure, words: isTimeBreakdown(level) ? PERIODS : PLACES, reference: null }}
              groups={breakdownFigures(data.rows, level, measure.unit, named(catalogue.areas, data))}
            />
          ) : null}
          <CompareTable
            {...{ data, codeOf, nameOf }}
            caption={`${measure.name} by ${breakdownName(level)}`}
            head={breakdownName(level)}
          />
        </>
      ) : (
        <Empty title="There are no two places or periods to compare in this choice." />
      )}
    </ChartSection>
  );
}

const PLACES = { one: 'place', many: 'places' };
const PERIODS = { one: 'period', many: 'periods' };

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function Pair({
  asked: { change },
  compared,
}: {
  asked: PlacesProps['asked'];
  compared: Compared;
}): JSX.Element {
  const { level, levels, choices, first, second } = compared;
  const places = isTimeBreakdown(level)
    ? choices.toReversed()
    : choices.toSorted((a, b) => a.name.localeCompare(b.name));
  const names = ['first', 'second'] as const;
  return (
    <div className="wm-spc-form wm-pair">
      <Select
        {...{ id: 'level', label: 'Compare', value: level }}
        onChange={({ target }) => change({ level: target.value, first: undefined, second: undefined })}
      >
        {levels.map((each) => (
          <option key={each} value={each}>
            {breakdownName(each)}
          </option>
        ))}
      </Select>
      {names.map((name) => {
        const chosen = name === 'first' ? first : second;
        return (
          <Select
            key={name}
            {...{ id: name, label: name === 'first' ? 'First' : 'Second', value: chosen ?? '' }}
            onChange={({ target }) => change({ [name]: target.value })}
          >
            {chosen === undefined || places.some(({ code }) => code === chosen) ? null : (
              <option value={chosen}>{chosen}</option>
            )}
            {places.map(({ code, name: text }) => (
              <option key={code} value={code}>
                {text}
              </option>
            ))}
          </Select>
        );
      })}
    </div>
  );
}

interface CompareTableProps {
  data: CompareAnswer;
  caption: string;
  /** What the first column is. */
  head: string;
  codeOf: (row: CompareAnswer['rows'][number]) => string | undefined;
  nameOf: (code: string) => string;
}

/** Both as they are, as they would be with the rates of both, and the difference in its two parts. */
function CompareTable({ data, caption, head, codeOf, nameOf }: CompareTableProps): JSX.Element {
  const heads = [
    'Share',
    '95% limits',
    'Counted',
    'Out of',
    'Expected',
    'Counted over expected',
    'Its 95% limits',
  ];
  const held = (value: number | null | undefined, text: (value: number) => string): string =>
    value == null ? 'withheld' : text(value);
  const ratio = (value: number): string => value.toFixed(2);
  const cellsOf = (row: CompareAnswer['rows'][number]): string[] => {
    const { lower = null, upper = null, adjusted } = row;
    return [
      held(row.value, (value) => exact(value, 'proportion')),
      limitsText({ lower, upper }, 'proportion'),
      held(row.numerator, count),
      held(row.denominator, count),
      held(adjusted?.expected, (value) => value.toFixed(1)),
      held(adjusted?.ratio, ratio),
      adjusted ? `${ratio(adjusted.lower)} to ${ratio(adjusted.upper)}` : '',
    ];
  };
  const rows = data.rows.map((row) => {
    const code = codeOf(row) ?? '';
    return { code, name: nameOf(code), cells: cellsOf(row) };
  });
  const { split } = data;
  return (
    <FiguresTable {...{ what: 'the comparison', caption, names: head, heads, rows }}>
      {split ? (
        <p>
          {nameOf(split.first)} less {nameOf(split.second)}: {points(split.difference)}, of which mix{' '}
          {points(split.mix)} and rates {points(split.rates)}.
        </p>
      ) : null}
    </FiguresTable>
  );
}
