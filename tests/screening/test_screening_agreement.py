"""Coefficients of agreement: published tables, what R computes, and what must hold of any table."""

import json
import math
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import SHARED
from tamis.screening.agreement import in_words
from tamis.screening.agreement.coefficients import Coefficients, none_if_nan, two_raters
from tamis.screening.agreement.panel import Estimate, PanelCoefficients, panel
from tamis.screening.agreement.quantiles import normal, student

few = settings(max_examples=40)
REFERENCE = SHARED / "reference" / "agreement"
needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(),
    reason="../shared is not here: the reference values made with R are compared there",
)


class One:
    """The coefficients of one table; None where undefined."""

    def __init__(self, table) -> None:
        found: Coefficients = two_raters(np.array([table]))
        for name in Coefficients.__slots__:
            value = getattr(found, name)[0]
            setattr(self, name, [none_if_nan(v) for v in value] if np.ndim(value) else none_if_nan(value))


def of_table(table) -> PanelCoefficients:
    """Return the coefficients of the panel of two that a table is of."""
    k = len(table)
    unit = np.eye(k, dtype=np.int64)
    counts = np.array([unit[i] + unit[j] for i in range(k) for j in range(k)])
    return panel(counts, np.array(table).ravel())


def of_ratings(ratings) -> PanelCoefficients:
    """Return the coefficients of rows of ratings; None: none was given."""
    words = sorted({word for row in ratings for word in row if word is not None})
    counts = np.array([[row.count(word) for word in words] for row in ratings])
    return panel(counts, np.ones(len(counts), dtype=np.int64))


def crossed(ratings, a: int, b: int):
    """Return the table of two raters, over the citations that both rated."""
    words = sorted({word for row in ratings for word in row if word is not None})
    table = np.zeros((len(words), len(words)), dtype=np.int64)
    for row in ratings:
        if row[a] is not None and row[b] is not None:
            table[words.index(row[a]), words.index(row[b])] += 1
    return table


# --- published tables -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "observed", "kappa"), [([[40, 9], [6, 45]], 0.85, 0.70), ([[80, 10], [5, 5]], 0.85, 0.32)]
)
def test_high_agreement_and_low_kappa(table, observed, kappa):
    """Feinstein and Cicchetti, J Clin Epidemiol 1990; 43: 543-549: the first paradox."""
    found = One(table)
    assert found.observed == observed
    assert round(found.kappa, 2) == kappa


def test_three_categories():
    """cont3x3abstractors of irrCAC 1.0 (Gwet, Handbook of Inter-Rater Reliability), and its vignette."""
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    found, both = One(table), of_table(table)
    assert found.observed == 0.89
    assert found.kappa == pytest.approx(0.7964094, abs=5e-8)
    assert found.kappa_se == pytest.approx(0.05891072, abs=5e-9)
    assert found.ac1 == pytest.approx(0.8493305, abs=5e-8)
    assert found.ac1_se == pytest.approx(0.04321747, abs=5e-9)
    assert (round(found.ac1_low, 3), round(found.ac1_high, 3)) == (0.764, 0.935)
    assert found.pabak == pytest.approx(0.835, abs=1e-12)
    assert both.fleiss.value == pytest.approx(0.7962397, abs=5e-8)
    assert both.alpha.value == pytest.approx(0.7972585, abs=5e-8)


#: Four observers, twelve units; Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
UNITS = ("11-1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "-555", "--11", "--3-")


def test_missing_votes():
    found = of_ratings([[None if vote == "-" else vote for vote in unit] for unit in UNITS])
    assert round(found.alpha.value, 3) == 0.743
    assert (found.citations, found.votes) == (11, 40)
    # the limits that irrCAC 1.0 prints: of alpha by the citations with two votes, of the others by all
    assert (round(found.fleiss.low, 3), found.fleiss.high) == (0.424, 1)
    assert (round(found.ac1.low, 3), found.ac1.high) == (0.461, 1)
    assert (round(found.alpha.low, 3), found.alpha.high) == (0.419, 1)
    assert (round(found.observed.low, 3), found.observed.high) == (0.542, 1)


#: Thirty patients: how many of six psychiatrists gave each diagnosis; Fleiss, Psychol Bull 1971; 76: 378.
PATIENTS = (
    *("00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006"),
    *("10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203"),
    *("00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006"),
)


def test_six_raters():
    counts = np.array([[int(n) for n in patient] for patient in PATIENTS])
    found = panel(counts, np.ones(len(counts), dtype=np.int64))
    assert (found.citations, found.votes) == (30, 180)
    assert round(found.fleiss.value, 3) == 0.430
    assert round(found.observed.value, 3) == 0.556  # the mean of his P_i


# --- degenerate tables ----------------------------------------------------------------------------


def test_of_one_category_kappa_is_undefined_and_the_others_are_one():
    for table in ([[0, 0], [0, 100]], [[100, 0], [0, 0]], [[0, 0, 0], [0, 7, 0], [0, 0, 0]]):
        found, both = One(table), of_table(table)
        assert (found.kappa, found.kappa_low, found.kappa_high) == (None, None, None)
        assert (found.observed, found.pabak, found.ac1) == (1, 1, 1)
        assert (found.ac1_low, found.ac1_high) == (1, 1)
        assert (both.fleiss, both.alpha) == (Estimate(), Estimate())
        assert both.ac1.value == both.observed.value == 1
    assert One([[0, 0], [0, 100]]).specific == [None, 1]


def test_of_one_who_never_includes_kappa_is_zero_and_has_no_limits():
    found = One([[0, 10], [0, 190]])
    assert (found.kappa, found.kappa_low, found.kappa_high) == (0, None, None)
    assert found.specific[0] == 0


def test_perfect_agreement_has_limits_that_are_one():
    found, both = One([[12, 0], [0, 88]]), of_table([[12, 0], [0, 88]])
    assert (found.kappa, found.kappa_low, found.kappa_high) == (1, 1, 1)
    assert (found.observed_high, found.ac1, found.ac1_low) == (1, 1, 1)
    assert (both.fleiss.value, both.alpha.value) == (1, 1)


@few
@given(st.lists(st.integers(1, 7), min_size=2, max_size=12))
def test_who_never_differs_agrees_by_one_and_not_by_nearly_one(votes):
    counts = np.array([[n, 0] if at % 2 else [0, n] for at, n in enumerate(votes)])
    found = panel(counts, np.ones(len(votes), dtype=np.int64))
    paired = {at % 2 for at, n in enumerate(votes) if n > 1}
    if paired:
        assert (found.observed.value, found.fleiss.value, found.ac1.value) == (1, 1, 1)
        assert found.alpha.value == (1 if len(paired) > 1 else None)


@few
@given(st.integers(1, 5000))
def test_the_limits_of_all_and_of_none_are_one_and_nought(n):
    assert One([[n, 0], [0, 0]]).observed_high == 1
    assert One([[0, n], [0, 0]]).observed_low == 0


def test_of_nothing_all_is_undefined():
    found = One([[0, 0], [0, 0]])
    values = [getattr(found, name) for name in Coefficients.__slots__ if name != "specific"]
    assert values == [None] * len(values)
    assert of_table([[0, 0], [0, 0]]) == PanelCoefficients(0, 0)


def test_a_single_citation_has_no_limits_but_wilsons():
    found, both = One([[0, 1], [0, 0]]), of_table([[0, 1], [0, 0]])
    assert (found.observed, found.ac1_low, found.kappa_low) == (0, None, None)
    assert 0.7 < found.observed_high < 0.8
    assert (both.observed.value, both.observed.low) == (0, None)


# --- what R computes ------------------------------------------------------------------------------

#: Keys that are not compared, and why; a key is its path, and ends (or begins) so.
NOT_COMPARED = {
    "n_subjects": "no coefficient",
    "n_raters": "no coefficient",
    "levels": "no coefficient",
    "pair": "no coefficient",
    "batch": "no coefficient",
    "second": "no coefficient",
    "note": "no coefficient",
    "pe": "agreement by chance is a step on the way, and is no column",
    "pe_cohen": "agreement by chance is a step on the way, and is no column",
    "cohen_se0": "the standard error under kappa 0, of another test than the limits",
    "max_kappa": "not named by the issue",
    "weighted_kappa_linear": "not named by the issue",
    "weighted_kappa_quadratic": "not named by the issue",
    "mcnemar_chi2_nocc": "not named by the issue",
    "mcnemar_exact_p": "not named by the issue",
    "pabak_ci_lb": "limits of PABAK are not named by the issue",
    "pabak_ci_ub": "limits of PABAK are not named by the issue",
    "conger_exact_kappa": "not named by the issue",
    "irrCAC_conger": "not named by the issue",
    "light_kappa": "not named by the issue",
    "irrCAC_brennan_prediger": "of panels not named by the issue",
    "stratified_kappa_inverse_variance": "not named by the issue",
    "stratified_kappa_n_weighted": "not named by the issue",
    "krippendorff_alpha_ordinal": "decisions are nominal",
    "krippendorff_alpha_interval": "decisions are nominal",
    "krippendorff_alpha_ratio": "decisions are nominal",
    "coef_unrounded": "was not stored",
    "z": "a test of kappa 0, not named by the issue",
    "p": "a test of kappa 0, not named by the issue",
    "irrCAC_kappa2": "the README of the reference says so",
    "psych_cohen_kappa": "the README of the reference says so",
    "irr_kripp_alpha_DO_NOT_MATCH_if_complete_and_more_than_2_raters": "the key says so",
}


def of_two(table, categories) -> dict:
    """Return what a block of the reference on two raters holds, as we compute it."""
    found, both = One(table), of_table(table)
    kappa = {"ase_fleiss1969": found.kappa_se, "ci_lb": found.kappa_low, "ci_ub": found.kappa_high}
    ac1 = {"se": found.ac1_se, "ci_lb": found.ac1_low, "ci_ub": found.ac1_high, "pa": found.observed}
    values = {
        "n": int(np.sum(table)),
        "percent_agreement": 100 * found.observed,
        "po": found.observed,
        "po_wilson_ci_lb": found.observed_low,
        "po_wilson_ci_ub": found.observed_high,
        "cohen_kappa": {"coef": found.kappa, **kappa},
        "brennan_prediger_S": found.pabak,
        "scott_pi": both.fleiss.value,  # of two raters they are the same
        "gwet_ac1": {"coef": found.ac1, **ac1},
        "gwet_ac1_formula": found.ac1,
        "krippendorff_alpha_nominal": both.alpha.value,
        "specific_agreement_per_category": dict(zip(categories, found.specific, strict=True)),
    }
    if len(categories) == 2:
        index = {"prevalence_index": found.prevalence, "bias_index": found.bias}
        values |= index | {f"abs_{name}": abs(value) for name, value in index.items()}
        values |= {"PABAK": found.pabak}
        values |= {"positive_specific_agreement": found.specific[0]}
        values |= {"negative_specific_agreement": found.specific[1]}
        values["epiR"] = {"pabak": found.pabak, "pindex": found.prevalence, "bindex": found.bias}
    return values


def of_several(ratings, raters) -> dict:
    """Return what a block of the reference on several raters holds, as we compute it."""
    found = of_ratings(ratings)

    def estimate(of: Estimate) -> dict:
        return {"coef": of.value, "se": of.se}

    pairs = [crossed(ratings, a, b) for a, b in combinations(range(len(raters)), 2)]
    return {
        "krippendorff_alpha_nominal": found.alpha.value,
        "fleiss_kappa": {"coef": found.fleiss.value},
        "fleiss_formula": found.fleiss.value,
        "mean_pairwise_agreement": found.observed.value,
        "irrCAC_fleiss": {**estimate(found.fleiss), "pa": found.observed.value},
        "irrCAC_gwet_ac1": {**estimate(found.ac1), "pa": found.observed.value},
        # its pa is corrected for the number of votes, and is no column
        "irrCAC_krippendorff": {**estimate(found.alpha), "pa": PASS},
        "irrCAC_percent_agreement": {**estimate(found.observed), "pa": found.observed.value},
        "pairwise": [
            {"n": int(table.sum()), "po": One(table).observed, "cohen_kappa": One(table).kappa}
            for table in pairs
        ],
    }


PASS = object()


def computed(data) -> dict:
    """Return what a file's `expected` holds, as we compute it."""
    if data["type"] == "table_two_raters":
        return of_two(data["table"], data["categories"])
    raters = [name for name in data["ratings"][0] if name not in ("record", "batch")]
    ratings = [[row.get(name) for name in raters] for row in data["ratings"]]
    if data["type"] == "raw":
        return of_several(ratings, raters)
    included_first = np.s_[::-1, ::-1]  # 1 is include, and stands first in the tables of the reference
    tables = [crossed(ratings, 0, at)[included_first] for at in range(1, len(raters))]
    return {
        "pooled_lead_vs_whoever_was_second": of_two(sum(tables), (1, 0)),
        "per_batch": [of_two(table, (1, 0)) for table in tables],
        "all_raters_missing_by_design": of_several(ratings, raters),
    }


def compare(expected, found, path, compared: set) -> list[str]:
    """Return what differs, or is in one alone; `compared` takes the keys that were compared."""
    key = str(path[-1]) if path else ""
    at = ".".join(map(str, path))
    if key in NOT_COMPARED or key.endswith("_3dp") or found is PASS:
        return []
    if found is None and isinstance(expected, dict | list):
        return [f"{at}: nothing to compare it with"]
    if isinstance(expected, dict):
        return [
            text
            for name, value in expected.items()
            for text in (
                compare(value, found[name], (*path, name), compared)
                if name in found
                else compare(value, None, (*path, name), compared)
                if isinstance(value, dict | list)
                else unmapped(name, value, (*path, name))
            )
        ]
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{at}: {len(expected)} and {len(found)}"]
        return [
            text
            for number, (one, other) in enumerate(zip(expected, found, strict=True))
            for text in compare(one, other, (*path, number), compared)
        ]
    if key == "pa" and expected is None:
        return []  # was not stored
    if key in ("se", "ase_fleiss1969") and (expected is None or expected < 1e-6):
        return [] if found is None or found < 1e-6 else [f"{at}: {found} for {expected}"]
    compared.add(key)
    if expected is None or found is None:
        return [] if expected is found else [f"{at}: {found} for {expected}"]
    # the reference gives twelve digits
    return (
        []
        if math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
        else [f"{at}: {found} for {expected}"]
    )


def unmapped(name, value, path) -> list[str]:
    return (
        [] if name in NOT_COMPARED or name.endswith("_3dp") else [f"{'.'.join(map(str, path))}: not mapped"]
    )


def files():
    return sorted(REFERENCE.glob("*.json")) if REFERENCE.exists() else []


@needs_reference
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_coefficient_is_what_r_computes(path: Path):
    data = json.loads(path.read_text(encoding="utf-8"))
    compared: set[str] = set()
    assert compare(data["expected"], computed(data), (), compared) == []
    assert len(compared) >= 4


@needs_reference
def test_all_files_of_the_reference_are_compared():
    assert len(files()) >= 14
    types = {json.loads(path.read_text(encoding="utf-8"))["type"] for path in files()}
    assert types == {"table_two_raters", "raw", "raw_batches"}


# --- quantiles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("df", "value"),
    [
        (1, math.tan(0.475 * math.pi)),
        (2, 0.95 * math.sqrt(2 / (1 - 0.95**2))),
        # the others with mpmath, to forty digits
        (3, 3.18244630528370959),
        (5, 2.57058183563631551),
        (10, 2.22813885198627475),
        (29, 2.0452296421327043),
        (30, 2.04227245630123831),
        (99, 1.9842169515864175),
        (100, 1.98397151852355229),
        (999, 1.96234146113344998),
        (1000, 1.96233908082640848),
        (10**6, 1.95996635681410704),
    ],
)
def test_quantiles_of_t(df, value):
    assert student(0.975, df) == pytest.approx(value, rel=1e-12)


def test_quantiles_of_t_do_not_jump_where_the_method_changes():
    steps = [student(0.975, df - 1) - student(0.975, df) for df in range(995, 1006)]
    assert all(later < step for step, later in pairwise(steps))
    assert student(0.975, 10**12) == pytest.approx(normal(0.975), rel=1e-11)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kappa", "landis_koch", "handbook"),
    [
        (None, "", ""),
        (-0.001, "poor", ""),
        (0.0, "slight", ""),
        (0.204, "slight", ""),
        (0.206, "fair", ""),
        (0.40, "fair", "fair"),
        (0.41, "moderate", "fair"),
        (0.60, "moderate", "good"),
        (0.61, "substantial", "good"),
        (0.75, "substantial", "excellent"),
        (0.81, "almost perfect", "excellent"),
        (1.0, "almost perfect", "excellent"),
    ],
)
def test_words_for_the_size_of_kappa(kappa, landis_koch, handbook):
    assert in_words(kappa, "landis_koch_1977") == landis_koch
    assert in_words(kappa, "handbook_5_1") == handbook
    assert in_words(kappa, "") == ""


# --- any table ------------------------------------------------------------------------------------


def tables(k: int):
    return st.lists(st.lists(st.integers(0, 60), min_size=k, max_size=k), min_size=k, max_size=k)


TABLES = st.integers(2, 4).flatmap(tables)


def near(one, other) -> bool:
    return (
        one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    )


@few
@given(TABLES)
def test_it_does_not_matter_who_is_named_first(table):
    one, two = One(table), One(np.array(table).T)
    for name in set(Coefficients.__slots__) - {"specific", "bias"}:
        assert near(getattr(one, name), getattr(two, name)), name
    assert one.specific == two.specific
    assert two.bias == (None if one.bias is None else -one.bias)


@few
@given(TABLES)
def test_the_order_of_categories_does_not_matter(table):
    one, two = One(table), One(np.array(table)[::-1, ::-1])
    for name in set(Coefficients.__slots__) - {"specific", "prevalence", "bias"}:
        assert near(getattr(one, name), getattr(two, name)), name
    assert one.specific == two.specific[::-1]


@few
@given(TABLES)
@example([[0, 10], [0, 190]])
@example([[0, 1], [0, 0]])
def test_limits_hold_what_they_are_limits_of(table):
    one, both = One(table), of_table(table)
    for value, low, high in (
        (one.observed, one.observed_low, one.observed_high),
        (one.kappa, one.kappa_low, one.kappa_high),
        (one.ac1, one.ac1_low, one.ac1_high),
        *((each.value, each.low, each.high) for each in (both.observed, both.fleiss, both.ac1, both.alpha)),
    ):
        assert (low is None) == (high is None)
        assert low is None or low - 1e-12 <= value <= high + 1e-12
    for value in (one.kappa, one.pabak, one.ac1):
        assert value is None or value <= 1


@few
@given(tables(2))
def test_of_two_categories_pabak_is_twice_the_agreement_less_one(table):
    found = One(table)
    assert near(found.pabak, None if found.observed is None else 2 * found.observed - 1)


@few
@given(st.lists(TABLES.filter(lambda table: len(table) == 3), min_size=2, max_size=5))
def test_many_tables_at_once_are_as_one_after_the_other(several):
    together = two_raters(np.array(several))
    for at, table in enumerate(several):
        for name in ("kappa", "kappa_low", "ac1_low", "observed_high"):
            assert near(none_if_nan(getattr(together, name)[at]), getattr(One(table), name))


COUNTS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=12)


@few
@given(COUNTS, st.integers(1, 3))
def test_kinds_of_citation_count_as_often_as_they_are_there(counts, times):
    once = panel(np.array(counts * times), np.ones(len(counts) * times, dtype=np.int64))
    kinds = panel(np.array(counts), np.full(len(counts), times))
    assert (once.citations, once.votes) == (kinds.citations, kinds.votes)
    for name in ("observed", "fleiss", "ac1", "alpha"):
        one, other = getattr(once, name), getattr(kinds, name)
        assert all(
            near(a, b) for a, b in ((one.value, other.value), (one.se, other.se), (one.low, other.low))
        )


@few
@given(TABLES)
def test_a_panel_of_two_agrees_as_two_do(table):
    one, both = One(table), of_table(table)
    assert near(one.observed, both.observed.value)
    assert near(one.ac1, both.ac1.value)
