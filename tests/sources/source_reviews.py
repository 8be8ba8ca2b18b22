"""Made-up reviews as built tables: which source found what, and what became of it; a letter a citation."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from tamis.sources.found import Found, find
from tamis.tables import Citation, Exit, Export, Member, Record

FATES = {
    "out": ("excluded_title_abstract", ""),
    "lost": ("not_retrieved", ""),
    "read": ("excluded_full_text", ""),
    "left": ("excluded_after_appraisal", ""),
    "in": ("included", ""),
    "new": ("open", "title_abstract"),
    "sought": ("open", "retrieval"),
    "reading": ("open", "full_text"),
    "same": ("duplicate", ""),
}
Built = tuple[list[Export], list[Record], list[Member], list[Citation], list[Exit]]


def tables(
    searches: list[tuple[str, str]],
    fates: Mapping[str, str],
    removed: int | None = None,
    default: str = "out",
) -> Built:
    """Return the built tables.

    Args:
        searches: the source and the citations of each export; a letter that stands twice is two records.
        fates: what became of a citation, a word of `FATES`.
        removed: how many records automation tools removed before the first export.
        default: what became of those that `fates` does not name.
    """
    exports, records, members = [], [], []
    holder: dict[str, str] = {}
    for number, (source, letters) in enumerate(searches):
        file = f"{number}.ris"
        kind = "website" if source.startswith("www") else "database"
        place = f"records/searches/searches.csv:{number + 2}"
        n = removed if number == 0 else None
        exports.append(
            Export(file, source, source_kind=kind, records=len(letters), removed_automatic=n, place=place)
        )
        for at, letter in enumerate(letters, start=1):
            id = f"r{number}.{at}"
            records.append(
                Record(id, file, at, title=letter, source=source, source_kind=kind, place=f"{file}:{at}")
            )
            members.append(Member(id, holder.setdefault(letter, id)))
    citations = [Citation(id, "databases", title=letter) for letter, id in holder.items()]
    exits = []
    for member, record in zip(members, records, strict=True):
        first = member.record_id == member.citation_id
        way, at = FATES[fates.get(record.title, default)] if first else ("duplicate", "")
        exits.append(Exit(member.record_id, member.citation_id, "databases", way, at, place=record.place))
    return exports, records, members, citations, exits


def found(searches: list[tuple[str, str]], fates: Mapping[str, str] | None = None, **more: object) -> Found:
    """Return which sources found each citation; the arguments are those of `tables`."""
    exports, records, members, _, exits = tables(searches, fates or {}, **more)  # type: ignore[arg-type]
    return find(exports, records, members, exits)


#: Three sources, one searched twice and one in vain; something waits at each place.
SMALL = [("Scopus", "abcde"), ("PubMed", "abfa"), ("www & <empty>", ""), ("Scopus", "fg"), ("www", "gh")]
SMALL_FATES = {
    "a": "in",
    "b": "read",
    "c": "new",
    "d": "lost",
    "e": "out",
    "f": "in",
    "g": "reading",
    "h": "sought",
}


def small() -> Found:
    """Return the small review that was counted by hand; 3 records were removed before the first export."""
    return found(SMALL, SMALL_FATES, removed=3)


def letters(found: Found, citations: tuple[str, ...]) -> str:
    """Return citations as their letters, in order."""
    names = {"r0.1": "a", "r0.2": "b", "r0.3": "c", "r0.4": "d", "r0.5": "e", "r1.3": "f", "r3.2": "g"}
    return "".join(sorted(names.get(id, "h") for id in citations))


@st.composite
def reviews(draw: st.DrawFn) -> Built:
    """Generate a review: up to six exports of up to four sources."""
    alphabet = "abcdefghijkl"
    searches = draw(
        st.lists(
            st.tuples(st.sampled_from(["A", "B", "C", "www"]), st.text(alphabet, max_size=8)), max_size=6
        )
    )
    fates = draw(st.dictionaries(st.sampled_from(alphabet), st.sampled_from(list(FATES))))
    return tables(searches, fates, draw(st.none() | st.integers(0, 3)), draw(st.sampled_from(["out", "new"])))
