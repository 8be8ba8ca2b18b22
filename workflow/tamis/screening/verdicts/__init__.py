"""What follows from the decisions on each citation that reached a stage, by the protocol's rule.

- `votes`: who says what now and said first, counted for all citations at once
- `settled`: what adjudications and lists of the team make of it
- `verdicts`: one verdict for each citation
- `waiting`: whom those wait for that are open
"""
