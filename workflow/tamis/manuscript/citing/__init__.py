"""Citations and references in a style of the Citation Style Language.

csl        styles: those that are known by name (styles/), and a team's own files
graph      what a style's macros may ask for
hayagriva  works as the engine of the styles takes them
signs      what stands in works while the engine sets them
typst      that engine
people     who is named in a citation
locators   the pages that are cited
tidy       what comes out, without signs too many
citations  citations of a document, all at once, and its list of references
inside     citations within tables
"""
