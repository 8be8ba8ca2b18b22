"""Checks of numbers: known answers, what they say, and what they pass over."""

from fractions import Fraction

import pytest
from numbers_form import RESULTS, check, column, datum, names

from tamis.extraction.numbers import findings
from tamis.extraction.numbers.means import possible, sums
from tamis.extraction.numbers.rounding import number
from tamis.proforma import Field, Proforma


def row(**cells):
    return {"outcome": "Return", **{id.replace("or_", "or"): value for id, value in cells.items()}}


# --- percentages and GRIM -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "n", "fits"),
    [  # scrutiny 0.6.1, vignette grim.html; Brown and Heathers 2017
        ("5.19", 28, False),
        ("5.19", 32, True),
        ("5.27", 43, False),
        ("3.48", 20, False),
    ],
)
def test_means_that_are_known_to_fit_or_not(mean, n, fits):
    assert any(number(mean).rounds(Fraction(total, n)) for total in sums(number(mean), n)) is fits
    assert names(check([row(n1=n, m1=mean)])) == ([] if fits else ["grim m1"])


def test_a_mean_of_items_and_one_without_power():
    assert [f.severity for f in check([row(n1=28, m3="5.22")])] == ["low"]  # 439 / 84 = 5.226, cut off
    assert [f.severity for f in check([row(n1=10, m3="5.19")])] == ["medium"]
    assert not check([row(n1=28, m3="5.19")])  # 436 / 84
    assert not check([row(n1=100, m1="5.19")])
    assert not check([row(n1=28, m1="5.19")], basis={"m1": "imputed"})


@pytest.mark.parametrize(
    ("mean", "sd", "n", "fits"),
    [  # scrutiny's tests of its data set pigs5 (test-grimmer-map.R), and rsprite2's two (test-grimmer.R)
        ("4.74", "6.55", 31, True),
        ("5.23", "2.55", 35, False),
        ("2.57", "2.57", 30, True),
        ("2.68", "2.59", 34, True),
        ("7.38", "3.65", 32, True),
        ("6.89", "4.18", 37, True),
        ("5.00", "2.18", 31, True),
        ("0.24", "6.43", 34, True),
        ("5.21", "1.60", 28, True),
        ("3.44", "2.47", 18, False),
    ],
)
def test_standard_deviations_that_are_known_to_fit_or_not(mean, sd, n, fits):
    assert possible(number(sd), n, sums(number(mean), n)) is fits
    assert names(check([row(n1=n, m1=mean, sd1=sd)])) == ([] if fits else ["grimmer sd1"])


@pytest.mark.parametrize(("mean", "n"), [("7.22", 38), ("6.77", 33), ("7.01", 35), ("3.14", 33)])
def test_means_of_that_data_set_that_do_not_fit(mean, n):
    assert names(check([row(n1=n, m1=mean, sd1="2.00")])) == ["grim m1"]


@pytest.mark.parametrize(
    ("percent", "n", "found"),
    [
        ("23.7", 357, True),
        ("18.6", 892, False),
        ("57.2", 233, True),
        ("57.2", 223, True),
        ("61.9", 254, True),
        ("61.9", 197, False),
        ("28", 62, True),
        ("72", 62, False),  # 45 of 62, cut off
        ("57.2", 1000, False),  # no power
        ("66", 36, False),  # 24 of 36, cut off
        ("12.5", 8, False),
        ("13", 8, False),  # half up
        ("12", 8, False),  # half to even
        ("0", 50, False),
        ("100", 3, False),
    ],
)
def test_percentages_without_count(percent, n, found):
    assert names(check([row(n1=n, p1=percent)])) == (["percent p1"] if found else [])


def test_what_a_percentage_without_count_says():
    (finding,) = check(
        [row(n1=357, p1="23.7")], [column("sample", "count", label="Sample")], given={"sample": "135"}
    )
    assert finding.text == (
        "Results, Return: p1: no whole number of 357 (n1) is 23.7%: 84 of 357 is 23.5% and 85 of 357 is "
        "23.8%; it would be 32 of 135 (Sample)"
    )
    assert finding.finding.startswith("extraction:number:percent:smith2020:results:return:p1:")
    assert (finding.severity, finding.study, finding.place) == ("medium", "smith2020", "smith.yaml:1")


def test_a_number_that_nearly_everything_fits_is_not_offered():
    sample = [column("sample", "count", label="Sample")]
    (finding,) = check([row(n1=357, p1="23.7")], sample, given={"sample": "999"})
    assert finding.text.endswith("85 of 357 is 23.8%")


def test_a_percentage_against_its_count():
    (finding,) = check([row(n1=50, e1=4, p1=10)])
    assert finding.text == (
        "Results, Return: p1: 4 of 50 is 8.0%, and 10% is typed; 5 of 50 or 4 of 39 to 42 would be 10%"
    )
    assert finding.severity == "high"
    (finding,) = check([row(n1=254, e1=122, p1="61.9")])
    assert finding.text.endswith("122 of 254 is 48.0%, and 61.9% is typed; 122 of 197 would be 61.9%")
    # One n alone, or one that the study has, is as likely as another count.
    (finding,) = check([row(n1=48, e1=9, p1=45)])
    assert finding.text.endswith("; 9 of 20 would be 45%")
    (finding,) = check(
        [row(n1=50, e1=4, p1=10)], [column("sample", "count", label="All")], given={"sample": 40}
    )
    assert finding.text.endswith("; 4 of 40 (All) would be 10%")
    assert not check([row(n1=50, e1=4, p1=8), row(n1=53, e1=8, p1=15)])


def test_an_n_of_another_unit_is_not_offered():
    choices = ("families", "children")
    columns = (*RESULTS, column("counted", "unit", choices=choices))
    plain = [column("sample", "count", label="All"), column("of", "unit of sample", choices=choices)]
    cells = row(n1=50, e1=4, p1=10, counted="families")
    (other,) = check([cells], plain, columns, {"sample": 40, "of": "children"})
    assert other.text.endswith("; 5 of 50 or 4 of 39 to 42 would be 10%")
    (same,) = check([cells], plain, columns, {"sample": 40, "of": "families"})
    assert same.text.endswith("; 4 of 40 (All) would be 10%")


def test_parts_of_another_whole_name_it():
    columns = [
        column("what", type="text", key=True),
        column("share", "count of whole", unit="%", adds_up_to="100"),
        column("whole", "count"),
    ]
    shares = ["27.3", "31.8", "23.9", "17"]
    found = check(
        [{"what": w, "share": s, "whole": 62} for w, s in zip("abcd", shares, strict=True)], columns=columns
    )
    assert len(found) == 3 and all("; all parts together fit 88" in finding.text for finding in found)
    assert not check(
        [{"what": w, "share": s, "whole": 88} for w, s in zip("abcd", shares, strict=True)], columns=columns
    )


@pytest.mark.parametrize("basis", ["estimated", "imputed", "weighted", "adjusted"])
def test_what_was_not_counted_is_passed_over(basis):
    of_row = row(n1=357, p1="23.7", n2=50, e2=4, p2=10, test="chi2", stat="40.0", df=1, basis=basis)
    of_row |= {"or": "9.00", "rr": "9.00", "rd": ".90"}
    # That effects were adjusted is not said of a percentage beside its count.
    assert names(check([of_row])) == (["percent p2"] if basis == "adjusted" else [])
    everywhere = {id: basis for id in of_row}
    plain = {id: value for id, value in of_row.items() if id != "basis"}
    assert names(check([plain], basis=everywhere)) == (["percent p2"] if basis == "adjusted" else [])
    assert "percent p2" not in names(check([plain], basis={"p2": basis}))
    del of_row["basis"]
    everything = names(check([of_row]))
    assert {"percent p1", "percent p2", "chi2 stat", "odds_ratio or", "risk_ratio rr"} <= set(everything)
    assert not check([row(n1=52, p1=51)], basis={"p1": basis})


# --- sums, counts, units ------------------------------------------------------------------------

ARMS = (
    column("arm", type="text", key=True),
    column("n", "count", adds_up_to="total", label="Number"),
    column("unit", "unit", choices=("families", "children")),
    column("families", "count", at_most="children"),
    column("children", "count"),
)
TOTAL = [column("total", "count", label="Sample")]


def arms(*sizes, **more):
    return check(
        [{"arm": f"arm {i}", "n": n, **more} for i, n in enumerate(sizes)], TOTAL, ARMS, {"total": 493}
    )


def test_arms_add_up_to_the_total():
    (finding,) = arms(357, 892)
    assert finding.text == "Results, Number: 357 + 892 = 1249, and not 493 (Sample)"
    assert finding.severity == "high"
    assert not arms(357, 136)
    assert not arms(357, "")  # one of them is not reported
    assert names(arms(357, 892, "")) == ["sum n"]  # more already than all


def test_groups_of_rows_add_up_by_themselves():
    columns = [
        column("of", type="text"),
        column("n", "count", adds_up_to="whole", within=("of",)),
        column("whole", "count"),
    ]
    rows = [("a", 4, 6), ("a", 2, 6), ("b", 5, 6), ("b", 2, 6)]
    (finding,) = check([dict(zip(("of", "n", "whole"), row, strict=True)) for row in rows], columns=columns)
    assert finding.text == "Results, n (b): 5 + 2 = 7, and not 6 (whole)"


@pytest.mark.parametrize(
    ("shares", "severity"),
    [
        (["34.4", "27.5", "19.4", "18.4"], "low"),  # 99.7: only if they were cut off
        (["34.4", "27.5", "19.4", "18.5"], ""),
        (["76.3", "20.5", "3.2"], ""),
        (["33", "33", "33"], ""),
        (["40", "30", "20"], "medium"),
        (["50", "52"], "medium"),
    ],
)
def test_percentages_of_one_whole_add_up_as_far_as_rounding_goes(shares, severity):
    columns = [column("share", "count of n", unit="%", adds_up_to="100"), column("n", "count")]
    found = check([{"share": share} for share in shares], columns=columns)
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_a_test_rests_on_its_arms():
    found = check([row(n1=157, n2=112, n=374)])
    assert [f.text for f in found] == ["Results, Return: n is 374, and the arms together are 157 + 112 = 269"]
    assert not check([row(n1=157, n2=112, n=269)])
    (fewer,) = check([row(n1=30, n2=30, n=57)])
    assert fewer.severity == "low" and fewer.text.endswith("30 + 30 = 60; were 3 not analysed?")


def test_counts():
    assert names(check([row(n1=10, e1=11)])) == ["events e1"]
    assert not check([row(n1=10, e1=10)])
    assert names(check([row(n1="10.5")])) == ["whole n1"]
    assert names(check([row(n1=-3)])) == ["bounds n1"]
    assert names(check([row(n1=10, p1=110)])) == ["bounds p1"]
    assert names(check([row(test="r", stat="1.2", df=5, p=".5")])) == ["bounds stat"]
    (nought,) = check([row(p="0.000")])
    assert nought.text.endswith("no p value is nought; p < .001 would be right")
    assert names(check([row(p="1.2")])) == ["p_range p"]
    (points,) = check([row(n1=2104, e1=482, n2=4321, e2=1110) | {"rd": "-2.8"}])
    assert points.text.endswith(
        "is -2.8, and cannot be less than -1; if it is told in percentage points, its unit in the form is %"
    )
    (more,) = check([{"arm": "a", "families": 60, "children": 46}], TOTAL, ARMS)
    assert more.text == (
        "Results, a: families is 60, and cannot be more than children, which is 46: 14 too many"
    )


def test_arms_are_counted_in_one_unit():
    rows = [{"arm": "A", "n": 60, "unit": "families"}, {"arm": "B", "n": 79, "unit": "children"}]
    (finding,) = check(rows, TOTAL, ARMS)
    assert finding.text == "Results: counted in different units, A in Families; B in Children"
    both = [row | {"unit": unit} for row in rows for unit in ("families", "children")]
    assert not check(both, TOTAL, ARMS)
    assert not check(rows[:1], TOTAL, ARMS)
    total = [*TOTAL, column("of", "unit of total", choices=("families", "children"))]
    found = check([rows[0], rows[0] | {"arm": "C", "n": 41}], total, ARMS, {"total": 103, "of": "children"})
    assert names(found) == ["unit total"]  # and not the sum, which is of families
    assert found[0].text.endswith("60 + 41 = 101 Families, and 103 Children")
    (more,) = check([rows[0], rows[0] | {"arm": "C", "n": 50}], total, ARMS, {"total": 103, "of": "children"})
    assert more.text.endswith("; 60 + 50 = 110 Families, and 103 Children: more Families than Children")


# --- tests and p values -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "severity"),
    [
        # the worked example
        ({"test": "chi2", "stat": "1.26", "df": 1, "p": ".26"}, ""),
        ({"test": "chi2", "stat": "5.17", "df": 1, "p": ".023"}, ""),
        ({"test": "chi2_mcnemar", "stat": "4.00", "p": ".046"}, ""),
        ({"test": "chi2_mcnemar", "stat": "2.71", "p": ".099"}, ""),  # 2.715 gives .0994
        ({"test": "chi2", "stat": "3.98", "df": 1, "p": ".046"}, ""),
        ({"test": "chi2", "stat": "8.17", "df": 1, "p": "< .05"}, ""),
        # statcheck's own tests (test-compute-pvalues.R) print p that do not fit
        ({"test": "t", "stat": "2.20", "df": 28, "p": ".03"}, "low"),  # .0362, cut off
        ({"test": "F", "stat": "2.20", "df": 2, "df2": 28, "p": ".15"}, "medium"),
        ({"test": "r", "stat": ".22", "df": 28, "p": ".26"}, "medium"),
        ({"test": "z", "stat": "2.20", "p": ".04"}, "medium"),
        ({"test": "chi2", "stat": "22.20", "df": 28, "p": ".79"}, "medium"),
        # tables of critical values
        ({"test": "z", "stat": "1.96", "p": ".05"}, ""),
        ({"test": "t", "stat": "2.228", "df": 10, "p": ".05"}, ""),
        ({"test": "t", "stat": "-2.228", "df": 10, "p": ".050"}, ""),
        ({"test": "F", "stat": "4.96", "df": 1, "df2": 10, "p": ".05"}, ""),
        ({"test": "Q", "stat": "9.49", "df": 4, "p": ".05"}, ""),
        ({"test": "chi2", "stat": "6.63", "df": 1, "p": ".01"}, ""),
        ({"test": "r", "stat": ".576", "df": 10, "p": ".05"}, ""),
        ({"test": "r", "stat": ".576", "n": 12, "p": ".05"}, ""),
        # on the other side of .05; one-sided; <, > and ns; cut off
        ({"test": "t", "stat": "1.50", "df": 30, "p": ".04"}, "high"),
        ({"test": "t", "stat": "1.70", "df": 30, "p": ".05"}, "low"),
        ({"test": "t", "stat": "2.75", "df": 30, "p": "> .05"}, "high"),
        ({"test": "t", "stat": "2.75", "df": 30, "p": "ns"}, "high"),
        ({"test": "t", "stat": "1.50", "df": 30, "p": "n.s."}, ""),
        ({"test": "t", "stat": "2.75", "df": 30, "p": "p < .01"}, ""),
        ({"test": "t", "stat": "2.55", "df": 30, "p": "< .01"}, "low"),  # .016; one-sided .008
        ({"test": "F", "stat": "2.20", "df": 2, "df2": 28, "p": "< .05"}, "high"),
        ({"test": "z", "stat": "2.100", "p": ".035"}, "low"),  # .0357, cut off
        # nothing to go by
        ({"test": "t", "stat": "9.99", "p": ".9"}, ""),
        ({"test": "fisher", "stat": "9.99", "df": 1, "p": ".9"}, ""),
        ({"stat": "9.99", "df": 1, "p": ".9"}, ""),
        ({"test": "F", "stat": "9.99", "df": 1, "p": ".9"}, ""),
    ],
)
def test_p_values_against_their_tests(cells, severity):
    found = [finding for finding in check([row(**cells)]) if ":p:" in finding.finding]
    assert [finding.severity for finding in found] == ([severity] if severity else []), found


def test_what_a_p_value_says():
    (finding,) = check([row(test="t", stat="1.50", df=30, p=".04")])
    assert finding.text == (
        "Results, Return: t(30) = 1.50 gives p = .144 (by rounding, from .143 to .145), and p = .04 is "
        "typed, which is on the other side of .05"
    )
    (finding,) = check([row(test="chi2_mcnemar", stat="4.00", p=".40")])
    assert finding.text.startswith("Results, Return: Chi2_mcnemar: χ²(1) = 4.00 gives p = .046")


def test_a_two_by_two_row_has_one_degree_of_freedom():
    assert names(check([row(n1=50, e1=4, n2=53, e2=8, test="chi2", stat="1.26", p=".36")])) == ["p p"]


# --- two by two, effects, intervals -------------------------------------------------------------


def test_chi_squared_of_the_row_with_or_without_correction():
    four = {"n1": 50, "e1": 4, "n2": 53, "e2": 8}
    assert not check([row(**four, test="chi2", stat="1.26", df=1, p=".26")])
    assert not check([row(**four, test="chi2", stat="0.66", df=1)])  # Yates
    assert not check([row(**four, test="chi2_mcnemar", stat="4.00")])
    assert not check([row(**four, test="chi2", stat="1.25")])  # times (N - 1) / N
    assert not check([row(**four, test="chi2", stat="1.28")])  # likelihood ratio
    (finding,) = check([row(**four, test="chi2", stat="9.99", df=2)])
    assert finding.text == (
        "Results, Return: df is 2, and the 2×2 table of this row (4 of 50 against 8 of 53) has 1; χ² was not "
        "compared with it"
    )
    (finding,) = check([row(**four, test="chi2", stat="2.61", df=1)])
    assert finding.text == (
        "Results, Return: 4 of 50 against 8 of 53 gives χ² = 1.26 (0.66 with Yates' correction), and 2.61 is "
        "typed; with the same shares it fits 214 in all, and not 103"
    )


def test_chi_squared_finds_the_number_that_it_fits():
    cells = row(n1=220, p1=28, n2=154, p2="13.4", test="chi2", stat="8.17", df=1)
    found = check([cells], [column("closed", "count", label="Closed cases")], given={"closed": 269})
    text = next(finding.text for finding in found if ":chi2:" in finding.finding)
    assert "such as 269 (Closed cases), and not 374" in text
    assert not check([row(n1=157, p1=28, n2=112, p2="13.4", test="chi2", stat="8.17", df=1)])
    assert not check([row(n1=157, e1=44, n2=112, e2=15, test="chi2", stat="8.17", df=1, n=269)])


def test_effects_of_the_row():
    # 10 of 20 against 5 of 20: odds 1 and 1/3
    four = {"n1": 20, "e1": 10, "n2": 20, "e2": 5}
    fitting = {"or": "3.00", "rr": "2.0", "rd": "0.25"}
    assert not check([row(**four) | fitting])
    assert names(check([row(**four) | {"or": "3.10", "rr": "2.1", "rd": "0.35"}])) == [
        "odds_ratio or",
        "risk_ratio rr",
        "risk_difference rd",
    ]
    (finding,) = check([row(**four) | {"or": "0.33"}])
    assert finding.severity == "medium" and "with the arms the other way round" in finding.text
    (finding,) = check([row(n1=2221, e1=182, n2=2223, e2=256) | {"rr": "0.70"}])
    assert finding.text.endswith(
        "0.71, and 0.70 is typed; if it was adjusted or comes from a survival model, its basis (adjusted, "
        "estimated) says so"
    )
    (finding,) = check([row(n1=2104, e1=482, n2=4321, e2=1110) | {"rd": "-.8"}])
    assert "gives -0.028, and -.8 is typed" in finding.text and finding.severity == "high"
    (finding,) = check([row(n1=2104, e1=482, n2=4321, e2=1020) | {"rd": "-.7"}])  # -0.7 points
    assert finding.severity == "medium" and finding.text.endswith("it would fit in percentage points")
    assert not check([row(n1=20, e1=0, n2=20, e2=5) | {"or": "0.07"}])  # a cell of nought was corrected
    assert not check([row(n1=20, p1=50, n2=20, p2=25) | fitting])
    # of the percentages as they are printed: ISIS-2 (Lancet 1988), 11.8% - 9.4%; 51% / 8%
    assert not check([row(n1=8587, e1=804, p1="9.4", n2=8600, e2=1016, p2="11.8") | {"rd": "-.024"}])
    assert not check([row(n1=55, e1=28, p1=51, n2=52, e2=4, p2=8) | {"rr": "6.4"}])


def test_phi():
    assert not check([row(test="chi2", stat="8.07", n=1623, phi=".07", df=1)])
    (finding,) = check([row(test="chi2", stat="8.07", n=623, phi=".07", df=1)])
    assert finding.text == "Results, Return: phi: the root of 8.07 / 623 is 0.11, and .07 is typed"
    # Yates' chi2 beside Pearson's phi; an arm is no n of a test of two arms
    four = row(n1=50, e1=4, n2=53, e2=8, test="chi2", stat="0.66", n=103)
    assert not check([four | {"phi": ".11"}])
    (finding,) = check([four | {"stat": "1.26", "phi": ".16"}])
    assert "fit" not in finding.text


@pytest.mark.parametrize(
    ("ratio", "d", "severity"),
    [
        ("3.048", ".675", ""),  # ln / 1.65 (Cox)
        ("0.997", "-.002", ""),
        ("0.937", "-.039", ""),
        ("3.048", ".614", ""),  # ln × √3 / π (Chinn 2000)
        ("3.048", "-.675", "high"),
        ("3.048", ".50", "medium"),
        ("3.048", ".75", "medium"),
        ("0.937", ".039", "high"),
        ("1.0", ".02", ""),
    ],
)
def test_d_against_its_odds_ratio(ratio, d, severity):
    found = check([row(d=d) | {"or": ratio}])
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_d_has_the_sign_of_the_difference():
    assert names(check([row(m1="5.50", m2="5.00", n1=2, n2=2, d="-.40")])) == ["d_means d"]
    assert not check([row(m1="5.50", m2="5.00", n1=2, n2=2, d=".40")])
    (turned,) = check([row(md="-1.0", d=".40")])
    assert turned.severity == "low" and turned.text.endswith(
        "unless signs were turned so that more is better"
    )


def test_a_difference_of_means_is_theirs():
    means = {"m1": "20.66", "m2": "16.96", "n1": 300, "n2": 300}
    assert not check([row(**means, md="3.7")])
    assert not check([row(**means, md="3.71")])  # by rounding
    (finding,) = check([row(**means, md="9.70")])
    assert finding.text.startswith("Results, Return: md: 20.66 - 16.96 = 3.70, and 9.70 is typed")
    assert [f.severity for f in check([row(**means, md="-3.70")])] == ["low"]
    assert not check([row(**means, md="9.70", basis="adjusted")])


def test_t_is_the_difference_over_its_standard_error():
    cells = {"outcome": "Return", "test": "t", "df": 30, "md": "1.0", "md_se": "0.50"}
    assert not check([cells | {"stat": "-2.0"}])
    (finding,) = check([cells | {"stat": "9.0"}])
    assert finding.text.endswith("1.0 (md) over its standard error 0.50 is 2.00, and t = 9.0 is typed")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64"}, []),
        ({"or": "2.00", "or_low": "2.10", "or_high": "3.64"}, ["interval or"]),
        ({"or": "2.00", "or_low": "3.10", "or_high": "1.64"}, ["interval or_low"]),
        ({"or": "2.00", "or_low": "1.10", "or_high": "2.90"}, ["symmetry or"]),
        # exp(ln 2 ± 1.96 × .305)
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "or_se": ".305"}, []),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "or_se": ".405"}, ["width or_se"]),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "or_se": ".61"}, ["width or_se"]),
        ({"or": "2.00", "or_low": "1.21", "or_high": "3.30", "or_se": ".305", "level": 90}, []),
        ({"md": "1.00", "md_low": "0.02", "md_high": "1.98", "md_se": "0.50"}, []),
        ({"md": "1.00", "md_low": "-0.11", "md_high": "2.11", "md_se": "0.50"}, []),  # t of 10
        ({"md": "1.00", "md_low": "-0.11", "md_high": "2.11", "md_se": "0.50", "df": 10}, []),
        ({"md": "1.00", "md_low": "-0.11", "md_high": "2.11", "md_se": "0.50", "df": 100}, ["width md_se"]),
        ({"md": "1.00", "md_low": "0.50", "md_high": "1.50", "md_se": "0.50"}, ["width md_se"]),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "p": ".20"}, ["interval_p or"]),
        ({"or": "2.00", "or_low": "0.90", "or_high": "4.44", "p": ".03"}, ["interval_p or"]),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "p": "< .05"}, []),
        ({"or": "2.00", "or_low": "1.00", "or_high": "4.00", "p": ".05"}, []),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "p": ".001"}, ["estimate_p or"]),  # z of 2.3
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "p": ".005"}, []),
        ({"or": "2.00", "or_low": "1.10", "or_high": "3.64", "p": ".001", "test": "chi2", "stat": 10.8}, []),
        ({"md": "1.00", "md_se": "1.00", "p": ".001"}, ["estimate_p md"]),
        # A level of .95 is told, and nothing is worked out with it.
        (
            {"or": "2.00", "or_low": "1.10", "or_high": "3.64", "or_se": ".9", "p": ".2", "level": ".95"},
            ["bounds level"],
        ),
        # Welch 1938: at least as many degrees of freedom as the smaller group but one
        ({"md": "2.79", "md_low": "0", "md_high": "5.58", "md_se": "1.10", "n1": 6, "n2": 40}, []),
        (
            {"md": "2.79", "md_low": "0", "md_high": "5.58", "md_se": "1.10", "n1": 60, "n2": 40},
            ["width md_se"],
        ),
        ({"n1": 1000, "p1": "2.0", "p1_low": "1.2", "p1_high": "3.1"}, []),  # exact
        ({"n1": 1000, "p1": "2.0", "p1_low": "2.2", "p1_high": "3.1"}, ["interval p1"]),
    ],
)
def test_intervals(cells, found):
    assert names(check([{"outcome": "Return"} | cells])) == found


def test_a_wide_interval_says_that_it_may_rest_on_t():
    """Twelve clusters have ten degrees of freedom, however many people are in them."""
    cells = row(n1=300, n2=300, md="2.00", md_low="0.22", md_high="3.78", md_se="0.80")
    (finding,) = check([cells])
    assert finding.severity == "low" and finding.text.endswith(
        "error of 0.80 makes 1.97 × 0.80 = 1.574 (t with 299 degrees of freedom); it fits t with 10, "
        "as where few clusters are compared"
    )
    assert [f.severity for f in check([cells | {"df": 598}])] == ["medium"]


def test_dates_are_in_order():
    columns = [column("start", type="date"), column("end", type="date", after="start", label="End")]
    (finding,) = check([{"start": "2019-05-01", "end": "2018-05-01"}], columns=columns)
    assert finding.text == "Results, row 1: End is 2018-05-01, before start, which is 2019-05-01"
    assert not check([{"start": "2019-05-01", "end": "2019-05-01"}], columns=columns)
    assert not check([{"start": "2019-05", "end": "2019"}], columns=columns)  # as far as both say it
    assert check([{"start": "2019-05", "end": "2019-04-30"}], columns=columns)


# --- what is asked of what ----------------------------------------------------------------------


def test_numbers_of_no_kind_are_passed_over():
    columns = [column("outcome", type="text"), column("n", type="number"), column("p", type="p")]
    assert not check([{"outcome": "x", "n": "-3.5", "p": ".000"}], columns=columns)


@pytest.mark.parametrize(
    "cells",
    [
        {"test": "z", "stat": "1" + "0" * 320, "p": ".05"},
        {"test": "t", "stat": "1" + "0" * 400, "df": 5, "p": ".05"},
        {"test": "t", "stat": "9.99", "df": "1" + "0" * 15, "p": ".5"},
        {"test": "z", "stat": "2.5", "p": "0." + "0" * 58 + "1"},
        {"e1": 3, "n1": 10, "e2": 4, "n2": 10, "or": "0." + "3" * 61},
        {"or": "1" + "0" * 400, "or_low": "1", "or_high": "1" + "0" * 500},
    ],
)
def test_numbers_that_nobody_measured_are_passed_over(cells):
    assert not check([{"outcome": "Return"} | cells])


def test_long_p_values_are_shown_short():
    (finding,) = check([row(test="z", stat="2.5", p=f".{'0' * 20}1")])
    assert " gives p = .012419 (by rounding, from .010772 to .014286), and p = .000000" in finding.text
    (finding,) = check([row(test="z", stat="5.0", p=".00000164")])
    assert "gives p = 5.7e-07 (by rounding, from 4.4e-07 to 7.4e-07)" in finding.text


def test_a_missing_n_of_a_row_is_not_that_of_the_study():
    columns = [column("n", "count"), column("k", "count of n"), column("share", "count of n", unit="%")]
    rows = [{"k": 20, "share": 40}, {"n": 50, "k": 20, "share": 40}]
    assert not check(rows, [column("n", "count")], columns, {"n": 500})


def test_what_is_not_given_or_not_in_the_form_is_passed_over():
    proforma = Proforma((Field("results", "Results", "table", columns=RESULTS),), (), None)
    data = [
        datum("results", 1, "n1", "", ""),
        datum("gone", 1, "", "5", ""),
        datum("results", 1, "gone", "5", ""),
    ]
    assert not findings(data, proforma)


def test_plain_fields_are_a_line_too():
    plain = [column("n", "count"), column("share", "count of n", unit="%"), column("or", "odds_ratio")]
    (finding,) = check((), plain, given={"n": 28, "share": "5.0"})
    assert finding.finding.startswith("extraction:number:percent:smith2020:share:")
    columns = [column("share1", "count of n", unit="%")]
    assert names(check([{"share1": "5.0"}], plain, columns, {"n": 28})) == ["percent share1"]
