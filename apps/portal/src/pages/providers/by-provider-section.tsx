import type { JSX } from 'react';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { breakdownFigures } from '../../view/breakdowns.js';
import { useByProvider, type ProvidersView } from './use-providers.js';

interface ByProviderSectionProps {
  /** Of the measure. */
  id: string;
  title: string;
  view: ProvidersView;
  catalogue: Catalogue;
}

/** A measure of every provider that the reader may name. */
export function ByProviderSection(props: ByProviderSectionProps): JSX.Element | null {
  const { id, title, view, catalogue } = props;
  const { called, reference } = useByProvider(id, view, catalogue);
  const measure = catalogue.measures.find((each) => each.id === id);
  if (!measure) return null;
  const { me, areas } = catalogue;
  return (
    <BreakdownSection
      id={`by-provider-${id.replaceAll('.', '-')}`}
      {...{ title, measure, called, reference }}
      by="provider"
      words={{ one: 'provider', many: 'providers' }}
      about={measure}
      groups={called.data && breakdownFigures(called.data.rows, 'provider', measure.unit, areas)}
      isOwn={(code) => me.role === 'provider' && me.scope.includes(code)}
      footer={
        <Cite
          title={`${measure.name} by provider, ${view.name}`}
          answer={called.data && { asOf: called.data.asOf, editions: called.data.editions }}
          shown={view.shown}
        />
      }
    />
  );
}
