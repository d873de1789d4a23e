import type { EventLog } from '@waymark/event-log';
import { writeAudit, type UserIdentity } from '@waymark/service';
import type { Profile } from '@waymark/disclosure';
import type { Scope } from '@waymark/warehouse';
import type { Asked } from './asked.js';
import type { DataCall } from './data-call.js';
import type { Format } from './format.js';

/** One look at data, as the audit topic keeps it. Codes of groups and organisations only: nothing here is about a person. */
export interface AuditRecord {
  /** ISO instant. */
  at: string;
  who: string;
  role: UserIdentity['role'];
  /** Which call, and what was asked of it alone. */
  call: string;
  by: readonly string[];
  filters: Asked['filters'];
  from?: string;
  to?: string;
  boundaries: string;
  areas: string;
  of?: 'england';
  unit?: 'person';
  panel?: 'constant';
  gap?: number;
  format: Format;
  outcome: Outcome;
}

/** `unchanged`: the caller was told that what it has still holds; `preparing`: to ask again, for tables of a past instant. */
export type Outcome =
  | { is: 'answered'; rows: number; profile: Profile; scope: Scope; asOf: string }
  | { is: 'unchanged'; profile: Profile; scope: Scope; asOf: string }
  | { is: 'preparing'; profile: Profile; scope: Scope }
  | { is: 'refused'; code: string };

/** Writes who looked at what; durable before anything leaves. */
export class AuditTrail {
  constructor(private readonly log: EventLog) {}

  /** @throws {Problem} 503 audit_unavailable: what cannot be recorded is not shown. */
  async record(person: UserIdentity, call: DataCall, format: Format, outcome: Outcome): Promise<void> {
    const { asOf: _, profile: __, editions: ___, ...question } = call.asked;
    const record: AuditRecord = {
      ...{ at: new Date().toISOString(), who: person.name, role: person.role, call: call.name },
      ...call.own,
      ...question,
      ...{ format, outcome },
    };
    await this.write(person.name, record);
  }

  /** A look at a provider's own feed, which is exact; `who`: a person's name, or a key's id. @param call which look */
  async recordFeed(
    { who, role }: { who: string; role: UserIdentity['role'] | 'key' },
    provider: string,
    { asOf, rows }: { asOf: string; rows?: number },
    call = 'feed',
  ): Promise<void> {
    const outcome = {
      is: 'answered',
      ...(rows === undefined ? {} : { rows }),
      profile: 'none',
      scope: { kind: 'providers', providers: [provider] },
      asOf,
    };
    await this.write(who, { at: new Date().toISOString(), who, role, call, outcome });
  }

  private async write(who: string, record: object): Promise<void> {
    const detail = 'Every look at data is recorded, and the record cannot be written now. Ask again.';
    await writeAudit(this.log, who, record, detail);
  }
}
