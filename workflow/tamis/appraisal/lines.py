"""One line of what people wrote on appraisal, checked: a rating, a second view, or a reconciliation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tamis.appraisal.engine.tool import OVERALL, Tool, fold
from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.settled import lacking, people_of
from tamis.tables import Rating, Reconciliation, View

#: In a second view, in place of an item: everything that no other row names.
ALL = "all"
#: In a second view, in place of an answer.
AGREE = "agree"
_AGREED = (AGREE, "agreed")


@dataclass(frozen=True, slots=True)
class Line:
    """What a person said of an item, a domain or the whole, in the order of that person's log.

    items: the item's id; of columns that a table merged, several, one of which is meant. `answer` is an id of
    the tool (or AGREE); empty: nothing is said yet. `seen`: what it answers to, as it was written (`first` of
    a second view, `answers` of a reconciliation). `how` and `who` are a reconciliation's. `changed`: another
    answer of that person stood before it (see `cases.slots.began`).
    """

    person: str
    study: str
    tool: str
    result: str
    items: tuple[str, ...]
    written: str
    answer: str
    position: int = 0
    seen: str = ""
    comment: str = ""
    quote: str = ""
    page: str = ""
    time: str = ""
    how: str = ""
    who: tuple[str, ...] = ()
    place: str = ""
    changed: bool = False

    @property
    def case(self) -> tuple[str, str, str]:
        """The study, tool and result it is about."""
        return self.study, self.tool, self.result


def checked(
    row: Rating | View | Reconciliation,
    person: str,
    position: int,
    tool: str,
    tools: Mapping[str, Tool],
    studies: Collection[str],
    config: Config,
    problems: Problems,
) -> Line | None:
    """Return a row as a line, or None where anything in it is wrong, which is noted.

    Args:
        row: the row.
        person: whose log it is.
        position: its position in that log, in order of time.
        tool: the tool of a log of ratings; other rows name theirs.
        tools: the tools of the protocol.
        studies: the ids that there are.
        config: the protocol.
        problems: takes what is wrong.
    """
    id = row.tool if not isinstance(row, Rating) else tool
    wrong: list[tuple[str, str]] = []
    if row.study not in studies:
        wrong.append(("study", not_in(row.study, studies, "records/studies.csv")))
    items: tuple[str, ...] = ()
    answer = ""
    if id not in tools:
        wrong.append(("tool", not_one_of(id, tools)))
    else:
        found = tools[id]
        if text := wrong_result(row.result, found, config):
            wrong.append(("result", text))
        view = isinstance(row, View)
        items = (ALL,) if view and fold(row.item) == ALL else items_of(found, row.item)
        if not items:
            parts = [part.strip() for part in row.item.split("/")]
            bad = next((part for part in parts if not items_of(found, part)), row.item)
            wrong.append(("item", not_one_of(bad, [*words(found), *([ALL] if view else [])])))
        elif row.answer:
            answer, text = _answer(found, items, row.answer, view=view)
            wrong += [("answer", text)] if text else []
    if isinstance(row, Reconciliation) and row.answer:
        wrong += lacking(row, config.reviewer_ids, "rated")
    if isinstance(row, View) and row.answer and not (row.first or row.time):
        wrong.append(("time", "is missing; without first, only the time says which answers were looked at"))
    for column, text in wrong:
        problems.add_at(row.place, text, column=column)
    if wrong:
        return None
    settled = isinstance(row, Reconciliation)
    return Line(
        person=person,
        study=row.study,
        tool=id,
        result=row.result,
        items=items,
        written=row.item,
        answer=answer,
        position=position,
        seen=row.answers if isinstance(row, Reconciliation) else row.first if isinstance(row, View) else "",
        comment=row.why if isinstance(row, Reconciliation) else row.comment,
        quote=row.quote if isinstance(row, Rating) else "",
        page=row.page if isinstance(row, Rating) else "",
        time=row.time,
        how=row.how if isinstance(row, Reconciliation) else "",
        who=tuple(people_of(row.who)) if settled and isinstance(row, Reconciliation) else (),
        place=row.place,
    )


def words(tool: Tool) -> list[str]:
    """Return all that an item can be: criteria, and where there are judgements domains and the whole."""
    return [*tool.item_ids, *judged(tool)]


def judged(tool: Tool) -> list[str]:
    """Return the ids of the domains that are judged, and `overall` where the whole is."""
    return [d.id for d in tool.domains if d.judged] + ([OVERALL] if tool.overall else [])


def items_of(tool: Tool, written: str) -> tuple[str, ...]:
    """Return the items that a text names, several for merged columns, 3.1/4.1; none where it is wrong.

    Of judged domains that share a short name, which figures have at their heads, the name stands for all.
    """
    known = {word.casefold(): word for word in words(tool)}
    found = tuple(known.get(part.strip().casefold(), "") for part in written.split("/"))
    if found == ("",):
        return tuple(d.id for d in tool.domains if d.judged and fold(d.short) == fold(written))
    several = len(found) > 1 and any(item not in tool.item_ids for item in found)
    return () if not all(found) or several else tuple(dict.fromkeys(found))


def allowed(tool: Tool, items: Collection[str]) -> list[str]:
    """Return the answers that one of some items may have, in the tool's order.

    To a question that the routing can skip, people may say that it does not apply.
    """
    may: set[str] = set()
    for domain in tool.domains:
        for item in domain.items:
            if item.id in items:
                may |= {*item.answers, *([tool.not_applicable] if item.asked else [])}
    return [answer.id for answer in tool.answers if answer.id in may]


def spelled(tool: Tool, items: tuple[str, ...], word: str) -> str:
    """Return the id of an answer to items, or of a judgement, as somebody spelled it; empty: it is none."""
    if items[0] in tool.item_ids:
        found = tool.answer(word)
        return found if found in allowed(tool, items) else ""
    return tool.judgement(items[0], word) or ""


def labels(tool: Tool, items: Collection[str]) -> list[str]:
    """Return the answers that items may have, or what a domain or the whole may be judged, for people."""
    one = next(iter(items))
    if one not in tool.item_ids:
        return [sign.label for sign in tool.signs(one)]
    return [tool.answer_of[id].label for id in allowed(tool, items)]


def wrong_result(result: str, tool: Tool, config: Config) -> str:
    """Return what is wrong with a result; empty where nothing is."""
    outcomes = [outcome.id for outcome in config.outcomes]
    if tool.unit != "result":
        return f"must be empty: {tool.id} appraises studies, not results" if result else ""
    if not result:
        return f"is missing; {tool.id} appraises results, one of {', '.join(outcomes) or '(no outcomes)'}"
    return "" if result in outcomes else not_one_of(result, outcomes)


def _answer(tool: Tool, items: tuple[str, ...], word: str, *, view: bool) -> tuple[str, str]:
    """Return the id of an answer, and what is wrong with it."""
    if view and fold(word) in _AGREED:
        return AGREE, ""
    if items == (ALL,):
        return "", f"{word!r} is not {AGREE!r}; another answer needs a row of its own for its item"
    if found := spelled(tool, items, word):
        return found, ""
    return "", not_one_of(word, [*([AGREE] if view else []), *labels(tool, items)])
