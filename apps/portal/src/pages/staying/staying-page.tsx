import type { JSX } from 'react';
import { FigurePage } from '../../layout/figure-page.js';
import { BreakdownChoice } from '../../parts/breakdown-choice.js';
import { DetailFrame } from '../../parts/detail-frame.js';
import { CohortsSection } from './cohorts-section.js';
import { CurvesSection } from './curves-section.js';
import { EndingsSection } from './endings-section.js';
import { ReturnsSection } from './returns-section.js';
import { curvesOf } from '../../view/curves.js';
import { useStaying } from './use-staying.js';
import { named } from '../../view/groups.js';

/** How long people who started stay, how it ends, and who comes back. */
export function StayingPage(): JSX.Element {
  return (
    <FigurePage name="Staying">
      <Staying />
    </FigurePage>
  );
}

function Staying(): JSX.Element {
  const staying = useStaying();
  const { detail, by, names, survival, retention, returned, reEngaged } = staying;
  const curves = curvesOf(survival.data?.strata ?? [], by, named(detail.catalogue.areas, survival.data));
  const rows = [...(retention.data?.rows ?? []), ...(returned.data?.rows ?? [])];
  const withheld =
    curves.filter(({ engaged }) => !engaged).length +
    rows.filter(({ value, suppressed = [] }) => value == null && suppressed.length > 0).length;
  return (
    <DetailFrame
      {...{ detail, withheld, measure: reEngaged, answer: survival.data }}
      title="Staying"
      lead="Of people who attended a first session: how long they keep coming, how it ends, and who comes back after a silence."
      choices={<BreakdownChoice names={names} value={by} none="Everybody together" change={detail.change} />}
    >
      <CurvesSection {...{ staying, curves }} />
      <EndingsSection {...{ staying, curves }} />
      <CohortsSection staying={staying} />
      <ReturnsSection staying={staying} />
    </DetailFrame>
  );
}
