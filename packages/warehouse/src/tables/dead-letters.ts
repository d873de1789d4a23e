import { instant } from '../literals.js';

/** A record of the log that can never be understood: where it is and why, never what is in it. */
export interface DeadLetter {
  partition: number;
  offset: number;
  /** Append time, epoch ms. */
  receivedAt: number;
  /** Provider of the record's key, where the key can be read. */
  provider?: string;
  code: string;
  detail: string;
  /** Size of the record. */
  bytes: number;
}

export function deadLetterRow(letter: DeadLetter): object {
  const { partition, offset, receivedAt, provider, code, detail, bytes } = letter;
  return { partition, offset, received_at: instant(receivedAt), provider, code, detail, bytes };
}
