import type { JSX } from 'react';
import { InsetText } from 'nhsuk-react-components';
import { FigurePage } from '../../layout/figure-page.js';
import { PageLink } from '../../layout/page-link.js';
import { BreakdownChoice } from '../../parts/breakdown-choice.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import { DetailFrame } from '../../parts/detail-frame.js';
import { MeasureChoice } from '../../parts/measure-choice.js';
import { NoSuchMeasure } from '../../parts/no-such-measure.js';
import { breakdownFigures } from '../../view/breakdowns.js';
import { shareMeasures } from '../../view/share-measures.js';
import type { Detail } from '../../view/use-detail.js';
import { AdjustedSection } from './adjusted-section.js';
import { DoneByRole, DoneSection } from './done-section.js';
import { useDone } from './use-done.js';
import { SUPPORT_BY, useSupport, type Supported, type SupportBy } from './use-support.js';

/** Uptake and retention by who supported people at time zero, as they are and made alike, and what supporters did. */
export function SupportPage(): JSX.Element {
  return (
    <FigurePage name="Support">
      <SupportOf />
    </FigurePage>
  );
}

function SupportOf(): JSX.Element {
  const { detail, by, first, second } = useSupport();
  const done = useDone(detail, by);
  if (!first) return <NoSuchMeasure page="/support" />;
  const parts = second && second.measure.id !== first.measure.id ? [first, second] : [first];
  const rows = [...parts.flatMap(({ crude }) => crude.data?.rows ?? []), ...(done.byGroup.data?.rows ?? [])];
  return (
    <DetailFrame
      {...{ detail, measure: first.measure, answer: first.crude.data, withoutFilters: ['role'] }}
      title="Support"
      lead="Link worker, health coach, care coordinator, or more than one: how many start and stay by who had supported them at the beginning, before anything that is counted could have come of it; and what was done for those whom they reached."
      withheld={rows.filter(({ value, suppressed = [] }) => value == null && suppressed.length > 0).length}
      choices={
        <>
          <MeasureChoice
            measures={shareMeasures(detail.catalogue.measures)}
            value={first.measure.id}
            change={detail.change}
          />
          <BreakdownChoice names={SUPPORT_BY} value={by} change={detail.change} />
        </>
      }
    >
      <InsetText>
        <p>
          <strong>An association, not an effect.</strong> Who meets which role is not by chance: people who
          are harder to help may be sent to one rather than another. People are made alike by deprivation, age
          and sex; by nothing else that matters.
        </p>
      </InsetText>
      {parts.map((supported, nth) => (
        <Measured key={supported.measure.id} {...{ supported, by, detail, nth }} />
      ))}
      <DoneSection {...{ done, by, detail }} />
      <DoneByRole {...{ done, by, detail }} />
      <p className="wm-see-also">
        See also{' '}
        <PageLink to="/staying" search={linkOf(detail, by)}>
          how long people stay
        </PageLink>{' '}
        and{' '}
        <PageLink to="/outcomes" search={linkOf(detail, by)}>
          what changes for them
        </PageLink>
        , by who supported them.
      </p>
    </DetailFrame>
  );
}

/** The same place, time and filters on another page. */
function linkOf({ search, shown }: Detail, by: SupportBy): Record<string, string | undefined> {
  const { measure: _, second: __, did: ___, ...kept } = { ...search, ...shown };
  return { ...kept, by };
}

interface MeasuredProps {
  supported: Supported;
  by: SupportBy;
  detail: Detail;
  nth: number;
}

function Measured({ supported, by, detail, nth }: MeasuredProps): JSX.Element {
  const { measure, crude, all } = supported;
  const { data } = crude;
  // The page tells what the first of them counts.
  const about = nth === 0 ? undefined : measure;
  const everybody = all.data?.rows[0]?.value;
  return (
    <>
      <BreakdownSection
        {...{ id: `crude-${nth}`, title: measure.name, measure, by, called: crude }}
        words={{ one: 'group', many: 'groups' }}
        groups={data && breakdownFigures(data.rows, by, measure.unit, detail.catalogue.areas)}
        reference={everybody == null ? null : { value: everybody, name: 'everybody' }}
        more="This is an association, not an effect."
        about={about}
        footer={
          <Cite title={`${measure.name}, ${detail.name}`} answer={data} shown={{ ...detail.shown, by }} />
        }
      />
      <AdjustedSection {...{ id: `adjusted-${nth}`, supported, by, detail, about }} />
    </>
  );
}
