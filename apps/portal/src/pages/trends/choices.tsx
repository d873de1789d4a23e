import type { JSX } from 'react';
import { AreaChoice } from '../../parts/area-choice.js';
import { AsOfChoice } from '../../parts/as-of-choice.js';
import { Filters } from '../../parts/filters.js';
import { MeasureChoice } from '../../parts/measure-choice.js';
import { GrainChoice, PeriodRange } from '../../parts/period-range.js';
import { trendMeasures } from '../../view/view.js';
import type { PartProps } from './part-props.js';

/** Which measure, where and when; every choice goes into the address at once. */
export function Choices({ view, catalogue, trends, change }: PartProps): JSX.Element {
  const { measure, area, grain, from, to, detailed, filters, pins } = view;
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        <MeasureChoice measures={trendMeasures(catalogue.measures)} value={measure.id} change={change} />
        <AreaChoice {...{ area, catalogue, change }} />
      </div>
      <div className="wm-choices__row">
        {detailed ? <GrainChoice grain={grain} change={change} /> : null}
        <PeriodRange {...{ grain, from, to, change }} extent={extentOf(trends)} />
        <AsOfChoice asOf={pins.asOf} change={change} />
      </div>
      {detailed ? (
        <Filters {...{ filters, change }} providers={trends.providers} />
      ) : (
        <p className="wm-quiet">
          Boards outside your own, and sums of boards, are shown by quarter and without filters.
        </p>
      )}
    </section>
  );
}

function extentOf({ boards = [] }: PartProps['trends']): { first: number; last: number } | undefined {
  const starts = boards.map(({ period }) => period.start);
  return starts.length === 0 ? undefined : { first: Math.min(...starts), last: Math.max(...starts) + 2 };
}
