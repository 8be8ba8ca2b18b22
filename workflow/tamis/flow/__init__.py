"""The PRISMA 2020 flow: where every record left the review, the boxes counted from that, the diagram.

`exits` gives each record its one terminal exit; `boxes` folds the exits into PRISMA's boxes and checks
that they add up; `labels` has PRISMA's words; `diagram` draws, `metrics` measures text for it;
`template` writes the counts as the PRISMA2020 R package reads them; `inputs` reads counts that a person
typed; `command` is `tamis flow`.
"""
