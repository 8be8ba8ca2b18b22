"""Evidence: does each quote stand on its page, and the value's number in the quote?

normal     the form in which words are compared, and which word each character is of
bounds     where a match may begin and end: not within a word, not within a number
quote      a quote as it can be read: whole, or in parts, where words were left out
edges      what is on pages and no part of their text: heads, feet, numbers of pages and lines
document   a PDF's pages; a quote may run over from one to the next
nearly     the words that are most like a quote which stands nowhere
pages      which pages of a PDF a person means
numbers    whether the numbers of a value are in its quote
compare    what differs, word by word
log        what was found on other computers
finding    all quotes, each in the PDFs of its study
once       quotes counted once each
openitems  what a person has to look at
"""

from __future__ import annotations

from tamis.extraction.evidence.finding import Source, check, doubted, sources
from tamis.extraction.evidence.log import read_log
from tamis.extraction.evidence.once import once
from tamis.extraction.evidence.openitems import open_items

__all__ = ["Source", "check", "doubted", "once", "open_items", "read_log", "sources"]
