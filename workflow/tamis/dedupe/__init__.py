"""Deduplication: which records are of one publication, and why. Nothing is deleted.

In this order: `normalise` (what of each record is compared), `block` (which pairs are compared at all),
`compare` (how alike the fields of a pair are; `titles` for titles), `rules` (what follows: duplicate,
possible, or nothing), `cluster` (links, best first, into citations), `merge` (one citation's fields from
those of its records). `words` holds the lists that rules rest on; `inputs` reads what people said, `answers`
says which of it counts, `stage` does all of it on a review, and `possible` counts what waits for a person.

Reads `build/searches/records.csv`, `records/screening/duplicates.<person>.csv` and the `duplicate`
decisions in the screening logs; writes `build/dedupe/{pairs,members,citations,origins,answers,open}.csv`.
"""
