"""Screening: from what each reviewer said to what follows, at each of the two stages.

- `inputs`: the files that people write in `records/screening/`, and everything wrong in them
- `logs/`: people's logs, read by columns and checked
- `imports/`: exports of screening tools and lists of citations, one module a tool
- `snapshots/`: which record an import's entry means, and what its votes add to what was said
- `allocation`, `shares`: who was to screen what, and in which batch
- `columns`, `times`: texts as codes; which of two things was said later
- `decisions`: every decision, on the citation that holds the record now, in order
- `adjudicated`: what was adjudicated, and against whose rule
- `versions`: the flowchart that was in force, and what a change of it affects
- `verdicts/`: what follows for each citation that reached a stage
- `agreement/`: how far reviewers agree
- `openitems`: what is still to be done
- `command`: `tamis screening`
"""
