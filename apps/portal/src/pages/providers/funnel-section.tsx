import type { JSX } from 'react';
import { FunnelChart, type FunnelItem } from '@waymark/charts';
import type { FunnelAnswer } from '../../api/funnel-schema.js';
import type { Called } from '../../api/use-call.js';
import { count, exact, rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { funnelSentence, PLACE_NAMES } from '../../sentences/funnel-sentence.js';
import { funnelItems, funnelLimits } from '../../view/funnel-items.js';
import { FunnelTable } from './funnel-table.js';
import type { ProvidersView } from './use-providers.js';

interface FunnelSectionProps {
  view: ProvidersView;
  catalogue: Catalogue;
  funnel: Called<FunnelAnswer>;
}

/** Every provider's share against its size: which differ by more than chance. */
export function FunnelSection({ view, catalogue, funnel }: FunnelSectionProps): JSX.Element {
  const { measure } = view;
  const { me, areas } = catalogue;
  const { data } = funnel;
  const items = data && funnelItems(data, me.role === 'provider' ? me.scope : [], areas);
  const sentence =
    data &&
    items &&
    funnelSentence({
      ...{ measure, items, average: data.average, unnamed: data.unnamed },
      adjusted: data.overdispersion.adjusted,
    });
  return (
    <ChartSection
      id="funnel"
      title={`Providers beside each other: ${measure.name}`}
      sentence={sentence}
      error={funnel.error}
      onRetry={funnel.retry}
      preparing={funnel.preparing}
      {...(funnel.path === undefined ? {} : { download: { path: funnel.path, what: 'the funnel' } })}
      footer={<Cite title={`${measure.name} by provider, ${view.name}`} answer={data} shown={view.shown} />}
    >
      {data && items && items.length > 0 ? (
        <>
          {items.some(({ place }) => place !== null) ? <Funnel {...{ view, data, items }} /> : null}
          <FunnelTable {...{ measure, data, items }} />
        </>
      ) : (
        <Empty title="There are no figures for this choice." />
      )}
    </ChartSection>
  );
}

function Funnel(props: { view: ProvidersView; data: FunnelAnswer; items: FunnelItem[] }): JSX.Element {
  const { view, data, items } = props;
  const { measure } = view;
  return (
    <ChartFigure caption={captionOf(data)}>
      <FunnelChart
        title={`${measure.name} by provider`}
        // What stands outside of the comparison is in the table alone.
        items={items.filter(({ place }) => place !== null)}
        limits={funnelLimits(data)}
        average={data.average}
        sizeName={SIZES[measure.counting?.over ?? ''] ?? 'Out of'}
        labelOf={(item) => `${item.name}: ${textOf(item)}.`}
        readingOf={(item) => (
          <>
            <strong>{item.name}</strong>
            <span>{textOf(item)}</span>
          </>
        )}
        formatValue={(value) => rounded(value, 'proportion')}
        formatSize={count}
      />
    </ChartFigure>
  );
}

/** What a share is out of, under the axis. */
const SIZES: Record<string, string> = {
  referrals: 'Referrals',
  onward: 'Onward referrals',
  starters: 'People who started',
  sessions: 'Booked sessions',
};

function textOf({ value, size, place }: FunnelItem): string {
  if (value === null) return 'withheld';
  return [
    exact(value, 'proportion'),
    size === null ? '' : `of ${count(size)}`,
    place === null ? '' : PLACE_NAMES[place],
  ]
    .filter((part) => part !== '')
    .join(', ')
    .replace(', of ', ' of ');
}

function captionOf({ overdispersion: { adjusted, phi } }: FunnelAnswer): string {
  const allow = adjusted
    ? `The limits allow for overdispersion${phi === null ? '' : ` (${phi.toFixed(1)} times what chance gives)`}.`
    : 'The limits are those of chance alone.';
  return `Each mark is a provider: its share, against how many it is out of. Full triangles lie beyond the 99.8% limits, hollow ones beyond the 95% limits only, circles within. ${allow}`;
}
