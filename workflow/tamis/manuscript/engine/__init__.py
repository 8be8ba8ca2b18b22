"""What may stand in double braces, and what comes of it.

tags       tags in a text, as people write them
published  the names, functions and filters that a tag may use
checking   each tag by itself against them
sandbox    renders tags, each into a mark
marks      what stands in the text until all is known
said       what a paragraph says, and what is wrong in it
"""
