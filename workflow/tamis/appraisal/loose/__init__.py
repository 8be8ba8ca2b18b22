"""`tamis appraise`: ratings in tables that are in no review.

headings    what headings of other people's tables mean
head        the head of a table
reading     reads tables: a row a rating, or a row a study
marks       marks that stand for answers, rows of totals, columns that are only numbered
given       what such a table gives: answers, studies, colours where answers should be
read_off    the category of a study, as the table tells it
judged      judgements that stand alone, or hold whichever the category is
studies     its studies, assessed by the tool's logic as in a review
as_written  panels of figures, also for studies without a category
shown       what the screen says of them
command     `tamis appraise`
"""
