"""Words that a reader marked in a copy of the PDF, with a comment that names a field.

- `copies`: the copies, and the values in them that are in no file yet
- `comments`: what a comment names
"""
