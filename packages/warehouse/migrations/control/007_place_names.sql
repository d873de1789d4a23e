-- place_names: what sub-ICB locations and networks are called, by edition; practices have theirs in practices.
-- writer:  loadEdition.
-- key:     edition, level, code.
-- version: none; an edition is never changed, so every row of a key is the same.
-- retry:   the same row again replaces itself.
-- read:    FINAL, for one edition listed in editions.
CREATE TABLE IF NOT EXISTS {database:Identifier}.place_names
(
    edition LowCardinality(String),
    level LowCardinality(String),
    code String,
    name String
)
ENGINE = ReplacingMergeTree
ORDER BY (edition, level, code);
