"""Stage: the team's page of evidence, with images of the pages on which quotes stand.

It lies in `build/evidence/`, with its images beside it, and is not for sharing. Where the protocol says
`share_pages`, one that holds its images is in `reports/`, too.
"""

from __future__ import annotations

import argparse
import re
import sys

from tamis.config import require_config
from tamis.errors import counted
from tamis.proforma import require_proforma
from tamis.review import Review
from tamis.store import read_built, write_text
from tamis.tables import Datum, Evidence, Member, PdfFile, Study

#: The page's name; in build/evidence/ also the folder of its images, and the sign that it is shared.
PAGE, IMAGES, SHARED = "evidence.html", "pages", "shared.txt"
#: An image as the page names it; in texts of strangers the quotation mark is escaped.
_IMAGE = re.compile(rf'<img src="{IMAGES}/([0-9a-f]{{64}}-\d+\.png)"')


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the page, and the one to be shared where the protocol says so."""
    from tamis.extraction.evidence import doubted
    from tamis.reports.evidence import page, pictures
    from tamis.reports.evidence.cases import cases

    review = Review(args.dir)
    config, proforma = require_config(review), require_proforma(review)
    folder = review.build / "evidence"
    evidence = read_built(review.built("extraction", "evidence"), Evidence)
    drawn = pictures.pictures(evidence, review.fulltext, folder / IMAGES)
    studies = read_built(review.built("fulltext", "studies"), Study)
    pdfs = read_built(review.built("fulltext", "pdfs"), PdfFile)
    found = cases(
        studies,
        evidence,
        read_built(review.built("extraction", "data"), Datum),
        proforma,
        drawn,
        doubted(studies, pdfs, read_built(review.built("dedupe", "members"), Member)),
    )
    write_text(folder / PAGE, page.render(config, found, pictures.beside(IMAGES)))
    shared = review.reports / PAGE
    if config.extraction.share_pages:
        write_text(shared, page.render(config, found, pictures.embedded, shared=True))
        write_text(folder / SHARED, "")
    else:
        shared.unlink(missing_ok=True)
        (folder / SHARED).unlink(missing_ok=True)
    entries = [entry for case in found for entry in case.entries]
    look = sum(not entry.well for entry in entries)
    quotes = sum(entry.state != "none" for entry in entries)
    sys.stdout.write(
        f"evidence: {counted(quotes, 'quote')}, {look:,} to look at, "
        f"{counted(len(drawn.of_page), 'page')} drawn; {review.place(folder / PAGE)}\n"
    )
    return 0


def lost(review: Review) -> bool:
    """Say whether what was made was deleted or damaged since: the page that is to be shared, or an image."""
    folder = review.build / "evidence"
    if (folder / SHARED).exists() and not (review.reports / PAGE).exists():
        return True
    if not (folder / PAGE).exists():
        return False  # Snakemake sees that
    named = set(_IMAGE.findall((folder / PAGE).read_text(encoding="utf-8")))
    if not named:
        return False
    from tamis.pdf.pages import is_whole

    return not all(is_whole(folder / IMAGES / name) for name in named)
