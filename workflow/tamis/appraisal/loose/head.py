"""The head of a loose table: which row it is, and what each of its columns is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import Tool, fold
from tamis.appraisal.lines import words
from tamis.appraisal.loose.headings import LONG, ONLY_LONG, Headings, Target, roles_of
from tamis.appraisal.loose.marks import numbered
from tamis.appraisal.loose.read_off import domains_of
from tamis.errors import Problems
from tamis.store import plain

#: In so many rows from the top is the head looked for.
_TOP = 20


@dataclass(frozen=True, slots=True)
class Head:
    """A table's head: its row, its headings, what each is about, and where the other columns stand.

    told: what was guessed. numbered: the columns that are criteria by their numbers, which a category tells.
    """

    line: int
    names: Sequence[str]
    targets: Sequence[Target | None]
    roles: Mapping[str, int]
    told: Sequence[str] = ()
    numbered: Sequence[int] = ()

    @property
    def long(self) -> bool:
        """Whether the table has a row a rating."""
        return self.roles.keys() >= LONG

    def said(self, cells: Sequence[str], role: str) -> str:
        """Return a cell by the role of its column; empty where there is none."""
        at = self.roles.get(role, len(cells))
        return " ".join(plain(cells[at].strip()).split()) if at < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds the head of a file.

    named: headings that a person named. told: takes what was guessed and passed over. problems: takes what is
    wrong.
    """

    name: str
    tool: Tool
    headings: Headings
    named: Mapping[str, str]
    told: list[str]
    problems: Problems

    def find(self, lines: Sequence[tuple[int, list[str]]]) -> tuple[int, Head | None]:
        """Return the head and its position; none where there is no such row, which is noted."""
        found = []
        for at, (line, names) in enumerate(lines[:_TOP]):
            roles = roles_of(names, self.named)
            if roles.keys() >= LONG:
                return at, Head(line, names, [None] * len(names), roles)
            number = self.headings.count(names) or len(numbered(self.tool, dict(enumerate(names))))
            found.append((-number if number > 1 or "study" in roles else 0, at))
        most, at = min(found)
        line, names = lines[at]
        if not most:
            there = ", ".join(repr(name.strip()) for name in names if name.strip())
            text = (
                "has no heading that is a criterion or judgement of the tool, nor the headings study, item "
                f"and answer; its headings are {there}; the tool has {', '.join(words(self.tool))}; "
                "--columns names others, as in 'study=Author; item=Question; answer=Rating'"
            )
            self.problems.add(self.name, text, line=line)
            return at, None
        try:
            targets, told = self.headings.targets(names)
        except ValueError as error:
            self.problems.add(self.name, str(error), line=line)
            return at, None
        twice = Counter((t.written, t.comment) for t in targets if t)
        for name in (name for (name, _), times in twice.items() if times > 1):
            self.problems.add(self.name, f"{name!r} stands twice among the headings", line=line)
        for one in {t.ids: t for t in targets if t and len(t.ids) > 1}.values():
            if any(len({*domain.item_ids} & {*one.ids}) > 1 for domain in self.tool.domains):
                text = f"column {one.written!r} merges criteria of one set: nobody can tell which is meant"
                self.problems.add(self.name, text, line=line)
        free = [name if not about else "" for name, about in zip(names, targets, strict=True)]
        roles = {role: at for role, at in roles_of(free, self.named).items() if role not in ONLY_LONG}
        told = list(told)
        if "study" not in roles:
            first = next((at for at, about in enumerate(targets) if about), 0)
            before = next((at for at in range(first) if at not in roles.values()), None)
            if before is None:
                text = "has no heading for the study; --columns names it, as in 'study=Author'"
                self.problems.add(self.name, text, line=line)
                return at, None
            roles["study"] = before
            told.append(f"column {names[before].strip() or before + 1!r} is taken for the study")
        criteria = any(about and domains_of(self.tool, about) for about in targets)
        free = [name if at not in roles.values() else "" for at, name in enumerate(free)]
        by_number = [] if criteria else numbered(self.tool, dict(enumerate(free)))
        return at, Head(line, names, targets, roles, told, by_number)

    def tell(self, head: Head, others: Mapping[str, Sequence[str]]) -> None:
        """Say what was guessed of a table, and what of it is passed over."""
        self.told.extend(f"{self.name}:{head.line}: {text}" for text in head.told)
        for role, heading in self.named.items():
            if fold(heading) not in map(fold, head.names):
                self.told.append(f"{self.name}: has no column {heading!r}, which --columns names for {role}")
        used = {*head.roles.values(), *head.numbered, *(at for at, about in enumerate(head.targets) if about)}
        over = [name.strip() for at, name in enumerate(head.names) if name.strip() and at not in used]
        if "result" in head.roles and self.tool.unit != "result":
            over.append(head.names[head.roles["result"]].strip())
        if over:
            self.told.append(f"{self.name}: columns passed over: {', '.join(over)}")
        if others:
            self.told.append(f"{self.name}: only the first sheet is read, not {', '.join(others)}")
