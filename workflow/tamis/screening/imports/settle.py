"""From what people said in the words of a tool to votes of reviewers: whose, what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tamis.errors import counted, not_one_of
from tamis.screening.imports.item import Item, Said
from tamis.screening.imports.source import Article, Source, Voice, noted
from tamis.screening.imports.wording import NOTHING, folded
from tamis.tables import TEAM

#: Words of decisions in common use; an empty one is none.
COMMON = {
    **dict.fromkeys(("include", "included", "yes", "y", "1", "in"), "include"),
    **dict.fromkeys(("exclude", "excluded", "no", "n", "0", "out"), "exclude"),
    **dict.fromkeys(("maybe", "unsure", "undecided", "?"), "maybe"),
}
OF_TEAM = (TEAM,)
#: How the column `people` calls whoever the export does not name.
_NOBODY = "nobody"


def settled(articles: Sequence[Article], source: Source, words: Mapping[str, str], hint: str) -> list[Item]:
    """Return the articles with the votes on them.

    What is wrong is noted: a person who is no reviewer, a decision in a word that is not known, several
    people where the row names one, and an export without any decision, unless it says that nobody decided.

    Args:
        articles: the articles.
        source: the export.
        words: what the tool's own words for decisions mean, as `folded` gives them.
        hint: how to export decisions from the tool, as the end of a sentence.
    """
    said = [voice for each in articles for voice in each.voices]
    decided = _Decided(source, words)
    people = _people([voice for voice in said if decided.of(voice) is not None], source)
    items = []
    for each in articles:
        votes = []
        for voice in each.voices:
            found = decided.of(voice, each.line)
            person = people.get(voice.person)
            if found is not None and person is not None:
                votes.append(_vote(voice, found, person, source))
        items.append(
            Item(
                each.line, each.title, each.doi, each.year, each.source_id, each.pmid, each.key, tuple(votes)
            )
        )
    decided.tell()
    asked = any(each.asked for each in articles) or any(decided.of(voice) is not None for voice in said)
    if articles and not asked and not decided.unknown:
        source.wrong(f"holds no decision at all; {hint}")
    return items


class _Decided:
    """Tells what was decided, and collects the words that are not known."""

    def __init__(self, source: Source, words: Mapping[str, str]) -> None:
        self._source = source
        self._words = words
        self._meanings: dict[str, tuple[str, str] | None] = {}
        self.unknown: dict[str, list[int]] = {}

    def of(self, voice: Voice, line: int | None = None) -> tuple[str, str] | None:
        """Return the decision, and the reason that stood in its place; None where there is none.

        Args:
            voice: the voice.
            line: where it stands; where it is None nothing is noted.
        """
        if voice.word not in self._meanings:
            self._meanings[voice.word] = self._meaning(voice.word)
        found = self._meanings[voice.word]
        if found is None and line is not None:
            self.unknown.setdefault(voice.word.strip(), []).append(voice.line or line)
        return found if found and found[0] != NOTHING else None

    def _meaning(self, text: str) -> tuple[str, str] | None:
        """Return the decision, or `none`, and the reason that stands in its place; None: it is not known."""
        word, wording = folded(text), self._source.wording
        if not word:
            return NOTHING, ""
        if meaning := wording.decisions.get(word) or self._words.get(word):
            return meaning, ""
        return ("exclude", text) if word in wording.reasons else None

    def tell(self) -> None:
        """Note the words that are not known, each once."""
        known = [word for word, meaning in self._words.items() if meaning != NOTHING]
        for word, lines in self.unknown.items():
            more = f" ({counted(len(lines), 'time')})" if len(lines) > 1 else ""
            text = f"decision {not_one_of(word, known)}{more}"
            self._source.wrong(
                f"{text}; say in the column words of imports.csv what it means, as in {word}=exclude",
                lines[0],
            )


def _people(said: Iterable[Voice], source: Source) -> dict[tuple[str, ...], str]:
    """Return who is meant by each of the names in an export; whoever is not known is noted, and left out."""
    row = source.row
    found: dict[tuple[str, ...], str] = {OF_TEAM: TEAM}
    named = [person for person in dict.fromkeys(voice.person for voice in said) if person != OF_TEAM]
    several = [person[0] for person in named if person]
    if row.reviewer:
        if len(several) > 1:
            names = ", ".join(several)
            source.wrong_row(
                f"{row.reviewer!r} is one person, and {row.file} holds votes of several ({names}); leave it "
                "empty, and say in people who is who",
                "reviewer",
            )
        for person in named:
            other = _known(person, source)
            if len(several) == 1 and other not in ("", row.reviewer):
                text = f"{row.reviewer!r} is not whose votes {row.file} holds: they are of {other}"
                source.wrong_row(text, "reviewer")
        return found | dict.fromkeys(named, row.reviewer)
    unknown = []
    for person in named:
        if reviewer := _known(person, source):
            found[person] = reviewer
        elif person:
            unknown.append(person[0])
        elif several:
            text = (
                f"does not say whose those decisions in {row.file} are that stand without a name; write there"
            )
            source.wrong_row(f"{text} {_NOBODY}=R1, say", "people")
        else:
            source.wrong_row(
                f"is missing: {row.file} does not say whose its decisions are; write a reviewer's id or team",
                "reviewer",
            )
    if unknown:
        example = "; ".join(f"{name}=R{n}" for n, name in enumerate(unknown[:2], start=1))
        source.wrong_row(
            f"does not say who is meant in {row.file} by {', '.join(map(repr, unknown))}; write there which "
            f"reviewer is whose name, as in {example}, or put ids in their place with tamis scrub",
            "people",
        )
    return found


def _known(person: tuple[str, ...], source: Source) -> str:
    """Return the reviewer whom one of a person's names means; empty where none does."""
    names = person or (_NOBODY,)
    return next((id for name in names if (id := source.wording.people.get(folded(name)))), "")


def _vote(voice: Voice, decided: tuple[str, str], person: str, source: Source) -> Said:
    """Return a vote; reasons beside the one that counts, and those of no exclusion, are noted."""
    decision, instead = decided
    given = (*((instead,) if instead else ()), *voice.reasons)
    if decision != "exclude":
        note = noted(voice.note, _list("reason given", given), _list("tags", voice.tags))
        return Said(person, decision, note=note, time=voice.time, taken_back=voice.taken_back)
    wording = source.wording.at(voice.time, source.row.date)
    reason, others, unknown = wording.sorted_reasons(given)
    tagged, more, tags = wording.sorted_reasons(voice.tags)
    if not given:
        reason, others = tagged, more
    elif tagged:
        tags = voice.tags
    word = "" if reason else ", ".join(unknown)
    also = (*others, *unknown) if reason else ()
    note = noted(voice.note, _list("also", also), _list("tags", tags))
    return Said(person, decision, reason, word, note, voice.time, voice.taken_back)


def _list(what: str, words: Sequence[str]) -> str:
    return f"{what}: {', '.join(words)}" if words else ""
