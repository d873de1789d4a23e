-- sessions: a row per session with its journey's attributes; a view over pathways, so it can never disagree with it.
-- writer:  none.
-- key:     provider and subject of the journey, referral_index, booking.
-- version: that of the pathway row.
-- retry:   nothing is written.
-- read:    as it is; FINAL is inside.
CREATE VIEW IF NOT EXISTS {database:Identifier}.sessions AS
SELECT
    provider, subject, journey, kind, referred_at,
    practice, lsoa, icb, age_band, sex, ethnicity, route, reasons, activity_based,
    first_attended_at, programme_activity_provider, programme_activity, role_at, role,
    ref AS referral_index,
    referral_provider[ref + 1] AS sent_by,
    booking, start, outcome, booked, late, activity, activity_provider, reason
FROM {database:Identifier}.pathways FINAL
ARRAY JOIN
    session_ref AS ref, session_booking AS booking, session_start AS start, session_outcome AS outcome,
    session_booked AS booked, session_late AS late, session_activity AS activity,
    session_activity_provider AS activity_provider, session_reason AS reason;
