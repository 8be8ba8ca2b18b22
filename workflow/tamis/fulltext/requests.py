"""What authors and libraries were asked for: what is still to be written down of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tamis.fulltext.inputs import REQUEST_LOG, RETRIEVAL_LOG
from tamis.review import citation_name
from tamis.tables import TEAM, Citation, OpenItem, Request, Retrieval


def open_items(
    requests: Iterable[Request],
    logged: Mapping[str, Sequence[Retrieval]],
    citation: Mapping[str, Citation],
    citation_of: Mapping[str, str],
) -> list[OpenItem]:
    """Return an item for each report of which the log of requests and the retrieval log do not tell it all.

    That is: an answer without its date, or a date without an answer; a full text that is logged as requested,
    and of which the log of requests says nothing, or that it was sent or refused.

    Args:
        requests: the log of requests.
        logged: rows of the retrieval log by citation, the one that counts first.
        citation: citations by id.
        citation_of: the citation of each record.
    """
    of_report: dict[str, list[Request]] = defaultdict(list)
    for row in requests:
        of_report[citation_of[row.record]].append(row)
    items = []
    for id in sorted({*of_report, *logged}):
        rows = of_report.get(id, [])
        said = [(text, row.place) for row in rows for text in _unfinished(row)]
        log = logged.get(id, ())
        if log and log[0].status == "requested":
            said += [(text, log[0].place) for text in _requested(rows)]
        if said:
            record = rows[0].record if rows else log[0].record
            text = f"{citation_name(citation[id])}: {'; '.join(dict.fromkeys(text for text, _ in said))}"
            items.append(OpenItem(f"fulltext:request:{record}", text, TEAM, said[0][1]))
    return items


def _unfinished(row: Request) -> list[str]:
    """Return what a row leaves out."""
    what = f"what was asked for on {row.asked} ({row.what.replace('_', ' ')})"
    if row.answer and not row.answered:
        return [f"{what} was answered; when, goes into the column answered of {REQUEST_LOG}"]
    if row.answered and not row.answer:
        return [
            f"{what} was answered on {row.answered}; what came, goes into the column answer of {REQUEST_LOG}"
        ]
    return []


def _requested(rows: Sequence[Request]) -> list[str]:
    """Return what is to be written down of a report that is logged as requested."""
    asked = [row for row in rows if row.what == "full_text"]
    if not asked:
        return [f"it is logged as requested; who was asked, and when, goes into {REQUEST_LOG}"]
    answers = {row.answer for row in asked}
    if "sent" in answers:
        return [f"its full text was sent, and it is still logged as requested in {RETRIEVAL_LOG}"]
    if answers == {"refused"}:
        return [f"its full text was refused, and it is still logged as requested in {RETRIEVAL_LOG}"]
    return []
