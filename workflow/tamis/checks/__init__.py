"""What falls short, with its place: open items and acceptances, and one module a check.

openitems   what still has to be done, and what the team has accepted as it is
emails      e-mail addresses in what people write
"""
