"""Full texts: which reports were sought and retrieved, what became of them, and which study each is of.

- `inputs`: `records/fulltext/retrieval.csv` and `records/studies.csv`, and everything wrong in them
- `retrieval`: the reports that are sought, with the state of each
- `studies`: studies, their reports, and how they are cited
- `files`: are the PDFs at hand those that the log names, and can they be read?
- `command`: `tamis fulltext`
"""
