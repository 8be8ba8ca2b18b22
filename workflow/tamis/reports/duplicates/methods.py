"""How duplicates were removed, as a paragraph for a methods section: PRISMA-S, item 16. All is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.provenance import VERSION
from tamis.reports.built import Deduplicated
from tamis.reports.duplicates.counts import policies, shares
from tamis.tables import Member, Record

#: What the policies are called in a sentence that lists what they are about.
_DONE = {
    "related": "were kept as citations of their own and listed as related",
    "merge": "were made one citation",
    "separate": "were kept as citations of their own",
}


def paragraph(
    config: Config, records: Sequence[Record], members: Sequence[Member], found: Deduplicated
) -> str:
    """Return how duplicates were removed, in sentences: with what, how, how many, and who looked.

    Args:
        config: the protocol.
        records: all records.
        members: which citation holds each.
        found: what deduplication says of pairs, and what people say of them.
    """
    sources = len({record.source for record in records})
    sentences = [
        f"{counted(len(records), 'record')} from {counted(sources, 'source')} "
        f"{_were(len(records))} deduplicated with Tamis {VERSION}.",
        "Records were compared in pairs, and two were linked where a stated rule fits them; each rule asks "
        "that several fields agree, never the title or an identifier alone (Tamis, docs/deduplication.md, "
        "“How Tamis finds duplicates”).",
        *_removed(members, found),
        *_looked(found, config.reviewer_ids),
        *_policies(config),
    ]
    return " ".join(sentences)


def _removed(members: Sequence[Member], found: Deduplicated) -> list[str]:
    of = shares(members, found.pairs)
    left = len(members) - of.removed
    said = [
        f"{counted(of.removed, 'duplicate')} {_were(of.removed)} removed, which left "
        f"{counted(left, 'citation')}."
    ]
    if of.added:
        rest = "rests" if of.added == 1 else "rest"
        said.append(f"Of the duplicates, {of.added:,} {rest} on a person's answer, and the others on rules.")
    elif of.removed:
        said.append("All of them rest on rules, and none on a person's answer alone.")
    if of.kept:
        said.append(
            f"{counted(of.kept, 'record')} more that the rules would have removed {_were(of.kept)} kept, "
            "since a person called two records different, or people differ."
        )
    return said


def _looked(found: Deduplicated, people: Sequence[str]) -> list[str]:
    """Return how many possible pairs were listed, who looked at how many, and how many nobody looked at."""
    listed = {
        (pair.record_a, pair.record_b): pair.place
        for pair in found.pairs
        if pair.verdict == "possible" or (pair.by_rules == "possible" and pair.place)
    }
    if not listed:
        return ["No further pair was alike enough to be listed for a person to look at."]
    nobody = sum(not place for place in listed.values())
    looked = len(listed) - nobody
    by = Counter(
        opinion.person
        for opinion in found.opinions
        if (opinion.record_a, opinion.record_b) in listed or (opinion.record_b, opinion.record_a) in listed
    )
    # In the order of the config; whoever is no longer in it stands last.
    names = ", ".join(
        f"{person} at {by[person]:,}" for person in dict.fromkeys([*people, *sorted(by)]) if by[person]
    )
    if not looked:
        seen = "nobody looked at any of them" if nobody > 1 else "nobody looked at it"
    elif nobody:
        seen = f"people looked at {looked:,} of them ({names}), and nobody at {nobody:,}"
    else:
        seen = f"people looked at {'all of them' if looked > 1 else 'it'} ({names})"
    listing = (
        "was listed as a possible duplicate" if len(listed) == 1 else "were listed as possible duplicates"
    )
    return [
        f"{counted(len(listed), 'further pair')} {listing}, alike but not enough to be linked: {seen}. "
        "Pairs that people did not agree to be the same stayed apart."
    ]


def _policies(config: Config) -> list[str]:
    """Return what was done with records of one work that are two publications, in a sentence a policy."""
    about: dict[str, list[str]] = {}
    for what, _, key in policies(config.policies):
        about.setdefault(key.rpartition(" ")[2], []).append(what[0].lower() + what[1:])
    said = [f"{'; '.join(whats)}: these {_DONE[word]}." for word, whats in about.items()]
    return [text[0].upper() + text[1:] for text in said]


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
