/**
 * Faults of the log that do not pass by waiting: somebody has to act. What may pass is `LogUnavailable` (see the port).
 */

/** Bytes that were durable once are damaged or gone. Names the place; the runbook is "restore from the log's copy". */
export class LogCorrupt extends Error {
  override readonly name = 'LogCorrupt';
  readonly code = 'log_corrupt';
  constructor(
    readonly file: string,
    readonly byte: number,
    what: string,
  ) {
    super(`${file} is damaged at byte ${byte}: ${what}`);
  }
}

/** Another process (or this one) has the directory open: a log directory has one writer. */
export class LogLocked extends Error {
  override readonly name = 'LogLocked';
  readonly code = 'log_locked';
  constructor(directory: string, holder: string) {
    super(`${directory} is in use by ${holder}: one process at a time may open a log directory`);
  }
}

/** The topic is there, but not as asked for; topics are never altered. */
export class TopicMismatch extends Error {
  override readonly name = 'TopicMismatch';
  readonly code = 'topic_mismatch';
  constructor(topic: string, what: string) {
    super(`topic ${topic} exists, but ${what}`);
  }
}

/** A place was asked for that the log does not have: most likely another log than the one the progress belongs to. */
export class OffsetOutOfRange extends Error {
  override readonly name = 'OffsetOutOfRange';
  readonly code = 'offset_out_of_range';
  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly offset: number,
    what: string,
  ) {
    super(`offset ${offset} of ${topic}/${partition} is out of range: ${what}`);
  }
}
