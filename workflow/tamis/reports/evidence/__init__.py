"""The team's page of evidence: each quote, and the place in the report where it stands.

`pictures` has the pages drawn and the words found on them, `cases` puts quotes and places together, `page`
prints them.
"""
