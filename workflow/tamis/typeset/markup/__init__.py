"""Parts of a page of HTML: runs of text, and tables."""
