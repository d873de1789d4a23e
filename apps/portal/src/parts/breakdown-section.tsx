import type { JSX, ReactNode } from 'react';
import type { Breakdown } from '@waymark/measures';
import { IntervalChart, type Shape } from '@waymark/charts';
import type { Called } from '../api/use-call.js';
import type { Measure } from '../api/schemas.js';
import { capitalised, lowerFirst, rounded } from '../labels/numbers.js';
import { Empty } from '../layout/states.js';
import { figureText, notesText } from '../sentences/figure-text.js';
import { breakdownSentence } from '../sentences/breakdown-sentence.js';
import { standingAgainst, type Standing } from '../sentences/trend-sentence.js';
import type { Group } from '../view/groups.js';
import { ChartFigure, ChartSection } from './chart-section.js';
import { BreakdownTable } from './breakdown-table.js';

export interface BreakdownSectionProps {
  id: string;
  title: string;
  measure: Pick<Measure, 'name' | 'unit'>;
  by: Breakdown;
  /** As in "over 12 providers". */
  words: { one: string; many: string };
  /** Where asking stands, and what of its answer is shown; undefined = it is not there. */
  called: Omit<Called<unknown>, 'data'>;
  groups: Group[] | undefined;
  /** What the groups are set beside. */
  reference?: { value: number; name: string } | null;
  isOwn?: (code: string) => boolean;
  /** A group's name in the table, as a way into it. */
  nameOf?: (group: Group) => ReactNode;
  controls?: ReactNode;
  footer?: ReactNode;
  /** As in `ChartSection`. */
  about?: Measure | null | undefined;
  /** After the generated sentence. */
  more?: string;
}

/** A measure by one breakdown: each group with its limits, beside what they are set against, and as a table. */
export function BreakdownSection(props: BreakdownSectionProps): JSX.Element {
  const { id, title, measure, by, words, called, groups, reference = null, more = '' } = props;
  const sentence = groups && `${breakdownSentence({ measure, ...words, groups, reference })} ${more}`.trim();
  return (
    <ChartSection
      {...{ id, title, sentence, controls: props.controls, footer: props.footer, about: props.about }}
      error={called.error}
      onRetry={called.retry}
      preparing={called.preparing}
      {...(called.path === undefined ? {} : { download: { path: called.path, what: words.many } })}
    >
      {groups && groups.length > 0 ? (
        <>
          {groups.some(({ value }) => value !== null) ? (
            <BreakdownChart {...props} {...{ groups, reference }} />
          ) : null}
          <BreakdownTable
            {...{ measure, by, groups, reference, what: lowerFirst(title) }}
            {...(props.nameOf ? { nameOf: props.nameOf } : {})}
          />
        </>
      ) : (
        <Empty title="There are no figures for this choice." />
      )}
    </ChartSection>
  );
}

const SHAPES: Record<Standing, Shape> = { higher: 'up', similar: 'circle', lower: 'down' };

type BreakdownChartProps = Pick<BreakdownSectionProps, 'title' | 'measure' | 'words' | 'isOwn'> & {
  groups: Group[];
  reference: { value: number; name: string } | null;
};

/** Groups one under the other with their limits, and what the marks mean. */
export function BreakdownChart(props: BreakdownChartProps): JSX.Element {
  const { title, measure, words, groups: shown, reference, isOwn = () => false } = props;
  const { unit } = measure;
  const byCode = new Map(shown.map((group) => [group.code, group]));
  const labelOf = (code: string): string => {
    const group = byCode.get(code);
    return group ? `${group.name}: ${figureText(group, unit)}. ${notesText(group)}`.trim() : code;
  };
  return (
    <ChartFigure caption={captionOf(measure, shown, reference)}>
      <IntervalChart
        key={title}
        {...{ title, unit }}
        reference={reference && { ...reference, name: capitalised(reference.name) }}
        rowsAre={words.many}
        items={shown.map((group) => ({ ...group, id: group.code, highlighted: isOwn(group.code) }))}
        shapeOf={(item) => (reference ? SHAPES[standingAgainst(item, reference.value)] : 'circle')}
        labelOf={({ id }) => labelOf(id)}
        formatValue={(value) => rounded(value, unit)}
      />
    </ChartFigure>
  );
}

function captionOf(
  { name, unit }: Pick<Measure, 'name' | 'unit'>,
  shown: Group[],
  reference: { name: string } | null,
): string {
  const limits = shown.some(({ lower }) => lower !== null);
  return [
    `${name}${limits ? ', with 95% limits' : ''}${unit === 'days' ? ', in days' : ''}.`,
    reference && limits
      ? `A triangle up: the limits lie above ${reference.name}. A triangle down: below. A circle: they hold its value.`
      : '',
    shown.some(({ withheld }) => withheld) ? 'An asterisk: withheld, about too few people.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
