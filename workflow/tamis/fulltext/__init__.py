"""Full texts: which reports were sought and retrieved, what became of them, and which study each is of.

- `inputs`: the retrieval log, the log of requests, `records/studies.csv`, and everything wrong in them
- `retrieval`: the reports that are sought, with the state of each
- `requests`: what authors and libraries were asked for, and what is still to be written down of it
- `studies`: studies, their reports, and how they are cited
- `matching`: which PDF is which report, and what of it is sure
- `candidates`, `index`: the reports that a PDF may be, and how the likely ones are found
- `names`, `dois`, `front`: what a file's name, its DOIs and its first page say
- `signs`: what speaks for and against one report; `telling`: the words that tell
  that a PDF is not the report itself
- `files`: the PDFs at hand, and what a person should know of them
- `command`: `tamis fulltext`
"""
