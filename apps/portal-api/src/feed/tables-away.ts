import { Problem } from '@waymark/service';
import { WarehouseFault } from '@waymark/warehouse';

/** What the tables answer. @throws {Problem} 503 warehouse_unavailable when they do not answer now; every other fault as it is. */
export async function fromTables<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (fault) {
    if (!(fault instanceof WarehouseFault && fault.retryable)) throw fault;
    const detail = 'The tables do not answer now; no event is lost by it. Ask again.';
    throw new Problem(503, 'warehouse_unavailable', detail, { headers: { 'retry-after': '5' } });
  }
}
