"""Who is who: the names and e-mail addresses of reviewers, from `config/people.yaml` and the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tamis import yamlfile
from tamis.errors import Problems, not_one_of
from tamis.review import Review

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}[A-Za-z]")
_FORM = "R1: Ann Lee, or R1: {name: Ann Lee, email: ann@example.org, also: [A. Lee]}"
_KEYS = ("name", "email", "also")


def folded(text: str) -> str:
    """Return a name as names are compared: without case and space."""
    return "".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class People:
    """The reviewers: the ids that there are, and the id by each name or e-mail address, as it was written."""

    ids: frozenset[str]
    by_name: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Return whose name or address it is; empty where it is nobody's; an id is its own."""
        known = {folded(given): id for given, id in self.by_name.items()}
        known |= {folded(id): id for id in self.ids}
        return known.get(folded(name), "")

    def with_names(self, found: Iterable[str]) -> People:
        """Return the same people with names as an export spells them; ids are no names."""
        names = {name: self.of(name) for name in found}
        more = {name: id for name, id in names.items() if id and folded(id) != folded(name)}
        return People(self.ids, {**self.by_name, **more})

    @property
    def addresses(self) -> dict[str, str]:
        """The id by each e-mail address, in small letters."""
        return {name.casefold(): id for name, id in self.by_name.items() if ADDRESS.fullmatch(name)}


def people(review: Review, reviewers: Iterable[str], given: Iterable[str], problems: Problems) -> People:
    """Return who is who.

    Args:
        review: its `config/people.yaml` is read, where there is one.
        reviewers: the ids of the review's reviewers; none where there is no review: then any id will do.
        given: what the command line says, as in `Ann Lee=R1`.
        problems: takes what is wrong in either.
    """
    ids = tuple(reviewers)
    found: dict[str, str] = {}
    path = review.config.parent / "people.yaml"
    if path.exists() and (document := yamlfile.load(path, problems, root=review.root)):
        entries = document.value if isinstance(document.value, dict) else {}
        if not isinstance(document.value, dict):
            problems.add(document.file, f"is not as in {_FORM}")
        for id, value in entries.items():
            names = _names(value)
            if ids and id not in ids:
                problems.add_at(document.place(id), not_one_of(str(id), ids))
            elif names is None:
                problems.add_at(document.place(id), f"is not as in {_FORM}")
            else:
                found |= dict.fromkeys(names, str(id))
    for text in given:
        name, _, id = (side.strip() for side in text.rpartition("="))
        if not name or not id:
            problems.add("--name", f"{text!r} is not as in 'Ann Lee=R1'")
        elif ids and id not in ids:
            problems.add("--name", f"{text!r}: {not_one_of(id, ids)}")
        else:
            found[name] = id
    return People(frozenset(ids or found.values()), found)


def _names(value: Any) -> list[str] | None:
    """Return the names and addresses of one person; None where they are not written as they should be."""
    if isinstance(value, str):
        parts = [value]
    elif isinstance(value, dict) and value and all(key in _KEYS for key in value):
        parts = [part for each in value.values() for part in (each if isinstance(each, list) else [each])]
    else:
        return None
    good = all(isinstance(part, str) and part.strip() for part in parts)
    return [part.strip() for part in parts] if good else None
