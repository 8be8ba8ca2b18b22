"""What a manuscript may name, a namespace in a module: numbers with where they are counted, and words.

`{{ flow.records_screened }}`, `{{ studies.design.mixed }}`, `{{ review.title }}`. Every number is one that
the report counts too; nothing is counted here a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from tamis.manuscript.names import appraisal, extraction, flow, review, screening, search, studies, synthesis
from tamis.manuscript.values import Quantity
from tamis.reports.context import Context

#: The namespaces, in the order in which they are described.
NAMESPACES: dict[str, ModuleType] = {
    "review": review,
    "search": search,
    "flow": flow,
    "screening": screening,
    "studies": studies,
    "extraction": extraction,
    "appraisal": appraisal,
    "synthesis": synthesis,
}


def all(context: Context) -> dict[str, Quantity | str]:
    """Return everything that a manuscript may name, by its dotted name.

    What has an id that no dot can reach stands there twice, see `made.under`; a `Quantity` has one name.
    """
    return {name: value for space in NAMESPACES.values() for name, value in space.make(context).items()}


def described() -> list[tuple[str, str]]:
    """Return what may be named, with what it is; `<...>` stands for an id of the review."""
    return [line for space in NAMESPACES.values() for line in space.DESCRIBED]


def possible(name: str) -> bool:
    """Return whether a name may be there, before anything is built: it is what `described` has, or begins so.

    Of ids (a reason, a choice, a source) only the built tables tell.

    >>> possible("flow.records_screened"), possible("flow.records_screend"), possible("flow.reason.topic")
    (True, False, True)
    >>> possible("flow"), possible("flows"), possible("studies.design")
    (True, False, True)
    """
    return any(re.fullmatch(pattern, name) for pattern in _patterns())


def _patterns() -> Iterator[str]:
    for pattern, _ in described():
        whole = ""
        for piece in reversed(pattern.split(".")):
            one = re.sub(r"<[^>]*>", "PLACE", piece)
            one = re.escape(one).replace("PLACE", r".+" if not whole else r"[^.]+")
            whole = rf"{one}(?:\.{whole})?" if whole else one
        yield whole
