-- telemetry: what the portal's pages tell of themselves (faults, times, views, actions), scrubbed. An item is a row.
-- writer:  the collector of the portal role, which may lose some of it.
-- key:     batch (a hash of what names the request), item (its place in it).
-- version: none; a request sent again holds the same items.
-- retry:   the same row again replaces itself.
-- read:    FINAL. Rows go by themselves 90 days after they came.
CREATE TABLE IF NOT EXISTS {database:Identifier}.telemetry
(
    batch String,
    item UInt16,
    received_at DateTime64(3, 'UTC'),
    kind LowCardinality(String),
    name LowCardinality(String),
    view LowCardinality(String),
    session String,
    browser LowCardinality(String),
    build LowCardinality(String),
    body String
)
ENGINE = ReplacingMergeTree
ORDER BY (batch, item)
TTL toDateTime(received_at) + INTERVAL 90 DAY;
