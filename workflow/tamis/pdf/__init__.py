"""PDFs, which are strangers' programs: opened in a process of their own, with limits of time and memory.

- `texts`: what was read of a PDF, and the cache of it
- `worker`: the process, the only module that imports pymupdf
"""
