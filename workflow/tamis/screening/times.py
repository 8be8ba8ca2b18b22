"""Which of two things was said later, where of one the day alone may be known."""

from __future__ import annotations

from tamis.store import in_utc

#: How the moment of a vote ends that an export dates by the day.
END = "T24:00:00"
#: How a moment ends of which the day alone is known: in an export, and in a log.
_DAY_ONLY = (END, "T00:00:00")
_DAY = len("2021-09-17")


def after(moment: str, day: str, time: str) -> bool:
    """Return whether what was said is later than a time; where of one the day alone is known, by the days.

    Args:
        moment: when it was said, as in `tables.Statement`.
        day: the day as it was written, where in UTC it is another.
        time: the other time, as people wrote it.
    """
    if len(time) == _DAY or moment.endswith(_DAY_ONLY):
        return (day or moment[:10]) > time[:10]
    return moment > in_utc(time)[:19]


def later(one: str, other: str) -> bool:
    """Return whether a time that people wrote is later than another, as far as that is known."""
    if min(len(one), len(other)) == _DAY:
        return one[:10] > other[:10]
    return in_utc(one)[:19] > in_utc(other)[:19]
