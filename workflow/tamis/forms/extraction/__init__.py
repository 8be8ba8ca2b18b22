"""Forms of extraction.

- `now`: where extraction stands
- `blank`: what a person is still to extract: `files` in YAML, `book` as a workbook
- `highlights`: what a person marked in PDFs, as files
- `check`: what a checker is still to look at
- `differences`: where two people differ
- `evidence`: which quotes were found, for those who do not have the PDFs
"""
