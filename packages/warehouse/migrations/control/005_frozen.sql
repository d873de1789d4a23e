-- frozen: databases that hold the tables of a past instant.
-- writer:  the process that folds one, step by step; the processes that answer from it (used_at); whoever lets go of it.
-- key:     database; its name is made anew for every attempt, so that no two processes ever write to one.
-- version: state, which only goes up (0 being folded, 1 folded whole, 2 given up), then used_at.
-- retry:   the same row again replaces itself.
-- read:    FINAL. Only a database of state 1 answers. used_at: of state 0 the last step, of state 1 the last answer.
CREATE TABLE IF NOT EXISTS {database:Identifier}.frozen
(
    database String,
    as_of DateTime64(3, 'UTC'),
    generation UInt32,
    state UInt8,
    share Float64,
    used_at DateTime64(3, 'UTC'),
    version UInt64 MATERIALIZED bitShiftLeft(toUInt64(state), 56) + toUnixTimestamp64Milli(used_at)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY database;
