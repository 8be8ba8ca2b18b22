"""What stands in place of words in people's tables: marks for answers, rows of totals, numbered columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from tamis.appraisal.engine.tool import OVERALL, Tool, fold
from tamis.appraisal.lines import judged
from tamis.appraisal.loose.headings import Target
from tamis.errors import not_one_of

_TICKS, _CROSSES = {"✓", "✔", "✔\ufe0f", "✅"}, {"✗", "✘", "❌"}
#: To some a tick, to others a no.
_UNSURE = {"x", "×"}
#: An empty cell to some, to others the contrary of +.
DASHES = {"-", "–", "—", "−"}
#: What people write into a cell where there is no answer; unless it is a word of the tool.
_NOTHING = {*DASHES, ".", "/", "n/a", "na", "not applicable", "not rated", "blank", "…"}
#: What they write where a judgement should be; of criteria it can be an answer in words of their own.
_NOT_JUDGED = {"no information", "no info", "ni", "not judged", "not assessed"}
_TOTALS = re.compile(
    r"(?:grand |sub-?)?(?:totals?|overall|sum|n|%|per ?cent|percentages?)"
    r"(?: ?(?:[(]?[%n][)]?|yes|no|met|score|n ?[(]%[)]))?[.:]?"
)
_NUMBERED = re.compile(
    r"(?:(?:q|question|item|criterion|c|no|nr|#)[ .-]*)?(?P<number>\d{1,2})(?:[.:)]?|[.:)] .*)"
)


def words_of(text: str, tool: Tool) -> dict[str, str]:
    """Return the words that a person says to stand for answers: `✓=yes; ✗=no`; by the folded word.

    Raises:
        ValueError: a part is not word=answer, or its answer is none of the tool.
    """
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        word, _, answer = (side.strip() for side in part.rpartition("="))
        if not word:
            raise ValueError(f"{part!r} is not word=answer, as in ✓=yes; ✗=no")
        signs = [*tool.answers, *(sign for id in judged(tool) for sign in tool.signs(id))]
        of_judgement = any(tool.judgement(id, answer) for id in (*tool.domain, OVERALL))
        if not tool.answer(answer) and not of_judgement:
            raise ValueError(not_one_of(answer, dict.fromkeys(sign.label for sign in signs)))
        found[fold(word)] = answer
    return found


def marks(tool: Tool, seen: Collection[str]) -> dict[str, str]:
    """Return the common marks that mean one thing with a tool and beside what else a table holds.

    Args:
        tool: the tool; one without yes and no has no ticks.
        seen: the cells of the table, folded.
    """
    signs = [*tool.answers, *(sign for id in judged(tool) for sign in tool.signs(id))]
    dash = next((sign.symbol for sign in signs if sign.symbol in DASHES), "−")
    found = dict.fromkeys(DASHES, dash) if "+" in seen else {}
    if tool.answer("yes") and tool.answer("no"):
        found |= dict.fromkeys(_TICKS, "yes") | dict.fromkeys(_CROSSES, "no")
        if _TICKS & {*seen}:
            found |= dict.fromkeys(_UNSURE, "no")
    return found


def is_nothing(tool: Tool, about: Target | None, word: str) -> bool:
    """Say whether a word that is no answer stands for none; `about`: what its column is about, if known."""
    if about and about.judged and fold(word) in _NOT_JUDGED:
        return True
    return fold(word) in _NOTHING or fold(word) == fold(tool.missing.symbol)


def is_total(study: str) -> bool:
    """Say whether a row is one of totals, by what stands where the study should."""
    return bool(_TOTALS.fullmatch(fold(study)))


def numbered(tool: Tool, names: Mapping[int, str]) -> list[int]:
    """Return the columns that are numbered from 1, as many as some category has criteria of its own.

    Args:
        tool: the tool.
        names: headings that say nothing else, by the places of their columns.
    """
    found = {
        at: int(match["number"]) for at, name in names.items() if (match := _NUMBERED.fullmatch(fold(name)))
    }
    counts = {len(own_items(tool, kind.id)) for kind in tool.categories} - {0, 1}
    return list(found) if len(found) in counts and [*found.values()] == [*range(1, len(found) + 1)] else []


def own_items(tool: Tool, category: str) -> Sequence[str]:
    """Return the criteria that are a category's own."""
    kind = tool.category(category)
    return [
        id for name in (kind.own if kind else ()) if name in tool.domain for id in tool.domain[name].item_ids
    ]
