import { useSuspenseQuery } from '@tanstack/react-query';
import { areasQuery, measuresQuery } from '../api/queries.js';
import type { Areas, Me, Measure } from '../api/schemas.js';
import { useMe } from '../session/use-me.js';

export interface Catalogue {
  me: Me;
  measures: Measure[];
  areas: Areas;
}

/** Who is looking, and what there is to choose from. Not for administrators, who see no figures. */
export function useCatalogue(): Catalogue {
  const me = useMe();
  const measures = useSuspenseQuery(measuresQuery).data;
  const areas = useSuspenseQuery(areasQuery).data;
  return { me, measures, areas };
}
