"""The log of evidence: what the last run found of quotes in PDFs, so that they count as checked elsewhere.

It holds nothing of a PDF but the quotes that people typed, and its hash.
"""

from __future__ import annotations

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.extraction.evidence.log import KIND, key, read_log
from tamis.forms.sheet.form import Asked, Filled, Form, as_csv
from tamis.review import Review
from tamis.store import read_built
from tamis.tables import Evidence, EvidenceLine

#: What the log says of what a run found: that words stand on another page follows from the page.
_SAID = {"found": "found", "other_page": "found", "nearly": "nearly", "not_found": "not_found"}


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return a line for each quote that was looked for in a PDF here and that no log has as it is now."""
    place = review.records / "extraction" / f"{KIND}.{asked.person}.csv"
    known = {_facts(line) for line in read_log(review, Problems())}
    lines: dict[tuple[object, ...], EvidenceLine] = {}
    looked = [row for row in read_built(review.built("extraction", "evidence"), Evidence)]
    for row in looked:
        if row.checked == "here" and row.state in _SAID:
            line = _line(row)
            lines.setdefault(_facts(line), line)
    new = [line for facts, line in lines.items() if facts not in known]
    if not new:
        logged = "all of them are in the log" if lines else "no PDF that holds one is on this computer"
        return Filled(place, b"", f"Nothing to log of {counted(len(looked), 'quote')}: {logged}.")
    files = len({line.sha256 for line in new})
    found = sum(line.state == "found" for line in new)
    said = f"{counted(len(new), 'quote')} in {counted(files, 'PDF')}, {found:,} of them found."
    return Filled(place, as_csv(EvidenceLine, new), said)


def _line(row: Evidence) -> EvidenceLine:
    here = row.state != "not_found"
    return EvidenceLine(
        study=row.study,
        field=row.field,
        quote=row.quote,
        sha256=row.sha256,
        state=_SAID[row.state],
        page=row.found if here else None,
        printed=row.printed if here else "",
        score=row.score,
    )


def _facts(line: EvidenceLine) -> tuple[object, ...]:
    """Return what makes a line another one."""
    return (*key(line.quote, line.sha256), line.state, line.page)


FORM = Form(doc="quotes as they were found in PDFs, for where the PDFs are not", fill=_fill, says=True)
