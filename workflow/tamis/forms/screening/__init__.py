"""Forms of screening.

- `now`: where screening stands, with what was written since the last run
- `allocation`: who is to screen what, by `lot`
- `list`: what a reviewer is still to decide on; `page/` is that list for the browser
- `adjudication`: open conflicts
- `duplicates`: possible duplicates, to be called the same or different
"""
