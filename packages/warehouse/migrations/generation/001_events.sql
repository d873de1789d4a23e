-- events: the image of the log, every record that could be read, duplicates and conflicts included.
-- writer:  the projection, first of all effects of a batch.
-- key:     node, position. position = partition * 2^48 + offset: the record's place in the log.
-- version: none; the same record gives the same row.
-- retry:   the same row again replaces itself.
-- read:    through the fold. Copies of one position may stand side by side until merged: read by FINAL, or count
--          distinct positions. '' and 0 are "not given". node is a hash of the referral, eid of the event's id within
--          its source, target of the id a void names.
CREATE TABLE IF NOT EXISTS {database:Identifier}.events
(
    provider LowCardinality(String),
    subject String,
    node UInt64 MATERIALIZED sipHash64(toString(provider), subject) CODEC(Delta(8), ZSTD(1)),
    partition UInt16,
    offset UInt64 CODEC(Delta(8), ZSTD(1)),
    position UInt64 MATERIALIZED bitOr(bitShiftLeft(toUInt64(partition), 48), offset) CODEC(Delta(8), ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    source String CODEC(ZSTD(1)),
    id String CODEC(ZSTD(1)),
    eid UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    type Enum8('received' = 1, 'accepted' = 2, 'declined' = 3, 'contact' = 4, 'assigned' = 5, 'programme' = 6,
        'made' = 7, 'rescheduled' = 8, 'cancelled' = 9, 'attendance' = 10, 'measure' = 11, 'closed' = 12, 'voided' = 13),
    content_hash String CODEC(ZSTD(1)),
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    recorded DateTime64(3, 'UTC') DEFAULT 0,
    ordered DateTime64(3, 'UTC') MATERIALIZED if(toUnixTimestamp64Milli(recorded) = 0, received, recorded),

    -- referral.received
    person_id String CODEC(ZSTD(1)),
    person_nhs String CODEC(ZSTD(1)),
    kind LowCardinality(String),
    part_of_provider LowCardinality(String),
    part_of_subject String CODEC(ZSTD(1)),
    practice LowCardinality(String),
    lsoa LowCardinality(String),
    icb LowCardinality(String),
    age_band LowCardinality(String),
    sex LowCardinality(String),
    ethnicity LowCardinality(String),
    route LowCardinality(String),
    reasons Array(LowCardinality(String)),
    activity_based Nullable(Bool),

    -- shared by several types
    role LowCardinality(String),
    by LowCardinality(String),
    reason LowCardinality(String),
    outcome LowCardinality(String),
    activity_provider LowCardinality(String),
    activity LowCardinality(String),
    booking String CODEC(ZSTD(1)),
    starts DateTime64(3, 'UTC') DEFAULT 0,
    ends DateTime64(3, 'UTC') DEFAULT 0,
    setting LowCardinality(String),

    -- contact.recorded
    mode LowCardinality(String),
    minutes Nullable(UInt16),
    actions Array(LowCardinality(String)),
    barriers Array(LowCardinality(String)),

    -- programme.agreed
    planned_sessions Nullable(UInt16),
    planned_weeks Nullable(UInt16),
    starts_on Nullable(Date),

    -- measure.recorded
    instrument LowCardinality(String),
    stage LowCardinality(String),
    scores Array(Tuple(LowCardinality(String), Float64)),

    -- event.voided
    target_source String CODEC(ZSTD(1)),
    target_id String CODEC(ZSTD(1)),
    target UInt128 MATERIALIZED if(target_id = '', 0, reinterpretAsUInt128(sipHash128(target_source, target_id)))
)
ENGINE = ReplacingMergeTree
ORDER BY (node, position);
