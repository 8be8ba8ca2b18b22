"""Citations and references in a style of the Citation Style Language.

csl        styles: those that are known by name (styles/), and a team's own files
hayagriva  works as the engine of the styles takes them
typst      that engine
citations  citations of a document, all at once, and its list of references
"""
