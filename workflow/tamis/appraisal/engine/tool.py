"""What an appraisal tool is: its domains, items, answers, routing and rules, as one file gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

#: In a category's `due`: the domain that was chosen for the study as its component.
COMPONENT = "component"
#: Stands where a domain's id can stand: the judgement of the whole.
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Sign:
    """How figures and grids show an answer, a judgement, or that there is none: never by colour alone.

    `colour` is told apart with any kind of colour vision; `cochrane` is what readers of Cochrane reviews are
    used to (empty: the tool names none).
    """

    id: str
    label: str
    symbol: str
    colour: str
    cochrane: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer(Sign):
    """What an appraiser may answer; `counts_as` is the class by which rules know it."""

    counts_as: str = ""
    comment: bool = False  # whether it needs a comment


#: Items with the answers or classes that they must have, all of them; one such mapping is enough.
Condition = tuple[Mapping[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion or signalling question; `wording` is the tool's own, where a team filled it in.

    `answers`: which it may have. `asked`: when it is asked; empty: always.
    """

    id: str
    label: str
    wording: str = ""
    answers: tuple[str, ...] = ()
    asked: Condition = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A judgement, and when it follows from the answers; an empty condition always fits."""

    then: str
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of criteria or questions, and how it is judged.

    `rules`: the judgement that follows; `judged` without rules: a person judges. Neither: it has none.
    """

    id: str
    label: str
    short: str
    items: tuple[Item, ...]
    rules: tuple[Rule, ...] = ()
    judged: bool = False

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of its items, in order."""
        return tuple(item.id for item in self.items)


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of study: the domains that are due for it, and which of them are its own."""

    id: str
    label: str
    due: tuple[str, ...]
    own: tuple[str, ...]
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """Questions that come first: their domain, the answers that let it go on, and what else is said."""

    domain: str
    passes: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class CountRule:
    """A judgement of the whole, where at least so many domains or items are so; `of` empty: all domains.

    `then` empty: a person judges.
    """

    then: str
    is_: frozenset[str] = frozenset()
    of: tuple[str, ...] = ()
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class CountNote:
    """What is said where at least so many domains are judged so, unless the whole is judged `unless`."""

    is_: frozenset[str]
    at_least: int
    text: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Overall:
    """How the whole is judged; without rules a person judges it."""

    label: str
    judgements: tuple[Sign, ...]
    rules: tuple[CountRule, ...] = ()
    notes: tuple[CountNote, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRule:
    """What is said where `item` has this answer and a criterion of another domain of the study has not."""

    item: str
    answer: str
    text: str


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence: an abbreviation keeps its capitals.

    >>> inside("Randomised controlled trial"), inside("RCT")
    ('randomised controlled trial', 'RCT')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def fold(word: str) -> str:
    """Return a spelling without case, curly apostrophes, and the difference of _ and a space."""
    return " ".join(word.replace("’", "'").replace("_", " ").split()).casefold()


@dataclass(frozen=True)
class Tool:
    """An appraisal tool."""

    id: str
    title: str
    version: str
    source: str
    licence: str
    wording: str
    remarks: str  # what the tool leaves open and this file had to choose, say
    score: str  # what its source says of an overall score; empty: nothing was seen
    unit: str  # study or result
    answers: tuple[Answer, ...]
    met: str  # the answer that says a criterion is met; empty: the tool has none
    not_applicable: str  # the answer that may be given to what is not asked; empty: none
    missing: Sign
    judgements: tuple[Sign, ...]  # of a domain, the best first
    domains: tuple[Domain, ...]
    overall: Overall | None
    screening: Screening | None
    categories: tuple[Kind, ...]
    notes: tuple[NoteRule, ...]

    @cached_property
    def domain(self) -> Mapping[str, Domain]:
        """The domains by their ids."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def answer_of(self) -> Mapping[str, Answer]:
        """The answers by their ids."""
        return {answer.id: answer for answer in self.answers}

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of all items, each once, in the order of the tool."""
        return tuple(dict.fromkeys(id for domain in self.domains for id in domain.item_ids))

    @property
    def judged(self) -> bool:
        """Whether the tool has judgements: of domains, or of the whole."""
        return bool(self.overall) or any(domain.judged or domain.rules for domain in self.domains)

    def answer(self, word: str) -> str | None:
        """Return the id of an answer as somebody spelled it; None where it is none."""
        return _spelled(self.answers, word)

    def signs(self, domain: str) -> tuple[Sign, ...]:
        """Return what may be judged of a domain, or `overall`."""
        return self.overall.judgements if domain == OVERALL and self.overall else self.judgements

    def judgement(self, domain: str, word: str) -> str | None:
        """Return the id of a judgement of a domain, or `overall`, as spelled; None where it is none."""
        return _spelled(self.signs(domain), word)

    def shown(self, item: str, answer: str) -> str:
        """Return an answer to a criterion, or a judgement of a domain or `overall`, as people know it."""
        signs = self.answers if item in self.item_ids else self.signs(item)
        return next((sign.label for sign in signs if sign.id == answer), answer)

    def category(self, id: str) -> Kind | None:
        """Return a category by its id."""
        return next((kind for kind in self.categories if kind.id == id), None)

    def due(self, category: str, component: str = "") -> tuple[Domain, ...]:
        """Return the domains that are due for a category, screening questions apart, in their order."""
        kind = self.category(category)
        ids = [component if id == COMPONENT else id for id in kind.due] if kind else []
        return tuple(self.domain[id] for id in ids if id in self.domain)

    def own(self, category: str, component: str = "") -> tuple[str, ...]:
        """Return the ids of the domains that are a category's own; none where it is not known."""
        kind = self.category(category)
        return tuple(component if id == COMPONENT else id for id in kind.own) if kind else ()

    def counts_as(self, answer: str) -> str:
        """Return the class of an answer, by which rules know it."""
        return self.answer_of[answer].counts_as


def _spelled(signs: tuple[Sign, ...], word: str) -> str | None:
    wanted = fold(word)
    for sign in signs:
        if wanted in {fold(spelling) for spelling in (sign.id, sign.label, *sign.spellings)}:
            return sign.id
    by_symbol = [sign.id for sign in signs if wanted and wanted == fold(sign.symbol)]
    return by_symbol[0] if len(by_symbol) == 1 else None
