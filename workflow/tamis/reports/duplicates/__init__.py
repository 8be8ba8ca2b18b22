"""The page on deduplication, `reports/duplicates.html`: which records are one publication, and why.

`marking` shows what differs between two texts, `sides` puts records side by side, `groups`, `pairs`
and `links` say what stands in each part, `counts` what the page begins with; `methods` puts it in a
paragraph, for the report, too, and `page` makes the HTML.
"""
