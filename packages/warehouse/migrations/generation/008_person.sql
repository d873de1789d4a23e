-- pathways.person: whose journey it is as one number, so that questions count different people without reading pseudonyms,
--          which take half of the table. 64 bits: among ten million people two share a number once in some 400,000 tables.
-- writer:  the engine, from the row's own columns; nobody inserts it, and SELECT * leaves it out.
-- key:     that of pathways.
-- version: that of the pathway row.
-- retry:   the column is added once; parts from before compute it when read, until a merge writes it.
-- read:    to count people apart, never to show: NHS-number pseudonym, else the provider's own, else the journey itself.
ALTER TABLE {database:Identifier}.pathways ADD COLUMN IF NOT EXISTS person UInt64
    MATERIALIZED multiIf(person_nhs != '', sipHash64(person_nhs), person_id != '', sipHash64(person_id), journey);
