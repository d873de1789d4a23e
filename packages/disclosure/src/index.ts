export * from './profile.js';
export * from './control.js';
export * from './midpoint.js';
export {
  EVER,
  levelOfPeriod,
  monthsBetween,
  PERIOD_LEVELS,
  periodHolding,
  wholePeriods,
  type PeriodLevel,
} from './base-cells/periods.js';
export { protectTables, type BaseCell, type BaseTable, type Protection } from './base-cells/protect.js';
export type { CellName, ProtectedTables } from './base-cells/protected-tables.js';
export {
  protectNested,
  type Group,
  type NestedCell,
  type NestedProtection,
  type NestedTable,
} from './base-cells/nested.js';
