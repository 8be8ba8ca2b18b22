"""`tamis appraise`: ratings in tables that are in no review.

headings    what headings of other people's tables mean
wide        reads tables: a row a rating, or a row a study
given       what such a table gives: answers, studies, colours where answers should be
read_off    the category of a study, as the table tells it
studies     its studies, assessed by the tool's logic as in a review
as_written  panels of figures, also for studies without a category
command     `tamis appraise`
"""
