"""PDFs, which are strangers' programs: opened in a process of their own, with limits of time and memory.

- `texts`: what was read of a PDF
- `reader`: reads PDFs, each once; `pages`: draws pages, and says where words stand on them
- `process`: starts the process, asks it, and ends it at a limit
- `worker`: the process, the only module that imports pymupdf
- `order`: in which order boxes on a page are read, by their `runs`; `lines`: text and words of a page;
  `printed`: its number
"""
