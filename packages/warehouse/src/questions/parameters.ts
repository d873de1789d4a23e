import type { Param } from '../literals.js';

/** The values of one statement, gathered while its parts are written: every part names its own. */
export class Parameters {
  readonly values: Record<string, Param> = {};

  /** The placeholder to write where the value belongs. */
  add(value: Param, type: string): string {
    const name = `p${Object.keys(this.values).length + 1}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}
