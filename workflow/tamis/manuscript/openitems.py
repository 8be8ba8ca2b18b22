"""What manuscripts leave open: numbers that contradict the review, studies and pages cited in vain."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tamis.manuscript.render import Rendered
from tamis.tables import TEAM, ManuscriptNumber, OpenItem


def cited(rendered: Rendered, gone: Collection[str]) -> list[OpenItem]:
    """Return each study that a manuscript cites and that is not included, or not any more.

    Its id is `documents:cited:<file>:<study>`.
    """
    return [
        OpenItem(
            f"documents:cited:{rendered.file}:{study}",
            f"{place} cites {study}, which is not among the included studies; take it out, or accept it",
            TEAM,
            f"records/manuscript/{rendered.file}",
        )
        for study, place in rendered.cited().items()
        if study in gone
    ]


def pages(rendered: Rendered, style: str) -> list[OpenItem]:
    """Return each page that a manuscript cites in a style that prints none in citations.

    Its id is `documents:page:<file>:<key>:<page>`.
    """
    return [
        OpenItem(
            f"documents:page:{rendered.file}:{page}",
            f"{place} cites page {page.partition(':')[2]} of {page.partition(':')[0]}, and the style {style} "
            "prints no pages in citations; say it in the text, or accept it",
            TEAM,
            f"records/manuscript/{rendered.file}",
        )
        for page, place in rendered.pages().items()
    ]


def _is_now(number: ManuscriptNumber) -> str:
    """Return what each quantity is that a number could be, and what to write instead of it."""
    names, values = number.of.split("; "), number.value.split("; ")
    values = values if len(values) == len(names) else values * len(names)
    are = ", ".join(f"{name} is {value}" for name, value in zip(names, values, strict=True))
    write = f"{{{{ {names[0]} }}}} instead" if len(names) == 1 else "the one you mean, in double braces"
    return f"{are}; write {write}"


def contradicting(numbers: Sequence[ManuscriptNumber]) -> list[OpenItem]:
    """Return each number typed by hand that contradicts the review.

    Its id is `documents:contradicts:<file>:<place>:<name>`.
    """
    found: dict[str, OpenItem] = {}
    for number in numbers:
        if number.told != "contradicts":
            continue
        file, _, place = number.place.partition(":")
        id = f"documents:contradicts:{file}:{place.strip()}:{number.of}"
        if id in found:
            id = f"{id}:{number.position}"
        text = f"“{number.around}” has {number.text}; {_is_now(number)}, or mend the text"
        where = f"records/manuscript/{file}" + (f":{place}" if place.isdigit() else "")
        found[id] = OpenItem(id, text, TEAM, where)
    return list(found.values())
