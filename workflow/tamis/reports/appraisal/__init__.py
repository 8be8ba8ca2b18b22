"""How the report shows what appraisers said: parts of its section, of the methods, of each study's sheet.

material     the built tables of one tool, and each line of them found by study, result and criterion
wording      the words and signs for categories, outcomes and levels that all of them use
grids        the panels of the figures as tables, a cell with its sign, words, reason and place
columns      the columns on appraisal that tables of studies may have
checks       what the checks find, check by check
tally        how often each answer and judgement was given
people       who appraised, where they differ, how that was settled
agreement    agreement by criterion, on request
written      the ratings under the columns in which they were written, where a table had merged some
methods      what PRISMA 2020 item 11 asks for, in sentences that the data make
table        reports/appraisal.csv: a row a study and result, a column a criterion or domain

No overall score is made of ratings; criteria met in per cent stand beside them where the config asks.
"""
