"""The sources of tables that are known by their headings. To add one, write its module and name it here."""

from __future__ import annotations

from tamis.formats.tables import (
    abstrackr,
    asreview,
    asysd,
    cochrane,
    covidence,
    dimensions,
    ebsco,
    embase,
    eppi,
    ieee,
    lens,
    openalex,
    proquest,
    pubmed,
    rayyan,
    refworks,
    scopus,
    springer,
    tamis_table,
    wos,
    zotero,
)
from tamis.formats.tables.source import Source

#: The most telling first: a head belongs to the first that owns it.
SOURCES: tuple[Source, ...] = (
    tamis_table.SOURCE,
    asreview.SOURCE,  # it adds its columns to those of any other
    scopus.SOURCE,
    wos.TAB,
    wos.WORDS,
    pubmed.SOURCE,
    embase.SOURCE,
    ebsco.SOURCE,
    ieee.SOURCE,
    lens.SOURCE,
    dimensions.SOURCE,
    rayyan.SOURCE,
    rayyan.LOG,
    covidence.SOURCE,
    eppi.SOURCE,
    zotero.SOURCE,
    cochrane.SOURCE,
    refworks.SOURCE,
    springer.SOURCE,
    openalex.SOURCE,
    abstrackr.SOURCE,
    proquest.SOURCE,
    asysd.SOURCE,
)
