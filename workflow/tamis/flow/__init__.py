"""The PRISMA 2020 flow: where every record left the review, the boxes counted from that, the diagram.

`exits` gives each record its one terminal exit; `boxes` says which of them each of PRISMA's boxes counts,
sums them up and checks that the boxes agree; `labels` has PRISMA's words; `diagram` draws; `template`
writes the counts as the PRISMA2020 R package reads them; `inputs` reads counts that a person typed, and
`flow.json`; `command` is `tamis flow`.
"""
