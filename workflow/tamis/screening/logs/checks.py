"""What can be wrong with lines of a log, or of what was adjudicated: told for all at once, by columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.bulk import column
from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.review import RECORD_ID, Known, is_record_id
from tamis.screening.columns import Flags, codes
from tamis.screening.versions import in_force

#: Stands in a title for letters which an encoding does not have, or for bytes that are no letters.
_LOST = "?\ufffd"


def right(lines: pa.Table, config: Config, known: Known, problems: Problems) -> tuple[Flags, Flags]:
    """Return which lines are right, and which are on records that exports hold; note what is wrong.

    What is right may be on a record that no export holds, where its id looks like an id.

    Args:
        lines: the columns stage, record, decision, of, reason, time, moment, title, file and line.
        config: the protocol.
        known: the records there are.
        problems: takes what is wrong.
    """
    good, held = right_records(lines, known, problems)
    good &= _right_duplicates(lines, known, problems)
    good &= _right_reasons(lines, config, problems)
    others = np.flatnonzero(~_is(lines, "of", ""))
    of = column(lines, "of").take(pa.array(others)).to_pylist()
    held[others] &= np.array([id in known.titles for id in of], np.bool_)
    return good, held


def kept(lines: pa.Table, good: Flags) -> pa.Table:
    """Return the lines that are good; where all are, without a copy."""
    return lines if good.all() else lines.filter(pa.array(good))


def places(lines: pa.Table, wrong: Flags, *names: str) -> Iterator[tuple[str, ...]]:
    """Yield the place of each line that something is wrong with, and what stands in some of its columns."""
    at = pa.array(np.flatnonzero(wrong))
    if len(at):
        taken = (lines.column(name).take(at).to_pylist() for name in ("file", "line", *names))
        for file, line, *values in zip(*taken, strict=True):
            yield (f"{file}:{line}", *values)


def _is(lines: pa.Table, name: str, value: str) -> Flags:
    return np.asarray(pc.equal(column(lines, name), value).to_numpy(zero_copy_only=False), np.bool_)


def decided(lines: pa.Table, problems: Problems) -> Flags:
    """Return which lines hold a decision; note those that hold what only stands beside one.

    A remark may be written before its decision, in a sheet that is filled in bit by bit.
    """
    undecided = _is(lines, "decision", "")
    for name in ("reason", "of"):
        for place, text in places(lines, undecided & ~_is(lines, name, ""), name):
            problems.add_at(
                place, f"is missing, and {name} has {text!r}: it counts as no decision", column="decision"
            )
    return ~undecided


def whole(lines: pa.Table, problems: Problems) -> Flags:
    """Return which lines that adjudicate say how, who, why and when; note what is missing."""
    good = np.ones(len(lines), np.bool_)
    for name in ("how", "who", "why", "time"):
        missing = _is(lines, name, "")
        good &= ~missing
        for (place,) in places(lines, missing):
            problems.add_at(place, "is missing", column=name)
    return good


# --- records and titles -------------------------------------------------------------------------


def _right_duplicates(lines: pa.Table, known: Known, problems: Problems) -> Flags:
    """Return which lines are no duplicates, or such of another record; note the others."""
    good = np.ones(len(lines), np.bool_)
    duplicate = _is(lines, "decision", "duplicate")
    rows = places(lines, duplicate, "record", "of")
    for at, (place, record, of) in zip(np.flatnonzero(duplicate).tolist(), rows, strict=True):
        good[at] = _right_other(record, of, place, known, problems)
    return good


def _right_other(record: str, of: str, place: str, known: Known, problems: Problems) -> bool:
    """Note what is wrong with the other record of a duplicate; say if it is right.

    The stage `dedupe` says the same in the same words, so that it counts once.
    """
    if not of:
        problems.add_at(place, "is missing; a duplicate needs the id of the other record", column="of")
    elif of == record:
        problems.add_at(place, f"{of!r} is the record itself", column="of")
    elif of in known.titles or not is_record_id(of):
        return known.check_record(of, "", place, problems, column="of")
    else:
        return True
    return False


def right_records(lines: pa.Table, known: Known, problems: Problems) -> tuple[Flags, Flags]:
    """Return which lines are right in their record and its title, and which are on records that exports hold.

    A title may be left out. An id that looks right and is in no export was perhaps in one before: its line is
    right. Note what is wrong.

    Args:
        lines: lines with the columns record, title, file and line.
        known: the records there are.
        problems: takes what is wrong.
    """
    record, title = column(lines, "record"), column(lines, "title")
    own = _titles(record, known)
    held = np.asarray(own.is_valid(), np.bool_).copy()
    stray = ~held
    stray[stray] = ~_looks_like_id(record.filter(pa.array(stray)))
    for place, id in places(lines, stray, "record"):
        known.check_record(id, "", place, problems)
    other = np.asarray(
        pc.fill_null(pc.and_(pc.not_equal(title, ""), pc.not_equal(title, own)), False), np.bool_
    ).copy()
    other[other] = ~_same_words(title.filter(pa.array(other)), own.filter(pa.array(other)))
    return ~stray & ~_other_titles(lines, other, known, problems), held


def _titles(record: pa.Array, known: Known) -> pa.Array:
    """Return the title of each record; null where there is no such record."""
    if len(record) < len(known.titles) // 4:
        return pa.array([known.titles.get(id) for id in record.to_pylist()], pa.string())
    ids, titles = pa.array([*known.titles], pa.string()), pa.array([*known.titles.values()], pa.string())
    at = codes(record, ids)
    return titles.take(pa.array(at, mask=at < 0))


def _looks_like_id(record: pa.Array) -> Flags:
    """Return which texts look as record ids do, whether or not there is such a record."""
    return np.asarray(pc.match_substring_regex(record, f"^(?:{RECORD_ID.pattern})$"), np.bool_)


def _same_words(one: pa.Array, other: pa.Array) -> Flags:
    """Return which texts are the same but for case and punctuation."""

    def words(texts: pa.Array) -> pa.Array:
        return pc.utf8_trim(pc.replace_substring_regex(pc.utf8_lower(texts), r"[^\pL\pN\pM]+", " "), " ")

    return np.asarray(pc.equal(words(one), words(other)), np.bool_)


def _other_titles(lines: pa.Table, other: Flags, known: Known, problems: Problems) -> Flags:
    """Return which lines have the title of another record, and note them.

    Where letters of a title were lost, or changed, when its file was saved, that is one message for the file.
    """
    wrong = np.zeros(len(lines), np.bool_)
    at = np.flatnonzero(other)
    damaged: dict[str, list[str]] = {}
    told: dict[tuple[str, str], bool] = {}
    for position, (place, record, title) in zip(
        at.tolist(), places(lines, other, "record", "title"), strict=True
    ):
        key = record, title
        if key not in told:
            told[key] = known.check_record(record, title, place, Problems())
        if told[key]:
            continue
        wrong[position] = True
        if _is_damaged(title, known.titles[record]):
            damaged.setdefault(place.rpartition(":")[0], []).append(
                f"line {place.rpartition(':')[2]}, {title!r}"
            )
        else:
            known.check_record(record, title, place, problems)
    for file, lines in damaged.items():
        text = (
            f"has lost letters of {counted(len(lines), 'title')} (first: {lines[0]}); "
            "save it again from where it was written, as CSV UTF-8 or XLSX"
        )
        problems.add(file, text)
    return wrong


def _is_damaged(said: str, title: str) -> bool:
    """Say whether a title can be another one that was saved in an encoding which lacks its letters.

    >>> _is_damaged("??????? ? ?????", "Ребёнок в семье"), _is_damaged("FÃ¼r Ãœltje", "Für Ültje")
    (True, True)
    """
    if title.isascii():
        return False
    for encoding in ("cp1252", "latin-1", "mac-roman"):
        try:
            if said.encode(encoding).decode("utf-8") == title:
                return True
        except UnicodeError:
            continue
    kept = [letter for letter in said if letter not in _LOST and not letter.isspace()]
    left = iter(title)
    return any(mark in said for mark in _LOST) and all(letter in left for letter in kept)


# --- reasons ------------------------------------------------------------------------------------


def _right_reasons(lines: pa.Table, config: Config, problems: Problems) -> Flags:
    """Return which lines have a reason where there must be one, and one that there was; note the others."""
    exclude, bare = _is(lines, "decision", "exclude"), _is(lines, "reason", "")
    missing = _is(lines, "stage", "full_text") & exclude & bare
    for place, moment in places(lines, missing, "moment"):
        problems.add_at(place, _reason_missing(moment, config), column="reason")
    needless = ~exclude & ~bare
    for place, reason, decision in places(lines, needless, "reason", "decision"):
        problems.add_at(place, _reason_needless(reason, decision), column="reason")
    unknown = exclude & ~bare & ~_was_known(lines, config)
    for place, reason, moment, time in places(lines, unknown, "reason", "moment", "time"):
        problems.add_at(place, _reason_of_another(reason, moment, time, config), column="reason")
    return ~(missing | needless | unknown)


def _reason_missing(moment: str, config: Config) -> str:
    """Say that an exclusion at full text has no reason, and which questions were asked at that time."""
    number = in_force(config.flowcharts, pa.array([moment], pa.string()))[0].as_py()
    asked = config.flowcharts[(number or len(config.flowcharts)) - 1].questions
    return f"is missing; an exclusion at full text needs one of {', '.join(each.id for each in asked)}"


def _reason_needless(reason: str, decision: str) -> str:
    """Say that a reason stands where none can be."""
    return f"{reason!r} stands beside {decision}; only an exclusion has a reason: is it a note?"


def _reason_of_another(reason: str, moment: str, time: str, config: Config) -> str:
    """Say that a reason was not in the flowchart at a time, and which versions have it."""
    when = moment.removesuffix("T00:00:00") + ("" if time else " (it has no time: dated by the line above)")
    having = [v for v in config.flowcharts if reason in {question.id for question in v.questions}]
    versions = ", ".join(
        f"version {v.number} ({f'until {v.until}' if v.until else 'which is in force now'})" for v in having
    )
    return f"{reason!r} was no question of the flowchart on {when}; it is one of {versions}"


def reasons(config: Config) -> dict[str, str]:
    """Return the question that each reason means, as a person may write it: its id, its wording, other words.

    A wording that means one question in one version of the flowchart, and another one in another, means none.
    """
    meant: dict[str, set[str]] = {}
    for version in config.flowcharts:
        for question in version.questions:
            for text in (question.reason, *question.also):
                meant.setdefault(text.casefold(), set()).add(question.id)
    words = {text: ids.pop() for text, ids in meant.items() if len(ids) == 1}
    return {id: id for id in config.reasons} | {
        text: id for text, id in words.items() if text not in map(str.casefold, config.reasons)
    }


def _was_known(lines: pa.Table, config: Config) -> Flags:
    """Return which reasons were in the flowchart when they were given, as far as that is known.

    Where a line gives the day only, it may have been any hour of it; where it gives no time, any time from
    that of the line above it.
    """
    if len(config.flowcharts) == 1:
        return np.ones(len(lines), np.bool_)
    moment, time = column(lines, "moment"), column(lines, "time")
    first = pc.fill_null(in_force(config.flowcharts, moment), 1).to_numpy()
    day_end = pc.binary_join_element_wise(pc.utf8_slice_codeunits(moment, 0, 10), "T23:59:59", "")
    length = pc.binary_length(time).to_numpy()
    last = np.where(
        length > len("2021-09-24"), first, in_force(config.flowcharts, day_end).fill_null(1).to_numpy()
    )
    last = np.where(length == 0, len(config.flowcharts), last)
    reasons = [*config.reasons]
    reason = codes(column(lines, "reason"), reasons)
    known = np.zeros(len(lines), np.bool_)
    for version in config.flowcharts:
        ids = {question.id for question in version.questions}
        has = np.array([id in ids for id in reasons])[reason]
        known |= has & (first <= version.number) & (version.number <= last)
    return known
