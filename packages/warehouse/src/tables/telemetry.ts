import { instant } from '../literals.js';
import { CONTROL_DATABASE } from '../migrate.js';
import type { Warehouse } from '../warehouse.js';

/** An item of telemetry: to be written scrubbed, which nobody does here. */
export interface TelemetryRow {
  /** Names the request: one that comes again replaces its rows. */
  batch: string;
  item: number;
  /** Epoch ms. */
  receivedAt: number;
  kind: string;
  name: string;
  view: string;
  session: string;
  browser: string;
  build: string;
  /** The item as JSON. */
  body: string;
}

export async function writeTelemetry(warehouse: Warehouse, rows: readonly TelemetryRow[]): Promise<void> {
  await warehouse.insert(
    `${CONTROL_DATABASE}.telemetry`,
    rows.map(({ receivedAt, ...row }) => ({ ...row, received_at: instant(receivedAt) })),
  );
}
