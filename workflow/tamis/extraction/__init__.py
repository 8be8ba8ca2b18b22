"""Extraction: what people took from the reports, against the form; every step from their files to the data.

inputs     which files there are in records/extraction, whose they are, and what they say together
filled     one YAML file that somebody filled in
workbook   one workbook; `sheets` says how the form lies in it, `cells` what was typed into a cell
form       what one person typed against the form: data, with quote, page and line
values     what one typed value must look like for the type that the form gives it
marks      what a reader marked in copies of PDFs; `naming` says which field a comment names
logs       what checkers and reconciliations say
together   the data of all people: agreeing, differing, checked, settled, missing
evidence   whether each quote stands on its page
numbers    whether numbers fit each other
command    writes the tables in build/extraction

An extraction of an earlier version of the form keeps what fits, and lists what must be filled in again. What
stays `...` in a YAML file, or empty in a workbook, is not filled in yet; an empty value in a YAML file says
that the report does not say.
"""
