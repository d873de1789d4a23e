-- referrals: the fold of one provider's referral, from which journeys are put together. Orphans (no counting
--          referral.received) are here too, with known = 0.
-- writer:  the projection, after the events of the batch.
-- key:     node (a hash of provider, subject).
-- version: records, the raw records of the referral: it only grows and does not depend on batching.
-- retry:   the same records give the same row and version, and the row replaces itself.
-- read:    FINAL. Instants are epoch milliseconds, 0 = none. Lists are in counting order (sessions: by start, booking).
CREATE TABLE IF NOT EXISTS {database:Identifier}.referrals
(
    node UInt64,
    provider LowCardinality(String),
    subject String,
    records UInt64,
    counting UInt64,
    known UInt8,

    referred_at Int64,
    kind LowCardinality(String),
    part_of UInt64,
    person_nhs String,
    person_id String,
    practice LowCardinality(String),
    lsoa LowCardinality(String),
    icb LowCardinality(String),
    age_band LowCardinality(String),
    sex LowCardinality(String),
    ethnicity LowCardinality(String),
    route LowCardinality(String),
    reasons Array(LowCardinality(String)),
    activity_based Nullable(Bool),

    first_contact_at Int64,
    first_booked_at Int64,
    answers Array(Tuple(at Int64, kind String, by String, reason String)),
    closings Array(Tuple(at Int64, outcome String, reason String)),
    sessions Array(Tuple(start Int64, booking String, outcome String, booked UInt8, late UInt8, activity String,
        activity_provider String, reason String)),
    contacts Array(Tuple(at Int64, role String, mode String, outcome String, minutes Nullable(UInt16),
        actions Array(String), barriers Array(String))),
    roles Array(Tuple(at Int64, role String)),
    programmes Array(Tuple(at Int64, activity_provider String, activity String, sessions Nullable(UInt16),
        weeks Nullable(UInt16))),
    measures Array(Tuple(at Int64, instrument String, stage String, scores Array(Tuple(String, Float64)))),
    undated_bookings UInt32,
    rescheduled_after_outcome UInt32
)
ENGINE = ReplacingMergeTree(records)
ORDER BY node
SETTINGS index_granularity = 256;
