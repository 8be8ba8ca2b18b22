"""Exports of screening tools and lists, as snapshots: which record an entry means, and what each vote adds.

- `matching`, `matches`: which record an entry means; what people settled of it
- `ballots`: the votes of all imports, gathered
- `statements`: what of them is said for the first time, or otherwise than before
- `complete`: what a complete list of the team implies
- `openitems`: votes that vanished, words that nobody explained, votes that contradict each other
"""
