"""Extraction: what people took from the reports, against the form; every step from their files to the data.

- `inputs`: which files there are in records/extraction, whose they are, and what they say together
- `filled/`: what one person filled in, in YAML or in a workbook, against the form
- `highlights/`: what a reader marked in copies of PDFs
- `alike`: whether two values are the same
- `rows`: what tells the rows of a table apart, and names them in ids
- `together/`: the data of all people: agreeing, differing, checked, settled, missing
- `evidence/`: whether each quote stands on its page
- `numbers/`: whether numbers fit each other
- `command`: writes the tables in build/extraction

An extraction of an earlier version of the form keeps what fits, and lists what must be filled in again. What
stays `...` in a YAML file, or empty in a workbook, is not filled in yet; an empty value in a YAML file says
that the report does not say.
"""
