"""ASReview: the data set with the labels that a screener gave; its other columns are those of the import."""

from __future__ import annotations

from tamis.formats.tables.source import Source, own

SOURCE = Source(
    "ASReview table",
    own(
        "title | asreview_label",
        "title | asreview_ranking",
        "title | record_id | included",
        "title | abstract | label_included",
    ),
    {},
)
