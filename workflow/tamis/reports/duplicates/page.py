"""The page as HTML: one file that needs nothing else, and reads without its script."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.config import Config
from tamis.reports import beside
from tamis.reports.beside import Part
from tamis.reports.built import Deduplicated
from tamis.reports.duplicates.counts import counts, policies
from tamis.reports.duplicates.groups import Group, groups
from tamis.reports.duplicates.links import linked
from tamis.reports.duplicates.methods import paragraph
from tamis.reports.duplicates.pairs import HEAD, Two, twos
from tamis.tables import Citation, Member, Record

#: In which order answers are printed.
STATES = ("conflict", "different", "same", "unsure")
#: The parts of the page after its numbers, in their order: what needs work first, the long list last.
PARTS = (
    ("possible", "Possible duplicates"),
    ("methods", "For the methods section"),
    ("decided", "What people decided"),
    ("refused", "Refused"),
    ("doubted", "Doubted"),
    ("related", "Related"),
    ("rules", "What linked them"),
    ("policies", "Policies"),
    ("groups", "Citations of several records"),
)


def render(
    config: Config,
    records: Sequence[Record],
    members: Sequence[Member],
    citations: Sequence[Citation],
    found: Deduplicated,
) -> str:
    """Return the page.

    Args:
        config: the protocol.
        records: all records, in the order of the search log.
        members: which citation holds each, in the same order.
        citations: all citations.
        found: what deduplication says of pairs, what people say of them, and where merged values come from.
    """
    record = {each.record_id: each for each in records}
    of_citation: dict[str, list[Record]] = {}
    for member in members:
        of_citation.setdefault(member.citation_id, []).append(record[member.record_id])
    shown = twos(
        (pair for pair in found.pairs if pair.verdict != "duplicate" or pair.place),
        record,
        of_citation,
        found.opinions,
    )
    origins = {origin.citation_id: origin for origin in found.origins}
    possible = sorted(_having(shown, "possible"), key=lambda two: (two.pair.rank or 0, two.id))
    decided = sorted((two for two in shown if two.said), key=lambda two: STATES.index(two.state))
    lists: dict[str, Sequence[Two] | Sequence[Group]] = {
        "possible": possible,
        "decided": decided,
        "refused": _having(shown, "refused"),
        "doubted": _having(shown, "doubted"),
        "related": _having(shown, "related"),
        "groups": groups(citations, of_citation, found.pairs, origins),
    }
    home = {member.record_id: member.citation_id for member in members}
    links = linked(found.pairs, home, found.opinions)
    parts: list[Part] = [("counts", "In numbers", None)]
    parts += [(id, name, len(lists[id]) if id in lists else None) for id, name in PARTS]
    return beside.render(
        "duplicates",
        config,
        parts,
        **lists,
        counts=counts(members, citations, found.pairs, found.opinions),
        methods=paragraph(config, records, members, found),
        links=links,
        duplicates=len(members) - len(citations),
        policies=policies(config.policies),
        head=HEAD,
    )


def _having(shown: Sequence[Two], verdict: str) -> list[Two]:
    return [two for two in shown if two.pair.verdict == verdict]
