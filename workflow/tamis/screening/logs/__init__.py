"""The logs that people write: read by columns, checked, and what they say of records that are gone.

- `reading`: the logs of votes and of what was adjudicated, as tables
- `checks`: what can be wrong with their lines
- `gone`: lines on records that no export holds any more, or that were numbered anew
- `departed`: lines dated after their reviewer had left
"""
