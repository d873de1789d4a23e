import { literal } from '../literals.js';
import type { CohortQuestion } from './question.js';

/** The instant judged at. */
export const asOfSql = ({ asOf }: Pick<CohortQuestion, 'asOf'>): string => literal(asOf, 'DateTime64(3)');
