-- dead_letters: records of the log that can never be understood, with the reason; never their contents.
-- writer:  the projection, with the batch that met the record.
-- key:     partition, offset: the record's place in the log.
-- version: none; the same record gives the same row (a fixed reader removes it by resolved = 1, which wins).
-- retry:   the same row again replaces itself.
-- read:    FINAL, resolved = 0.
CREATE TABLE IF NOT EXISTS {database:Identifier}.dead_letters
(
    partition UInt16,
    offset UInt64,
    received_at DateTime64(3, 'UTC'),
    provider LowCardinality(String),
    code LowCardinality(String),
    detail String,
    bytes UInt64,
    resolved UInt8
)
ENGINE = ReplacingMergeTree(resolved)
ORDER BY (partition, offset);
