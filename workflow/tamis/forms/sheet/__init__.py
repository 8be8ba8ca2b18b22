"""What all forms have in common: what a kind of form is, and how it is written as a workbook."""
