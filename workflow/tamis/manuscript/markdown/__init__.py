"""A manuscript in Markdown.

document  read, rendered, and made into blocks
page      as a page of HTML
"""
