-- practices: general practices and the areas above them, by edition.
-- writer:  loadEdition.
-- key:     edition, practice.
-- version: none; an edition is never changed, so every row of a key is the same.
-- retry:   the same row again replaces itself.
-- read:    FINAL, for one edition listed in editions. '' = not known.
CREATE TABLE IF NOT EXISTS {database:Identifier}.practices
(
    edition LowCardinality(String),
    practice String,
    name String,
    pcn LowCardinality(String),
    sub_icb LowCardinality(String),
    icb42 LowCardinality(String),
    icb36 LowCardinality(String),
    list_size Nullable(UInt32),
    imd_decile Nullable(UInt8)
)
ENGINE = ReplacingMergeTree
ORDER BY (edition, practice);
