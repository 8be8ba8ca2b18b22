"""The lines of a strategy against each other: what sets allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.searches.strategies import findings
from tamis.tables import Strategy


def strategy(*lines):
    """Lines as (kind, of, hits), numbered from 1."""
    return [Strategy("s.csv", str(n), kind, of, hits=hits) for n, (kind, of, hits) in enumerate(lines, 1)]


def found(*lines):
    return [(line.line, text) for line, text in findings(strategy(*lines))]


TERMS = [("terms", "", 4187663), ("terms", "", 7672), ("terms", "", 18515650)]


def test_a_strategy_that_fits():
    lines = [*TERMS, ("and", "1;2;3", 800), ("filter", "4", 720), ("filter", "5", 668), ("or", "2; 6", 7700)]
    assert found(*lines) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (("and", "1;2", 7673), "it has 7673 hits, but an AND holds at most the 7672 of line 2"),
        (("filter", "2", 7673), "it has 7673 hits, but a filter leaves at most the 7672 of line 2"),
        (("or", "1;2", 4187662), "it has 4187662 hits, but an OR holds at least the 4187663 of line 1"),
        (("or", "1;2", 4195336), "it has 4195336 hits, but its lines have only 4195335 together"),
        (("and", "1;9", 5), "it is made of line 9, which the strategy does not have before it"),
        (("and", "1;4", 5), "it is made of line 4, which the strategy does not have before it"),
        (("filter", "", 5), "it does not say which lines it is made of"),
    ],
)
def test_a_line_that_does_not_fit(line, text):
    assert found(*TERMS, line) == [("4", text)]


def test_a_count_that_was_not_recorded_is_bounded_by_what_it_is_made_of():
    # As a published strategy gives it: the AND alone was not printed, only what the filter left of it.
    assert found(*TERMS, ("and", "1;2;3", None), ("filter", "4", 720)) == []
    assert found(*TERMS, ("and", "1;2;3", None), ("filter", "4", 7673)) == [
        ("5", "it has 7673 hits, but a filter leaves at most the 7672 of line 4")
    ]
    assert found(("terms", "", None), ("or", "1", 5), ("and", "1;2", 5)) == []


sets = st.lists(st.frozensets(st.integers(0, 9)), min_size=2, max_size=4)


@given(sets, st.frozensets(st.integers(0, 9)))
def test_what_real_sets_do_is_never_called_wrong(terms, english):
    union, common = frozenset().union(*terms), terms[0].intersection(*terms)
    of = ";".join(str(n) for n in range(1, len(terms) + 1))
    n = len(terms)
    lines = [("terms", "", len(term)) for term in terms]
    lines += [("or", of, len(union)), ("and", of, len(common)), ("filter", str(n + 1), len(union & english))]
    assert found(*lines) == []
