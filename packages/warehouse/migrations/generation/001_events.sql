-- events: the image of the log, every record that could be read, duplicates and conflicts included.
-- writer:  the projection, first of all effects of a batch.
-- key:     node, position. position = partition * 2^48 + offset: the record's place in the log.
-- version: none; the same record gives the same row.
-- retry:   the same row again replaces itself.
-- read:    through the fold. Copies of one position may stand side by side until merged: read by FINAL, or count
--          distinct positions. '' and 0 are "not given". node is a hash of the referral, eid of the event's id within
--          its source, target of the id a void names. Codes are plain strings: LowCardinality made inserts half as fast again.
CREATE TABLE IF NOT EXISTS {database:Identifier}.events
(
    provider String,
    subject String,
    node UInt64 MATERIALIZED sipHash64(provider, subject) CODEC(Delta(8), ZSTD(1)),
    partition UInt16,
    offset UInt64 CODEC(Delta(8), ZSTD(1)),
    position UInt64 MATERIALIZED bitOr(bitShiftLeft(toUInt64(partition), 48), offset) CODEC(Delta(8), ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    source String,
    id String,
    eid UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    type Enum8('received' = 1, 'accepted' = 2, 'declined' = 3, 'contact' = 4, 'assigned' = 5, 'programme' = 6,
        'made' = 7, 'rescheduled' = 8, 'cancelled' = 9, 'attendance' = 10, 'measure' = 11, 'closed' = 12, 'voided' = 13),
    content_hash String,
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    recorded DateTime64(3, 'UTC') DEFAULT 0,
    ordered DateTime64(3, 'UTC') MATERIALIZED if(toUnixTimestamp64Milli(recorded) = 0, received, recorded),

    -- referral.received
    person_id String,
    person_nhs String,
    kind String,
    part_of_provider String,
    part_of_subject String,
    practice String,
    lsoa String,
    icb String,
    age_band String,
    sex String,
    ethnicity String,
    route String,
    reasons Array(String),
    activity_based Nullable(Bool),

    -- shared by several types
    role String,
    by String,
    reason String,
    outcome String,
    activity_provider String,
    activity String,
    booking String,
    starts DateTime64(3, 'UTC') DEFAULT 0,
    ends DateTime64(3, 'UTC') DEFAULT 0,
    setting String,

    -- contact.recorded
    mode String,
    minutes Nullable(UInt16),
    actions Array(String),
    barriers Array(String),

    -- programme.agreed
    planned_sessions Nullable(UInt16),
    planned_weeks Nullable(UInt16),
    starts_on Nullable(Date),

    -- measure.recorded
    instrument String,
    stage String,
    scores Array(Tuple(String, Float64)),

    -- event.voided
    target_source String,
    target_id String,
    target UInt128 MATERIALIZED if(target_id = '', 0, reinterpretAsUInt128(sipHash128(target_source, target_id)))
)
ENGINE = ReplacingMergeTree
ORDER BY (node, position);
