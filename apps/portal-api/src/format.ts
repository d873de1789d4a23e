import { preferredType } from '@waymark/service';

/** What a data call is answered in, the default first. */
export const FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type Format = keyof typeof FORMATS;

/** The format that an Accept header prefers. @throws {Problem} 406 not_acceptable with what is offered. */
export const formatOf = (accept: string | undefined): Format => preferredType(accept, FORMATS);
