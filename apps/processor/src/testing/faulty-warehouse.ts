import { WarehouseFault, type Warehouse } from '@waymark/warehouse';

export type Moment = 'before' | 'after';

/**
 * A warehouse whose writes to tables fail when the test says so: before they are made, or after they were made and before
 * the answer arrived. Staging tables are spared: they are nobody's but the processor's.
 */
export function faultyWarehouse(
  real: Warehouse,
  failing: (write: number, table: string) => Moment | undefined,
  fault: () => Error = () => new WarehouseFault('insert: connection lost', 'CONNECTION', true),
): Warehouse {
  let writes = 0;
  const writing = async (table: string | undefined, write: () => Promise<void>): Promise<void> => {
    if (table === undefined) return write();
    writes += 1;
    const moment = failing(writes, table);
    if (moment === 'before') throw fault();
    await write();
    if (moment === 'after') throw fault();
  };
  return {
    kind: real.kind,
    query: (sql, params) => real.query(sql, params),
    command: (sql, params) => writing(tableOf(sql), () => real.command(sql, params)),
    insert: (table, rows) => writing(tableOf(`INSERT INTO ${table}`), () => real.insert(table, rows)),
    health: () => real.health(),
    breakOff: () => real.breakOff(),
    close: () => real.close(),
  };
}

function tableOf(sql: string): string | undefined {
  return /^\s*INSERT INTO waymark(?:_g\d+)?\.(\w+)/.exec(sql)?.[1];
}
