-- pathways: the cohort table, one row per journey; sessions, contacts, closings... are parallel arrays in the row.
-- writer:  the projection, after the referrals of the batch; a journey is written whole in one row.
-- key:     provider, subject of the journey's first referral.
-- version: raw records in the journey's component (all referrals connected by any partOf or NHS-number pseudonym ever
--          received): it only grows and does not depend on batching. is_deleted = 1: no longer a journey of its own.
-- retry:   the same records give the same row and version, and the row replaces itself.
-- read:    FINAL (it hides what is deleted). Columns are those of Pathway in packages/pathways/src/pathway.ts; '' and
--          NULL are "not known". journey is a hash of the key for counting journeys apart.
CREATE TABLE IF NOT EXISTS {database:Identifier}.pathways
(
    provider LowCardinality(String),
    subject String,
    journey UInt64,
    version UInt64,
    is_deleted UInt8,
    kind LowCardinality(String),
    referred_at DateTime64(3, 'UTC'),

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

    first_contact_at Nullable(DateTime64(3, 'UTC')),
    first_booked_at Nullable(DateTime64(3, 'UTC')),
    first_booked_start Nullable(DateTime64(3, 'UTC')),
    first_attended_at Nullable(DateTime64(3, 'UTC')),
    last_attended_at Nullable(DateTime64(3, 'UTC')),

    programme_at Nullable(DateTime64(3, 'UTC')),
    programme_activity_provider LowCardinality(String),
    programme_activity LowCardinality(String),
    programme_planned_sessions Nullable(UInt16),
    programme_planned_weeks Nullable(UInt16),

    referral_provider Array(LowCardinality(String)),
    referral_subject Array(String),
    referral_at Array(DateTime64(3, 'UTC')),
    referral_kind Array(LowCardinality(String)),
    referral_practice Array(LowCardinality(String)),
    referral_lsoa Array(LowCardinality(String)),
    referral_icb Array(LowCardinality(String)),
    referral_part_of_broken Array(UInt8),

    answer_ref Array(UInt32),
    answer_at Array(DateTime64(3, 'UTC')),
    answer_kind Array(LowCardinality(String)),
    answer_by Array(LowCardinality(String)),
    answer_reason Array(LowCardinality(String)),

    closing_ref Array(UInt32),
    closing_at Array(DateTime64(3, 'UTC')),
    closing_outcome Array(LowCardinality(String)),
    closing_reason Array(LowCardinality(String)),

    session_ref Array(UInt32),
    session_booking Array(String),
    session_start Array(DateTime64(3, 'UTC')),
    session_outcome Array(LowCardinality(String)),
    session_booked Array(UInt8),
    session_late Array(UInt8),
    session_activity Array(LowCardinality(String)),
    session_activity_provider Array(LowCardinality(String)),
    session_reason Array(LowCardinality(String)),

    contact_ref Array(UInt32),
    contact_at Array(DateTime64(3, 'UTC')),
    contact_role Array(LowCardinality(String)),
    contact_mode Array(LowCardinality(String)),
    contact_outcome Array(LowCardinality(String)),
    contact_minutes Array(Nullable(UInt16)),
    contact_actions Array(Array(LowCardinality(String))),
    contact_barriers Array(Array(LowCardinality(String))),

    role_at Array(DateTime64(3, 'UTC')),
    role Array(LowCardinality(String)),

    programme_ref Array(UInt32),
    programme_time Array(DateTime64(3, 'UTC')),
    programme_by Array(LowCardinality(String)),
    programme_what Array(LowCardinality(String)),
    programme_sessions Array(Nullable(UInt16)),
    programme_weeks Array(Nullable(UInt16)),

    measure_at Array(DateTime64(3, 'UTC')),
    measure_instrument Array(LowCardinality(String)),
    measure_stage Array(LowCardinality(String)),
    measure_scores Array(Array(Tuple(LowCardinality(String), Float64))),

    undated_bookings UInt32,
    rescheduled_after_outcome UInt32
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (provider, subject);
