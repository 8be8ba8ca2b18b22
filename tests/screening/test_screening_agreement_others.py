"""Coefficients of agreement beside other libraries', on any table; they are no part of the program.

What they do otherwise, and is not compared: scikit-learn and statsmodels give nan for the kappa of one
category, and krippendorff raises; statsmodels' aggregate_raters counts a missing vote as a category of its
own, and its fleiss_kappa takes complete ratings alone; scikit-learn and krippendorff give no limits.
"""

import math
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tamis.screening.agreement.coefficients import none_if_nan, two_raters
from tamis.screening.agreement.panel import panel
from tamis.screening.agreement.quantiles import student

few = settings(max_examples=30)
TABLES = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 40), min_size=k, max_size=k), min_size=k, max_size=k)
)
#: Votes of four raters on some citations, in three categories; None: no vote.
RATINGS = st.lists(
    st.lists(st.sampled_from([None, 0, 0, 1, 2]), min_size=4, max_size=4), min_size=2, max_size=15
)


def near(one, other) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def spread(table) -> tuple[list[int], list[int]]:
    """Return the votes of two raters, one after the other, that a table counts."""
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [a for a, _ in cells], [b for _, b in cells]


def both_use(table) -> bool:
    """Say whether both raters used two categories at least."""
    counts = np.array(table)
    return all((counts.sum(axis=axis) > 0).sum() > 1 for axis in (0, 1))


@few
@given(TABLES)
def test_kappa_of_scikit_learn(table):
    metrics = pytest.importorskip("sklearn.metrics")
    assume(both_use(table))
    found = two_raters(np.array([table]))
    assert near(found.kappa[0], metrics.cohen_kappa_score(*spread(table)))


def test_kappa_of_one_category_is_nan_in_scikit_learn_and_undefined_here():
    metrics = pytest.importorskip("sklearn.metrics")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns twice that there is one category
        theirs = metrics.cohen_kappa_score([1, 1, 1], [1, 1, 1])
    assert math.isnan(theirs)
    assert none_if_nan(two_raters(np.array([[[0, 0], [0, 3]]])).kappa[0]) is None


@few
@given(TABLES)
def test_kappa_of_statsmodels_and_its_standard_error(table):
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    assume(both_use(table))
    found, theirs = two_raters(np.array([table])), inter_rater.cohens_kappa(np.array(table))
    assert near(found.kappa[0], theirs.kappa)
    assume(theirs.var_kappa > 1e-12)  # at rounding level theirs may fall below 0
    assert near(found.kappa_se[0], theirs.std_kappa)
    assert near(found.kappa_low[0], theirs.kappa_low) and near(found.kappa_high[0], theirs.kappa_upp)


@few
@given(st.integers(0, 50), st.integers(0, 50))
def test_limits_of_wilson_of_statsmodels(agree, differ):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    assume(agree + differ)
    found = two_raters(np.array([[[agree, differ], [0, 0]]]))
    low, high = proportion.proportion_confint(agree, agree + differ, method="wilson")
    assert near(found.observed_low[0], low) and near(found.observed_high[0], high)


@few
@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=15))
def test_fleiss_kappa_of_statsmodels_where_no_vote_is_missing(ratings):
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    assume(len({word for row in ratings for word in row}) > 1)
    counts, _ = inter_rater.aggregate_raters(np.array(ratings))
    found = panel(counts.astype(np.int64), np.ones(len(counts), dtype=np.int64))
    assert near(found.fleiss.value, inter_rater.fleiss_kappa(counts))


@few
@given(RATINGS)
def test_alpha_of_krippendorff(ratings):
    krippendorff = pytest.importorskip("krippendorff")
    paired = [row for row in ratings if sum(word is not None for word in row) > 1]
    assume(len({word for row in paired for word in row} - {None}) > 1)
    counts = np.array([[row.count(word) for word in range(3)] for row in ratings])
    found = panel(counts, np.ones(len(counts), dtype=np.int64))
    data = np.array([[math.nan if word is None else word for word in row] for row in ratings]).T
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert near(found.alpha.value, theirs)


@few
@given(st.integers(1, 3000), st.sampled_from([0.9, 0.95, 0.975, 0.995]))
def test_quantiles_of_t_of_scipy(df, p):
    stats = pytest.importorskip("scipy.stats")
    assert math.isclose(student(p, df), stats.t.ppf(p, df), rel_tol=1e-11)
