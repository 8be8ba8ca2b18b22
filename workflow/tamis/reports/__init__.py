"""The report: one self-contained HTML page, made from the built tables and the protocol.

command      reads the tables, renders the page, writes `reports/report.html` and `open_items.csv`
built        every built table that the report reads, in one place
numbers      every computed number with its definition, its table, its code and the records behind it
references   citations in the text and the list of references, made from rows
page         Jinja2, the page's parts and what they share
checklists/  PRISMA 2020, its list for abstracts, PRISMA-S and SWiM: each item, and what answers it
sections/    one module a section, found through the registry in `sections/__init__.py`
templates/   the page, its macros, style and script; `templates/sections/` has one file a section
"""
