"""Tables of ratings that belong to no review: a row a rating, or a row a study with a column a criterion.

Which it is, the headings say. What a table means by a cell is told where it was guessed; an answer that is no
word of the tool is a mistake, with its row, its column and the words that there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tamis.appraisal.engine.tool import Tool, fold
from tamis.appraisal.lines import words
from tamis.appraisal.loose.given import Given, Key, Table, answer_of, fills_of, known_words, last
from tamis.appraisal.loose.headings import LONG, ONLY_LONG, Headings, Target, roles_of
from tamis.appraisal.loose.read_off import category_of
from tamis.errors import Problems, counted, not_one_of
from tamis.store import plain, table_lines

#: What people write into a cell where there is no answer; unless it is a word of the tool.
_NOTHING = {"-", "–", "—", "−", ".", "/", "n/a", "na", "not applicable", "not rated", "blank", "…"}
#: In so many rows from the top is the head looked for.
_TOP = 20


@dataclass(frozen=True, slots=True)
class _Head:
    """A table's head: its row, its headings, what each is about, and where the other columns stand."""

    line: int
    names: Sequence[str]
    targets: Sequence[Target | None]
    roles: Mapping[str, int]
    told: Sequence[str] = ()

    @property
    def long(self) -> bool:
        return self.roles.keys() >= LONG

    def said(self, cells: Sequence[str], role: str) -> str:
        """Return a cell by the role of its column; empty where there is none."""
        at = self.roles.get(role, len(cells))
        return " ".join(plain(cells[at].strip()).split()) if at < len(cells) else ""


def read(paths: Sequence[Path], tool: Tool, named: Mapping[str, str], problems: Problems) -> Table:
    """Return what tables of ratings hold.

    Args:
        paths: CSV, TSV or XLSX. One called `<tool>.<appraiser>.csv`, as in a review, says whose it is.
        tool: the tool.
        named: headings that a person named, by role.
        problems: takes what is wrong.
    """
    table = Table()
    headings = Headings(tool)
    for path in paths:
        _File(path, tool, headings, table, problems).read(named)
    table.given = list(last(table, problems))
    return table


@dataclass
class _File:
    """One file on its way into a table."""

    path: Path
    tool: Tool
    headings: Headings
    table: Table
    problems: Problems
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return self.path.as_posix()

    def read(self, named: Mapping[str, str]) -> None:
        """Read it."""
        before = len(self.problems)
        others: dict[str, list[str]] = {}
        lines = table_lines(self.path, self.problems, root=Path(), others=others)
        lines = [line for line in lines if any(map(str.strip, line[1]))]
        if len(self.problems) > before:
            return
        if not lines:
            self.problems.add(self.name, "is empty")
            return
        at, head = self._head(lines, named)
        if head is None:
            return
        self._tell(head, named, others)
        rows = [line for line in lines[at + 1 :] if list(line[1]) != list(head.names)]
        if head.long:
            self._long(head, rows)
        else:
            self._wide(head, rows)
        if self.skipped:
            seen = ", ".join(f"{word!r} {counted(n, 'time')}" for word, n in sorted(self.skipped.items()))
            self.table.told.append(f"{self.name}: read as no answer: {seen}")

    def _head(
        self, lines: Sequence[tuple[int, list[str]]], named: Mapping[str, str]
    ) -> tuple[int, _Head | None]:
        """Return the head and its position; none where there is no such row, which is noted."""
        found = []
        for at, (line, names) in enumerate(lines[:_TOP]):
            roles = roles_of(names, named)
            if roles.keys() >= LONG:
                return at, _Head(line, names, [None] * len(names), roles)
            number = self.headings.count(names)
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
        roles = {role: at for role, at in roles_of(free, named).items() if role not in ONLY_LONG}
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
        return at, _Head(line, names, targets, roles, told)

    def _tell(self, head: _Head, named: Mapping[str, str], others: Mapping[str, Sequence[str]]) -> None:
        """Say what was guessed of a table, and what of it is passed over."""
        self.table.told += [f"{self.name}:{head.line}: {text}" for text in head.told]
        for role, heading in named.items():
            if fold(heading) not in map(fold, head.names):
                self.table.told.append(
                    f"{self.name}: has no column {heading!r}, which --columns names for {role}"
                )
        used = {*head.roles.values(), *(at for at, about in enumerate(head.targets) if about)}
        over = [name.strip() for at, name in enumerate(head.names) if name.strip() and at not in used]
        if "result" in head.roles and self.tool.unit != "result":
            over.append(head.names[head.roles["result"]].strip())
        if over:
            self.table.told.append(f"{self.name}: columns passed over: {', '.join(over)}")
        if others:
            self.table.told.append(f"{self.name}: only the first sheet is read, not {', '.join(others)}")

    # --- rows -----------------------------------------------------------------------------------

    def _long(self, head: _Head, rows: Iterable[tuple[int, list[str]]]) -> None:
        known = list(rows)
        try:
            targets, told = self.headings.targets([head.said(cells, "item") for _, cells in known])
        except ValueError as error:
            self.problems.add(self.name, f"column {head.names[head.roles['item']].strip()!r}: {error}")
            return
        self.table.told += [f"{self.name}: {text}" for text in told]
        answer, study = head.roles["answer"], head.roles["study"]
        self._coloured({(line, answer): study for line, cells in known if not head.said(cells, "answer")})
        for (line, cells), about in zip(known, targets, strict=True):
            if cells[0].lstrip().startswith("#"):
                continue
            item, key = head.said(cells, "item"), self._study(head, line, cells)
            if not key:
                self.problems.add(self.name, "the study is missing", line=line)
            elif not item:
                self.problems.add(self.name, "the item is missing", line=line)
            elif about is None:
                text = f"{head.names[head.roles['item']].strip()} {not_one_of(item, words(self.tool))}"
                self.problems.add(self.name, text, line=line)
            elif not about.comment:
                column = head.names[head.roles["answer"]].strip()
                self._take(head, line, cells, key, about, head.said(cells, "answer"), column)

    def _wide(self, head: _Head, rows: Iterable[tuple[int, list[str]]]) -> None:
        rated = [(at, about) for at, about in enumerate(head.targets) if about and not about.comment]
        comments = {about.written: at for at, about in enumerate(head.targets) if about and about.comment}
        empty: dict[tuple[int, int], int] = {}
        unrated = []
        for line, cells in rows:
            texts = {at: " ".join(cells[at].split()) if at < len(cells) else "" for at, _ in rated}
            empty |= {(line, at): head.roles["study"] for at, text in texts.items() if not text}
            if not any(texts.values()) and sum(bool(cell.strip()) for cell in cells) == 1:
                unrated.append((line, cells))
                continue
            key = self._study(head, line, cells)
            if not key:
                self.problems.add(self.name, "has ratings, and no study; write it in each row", line=line)
                continue
            for at, about in rated:
                comment = comments.get(about.written, len(cells))
                note = plain(cells[comment].strip()) if comment < len(cells) else ""
                self._take(head, line, cells, key, about, texts[at], head.names[at].strip(), note)
        painted = self._coloured(empty)
        for line, cells in unrated:
            if line in painted:
                self._study(head, line, cells)
            else:
                text = next(filter(None, map(str.strip, cells)))
                self.table.told.append(
                    f"{self.name}:{line}: passed over, since it holds no rating: {text[:60]!r}"
                )

    def _coloured(self, cells: Mapping[tuple[int, int], int]) -> set[int]:
        """Note which of some empty cells are coloured, and return their rows."""
        fills = fills_of(self.path, cells)
        if fills:
            self.table.coloured[self.name] = Counter(fills.values())
        return {line for line, _ in fills}

    def _study(self, head: _Head, line: int, cells: Sequence[str]) -> Key | None:
        """Return the study of a row, and note its category; None where there is none."""
        study = head.said(cells, "study")
        if not study:
            return None
        key = (study, head.said(cells, "result") if self.tool.unit == "result" else "")
        self.table.studies.setdefault(key, f"{self.name}:{line}")
        word, part = head.said(cells, "category"), head.said(cells, "component")
        kind = category_of(self.tool, word)
        if word and not kind:
            ids = [kind.id for kind in self.tool.categories]
            self.problems.add(self.name, f"category {not_one_of(word, ids)}", line=line)
        component = (
            next((id for id in kind.components if part and category_of(self.tool, part, id)), "")
            if kind
            else ""
        )
        if kind and part and not component:
            known = ", ".join(kind.components) or "none"
            self.problems.add(self.name, f"component {part!r} is not one of {known}", line=line)
        kind = kind or category_of(self.tool, head.said(cells, "design"))
        if kind:
            before = self.table.kinds.setdefault(key, (kind.id, component))
            if before != (kind.id, component):
                text = f"{study} is {kind.id} here, and {before[0]} before; a study has one category"
                self.problems.add(self.name, text, line=line)
        return key

    def _take(
        self,
        head: _Head,
        line: int,
        cells: Sequence[str],
        key: Key,
        about: Target,
        text: str,
        column: str,
        note: str = "",
    ) -> None:
        """Take a cell as an answer, or note what is wrong with it."""
        word = plain(text)
        if not word:
            return
        answer = answer_of(self.tool, about, word)
        if not answer and fold(word) in _NOTHING:
            self.skipped[word] += 1
        elif not answer:
            known = known_words(self.tool, about)
            self.problems.add(self.name, f"{key[0]}: {not_one_of(word, known)}", line=line, column=column)
        else:
            self.table.given.append(
                Given(
                    key,
                    head.said(cells, "appraiser") or self._appraiser(),
                    about,
                    answer,
                    note or head.said(cells, "comment"),
                    head.said(cells, "quote"),
                    head.said(cells, "page"),
                    f"{self.name}:{line}",
                    head.long,
                )
            )

    def _appraiser(self) -> str:
        """Return whom a file is named by, as in a review: `<tool>.<appraiser>.csv`."""
        parts = self.path.name.split(".")
        return parts[1] if parts[0] == self.tool.id and len(parts) > 2 else ""
