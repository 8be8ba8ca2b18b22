"""`review`: what the protocol says of the review as a whole, in words, and what is still open."""

from __future__ import annotations

from typing import Any

from tamis.manuscript.names.made import Names, of
from tamis.reports.context import Context
from tamis.reports.environment import day
from tamis.reports.sections import summary

DESCRIBED = [
    ("review.title", "the title of the review"),
    ("review.kind", "what kind of review it is, such as systematic review"),
    ("review.version_date", "the date of this version, such as 31 March 2022"),
    ("review.authors", "the authors, in a row"),
    ("review.registration", "where the review is registered, and under which number"),
    ("review.protocol", "the address of the protocol or registration"),
    ("review.funding", "who paid for the review"),
    ("review.competing_interests", "competing interests, as the config has them"),
    ("review.questions", "the questions of the review, one after the other"),
    ("review.stand_ins", "of a reconstruction: what is a stand-in, and the mark of what rests on it"),
    ("review.tamis", "the version of Tamis that the config names"),
    ("review.open", "how many items are open: what has to be done before the review is final"),
    ("review.accepted", "how many items were accepted that cannot be mended"),
]


def make(context: Context) -> Names:
    """Return what the protocol says, empty where it says nothing, and how many items are open."""
    config = context.built.config
    text = config.text
    counts = summary.make(context)
    registration = text.get("registration") or {}
    return {
        "review.title": _line(text.get("title")),
        "review.kind": _line(text.get("kind")) or "review",
        "review.version_date": day(config.version_date),
        "review.authors": ", ".join(_line(author) for author in text.get("authors") or ()),
        "review.registration": ", ".join(
            words for key in ("where", "id") if (words := _line(registration.get(key)))
        ),
        "review.protocol": _line(registration.get("url")),
        "review.funding": _line(text.get("funding")),
        "review.competing_interests": _line(text.get("competing_interests")),
        "review.questions": " ".join(_line(each["text"]) for each in text.get("questions") or ()),
        "review.stand_ins": config.stand_ins.sentence if config.stand_ins else "",
        "review.tamis": config.tamis,
        "review.open": of("review.open", counts["open"]),
        "review.accepted": of("review.accepted", counts["accepted"]),
    }


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())
