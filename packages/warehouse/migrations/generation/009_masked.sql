-- dead_letters.masked: the head of the record with every value masked, so that a person sees its structure.
-- writer:  the projection, with the row.
-- key:     that of dead_letters.
-- version: none; the same record gives the same text.
-- retry:   the column is added once; rows from before hold '' until a replay looks at them again.
-- read:    to show to its provider and to operators.
ALTER TABLE {database:Identifier}.dead_letters ADD COLUMN IF NOT EXISTS masked String;
