"""Where everything lies in a review's folder. People write config and records, the pipeline the rest."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.tables import TEAM

if TYPE_CHECKING:
    from tamis.errors import Problems
    from tamis.tables import Citation

#: Below this likeness (0 to 100) a title that stands beside an id for people is another record's.
SAME_TITLE = 85
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
#: How much of a title stands in an open item.
_LONGEST = 80
#: Up to so many problems, an id that is in no export is compared with all that are.
FEW = 100
#: Why a record that was in an export may be in none.
RENAMED = "; was its source's name in searches.csv changed? The name is part of the id"
#: What a browser puts behind the name of a file that it has saved under that name before.
_AGAIN = re.compile(r"\s*\((\d+)\)$")
#: What every record id looks like; see `ids`.
RECORD_ID = re.compile(r"r[a-z2-7]{10}(-[1-9][0-9]*)?")


@dataclass(frozen=True, slots=True)
class Review:
    """A review's folder, and the files in it that more than one part of the program needs."""

    root: Path

    @property
    def config(self) -> Path:
        """The protocol as data."""
        return self.root / "config" / "config.yaml"

    @property
    def proforma(self) -> Path:
        """The extraction form."""
        return self.root / "config" / "proforma.yaml"

    @property
    def records(self) -> Path:
        """What people write."""
        return self.root / "records"

    @property
    def searches(self) -> Path:
        """Search exports, as downloaded, and the search log."""
        return self.records / "searches"

    @property
    def screening(self) -> Path:
        """One log a person and stage; imports; answers on duplicates."""
        return self.records / "screening"

    @property
    def build(self) -> Path:
        """Tables between stages."""
        return self.root / "build"

    @property
    def reports(self) -> Path:
        """What a review is for."""
        return self.root / "reports"

    @property
    def fulltext(self) -> Path:
        """PDFs, the retrieval log, the log of requests."""
        return self.records / "fulltext"

    @property
    def texts(self) -> Path:
        """What was read of PDFs, by their hash: kept from run to run."""
        return self.build / "fulltext" / "texts"

    def built(self, stage: str, table: str) -> Path:
        """Return the path of a built table: `build/<stage>/<table>.csv`."""
        return self.build / stage / f"{table}.csv"

    def place(self, path: Path) -> str:
        """Return a path as messages give it: relative to the review, with slashes."""
        from tamis.store import relative

        return relative(path, self.root)


@dataclass(frozen=True, slots=True)
class Known:
    """What the files of a later stage may refer to: records and studies that exist.

    `titles` maps every record id to its title; `studies` is every study id of `records/studies.csv`.
    `complete` is False where an export could not be read, so that a record may be one of those in it.
    """

    titles: Mapping[str, str]
    studies: frozenset[str] = frozenset()
    complete: bool = True

    def check_record(
        self,
        record: str,
        title: str,
        place: str,
        problems: Problems,
        *,
        column: str = "record",
        title_column: str = "title",
    ) -> bool:
        """Note a record that does not exist, or one whose title is not the one beside it; say if it is right.

        A title that was cut short, or spelled a little differently, is right.
        """
        if record not in self.titles:
            if not self.complete:
                return True
            # Where a whole file is of another review, looking for each id would take long and help nobody.
            hint = self.hint(record) if len(problems) < FEW else ""
            hint = hint or (RENAMED if is_record_id(record) else "")
            problems.add_at(place, f"{record!r} is in no search export{hint}", column=column)
            return False
        if title and title != self.titles[record] and not _alike(title, self.titles[record]):
            text = f"{title!r} is not the title of {record}, which is {self.titles[record]!r}"
            problems.add_at(place, text, column=title_column)
            return False
        return True

    def name(self, record: str) -> str:
        """Return a record for people: its id, and its title, cut short."""
        return f"{record} {_short(self.titles[record])!r}" if self.titles.get(record) else record

    def hint(self, record: str) -> str:
        """Return which record could be meant by an id that is in no export; empty where none is near."""
        near = self._near(record)
        return f"; did you mean {near}: {self.titles[near][:_LONGEST]!r}?" if near else ""

    def hints(self, missing: Mapping[str, str], spoken: Collection[str]) -> dict[str, str]:
        """Return what could be meant by each of some ids that are in no export; empty where nothing is near.

        That is the one record which has the title now that people gave beside the id, if there is one; not
        where it is a record of which they speak, too, for that is another one. Else it is what `hint` says.

        Args:
            missing: the title beside each such id; empty where none stands there.
            spoken: the ids of which people speak.
        """
        wanted = {_in_line(title) for title in missing.values() if title}
        having: dict[str, list[str]] = {}
        for record, title in self.titles.items() if wanted else ():
            if (text := _in_line(title)) in wanted and record not in spoken:
                having.setdefault(text, []).append(record)
        found = {}
        for record, title in missing.items():
            now = having.get(_in_line(title), [])
            near = self.hint(record) if len(now) != 1 and len(missing) < FEW else ""
            found[record] = f"; {now[0]} has its title now" if len(now) == 1 else near
        return found

    def _near(self, record: str) -> str:
        """Return the nearest id, up to two characters away (one in five); empty where none is near."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        most = min(2, len(record) // 5)
        found = process.extractOne(
            record.casefold(), self.titles.keys(), scorer=Levenshtein.distance, score_cutoff=most
        )
        return found[0] if found and most else ""


def _in_line(title: str) -> str:
    return " ".join(title.split()).casefold()


def _alike(said: str, title: str) -> bool:
    """Say whether a title could be another one as a person copied it: cut short, or spelled otherwise.

    Numbers must be the same, since "Part I" and "Part II" are spelled nearly alike.
    """
    from rapidfuzz import fuzz

    short, long = sorted((plain_words(said), plain_words(title)), key=len)
    end = long.find(" ", len(short))
    begin = long if end < 0 else long[:end]  # as much of the longer one, to the end of a word
    last = begin.rpartition(" ")[2]
    # A title may be cut within a word, but not so that another number is left of a number.
    half = not long[len(short) :].startswith(" ") and len(begin) > len(short) and not _NUMBER.fullmatch(last)
    numbers = _numbers(short.rpartition(" ")[0]) if half else _numbers(short)
    return (fuzz.ratio(short, long) >= SAME_TITLE and _numbers(short) == _numbers(long)) or (
        fuzz.ratio(short, long[: len(short)]) >= SAME_TITLE
        and numbers == _numbers(begin.rpartition(" ")[0] if half else begin)
    )


def plain_words(text: str) -> str:
    """Return the words of a title, or of another short text, without markup, accents and case."""
    folded = unicodedata.normalize("NFKD", _TAG.sub("", html.unescape(text))).casefold()
    return " ".join(_WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter))))


def _numbers(words: str) -> list[str]:
    """Return the numbers in words, Roman ones as digits, in order."""
    found = _NUMBER.findall(words)
    return sorted(str(_ROMAN.index(number)) if number in _ROMAN else number for number in found)


#: How names begin that nobody wrote: hidden files, what is open in an office program, what systems leave.
_NOT_OURS = (".", "~", "readme", "thumbs.db", "desktop.ini")


def written(folder: Path, *, below: bool = False) -> list[Path]:
    """Return the files that people wrote in a folder, by name; none where there is no such folder.

    What editors, spreadsheets and git leave beside them (names that begin with . or ~) is passed over,
    and so is a page that explains the folder (README).

    Args:
        folder: the folder.
        below: whether the files in its folders count too.
    """
    found = (folder.rglob("*") if below else folder.iterdir()) if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.casefold().startswith(_NOT_OURS) and path.is_file())


def citation_name(citation: Citation) -> str:
    """Return a citation or report for people: its id, its title, cut short, and its year."""
    return publication_name(citation.citation_id, citation.title, citation.year)


def publication_name(id: str, title: str, year: int | None) -> str:
    """Return a publication for people, as `citation_name` does."""
    return f"{id} {_short(title)!r} ({year})" if year else f"{id} {_short(title)!r}"


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}..."


def is_record_id(text: str) -> bool:
    """Say whether a text looks as record ids do, whether or not there is such a record."""
    return bool(RECORD_ID.fullmatch(text))


def person_of(name: str, kind: str) -> str:
    """Return whose a file is that is named `<kind>.<person>.csv`, or `<kind>.<person>.<anything>.csv`.

    A reviewer's id holds no dot (see the config's schema). Empty where the file is of another kind. A browser
    calls the second download of a file `<kind>.<person> (1).csv`, which is a further file of that person.

    >>> person_of("title_abstract.R2 (1).csv", "title_abstract")
    'R2'
    """
    first, _, rest = name.partition(".")
    return _AGAIN.sub("", rest.partition(".")[0]) if first == kind and rest.count(".") else ""


def part(file: str) -> tuple[bool, int, str]:
    """Return what orders a person's files: the first, then those with a number, then others by name."""
    _, *rest = file.rpartition("/")[2].split(".")
    again = _AGAIN.search(rest[0]) if len(rest) > 1 else None
    number = ".".join(rest[1:-1]) or (again[1] if again else "")
    return bool(number) and not number.isdecimal(), int(number) if number.isdecimal() else 0, file


def waits_for(people: Iterable[str], active: Sequence[str]) -> str:
    """Return whom an open item waits for: those of some people who are still in the review, else the team.

    Args:
        people: reviewer ids.
        active: the ids of all who are still in the review, in the order in which they stand there.
    """
    wanted = set(people)
    return ";".join(id for id in active if id in wanted) or TEAM


def in_words(waiting: str, enough: int) -> str:
    """Return whom an open item waits for, in words, where so many of them are enough.

    >>> in_words("R1;R2;R3", 1), in_words("R1;R2", 2), in_words("team", 1)
    ('any one of R1, R2, R3', 'R1 and R2', 'the team')
    """
    people = waiting.split(";")
    if waiting == TEAM:
        return "the team"
    if len(people) > enough:
        return f"any {('one', 'two', 'three')[enough - 1] if enough < 4 else enough} of {', '.join(people)}"
    return f"{', '.join(people[:-1])} and {people[-1]}" if len(people) > 1 else people[0]


def study_ids(review: Review, problems: Problems) -> frozenset[str]:
    """Return every study id of `records/studies.csv`; none where there is no such file."""
    from tamis.store import read_saved
    from tamis.tables import StudyReport

    rows = read_saved(review.records / "studies.csv", StudyReport, problems, root=review.root)
    return frozenset(row.study for row in rows)
