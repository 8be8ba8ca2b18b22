"""How the page says things: stages, shares, coefficients, days, names in a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tamis.errors import counted
from tamis.reports.environment import day

#: The stages as they stand in a sentence.
STAGE = {"title_abstract": "on title and abstract", "full_text": "on the full text"}
UNDEFINED = "undefined"


def share(n: int, of: int, what: str = "") -> str:
    """Return a number and what part of another it is.

    >>> share(30, 1000), share(1, 3, "citation"), share(0, 0)
    ('30 (3.0%)', '1 citation (33%)', '0')
    """
    number = counted(n, what) if what else f"{n:,}"
    return f"{number} ({percent(n / of, of)})" if of else number


def percent(value: float | None, of: int | None = None) -> str:
    """Return a proportion in per cent; of fewer than a hundred, where it is known of how many, in whole ones.

    >>> percent(0.9757), percent(None), percent(0.875, 8)
    ('97.6%', 'undefined', '88%')
    """
    digits = 1 if of is None or of >= 100 else 0
    return UNDEFINED if value is None else f"{100 * value:.{digits}f}%"


def coefficient(value: float | None) -> str:
    """Return a coefficient with two decimals; a defined 0 is not an undefined one.

    >>> coefficient(0.556), coefficient(0.0), coefficient(-0.004), coefficient(None)
    ('0.56', '0.00', '0.00', 'undefined')
    """
    return UNDEFINED if value is None else f"{value:.2f}".replace("-0.00", "0.00")


def limits(low: float | None, high: float | None, *, of_percent: bool = False, of: int | None = None) -> str:
    """Return an interval, without brackets; empty where it is undefined.

    Where all citations say the same, the formula gives a variance of 0, which is no certainty: then it is
    said to be unknown. Its upper limit is printed as 1 where the formula gives more, as that of kappa can
    for few citations.
    """
    if low is None or high is None:
        return ""
    if high - low < 1e-9:
        return "interval cannot be estimated"
    ends = (low, min(high, 1.0))
    return " to ".join(percent(end, of) if of_percent else coefficient(end) for end in ends)


def p_value(p: float | None) -> str:
    """Return a p value; one that is nearly 0 is not 0.

    >>> p_value(0.0456), p_value(0.00001), p_value(None)
    ('0.046', '<0.001', 'undefined')
    """
    return UNDEFINED if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"


def with_limits(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    of_percent: bool = False,
    of: int | None = None,
) -> str:
    """Return an estimate with its interval of 95 in 100; see `percent` for `of`.

    >>> with_limits(0.556, 0.414, 0.698), with_limits(None, None, None), with_limits(1.0, None, None)
    ('0.56 (0.41 to 0.70)', 'undefined', '1.00')
    >>> with_limits(1.0, 1.0, 1.0)
    '1.00 (interval cannot be estimated)'
    """
    estimate = percent(value, of) if of_percent else coefficient(value)
    interval = limits(low, high, of_percent=of_percent, of=of)
    return f"{estimate} ({interval})" if interval else estimate


def listed(names: Sequence[str]) -> str:
    """Return names in a row.

    >>> listed(["R1"]), listed(["R1", "R2"]), listed(["R1", "R2", "R3"])
    ('R1', 'R1 and R2', 'R1, R2 and R3')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def were(n: int) -> str:
    """Return the verb of a number of things."""
    return "was" if n == 1 else "were"


def span(time: timedelta | None) -> str:
    """Return how long something took; empty where it is not known.

    >>> span(timedelta(days=4)), span(timedelta(hours=1.5)), span(timedelta(seconds=90)), span(None)
    ('4.0 days', '1.5 hours', '1.5 minutes', '')
    """
    if time is None:
        return ""
    for unit, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if time >= unit:
            return f"{time / unit:.1f} {name}"
    return f"{time / timedelta(minutes=1):.1f} minutes"


def between(first: str, last: str) -> str:
    """Return from which day to which something was done; empty where no time is known."""
    if not first:
        return ""
    one, other = day(first), day(last)
    return f"on {one}" if one == other else f"between {one} and {other}"
