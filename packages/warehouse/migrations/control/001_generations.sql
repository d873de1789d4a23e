-- generations: which database of tables answers questions now.
-- writer:  the rebuild (and the first start), one row when a generation is made, one when it is published.
-- key:     id.
-- version: state, which only goes up: 0 building, 1 published, 2 retired.
-- retry:   the same row again replaces itself.
-- read:    FINAL; current = the published one with the newest published_at (equal: greatest id). Of state 0 published_at
--          is the last sign of life of the rebuild that makes it, of state 2 when it was given up.
CREATE TABLE IF NOT EXISTS {database:Identifier}.generations
(
    id UInt32,
    database String,
    state UInt8,
    published_at DateTime64(3, 'UTC') DEFAULT 0
)
ENGINE = ReplacingMergeTree(state)
ORDER BY id;
