"""Screening: from what each reviewer said to what follows, at each of the two stages.

- `inputs`: the files that people write in `records/screening/`, and everything wrong in them
- `logs`, `linechecks`: lines of logs and adjudications, read and checked by columns
- `gone`: lines on records that no export holds any more, or that are other papers now
- `allotted`: `allocation.csv`, read and checked
- `imports/`: exports of screening tools and lists of citations, one module a tool
- `matching`: which record an import's entry means
- `decisions`: every decision, on the citation that holds the record now, in order
- `verdicts`: what follows for each citation that reached a stage
- `agreement`: how far each pair of reviewers agrees
- `openitems`: what is still to be done
- `command`: `tamis screening`
"""
