-- progress: how far each partition of the log is shown in this generation.
-- writer:  the projection, last of all, when every row of the batch stands.
-- key:     partition.
-- version: next_offset, then last_received_at: both only go up.
-- retry:   the same row again replaces itself; a lower one (a batch read again after a crash) never wins.
-- read:    FINAL. A lost tail of rows is lost with its progress row or repaired by reading again from it.
CREATE TABLE IF NOT EXISTS {database:Identifier}.progress
(
    partition UInt16,
    next_offset UInt64,
    last_received_at DateTime64(3, 'UTC'),
    version UInt128 MATERIALIZED bitShiftLeft(toUInt128(next_offset), 64) + toUnixTimestamp64Milli(last_received_at)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY partition;
