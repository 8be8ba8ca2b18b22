"""What a schema cannot see in a tool's file: names that it does not have, and paths that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tamis.appraisal.engine import reach
from tamis.appraisal.engine.reach import value_at
from tamis.appraisal.engine.tool import COMPONENT, OVERALL, Condition, Item, Sign, Tool, fold
from tamis.appraisal.figures.palette import DISPUTED
from tamis.errors import Problems, not_one_of
from tamis.yamlfile import Document, Path_

#: Files of records/appraisal/ that are not a tool's begin with these.
_FILES = ("categories", "view", "reconciliation")
#: In the place of an item: every item of a study.
_ALL = "all"


def verify(tool: Tool, name: str, document: Document, problems: Problems) -> None:
    """Note everything that is wrong in a tool that fits the schema, at its line; `name` is its file's.

    Ways of answering are gone through only where every name of the tool is right.
    """
    _Verifier(tool, name, document, problems).run()


class _Verifier:
    def __init__(self, tool: Tool, name: str, document: Document, problems: Problems) -> None:
        self.tool, self.name, self.document, self.problems = tool, name, document, problems

    def run(self) -> None:
        before = len(self.problems)
        self._head()
        self._signs("answers", self.tool.answers)
        self._signs("judgements", self.tool.judgements)
        self._domains()
        self._overall()
        self._screening()
        self._categories()
        self._notes()
        if len(self.problems) == before:
            reach.check(self.tool, self.document, self.problems)

    def _say(self, text: str, *path: str | int) -> None:
        self.problems.add_at(self.document.place(*path), text)

    def _known(self, what: str, word: str, known: Iterable[str], *path: str | int) -> bool:
        words = list(known)
        if word not in words:
            self._say(f"{what} {not_one_of(word, words)}", *path)
        return word in words

    def _once(self, ids: Sequence[str], *path: str | int, key: str = "") -> None:
        seen: set[str] = set()
        for at, id in enumerate(ids):
            if id.casefold() in seen:
                self._say(f"{id!r} stands twice", *path, at, *([key] if key else []))
            seen.add(id.casefold())

    # --- names ------------------------------------------------------------------------------------

    def _head(self) -> None:
        tool = self.tool
        if tool.id != self.name:
            self._say(f"{tool.id!r} must be the file's name, {self.name!r}", "id")
        if tool.id.casefold() in _FILES:
            text = f"{tool.id!r} names files of another kind in records/appraisal/; take another id"
            self._say(text, "id")
        ids = [answer.id for answer in tool.answers]
        for key in ("met", "not_applicable"):
            if word := getattr(tool, key):
                self._known("answer", word, ids, key)
        classes = {answer.id: answer.counts_as for answer in tool.answers}
        for at, answer in enumerate(tool.answers):
            if classes.get(answer.counts_as, answer.counts_as) != answer.counts_as:
                text = f"{answer.counts_as!r} itself counts as {classes[answer.counts_as]!r}"
                self._say(text, "answers", at, "counts_as")

    def _signs(self, key: str, signs: Sequence[Sign], *above: str) -> None:
        """Note spellings and symbols that could mean two things."""
        spelled: dict[str, int] = {}
        symbols = {self.tool.missing.symbol: "missing", DISPUTED.symbol: DISPUTED.id}
        for at, sign in enumerate(signs):
            words = [("id", sign.id), ("label", sign.label)]
            for where, word in [*words, *(("spellings", word) for word in sign.spellings)]:
                if not fold(word) and where == "spellings":
                    self._say("a spelling must not be empty", *above, key, at, where)
                elif spelled.setdefault(fold(word), at) != at:
                    self._say(f"{word!r} stands twice", *above, key, at, where)
            other = symbols.setdefault(sign.symbol, sign.id)
            if other != sign.id:
                text = f"symbol {sign.symbol!r} is that of {other} too"
                self._say(text, *above, key, at, "symbol")

    def _domains(self) -> None:
        tool = self.tool
        self._once([domain.id for domain in tool.domains], "domains", key="id")
        taken = {id.casefold() for id in (*tool.domain, OVERALL, _ALL)}
        for d, domain in enumerate(tool.domains):
            path: Path_ = ("domains", d)
            if domain.id.casefold() in (OVERALL, COMPONENT):
                self._say(f"{domain.id!r} has a meaning of its own; take another id", *path, "id")
            self._once(domain.item_ids, *path, "items", key="id")
            for n, item in enumerate(domain.items):
                if item.id.casefold() in taken:
                    text = f"{item.id!r} means a domain, the whole, or all items; take another id"
                    self._say(text, *path, "items", n, "id")
                self._item(item, domain.items[:n], (*path, "items", n))
            for r, rule in enumerate(domain.rules):
                self._condition(rule.when, domain.items, "the domain's", (*path, "rules", r, "when"))
                if tool.judgements:
                    self._known("judgement", rule.then, _ids(tool.judgements), *path, "rules", r, "then")
            if domain.judged and not tool.judgements:
                key = "rules" if domain.rules else "judged"
                self._say(f"domain {domain.id!r} is judged, but the tool has no judgements", *path, key)

        self._numbers()

    def _numbers(self) -> None:
        """Note two items that are one number to a spreadsheet, such as 1.1 and 1.10."""
        seen: dict[float, str] = {}
        for d, domain in enumerate(self.tool.domains):
            for n, item in enumerate(domain.items):
                if re.fullmatch(r"\d+(\.\d+)?", item.id, re.ASCII):
                    other = seen.setdefault(float(item.id), item.id)
                    if other != item.id:
                        text = f"{item.id!r} and {other!r} are one number to a spreadsheet; take another id"
                        self._say(text, "domains", d, "items", n, "id")

    def _item(self, item: Item, earlier: Sequence[Item], path: Path_) -> None:
        self._once(item.answers, *path, "answers")
        for at, answer in enumerate(item.answers):
            self._known("answer", answer, self.tool.answer_of, *path, "answers", at)
        self._condition(item.asked, earlier, "the domain's earlier ones", (*path, "asked"))

    def _condition(self, condition: Condition, items: Sequence[Item], which: str, path: Path_) -> None:
        """Note what a condition names that is not among some items; `which` says which these are."""
        listed = isinstance(value_at(self.document, path), list)
        for n, one in enumerate(condition):
            at = (*path, n) if listed else path
            for id, words in one.items():
                item = next((item for item in items if item.id == id), None)
                if item is None:
                    ids = [item.id for item in items]
                    text = f"item {id!r} is not one of {which}: {', '.join(ids) or 'there is none'}"
                    if str(id) in ids:  # YAML has read a number
                        text = f'item {id} needs quotation marks: "{id}"'
                    self._say(text, *at, str(id))
                    continue
                for word in sorted(words):
                    self._class("answer", word, self._classes(item), *at, id)

    def _classes(self, item: Item) -> set[str]:
        of = self.tool.answer_of
        return {of[answer].counts_as for answer in item.answers if answer in of}

    def _class(self, what: str, word: str, known: Iterable[str], *path: str | int) -> None:
        """Note a word by which no rule can go; it must be a class of answers, or a judgement."""
        answer = self.tool.answer_of.get(word)
        if answer and word not in known and answer.counts_as in known:
            self._say(f"{word!r} counts as {answer.counts_as!r}, and rules go by that: write that", *path)
        else:
            self._known(what, word, sorted(known), *path)

    def _overall(self) -> None:
        tool, overall = self.tool, self.tool.overall
        if not overall:
            return
        own = value_at(self.document, (OVERALL, "judgements"))
        if own:
            self._signs("judgements", overall.judgements, OVERALL)
        if not overall.judgements:
            self._say("the whole is judged, but the tool has no judgements", OVERALL)
            return
        judged = [domain.id for domain in tool.domains if domain.judged]
        items = {item.id: item for domain in tool.domains for item in domain.items}
        for r, rule in enumerate(overall.rules):
            path: Path_ = (OVERALL, "rules", r)
            if rule.then:
                self._known("judgement", rule.then, _ids(overall.judgements), *path, "then")
            self._once(rule.of, *path, "of")
            for at, id in enumerate(rule.of):
                if self._known("domain or item", id, [*judged, *items], *path, "of", at):
                    self._counted(id, items.get(id), (*path, "of", at))
            known: set[str] = set()
            for id in rule.of or judged:
                known |= self._classes(items[id]) if id in items else set(_ids(tool.judgements))
            for word in sorted(rule.is_):
                self._class("judgement or answer", word, known, *path, "is")
            if not rule.is_:
                for key in {"of", "at_least"} & set(value_at(self.document, path)):
                    self._say(f"{key}: counts nothing without is:", *path, key)
            self._number(rule.at_least, rule.of or judged, *path, "at_least")
        for n, note in enumerate(overall.notes):
            path = (OVERALL, "notes", n)
            for word in sorted(note.is_):
                self._known("judgement", word, _ids(tool.judgements), *path, "is")
            self._number(note.at_least, judged, *path, "at_least")
            if note.unless:
                self._known("judgement", note.unless, _ids(overall.judgements), *path, "unless")

    def _counted(self, id: str, item: Item | None, path: Path_) -> None:
        """Note what is counted for the whole though some studies do not have it: they got no judgement."""
        if item and item.asked:
            self._say(
                f"{id!r} is not asked of every study, so that it cannot be counted for the whole", *path
            )
        for kind, component in reach.choices(self.tool):
            due = self.tool.due(kind.id, component)
            if id not in [name for domain in due for name in (domain.id, *domain.item_ids)]:
                text = (
                    f"{id!r} is not due in category {kind.id!r}, so that it cannot be counted for the whole"
                )
                self._say(text, *path)
                return

    def _number(self, number: int, among: Sequence[str], *path: str | int) -> None:
        if number > max(len(among), 1):
            self._say(f"at_least is {number}, but only {len(among)} are counted", *path)

    def _screening(self) -> None:
        screening = self.tool.screening
        if not screening:
            return
        if not self._known("domain", screening.domain, self.tool.domain, "screening", "domain"):
            return
        domain = self.tool.domain[screening.domain]
        if domain.judged:
            self._say("the screening questions have no judgement; take rules: and judged: away", "screening")
        for at, answer in enumerate(screening.passes):
            if not self._known("answer", answer, self.tool.answer_of, "screening", "passes", at):
                continue
            for item in domain.items:
                if answer not in item.answers:
                    text = f"{answer!r} is no answer of {item.id}, so that no study could pass"
                    self._say(text, "screening", "passes", at)

    def _categories(self) -> None:
        tool, listed = self.tool, value_at(self.document, ("categories",))
        screened = tool.screening.domain if tool.screening else ""
        if not listed:
            if not tool.categories[0].due:
                self._say("no domain is due: the only one holds the screening questions", "domains")
            self._twice(tool.categories[0].due, "", "domains")
            return
        self._once(_ids(tool.categories), "categories", key="id")
        due = {screened}
        for c, kind in enumerate(tool.categories):
            path: Path_ = ("categories", c)
            due |= {*kind.due, *kind.components}
            for key, ids, known in (
                ("due", kind.due, {**tool.domain, COMPONENT: None}),
                ("components", kind.components, tool.domain),
                ("own", () if kind.own == kind.due else kind.own, dict.fromkeys(kind.due)),
            ):
                self._once(ids, *path, key)
                for at, id in enumerate(ids):
                    if id == screened:
                        text = f"{id!r} holds the screening questions, which every study is asked"
                        self._say(text, *path, key, at)
                    else:
                        self._known("domain", id, known, *path, key, at)
            if (COMPONENT in kind.due) != bool(kind.components):
                text = "due: component and components: go together; one of them is missing"
                self._say(text, *path, "components" if kind.components else "due")
            for component in kind.components or ("",):
                both = [component if id == COMPONENT else id for id in kind.due]
                if len(set(both)) < len(both) and component:
                    self._say(f"{component!r} is due twice", *path, "components")
                self._twice([id for id in both if id in tool.domain], kind.id, *path, "due")
        for d, domain in enumerate(tool.domains):
            if domain.id not in due:
                self._say(f"domain {domain.id!r} is due in no category", "domains", d, "id")

    def _twice(self, due: Iterable[str], category: str, *path: str | int) -> None:
        """Note items that would stand twice in a study's list, which a rating could not tell apart."""
        screened = [self.tool.screening.domain] if self.tool.screening else []
        owner: dict[str, str] = {}
        for id in dict.fromkeys([*screened, *due]):
            for item in self.tool.domain[id].item_ids if id in self.tool.domain else ():
                other = owner.setdefault(item.casefold(), id)
                if other != id:
                    where = f" are both due in category {category!r}" if category else " are both due"
                    self._say(f"item {item!r} stands twice: domains {other!r} and {id!r}{where}", *path)

    def _notes(self) -> None:
        for n, note in enumerate(self.tool.notes):
            items = [item for domain in self.tool.domains for item in domain.items if item.id == note.item]
            if not items:
                self._known("item", note.item, self.tool.item_ids, "notes", n, "item")
            for item in items:
                self._known("answer", note.answer, item.answers, "notes", n, "answer")


def _ids(things: Iterable[Any]) -> list[str]:
    return [thing.id for thing in things]
