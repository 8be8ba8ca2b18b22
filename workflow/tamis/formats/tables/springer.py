"""SpringerLink: CSV. It puts nothing between authors (`Araz R. AlievNigar T. Ismayilova`), and where one
ends is a guess with names such as McDonald: they stay as they are.
"""

from __future__ import annotations

from tamis.formats import columns as c
from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "SpringerLink CSV",
    own("Item Title | Publication Title | Item DOI"),
    {
        "type": c.first("Content Type"),
        "title": c.first("Item Title"),
        "authors": c.first("Authors"),
        "year": c.year("Publication Year"),
        "journal": c.first("Publication Title", "Book Series Title"),
        "volume": c.first("Journal Volume"),
        "issue": c.first("Journal Issue"),
        "doi": c.doi("Item DOI", resolver=("URL",)),
        "url": c.first("URL"),
    },
)
