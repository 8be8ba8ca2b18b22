"""Tables of ratings that belong to no review: a row a rating, or a row a study with a column a criterion.

Which it is, the headings say. What a table means by a cell is told where it was guessed; an answer that is no
word of the tool is a mistake, with its row, its column and the words that there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tamis.appraisal.engine.tool import Sign, Tool, fold
from tamis.appraisal.lines import labels, words
from tamis.appraisal.loose.given import Given, Key, Table, answer_of, fills_of, last
from tamis.appraisal.loose.head import Head, Reader
from tamis.appraisal.loose.headings import Headings, Target
from tamis.appraisal.loose.marks import DASHES, is_nothing, is_total, marks, own_items
from tamis.appraisal.loose.read_off import category_of
from tamis.errors import Problems, counted, not_one_of
from tamis.store import plain, table_lines


def read(
    paths: Sequence[Path],
    tool: Tool,
    named: Mapping[str, str],
    problems: Problems,
    *,
    category: str = "",
    said: Mapping[str, str] | None = None,
) -> Table:
    """Return what tables of ratings hold.

    Args:
        paths: CSV, TSV or XLSX. One called `<tool>.<appraiser>.csv`, as in a review, says whose it is.
        tool: the tool.
        named: headings that a person named, by role, or by criterion.
        problems: takes what is wrong.
        category: of studies whose criteria are only numbered, where the table says none.
        said: words that a person said to stand for answers, as `marks.words_of` gives them.
    """
    table = Table()
    headings = Headings(tool, named)
    for path in paths:
        _File(path, tool, headings, table, problems, category, said or {}).read(named)
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
    category: str
    said: Mapping[str, str]
    marks: Mapping[str, str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    marked: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)

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
        top = Reader(self.name, self.tool, self.headings, named, self.table.told, self.problems)
        at, head = top.find(lines)
        if head is None:
            return
        top.tell(head, others)
        rows = [line for line in lines[at + 1 :] if list(line[1]) != list(head.names)]
        self.marks = marks(self.tool, {fold(plain(cell.strip())) for _, cells in rows for cell in cells})
        if head.long:
            self._long(head, rows)
        else:
            self._wide(head, rows)
        for meant, seen in [*sorted(self.marked.items()), ("no answer", self.skipped)]:
            times = ", ".join(f"{word!r} {counted(n, 'time')}" for word, n in sorted(seen.items()))
            self.table.told += [f"{self.name}: read as {meant}: {times}"] if seen else []
        if any(len(word) < 4 for word in self.wrong):
            text = "what stands for an answer, --words says, as in --words '1=Yes; 0=No'"
            self.problems.add(self.name, text)

    # --- rows -----------------------------------------------------------------------------------

    def _long(self, head: Head, rows: Iterable[tuple[int, list[str]]]) -> None:
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

    def _wide(self, head: Head, rows: Iterable[tuple[int, list[str]]]) -> None:
        rated = [(at, about) for at, about in enumerate(head.targets) if about and not about.comment]
        comments = {about.written: at for at, about in enumerate(head.targets) if about and about.comment}
        about = dict(rated)
        empty: dict[tuple[int, int], int] = {}
        unrated = []
        columns = [*(at for at, _ in rated), *head.numbered]
        ways: Counter[str] = Counter()
        for line, cells in rows:
            texts = {at: " ".join(cells[at].split()) if at < len(cells) else "" for at in columns}
            empty |= {(line, at): head.roles["study"] for at, text in texts.items() if not text}
            if not any(texts.values()) and sum(bool(cell.strip()) for cell in cells) == 1:
                unrated.append((line, cells))
                continue
            known = [self._means(one, plain(texts[at])) for at, one in rated]
            known += [self.tool.answer(self._meant(texts[at])) or "" for at in head.numbered]
            study = head.said(cells, "study")
            if not any(known) and is_total(study):
                self.table.told.append(f"{self.name}:{line}: passed over, since it is a total: {study!r}")
                continue
            key = self._study(head, line, cells)
            if not key:
                self.problems.add(self.name, "has ratings, and no study; write it in each row", line=line)
                continue
            texted = [at for at, text in texts.items() if text]
            said = [at for at in texted if not is_nothing(self.tool, about.get(at), texts[at])]
            if self.table.given and not any(known) and len(said) > 1:
                text = f"{study}: no cell is an answer; where the row is no study, such as totals, delete it"
                self.problems.add(self.name, text, line=line)
            for at, one in [*rated, *self._by_number(head, key, ways)]:
                comment = comments.get(one.written, len(cells))
                note = plain(cells[comment].strip()) if comment < len(cells) else ""
                self._take(head, line, cells, key, one, texts[at], head.names[at].strip(), note)
        for id, number in sorted(ways.items()):
            if own := own_items(self.tool, id):
                first, last = (head.names[head.numbered[at]].strip() for at in (0, -1))
                text = f"columns {first} to {last} are taken for {own[0]} to {own[-1]}, those of {id}"
                self.table.told.append(f"{self.name}:{head.line}: {text} ({counted(number, 'row')})")
        painted = self._coloured(empty)
        for line, cells in unrated:
            if line in painted:
                self._study(head, line, cells)
            else:
                text = next(filter(None, map(str.strip, cells)))
                self.table.told.append(
                    f"{self.name}:{line}: passed over, since it holds no rating: {text[:60]!r}"
                )

    def _by_number(self, head: Head, key: Key, ways: Counter[str]) -> list[tuple[int, Target]]:
        """Return what numbered columns are about in the row of a study, by its category, which is counted."""
        if not head.numbered:
            return []
        only = self.tool.categories[0].id if len(self.tool.categories) == 1 else self.category
        id, _ = self.table.kinds.get(key, (only, ""))
        own = own_items(self.tool, id)
        ways[id] += 1
        if len(own) == len(head.numbered):
            if key not in self.table.kinds:
                self.table.by_number[key] = id
            return [(at, Target((item,), item)) for at, item in zip(head.numbered, own, strict=True)]
        if ways[id] == 1:  # said once
            first, last = (head.names[head.numbered[at]].strip() for at in (0, -1))
            why = f"{id} has {len(own)} criteria of its own" if id else "no category is known"
            text = (
                f"{key[0]}: columns {first} to {last} are only numbered, and {why}; a column 'category' or "
                f"--category says it, or --columns what each is, as in '1.1={first}'"
            )
            self.problems.add(self.name, text, line=head.line)
        return []

    def _meant(self, word: str) -> str:
        """Return the word of the tool that a word stands for: as a person said, or a mark that is common."""
        return self.said.get(fold(word)) or self.marks.get(fold(word)) or word

    def _means(self, about: Target, word: str) -> str:
        """Return the answer, or judgement, that a word gives to what a column is about; empty: none.

        A dash is the tool's symbol only where `marks` says so: alone it stands in empty cells.
        """
        meant = self._meant(word)
        answer = answer_of(self.tool, about, meant)
        dash = meant in DASHES - {*self.marks.values()}
        return "" if dash and meant not in self._sign(about, answer).spellings else answer

    def _sign(self, about: Target, answer: str) -> Sign:
        """Return an answer, or judgement, of what a column is about; where there is none, that of missing."""
        signs = self.tool.signs(about.ids[0]) if about.judged else self.tool.answers
        return next((sign for sign in signs if sign.id == answer), self.tool.missing)

    def _coloured(self, cells: Mapping[tuple[int, int], int]) -> set[int]:
        """Note which of some empty cells are coloured, and return their rows."""
        fills = fills_of(self.path, cells)
        if fills:
            self.table.coloured[self.name] = Counter(fills.values())
        return {line for line, _ in fills}

    def _study(self, head: Head, line: int, cells: Sequence[str]) -> Key | None:
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
        head: Head,
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
        answer = self._means(about, word)
        by = head.said(cells, "appraiser") or self._appraiser()
        if not answer and is_nothing(self.tool, about, word):
            if about.judged and any(map(str.isalnum, word)):
                self.table.unjudged.append(Given(key, by, about, word, place=f"{self.name}:{line}"))
            else:
                self.skipped[word] += 1
        elif not answer:
            known = labels(self.tool, about.ids)
            self.wrong[word] += 1
            self.problems.add(self.name, f"{key[0]}: {not_one_of(word, known)}", line=line, column=column)
        else:
            if fold(word) in self.marks or not any(map(str.isalnum, word)):
                self.marked.setdefault(self._sign(about, answer).label, Counter())[word] += 1
            self.table.given.append(
                Given(
                    key,
                    by,
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
