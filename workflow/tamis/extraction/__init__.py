"""Extraction: what people took from the reports, against the pro-forma.

inputs     reads records/extraction/<study>.<extractor>.yaml, and checks it against the form
values     what one typed value must look like for the type that the form gives it
form       one file against the form: its data, each with its quote, page and line
together   the data of all extractors of a study: agreeing, differing, missing
command    writes build/extraction/data.csv and open.csv

Where two extractors give different values for a field, neither is printed: the datum is empty, says who
differs, and is an open item until one of them changes their file. Reconciling the two in a file of its
own, with who settled it and why, is not built yet; nor is a check that a quote stands on its page.
"""
