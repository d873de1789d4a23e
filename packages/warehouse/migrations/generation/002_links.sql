-- links: what connects referrals, from every referral.received ever seen, whether it counts or not: a referral and the
--          referral its partOf names, a referral and its NHS-number pseudonym; each both ways.
-- writer:  the view links_of_events, with each insert into events; nothing is ever taken away or changed.
-- key:     node, neighbour.
-- version: none.
-- retry:   the same edge again replaces itself.
-- read:    as it is; copies of an edge do no harm.
CREATE TABLE IF NOT EXISTS {database:Identifier}.links
(
    node UInt64,
    neighbour UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (node, neighbour);

CREATE MATERIALIZED VIEW IF NOT EXISTS {database:Identifier}.links_of_events TO {database:Identifier}.links AS
SELECT tupleElement(edge, 1) AS node, tupleElement(edge, 2) AS neighbour
FROM
(
    SELECT arrayJoin(arrayConcat(
        if(person_nhs = '', [], [(sipHash64(provider, subject), sipHash64(person_nhs))]),
        if(part_of_subject = '', [], [(sipHash64(provider, subject), sipHash64(part_of_provider, part_of_subject))])
    )) AS one_way, arrayJoin([one_way, (one_way.2, one_way.1)]) AS edge
    FROM {database:Identifier}.events
    WHERE type = 'received'
);
