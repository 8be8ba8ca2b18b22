"""What the report tells of extracted data: how they were collected, by whom, and how well.

material   data, quotes and differences of a review, by where they stand, and how that is called
values     how many values there are, of which kind, and what became of their quotes
people     who extracted and checked what; agreement by field, and how differences were settled
numbers    what the checks of numbers found, and what of it is accepted
methods    how data were collected (PRISMA 2020 item 9), in sentences that the config and the tables make
table      `reports/extraction.csv`
"""
