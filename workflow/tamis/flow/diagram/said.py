"""What each box of the diagram says, line by line, and what stands above and beneath them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.flow.boxes import Flow, Undrawn
from tamis.flow.labels import KIND_BOX, Labels
from tamis.tables import DATABASE_KINDS, NOT_RECORDED, SOURCE_KINDS

#: Characters that turn what follows them round: a name that holds one would turn its number too.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text and level, the name by which a reader opens it, whether it tells what is open."""

    text: str
    level: int = 0
    name: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a box says. `name` is its first box of `reports/flow.csv`, `link` the name of all that is in it.

    grey: it is one of PRISMA's grey boxes, drawn only where they apply. ours: PRISMA 2020 does not have it.
    """

    name: str
    lines: tuple[Line, ...]
    link: str
    grey: bool = False
    ours: bool = False


def heard(lines: Iterable[Line]) -> str:
    """Return paragraphs as one line for those who listen: a colon before a comma is read out as one."""
    return ", ".join(line.text.rstrip(":： \xa0") for line in lines).replace("\xa0", " ")


def joined(flow: Flow) -> bool:
    """Return whether the box of other methods joins the main arm."""
    return flow.pooled and flow.boxes["other_results"] is not None


def headings(flow: Flow, words: Labels) -> dict[str, str]:
    """Return what stands above the columns: `previous`, `databases`, `other`, those that there are."""
    found = {"previous": words.headings["previous"]} if flow.updated else {}
    found["databases"] = words.heading("databases", updated=flow.updated)
    if flow.other_arm or joined(flow):
        found["other"] = words.heading("other", updated=flow.updated)
    return found


def boxes(flow: Flow, words: Labels) -> dict[str, Said]:
    """Return what the boxes of a flow say, by their names, in reading order."""
    main = [
        *(
            [_several(flow, words, "previous", "previous_studies", "previous_reports")]
            if flow.updated
            else []
        ),
        Said("database_results", _identified(flow, words, databases=True), "identified"),
        Said("duplicates", _removed(flow, words), "removed"),
    ]
    if flow.other_arm or joined(flow):
        lines = _identified(flow, words, databases=False)
        main.append(Said("other_results", lines, "other_results", grey=True))
    main += [
        _one(flow, words, "records_screened", _waiting(flow, words, "databases", "title_abstract")),
        _parted(flow, words, "records_excluded", _by_whom(flow, words)),
    ]
    for arm, prefix in (("databases", "dbr"), ("other", "other")):
        if arm == "databases" or flow.other_arm:
            main += _reports(flow, words, arm, prefix)
    main.append(_several(flow, words, "included", "new_studies", "new_reports"))
    if flow.updated:
        main.append(_several(flow, words, "total", "total_studies", "total_reports"))
    pooled = [n for n in ("meta_analysis_studies", "meta_analysis_reports") if flow.boxes.get(n) is not None]
    if pooled:
        main.append(_several(flow, words, "meta_analysis", *pooled))
    return {said.name: said for said in main}


def notes(flow: Flow, words: Labels) -> list[Line]:
    """Return what stands under the diagram."""
    found = []
    if joined(flow):
        found.append(Line(words.notes["pooled"]))
    if any(name.startswith("meta_analysis") and n is not None for name, n in flow.boxes.items()):
        found.append(Line(words.notes["meta_analysis"]))
    if before := sum(count.n for count in flow.before):
        found.append(Line(words.notes["before"].replace("{n}", words.plain(before))))
    if flow.undrawn:
        found.append(Line(words.notes["undrawn"]))
        found += [_undrawn(undrawn, words) for undrawn in flow.undrawn]
    if flow.open:
        found.append(Line(words.notes["unfinished"]))
    if (mark := flow.marks.hits or flow.marks.reasons) and flow.marks.sentence:
        found.append(Line(_clean(f"{mark} {flow.marks.sentence}")))
    return [*found, Line(words.notes["credit"])]


def _undrawn(undrawn: Undrawn, words: Labels) -> Line:
    """Return an exit that is not drawn with its number, and its arm where that is not the main one."""
    arm = f" ({words.undrawn['other_methods']})" if undrawn.arm == "other" else ""
    label = words.undrawn.get(undrawn.exit, undrawn.exit.replace("_", " "))
    return Line(
        _counted(f"{label}{arm}", words.number(undrawn.n)), 1, f"undrawn:{undrawn.arm}:{undrawn.exit}"
    )


def _counted(label: str, number: str) -> str:
    """Return a label with its number, which stays on one line where it can."""
    return f"{_clean(label)} {_whole(number)}".strip()


def _whole(number: str) -> str:
    return _clean(number).replace(" ", "\xa0")


def _clean(text: str) -> str:
    return _TURNS.sub("", text)


def _titled(flow: Flow, words: Labels, name: str, link: str = "") -> tuple[Line, ...]:
    """Return the usual content of a box: a label, beneath it its number."""
    label = words.box(name, updated=flow.updated)
    return Line(_clean(label), 0, link), Line(_whole(words.number(flow.boxes[name])), 0, link)


def _one(flow: Flow, words: Labels, name: str, more: Iterable[Line] = ()) -> Said:
    """Return a box with one number, and lines beneath it."""
    return Said(name, (*_titled(flow, words, name), *more), name, grey=name.startswith("other_"))


def _parted(flow: Flow, words: Labels, name: str, parts: Sequence[Line]) -> Said:
    """Return a box with one number, and the parts that it is the sum of; without any, as `_one`."""
    if not parts:
        return _one(flow, words, name)
    whole = Line(_counted(words.boxes[name], words.number(flow.boxes[name])) + words.colon)
    return Said(name, (whole, *parts), name, grey=name.startswith("other_"))


def _named(name: str, words: Labels) -> str:
    """Return a name as a line gives it; nothing is drawn of an empty one, so that is said."""
    return name if _clean(name).strip() else words.no_name


def _several(flow: Flow, words: Labels, link: str, *names: str) -> Said:
    """Return a box with a number of studies and one of reports, each a line to be opened."""
    lines = tuple(line for name in names for line in _titled(flow, words, name, name))
    return Said(names[0], lines, link, grey=link in ("previous", "total"), ours=link == "meta_analysis")


def _waiting(flow: Flow, words: Labels, arm: str, at: str) -> list[Line]:
    return [
        Line(_counted(words.open[count.at], words.number(count.n)), 0, f"open:{arm}:{at}", open=True)
        for count in flow.open
        if count.arm == arm and count.at == at
    ]


def _by_whom(flow: Flow, words: Labels) -> list[Line]:
    """Return who excluded the records, where automation tools did: PRISMA 2020, footnote **."""
    tools, total = flow.boxes.get("records_excluded_automatic"), flow.boxes["records_excluded"]
    if tools is None or total is None:
        return []
    return [
        Line(_counted(words.boxes[name], words.number(n)), 1, name)
        for name, n in (("records_excluded_human", total - tools), ("records_excluded_automatic", tools))
    ]


def _identified(flow: Flow, words: Labels, *, databases: bool) -> tuple[Line, ...]:
    """Return the lines of a box of records identified: kinds of source, beneath each its sources."""
    lines = [Line(words.boxes["identified"] + words.colon)]
    for kind in SOURCE_KINDS:
        if (kind in DATABASE_KINDS) is not databases:
            continue
        if kind in KIND_BOX:
            name, label, n = KIND_BOX[kind], words.boxes[KIND_BOX[kind]], flow.boxes[KIND_BOX[kind]]
        else:
            name, label, n = "kind:other", words.boxes["other_sources"], _other_sources(flow)
        if n is None:  # no such source was searched
            continue
        number = words.number(n, flow.mark(KIND_BOX.get(kind, kind)))
        lines.append(Line(_counted(label, number), 1, name))
        for source in flow.sources:
            if source.kind == kind:
                number = words.number(source.n, flow.marks.hits if source.stand_in else "")
                text = _counted(_named(source.source, words), number)
                lines.append(Line(text, 2, f"source:{kind}:{source.source}"))
    if len(lines) == 1 and not databases:  # typed counts that begin with the reports
        lines.append(Line(words.number(None), 1))
    return tuple(lines)


def _other_sources(flow: Flow) -> int | None:
    """Return what came by other methods from sources that are of none of PRISMA's kinds."""
    total = flow.boxes["other_results"] or 0
    named = sum(flow.boxes[box] or 0 for kind, box in KIND_BOX.items() if kind not in DATABASE_KINDS)
    listed = any(source.kind == "other" for source in flow.sources)
    return total - named if listed or total > named else None


def _removed(flow: Flow, words: Labels) -> tuple[Line, ...]:
    names = ("duplicates", "excluded_automatic", "excluded_other")
    return (
        Line(words.boxes["removed"] + words.colon),
        *(Line(_counted(words.boxes[name], words.number(flow.boxes[name])), 1, name) for name in names),
    )


def _reports(flow: Flow, words: Labels, arm: str, prefix: str) -> list[Said]:
    """Return the boxes of an arm's reports: sought and not retrieved, assessed and excluded."""
    assessed, excluded = f"{prefix}_assessed", f"{prefix}_excluded"
    return [
        _one(flow, words, f"{prefix}_sought_reports", _waiting(flow, words, arm, "retrieval")),
        _one(flow, words, f"{prefix}_notretrieved_reports"),
        _one(flow, words, assessed, _waiting(flow, words, arm, "full_text")),
        _parted(flow, words, excluded, _reasons(flow, words, arm)),
    ]


def _reasons(flow: Flow, words: Labels, arm: str) -> list[Line]:
    """Return a line a reason for which reports of an arm were excluded."""
    found = []
    for reason in flow.reasons:
        if reason.arm == arm:
            label = words.no_reason if reason.reason == NOT_RECORDED else _named(reason.label, words)
            text = _counted(label, words.number(reason.n, flow.marks.reasons))
            found.append(Line(text, 1, f"reason:{arm}:{reason.reason}"))
    return found
