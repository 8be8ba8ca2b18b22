"""Searches: every export that a search gave, read entry by entry and checked against the search log.

- `strategies.py`: the lines of a search strategy against each other, and against the log;
- `table.py`: entries and search log to the built tables, and what does not add up;
- `inputs.py`: the files in `records/searches/`;
- `command.py`, `read_command.py`: `tamis search` and `tamis read`.
"""
