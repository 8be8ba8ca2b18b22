"""A reviewer's list as one page that needs no network: read, decide, save the decisions file.

- `page.py`: the page as HTML;
- `terms.py`: the words of search strings, which the page marks;
- `page.html.j2`, `page.css`, and the script: `table.js` (the decisions file), `marks.js` (words that are
  marked), `log.js` (what was decided, and its place in the browser), `view.js` (what is shown), `other.js`
  (the other record of a duplicate), `page.js` (what keys and buttons do).
"""
