"""The appraisal tools: each is one file in `tools/`, and the folder is their registry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tamis import yamlfile
from tamis.errors import InputError, Problems, not_one_of
from tamis.yamlfile import Document

FOLDER = Path(__file__).parent / "tools"

#: In a category's `due`: the set that was chosen for the study as its component.
COMPONENT = "component"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an appraiser may answer, and how the grid shows it."""

    id: str
    label: str
    symbol: str
    colour: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """How the grid shows a rating that is due and not there."""

    label: str
    symbol: str
    colour: str


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion; `wording` is the tool's own, where a team filled it in."""

    id: str
    label: str
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A set of criteria."""

    id: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of study: the sets that are due for it, and which of them is its own."""

    id: str
    label: str
    due: tuple[str, ...]
    own: str
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRule:
    """What is said where `item` has this answer and a criterion of another set of the study has not."""

    item: str
    answer: str
    text: str


@dataclass(frozen=True)
class Tool:
    """An appraisal tool."""

    id: str
    title: str
    version: str
    source: str
    licence: str
    wording: str
    answers: tuple[Answer, ...]
    missing: Missing
    groups: tuple[Group, ...]
    screening: str
    passes: tuple[str, ...]
    categories: tuple[Kind, ...]
    notes: tuple[NoteRule, ...]

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """The set of each criterion, in the order of the tool."""
        return {item.id: group for group in self.groups for item in group.items}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {
            _fold(spelling): answer.id
            for answer in self.answers
            for spelling in (answer.id, answer.label, *answer.spellings)
        }

    def answer(self, word: str) -> str | None:
        """Return the id of an answer as somebody spelled it; None where it is none."""
        return self._spellings.get(_fold(word))

    def category(self, id: str) -> Kind | None:
        """Return a category by its id."""
        return next((kind for kind in self.categories if kind.id == id), None)

    def due(self, category: str, component: str = "") -> tuple[str, ...]:
        """Return the sets that are due for a category, screening questions apart, in their order."""
        kind = self.category(category)
        return tuple(component if group == COMPONENT else group for group in kind.due) if kind else ()


def names(folder: Path = FOLDER) -> list[str]:
    """Return the ids of the tools there are."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def load(id: str, problems: Problems, folder: Path = FOLDER) -> Tool | None:
    """Return a tool, or None with every error in its file noted."""
    document = yamlfile.load(folder / f"{id}.yaml", problems, root=folder.parent)
    if document is None or not yamlfile.check(document, "tool", problems):
        return None
    tool = _tool(document.value)
    before = len(problems)
    _check(tool, id, document, problems)
    return tool if len(problems) == before else None


def require(id: str, folder: Path = FOLDER) -> Tool:
    """Return a tool.

    Raises:
        InputError: with every error in its file.
    """
    problems = Problems()
    tool = load(id, problems, folder)
    if tool is None:
        raise InputError(problems)
    return tool


def _fold(word: str) -> str:
    """Return a spelling without case, curly apostrophes, and the difference of _ and a space."""
    return " ".join(word.replace("’", "'").replace("_", " ").split()).casefold()


def _tool(data: dict[str, Any]) -> Tool:
    screening = data.get("screening", {})
    return Tool(
        id=data["id"],
        title=data["title"],
        version=data["version"],
        source=data["source"],
        licence=data["licence"],
        wording=data.get("wording", ""),
        answers=tuple(
            Answer(**{**answer, "spellings": tuple(answer.get("spellings", ()))})
            for answer in data["answers"]
        ),
        missing=Missing(**data["missing"]),
        groups=tuple(
            Group(group["id"], group["label"], tuple(Item(**item) for item in group["items"]))
            for group in data["groups"]
        ),
        screening=screening.get("group", ""),
        passes=tuple(screening.get("passes", ())),
        categories=tuple(
            Kind(**{**kind, "due": tuple(kind["due"]), "components": tuple(kind.get("components", ()))})
            for kind in data["categories"]
        ),
        notes=tuple(NoteRule(**note) for note in data.get("notes", ())),
    )


def _check(tool: Tool, name: str, document: Document, problems: Problems) -> None:
    """Note what a schema cannot see: names that a tool uses and does not have, and names used twice."""

    def known(word: str, words: list[str], *path: str | int) -> None:
        if word not in words:
            problems.add_at(document.place(*path), not_one_of(word, words))

    if tool.id != name:
        problems.add_at(document.place("id"), f"{tool.id!r} must be the file's name, {name!r}")
    groups = [group.id for group in tool.groups]
    items = [item.id for group in tool.groups for item in group.items]
    answers = [answer.id for answer in tool.answers]
    said = [
        (_fold(word), a)
        for a, answer in enumerate(tool.answers)
        for word in {_fold(word) for word in (answer.id, answer.label, *answer.spellings)}
    ]
    for path, words in (
        ("groups", groups),
        ("groups", items),
        ("answers", [word for word, _ in said]),
        ("categories", [kind.id for kind in tool.categories]),
    ):
        for word in sorted({word for word in words if words.count(word) > 1}):
            problems.add_at(document.place(path), f"{word!r} stands twice")
    if tool.screening:
        known(tool.screening, groups, "screening", "group")
    for position, answer in enumerate(tool.passes):
        known(answer, answers, "screening", "passes", position)
    for k, kind in enumerate(tool.categories):
        more = [COMPONENT] if kind.components else []
        for position, group in enumerate(kind.due):
            known(group, groups + more, "categories", k, "due", position)
        for position, group in enumerate(kind.components):
            known(group, groups, "categories", k, "components", position)
        known(kind.own, [group for group in kind.due if group != COMPONENT], "categories", k, "own")
    for n, note in enumerate(tool.notes):
        known(note.item, items, "notes", n, "item")
        known(note.answer, answers, "notes", n, "answer")
