-- editions: the reference editions that are loaded whole.
-- writer:  loadEdition, after the rows of the edition.
-- key:     id.
-- version: loaded_at; an edition is never changed, so every row of an id is the same.
-- retry:   the same row again replaces itself.
-- read:    FINAL. An edition that is not listed here is not loaded: use none of its rows.
CREATE TABLE IF NOT EXISTS {database:Identifier}.editions
(
    id String,
    label String,
    synthetic Bool,
    loaded_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(loaded_at)
ORDER BY id;
