"""What imports leave to a person: votes that are there no more, words nobody explained, contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tamis.errors import counted
from tamis.screening.snapshots.ballots import Key, Vote, moment_of
from tamis.tables import AT_STAGE, TEAM, OpenItem, Vanished

if TYPE_CHECKING:
    from tamis.screening.inputs import Imported


def vanished_of(
    imports: Iterable[Imported], votes: Mapping[Key, Sequence[Vote]], last: Mapping[Key, str]
) -> tuple[list[Vanished], list[OpenItem]]:
    """Return the votes that later snapshots have no more, and an item for each two imports and reviewer.

    What was taken back in the tool by that tool's own log is among them; `later` is then the log itself.
    Exports of one tool, stage and moment are one snapshot. Lists are compared with lists that say the same:
    whoever moved from the list of inclusions to that of exclusions has changed, and not vanished.
    """
    snapshots: dict[tuple[str, str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    seen: dict[tuple[str, str, str, str], dict[str, list[Vote]]] = defaultdict(lambda: defaultdict(list))
    for (stage, person, citation), group in votes.items():
        for vote in group:
            row = vote.row
            series = (stage, person, row.tool, row.decision)
            snapshots[series][vote.exported].add(row.file)
            seen[series][citation].append(vote)
    for row in (imported.row for imported in imports):
        # An export that says whose votes it holds is theirs also where it holds none of them any more.
        for person in {row.reviewer} - {""} or _people(row.people):
            snapshots[row.stage, person, row.tool, row.decision][moment_of(row.date)].add(row.file)
    gone: list[Vanished] = []
    examples: dict[tuple[str, str, str, str], list[Vote]] = defaultdict(list)
    for (stage, person, tool, word), files in snapshots.items():
        moments = sorted(files)
        for citation, group in seen[stage, person, tool, word].items():
            # Another decision counts by now: what the tool showed last was taken back elsewhere.
            counting = [v for v in _shown(group) if v.said.decision == last[stage, person, citation]]
            if not counting:
                continue
            vote = max(counting, key=lambda vote: vote[:4])
            if vote.exported != moments[-1]:
                later = min(files[moments[moments.index(vote.exported) + 1]])
            elif vote.said.taken_back:
                later = vote.row.file
            else:
                continue
            gone.append(
                Vanished(stage, person, vote.entry.record_id, vote.said.decision, vote.row.file, later)
            )
            examples[stage, person, vote.row.file, later].append(vote)
    gone.sort(key=lambda row: (row.stage, row.later, row.file, row.reviewer, row.record_id))
    return gone, [_gone(*key, found) for key, found in sorted(examples.items())]


def _shown(votes: Sequence[Vote]) -> list[Vote]:
    """Return what the last snapshot shows of a citation: all votes without a time, else the latest."""
    at = max(vote.exported for vote in votes)
    there = [vote for vote in votes if vote.exported == at]
    return [vote for vote in there if not vote.said.time] or [max(there, key=lambda vote: vote[:4])]


def _people(text: str) -> set[str]:
    """Return the reviewers that the column `people` names (Ann=R1; Li=R2)."""
    return {part.rpartition("=")[2].strip() for part in text.split(";")} - {""}


def _gone(stage: str, person: str, file: str, later: str, votes: Sequence[Vote]) -> OpenItem:
    first = min(votes, key=lambda vote: vote[:4])
    whose = "the team" if person == TEAM else person
    one = len(votes) == 1
    became = f"{'is' if one else 'are'} in {later} no more"
    if later == file:
        became = f"{'was' if one else 'were'} taken back in the tool"
    text = (
        f"{counted(len(votes), 'vote')} of {whose} {AT_STAGE[stage]} in {file} {became} "
        f"({_example(first)}); "
        f"{'it goes' if one else 'they go'} on counting; what should not, say otherwise in "
        f"{_log(stage, person)}, or accept that they count"
    )
    return OpenItem(f"screening:vanished:{stage}:{file}:{later}:{person}", text, TEAM, first.entry.place)


def unexplained(votes: Iterable[Vote]) -> list[OpenItem]:
    """Return an item for each import and word of a reason that is none of ours, and for reasons missing."""
    found: dict[tuple[str, str, str], list[Vote]] = defaultdict(list)
    for vote in votes:
        found[vote.row.stage, vote.row.file, vote.said.word].append(vote)
    items = []
    for (stage, file, word), group in sorted(found.items()):
        first = min(group, key=lambda vote: vote[:4])
        number = f"{counted(len(group), 'exclusion')} {AT_STAGE[stage]} in {file}"
        verb = "gives" if len(group) == 1 else "give"
        if word:
            item = f"screening:reason:{stage}:{file}:{word}"
            text = (
                f"{number} {verb} {word!r} as the reason ({_example(first)}), which is no question of the "
                "flowchart: write it under also: of its question in config/config.yaml, or say what it means "
                f"in words of imports.csv: {word}=<question's id>"
            )
        else:
            item = f"screening:unreasoned:{stage}:{file}"
            text = (
                f"{number} {verb} no reason ({_example(first)}): say it in {_log(stage, '<reviewer>')}, with "
                "the same decision, or in the tool, and export again"
            )
        items.append(OpenItem(item, text, TEAM, first.entry.place))
    return items


def contradicting(votes: Iterable[Vote]) -> list[OpenItem]:
    """Return an item for each snapshot that says of a citation two things at once."""
    found: dict[tuple[str, str, str], list[Vote]] = defaultdict(list)
    for vote in votes:
        found[vote.row.stage, vote.row.file, vote.said.person].append(vote)
    items = []
    for (stage, file, person), group in sorted(found.items()):
        first = min(group, key=lambda vote: vote[:4])
        whose = "the team" if person == TEAM else person
        text = (
            f"what {file} says {AT_STAGE[stage]} for {whose} contradicts an entry above it or an export "
            f"of the same moment says of {counted(len(group), 'citation')} ({_example(first)}); until "
            f"{_log(stage, person)} says what holds, the last one counts"
        )
        items.append(OpenItem(f"screening:twice:{stage}:{file}:{person}", text, TEAM, first.entry.place))
    return items


def _log(stage: str, person: str) -> str:
    name = "<you>" if person == TEAM else person
    kind = "adjudication" if person == TEAM else stage
    return f"records/screening/{kind}.{name}.csv"


def _example(vote: Vote) -> str:
    name = vote.entry.title or vote.entry.record_id
    short = name if len(name) <= 60 else f"{name[:60].rstrip()}..."
    return f"such as {vote.said.decision} on entry {vote.entry.entry}, {short!r}"
