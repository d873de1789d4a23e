-- lsoas: neighbourhoods (LSOA 2021), the areas above them and their deprivation, by edition.
-- writer:  loadEdition.
-- key:     edition, lsoa.
-- version: none; an edition is never changed, so every row of a key is the same.
-- retry:   the same row again replaces itself.
-- read:    FINAL, for one edition listed in editions. '' = not known.
CREATE TABLE IF NOT EXISTS {database:Identifier}.lsoas
(
    edition LowCardinality(String),
    lsoa String,
    sub_icb LowCardinality(String),
    icb42 LowCardinality(String),
    icb36 LowCardinality(String),
    imd_decile Nullable(UInt8),
    imd_year Nullable(UInt16)
)
ENGINE = ReplacingMergeTree
ORDER BY (edition, lsoa);
