import { feedAtRisk, MISSED_IN_A_ROW, SILENT_DAYS, STOPPED_DAYS, type Warehouse } from '@waymark/warehouse';
import { judgedAt } from '../as-of.js';
import { fromTables } from './tables-away.js';
import type { ShownState } from '../status.js';
import type { AtRiskAnswer } from './feed-at-risk.schemas.js';

/** The rule that the question follows, for whoever acts on the list. */
export const AT_RISK_RULE = [
  `People who have come to at least one of your sessions, whose referral is not closed, and who either missed their last ${MISSED_IN_A_ROW} booked sessions in a row or have not come for ${SILENT_DAYS} days.`,
  'Missed: did not come, or cancelled late. A session that you cancelled, or whose outcome is not recorded, is not counted as missed; one without an outcome may have been attended, so no silence is counted before it.',
  `Somebody who has not come for more than ${STOPPED_DAYS} days has stopped, and is not listed. Only sessions that you sent are looked at: some may be going elsewhere.`,
].join(' ');

export interface AtRiskParts {
  warehouse: Warehouse;
  status: () => Promise<ShownState>;
}

/** Own people who may be about to stop, as things are shown now. */
export class AtRisk {
  constructor(private readonly parts: AtRiskParts) {}

  /** @throws {Problem} 503 when the tables do not answer now. */
  async of(provider: string): Promise<AtRiskAnswer> {
    return fromTables(async () => {
      const { warehouse, status } = this.parts;
      const { generation, asOf } = await judgedAt(warehouse, await status(), undefined);
      const { total, listed } = await feedAtRisk(warehouse, generation, { provider, asOf });
      return {
        ...{ provider, asOf: text(asOf), rule: AT_RISK_RULE, total },
        listed: listed.map(({ lastAttended, nextBooked, ...each }) => ({
          ...each,
          lastAttended: text(lastAttended),
          nextBooked: nextBooked === null ? null : text(nextBooked),
        })),
      };
    });
  }
}

const text = (epochMs: number): string => new Date(epochMs).toISOString();
