"""The PRISMA 2020 flow: where every record left the review, the boxes counted from that, the diagram.

- `exits` gives each record its one terminal exit
- `protocol` is what the config says of it: the version before an update, what is in a meta-analysis
- `ledger` says which exits and searches each of PRISMA's boxes counts, `included` which studies and reports;
  what `counted` has stands behind each number
- `boxes` is what the diagram shows, `counts` sums the ledger up to it, `sums` checks that the boxes agree
- `labels` has PRISMA's words, `diagram` draws
- `template` writes the counts as the PRISMA2020 R package reads them
- `inputs` reads counts that a person typed, and `flow.json`
- `command` is `tamis flow`
"""
