"""Two appraisers, second views, and how differences are settled; RoB 2, where answers lead different ways."""

import pytest
from appraisals import (
    CATEGORIES,
    LOW,
    TRIAL,
    changed,
    config,
    judged,
    log,
    open_ids,
    rob2,
    row,
    settled,
    stage,
)

from tamis.cli import main
from tamis.errors import InputError

TWO = config(appraisers=2)
ROB = config(("rob2",), appraisers=2)
OF = "rob2:adams2001:return"
HEAD = "study,tool,result,item,first,answer,comment,time\n"


def mmat(one="YYYYY", two="YYYYY", **files):
    """Return files of two appraisers of a trial."""
    logs = {
        f"mmat2018.R{n}.csv": log(("adams2001", "S", "YY"), ("adams2001", "2.", letters))
        for n, letters in ((1, one), (2, two))
    }
    named = {name.replace("_", ".", 1) + ".csv": text for name, text in files.items()}
    return {"categories.csv": CATEGORIES, **logs, **named}


def rob(one, two=None, **files):
    """Return files of one or two appraisers of a result of a trial, by RoB 2."""
    logs = {f"rob2.R{n}.csv": rob2(said) for n, said in ((1, one), (2, two)) if said}
    named = {name.replace("_", ".", 1) + ".csv": text for name, text in files.items()}
    return {"categories.csv": TRIAL, **logs, **named}


def test_appraisers_who_agree_are_both_named_and_those_who_differ_are_open(tmp_path):
    made = stage(tmp_path, mmat("YYYYN", "YYNYY"), config=TWO)
    assert (row(made, "2.1").answer, row(made, "2.1").appraiser) == ("yes", "R1;R2")
    assert (row(made, "2.3").answer, row(made, "2.3").state) == ("", "disputed")
    assert row(made, "2.3").comment == "they differ: R1 yes; R2 no"
    assert [(i.item, i.waits_for) for i in made.open] == [
        ("appraisal:differs:mmat2018:adams2001:2.3", "R1;R2"),
        ("appraisal:differs:mmat2018:adams2001:2.5", "R1;R2"),
    ]
    assert "R1 yes; R2 no; it is settled in records/appraisal/reconciliation.<you>.csv" in made.open[0].text
    assert (made.assessments[0].outcome, made.assessments[0].answered) == ("incomplete", 3)
    said = {(s.item, s.role, s.person): s.answer for s in made.said}
    assert said["2.3", "appraiser", "R1"] == "yes" and said["2.3", "appraiser", "R2"] == "no"


@pytest.mark.parametrize(("how", "who"), [("third", "R3"), ("discussion", "R2; R1")])
def test_a_reconciliation_settles_its_criterion_and_no_other(tmp_path, how, who):
    text = settled(("2.3", "R1 yes; R2 no", "no", how, who, "2021-05-01"))
    made = stage(tmp_path, mmat("YYYYN", "YYNYY", reconciliation_R3=text), config=TWO)
    found = row(made, "2.3")
    assert (found.answer, found.state, found.comment) == ("no", "given", "we looked")
    assert (found.reconciled, found.appraiser) == ("records/appraisal/reconciliation.R3.csv:2", "R1;R2")
    assert open_ids(made) == ["differs:mmat2018:adams2001:2.5"]
    (settling,) = [each for each in made.said if each.role == "reconciled"]
    assert (settling.item, settling.answer, settling.how) == ("2.3", "no", how)
    assert settling.person == ("R3" if how == "third" else "R1;R2")


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ("", True),
        ("R1 Yes;R2 No", True),
        ("r2: no; r1: yes", True),
        ("R1 yes", False),
        ("R1 no; R2 no", False),
    ],
)
def test_a_reconciliation_of_something_else_than_what_is_said_counts_no_more(tmp_path, answers, holds):
    text = settled(("2.3", answers, "yes", "third", "R3", "2021-05-01"))
    made = stage(tmp_path, mmat("YYYYY", "YYNYY", reconciliation_R3=text), config=TWO)
    assert open_ids(made) == ([] if holds else ["differs:mmat2018:adams2001:2.3"])  # one matter, one item
    if not holds:
        of = f"the earlier reconciliation in records/appraisal/reconciliation.R3.csv:2, of {answers},"
        assert made.open[0].text.endswith(f"; {of} does not fit this")


def test_where_all_agree_by_now_an_earlier_reconciliation_is_no_matter(tmp_path):
    differed = "R1 yes; R2 no"
    for answers, answer in ((differed, "yes"), (differed, "no"), ("", "no")):
        text = settled(("2.3", answers, answer, "third", "R3", "2021-05-01"))
        files = mmat(reconciliation_R3=text)
        if answer == "no":  # nor are two of which nobody knows the later one
            other = settled(("2.3", answers, "cant_tell", "third", "R4", "2021-05-01"))
            assert open_ids(stage(tmp_path, files | {"reconciliation.R4.csv": other}, config=TWO)) == []
        made = stage(tmp_path, files, config=TWO)
        assert open_ids(made) == []
        assert (row(made, "2.3").answer, row(made, "2.3").reconciled) == ("yes", "")


def test_of_two_reconciliations_the_later_one_counts_and_none_where_that_is_not_known(tmp_path):
    for times, answer in ((("2021-05-01", "2021-05-02"), "yes"), (("2021-05-02", "2021-05-01"), "no")):
        one = settled(("2.3", "", "no", "third", "R3", times[0]))
        other = settled(("2.3", "", "yes", "third", "R4", times[1]))
        files = mmat("YYYYY", "YYNYY", reconciliation_R3=one, reconciliation_R4=other)
        assert row(stage(tmp_path, files, config=TWO), "2.3").answer == answer
    other = settled(("2.3", "", "yes", "third", "R4", "2021-05-02 09:00"))
    made = stage(tmp_path, files | {"reconciliation.R4.csv": other}, config=TWO)
    assert (row(made, "2.3").answer, open_ids(made)) == ("", ["differs:mmat2018:adams2001:2.3"])
    assert "nobody knows which is the later one" in made.open[0].text


def test_fewer_appraisers_than_the_protocol_asks_for_are_open_once(tmp_path):
    files = mmat()
    del files["mmat2018.R2.csv"]
    made = stage(tmp_path, files, config=TWO)
    assert [(i.item, i.waits_for) for i in made.open] == [("appraisal:second:mmat2018:adams2001", "team")]
    made = stage(tmp_path, mmat(two=" Y Y "), config=TWO)
    (item,) = made.open
    assert (item.item, item.waits_for) == ("appraisal:second:mmat2018:adams2001", "R2")
    assert "fewer than 2 people answered 2.1 (R1), 2.3 (R1), 2.5 (R1)" in item.text
    assert open_ids(stage(tmp_path, mmat(), config=config(appraisers=3))) == ["second:mmat2018:adams2001"]


def test_an_appraiser_may_change_their_mind_by_one_more_line(tmp_path):
    head = "study,item,answer,time\n"
    files = {
        "categories.csv": CATEGORIES,
        "mmat2018.R1.csv": head + "adams2001,2.1,No,\nadams2001,2.1,Yes,\n",  # the last one
        "mmat2018.R2.csv": head + "adams2001,2.1,Yes,2021-05-02\nadams2001,2.1,No,2021-05-01\n",  # by time
    }
    made = stage(tmp_path, files, config=TWO)
    assert (row(made, "2.1").answer, row(made, "2.1").appraiser) == ("yes", "R1;R2")


# --- second views -------------------------------------------------------------------------------

VIEWED = config(more="  second_view: true\n")


def viewed(rows):
    """Return files of one appraiser, and of somebody who looked at it."""
    files = mmat(view_R2=HEAD + "".join(f"adams2001,mmat2018,,{each}\n" for each in rows))
    del files["mmat2018.R2.csv"]
    return files


def test_a_second_view_that_the_protocol_asks_for_is_open_until_it_was_taken(tmp_path):
    files = viewed([])
    (item,) = stage(tmp_path, files, config=VIEWED).open
    assert (item.item, item.waits_for) == ("appraisal:view:mmat2018:adams2001", "R2;R3;R4")
    assert open_ids(stage(tmp_path, files, config=config())) == []
    made = stage(tmp_path, viewed(["all,,agree,,2021-05-01"]), config=VIEWED)
    assert open_ids(made) == [] and {each.viewer for each in made.ratings} == {"R2"}
    assert len([each for each in made.said if each.role == "viewer"]) == 7
    made = stage(tmp_path, viewed([f"2.{n},yes,agree,," for n in range(1, 6)]), config=VIEWED)
    (item,) = made.open
    assert item.item == "appraisal:view:mmat2018:adams2001" and "looked at S1, S2 of adams2001" in item.text


def test_a_second_view_that_differs_is_a_dispute_until_it_is_settled(tmp_path):
    files = viewed(["all,,agree,,2021-05-01", "2.4,yes,can't tell,not blind,"])
    made = stage(tmp_path, files, config=VIEWED)
    assert open_ids(made) == ["differs:mmat2018:adams2001:2.4"]
    assert (row(made, "2.4").state, row(made, "2.4").viewer, row(made, "2.3").viewer) == (
        "disputed",
        "",
        "R2",
    )
    text = settled(("2.4", "R1 yes; R2 cant_tell", "cant_tell", "discussion", "R1;R2", "2021-05-01"))
    made = stage(tmp_path, files | {"reconciliation.R1.csv": text}, config=VIEWED)
    assert open_ids(made) == [] and row(made, "2.4").answer == "cant_tell"


def test_a_second_view_of_another_answer_than_the_one_now_counts_no_more(tmp_path):
    made = stage(tmp_path, viewed(["all,,agree,,2021-05-01", "2.4,no,agree,,"]), config=VIEWED)
    assert open_ids(made) == ["stale:mmat2018:adams2001:2.4", "view:mmat2018:adams2001"]
    # So does one without the answer that was seen, where that was given later, and one of what nobody rated.
    files = viewed(["2.4,,agree,,2021-05-01"])
    later = (
        files["mmat2018.R1.csv"]
        .replace("comment\n", "comment,time\n")
        .replace("a reason\n", "x,2021-05-02\n")
    )
    made = stage(tmp_path, files | {"mmat2018.R1.csv": later}, config=config())
    assert open_ids(made) == ["stale:mmat2018:adams2001:2.4"]
    made = stage(tmp_path, viewed(["3.4,,agree,,2021-05-01"]), config=config())
    assert open_ids(made) == ["stale:mmat2018:adams2001:3.4"]


def test_a_second_view_is_not_wanted_anew_where_appraisers_differ_or_it_was_settled(tmp_path):
    view = HEAD + "adams2001,mmat2018,,2.3,no,agree,,2021-05-01\n"
    files = mmat("YYYYY", "YYNYY", view_R3=view)
    assert open_ids(stage(tmp_path, files, config=TWO)) == ["differs:mmat2018:adams2001:2.3"]
    text = settled(("2.3", "R1 yes; R2 no", "no", "discussion", "R1;R2", "2021-05-02"))
    assert open_ids(stage(tmp_path, files | {"reconciliation.R1.csv": text}, config=TWO)) == []


def test_a_second_view_of_everything_does_not_cover_what_was_changed_after_it(tmp_path):
    files = viewed(["all,,agree,,2021-05-01"])
    more = "study,item,answer,comment,time\nadams2001,2.4,no,why,2021-05-03\n"
    made = stage(tmp_path, files | {"mmat2018.R1.2.csv": more}, config=VIEWED)
    assert open_ids(made) == ["view:mmat2018:adams2001"]
    assert "looked at 2.4 of adams2001" in made.open[0].text


# --- RoB 2 --------------------------------------------------------------------------------------


def test_two_who_agree_in_class_agree_and_the_first_is_shown(tmp_path):
    made = stage(tmp_path, rob(LOW, changed(LOW, "1.1 PY", "1.3 PN")), config=ROB)
    assert open_ids(made) == []
    assert (row(made, "1.1").answer, row(made, "1.1").state) == ("Y", "given")
    assert set(judged(made).values()) == {("low", "proposed")}
    assert (made.assessments[0].judgement, made.assessments[0].outcome) == ("low", "appraised")
    assert (made.assessments[0].met, made.assessments[0].percent) == (None, None)


def test_a_difference_of_class_keeps_the_domain_and_the_whole_from_being_judged(tmp_path):
    made = stage(tmp_path, rob(LOW, changed(LOW, "5.2 PY")), config=ROB)
    assert open_ids(made) == [f"differs:{OF}:5.2"]
    assert judged(made)["D5"] == ("", "incomplete") and judged(made)["overall"] == ("", "incomplete")
    assert judged(made)["D1"] == ("low", "proposed")


#: R1 was led past 2.3 to 2.5, R2 was not: participants knew their group, says R2.
KNEW = changed(LOW, "2.1 Y", "2.3 PY", "2.4 N")


def test_who_was_led_past_a_question_does_not_differ_on_it(tmp_path):
    made = stage(tmp_path, rob(LOW, KNEW), config=ROB)
    assert open_ids(made) == [f"differs:{OF}:2.1"]
    # 2.3 is not asked by what holds until 2.1 is settled; R2's answers stand there, and are no mistake.
    assert (row(made, "2.3").due, row(made, "2.3").answer) == ("no", "PY")
    # An answer "not applicable" to what the routing skips says nothing else.
    made = stage(tmp_path, rob(changed(LOW, "2.3 NA"), KNEW), config=ROB)
    assert open_ids(made) == [f"differs:{OF}:2.1"]


def test_what_is_settled_decides_which_questions_are_asked(tmp_path):
    no = settled(("2.1", "R1 N; R2 Y", "N", "third", "R3", "2021-05-01"), tool="rob2", result="return")
    made = stage(tmp_path, rob(LOW, KNEW, reconciliation_R3=no), config=ROB)
    assert open_ids(made) == [] and judged(made)["D2_assignment"] == ("low", "proposed")
    assert row(made, "2.3").due == "no"
    yes = no.replace(",N,third", ",Y,third")
    made = stage(tmp_path, rob(LOW, KNEW, reconciliation_R3=yes), config=ROB)
    assert judged(made)["D2_assignment"] == ("some_concerns", "proposed")
    # R1 was never asked 2.3 and 2.4, which are due now: too few answered them.
    assert open_ids(made) == [f"second:{OF}"]
    assert "2.3 (R2), 2.4 (R2)" in made.open[0].text
    # R1 answers them, though R1's own answers do not ask for them: no mistake; they may differ.
    made = stage(tmp_path, rob(changed(LOW, "2.3 N", "2.4 PN"), KNEW, reconciliation_R3=yes), config=ROB)
    assert open_ids(made) == [f"differs:{OF}:2.3"]


def test_a_question_that_only_what_is_settled_asks_is_missing_or_settled_too(tmp_path):
    # Both are led past 3.3; a third answers 3.2 so that it is asked.
    one, two = changed(LOW, "3.1 N", "3.2 Y"), changed(LOW, "3.1 N", "3.2 PY")
    rows = [("3.2", "", "N", "discussion", "R1;R2", "2021-05-01")]
    made = stage(
        tmp_path,
        rob(
            one,
            changed(two, "3.2 N", "3.3 N"),
            reconciliation_R3=settled(*rows, tool="rob2", result="return"),
        ),
        config=ROB,
    )
    assert open_ids(made) == [f"second:{OF}"]  # 3.3 was asked of R2 alone
    both = changed(LOW, "3.1 N", "3.2 Y"), changed(LOW, "3.1 Y")
    rows = [("3.1", "", "N", "third", "R3", "2021-05-01"), ("3.2", "", "N", "third", "R3", "2021-05-01")]
    files = rob(*both, reconciliation_R3=settled(*rows, tool="rob2", result="return"))
    made = stage(tmp_path, files, config=ROB)
    assert open_ids(made) == [f"missing:{OF}:3.3"]
    rows.append(("3.3", "", "PN", "third", "R3", "2021-05-01"))
    files = rob(*both, reconciliation_R3=settled(*rows, tool="rob2", result="return"))
    made = stage(tmp_path, files, config=ROB)
    assert open_ids(made) == [] and judged(made)["D3"] == ("low", "proposed")


def test_not_applicable_from_who_was_led_past_a_question_is_no_difference(tmp_path):
    adhering = {"categories.csv": TRIAL.replace("assignment", "adhering")}
    one = changed(LOW, "2.6", "2.3 NA", "2.4 NA", "2.5 NA")
    two = changed(LOW, "2.1 Y", "2.3 N", "2.4 N", "2.5 N", "2.6 Y")
    yes = settled(("2.1", "", "Y", "third", "R3", "2021-05-01"), tool="rob2", result="return")
    made = stage(tmp_path, rob(one, two, reconciliation_R3=yes) | adhering, config=ROB)
    # "Not applicable" is a real answer to 2.3 here, and R1, who said that nobody knew, was not asked it.
    assert f"differs:{OF}:2.3" not in open_ids(made) and row(made, "2.3").answer == "N"
    assert judged(made)["D2_adhering"][0] == ""  # on 2.4 and 2.5, which all are asked, they differ
    assert open_ids(made) == [f"differs:{OF}:2.4", f"differs:{OF}:2.5", f"second:{OF}"]


def test_an_answer_that_the_persons_own_answers_do_not_ask_for_is_told(tmp_path):
    made = stage(tmp_path, rob(changed(LOW, "2.3 Y"), LOW), config=ROB)
    assert open_ids(made) == [f"not-asked:{OF}:2.3"]
    assert judged(made)["D2_assignment"] == ("low", "proposed")


def test_not_applicable_is_no_answer_to_a_question_that_is_asked(tmp_path):
    made = stage(tmp_path, rob(changed(LOW, "3.1 N", "3.2 NA")), config=config(("rob2",)))
    assert open_ids(made) == [f"missing:{OF}:3.2"]
    assert "R1's answer NA is none here" in made.open[0].text
    assert judged(made)["D3"] == ("", "incomplete")
    # Nor can it settle such a question.
    two = rob(changed(LOW, "2.1 Y", "2.3 Y", "2.4 N"), changed(LOW, "2.1 Y", "2.3 N"))
    text = settled(("2.3", "", "NA", "third", "R3", "2021-05-01"), tool="rob2", result="return")
    made = stage(tmp_path, two | {"reconciliation.R3.csv": text}, config=ROB)
    assert open_ids(made) == [f"differs:{OF}:2.3"]


def test_a_person_may_overrule_what_the_rules_propose_with_a_reason(tmp_path):
    alone = config(("rob2",))
    made = stage(tmp_path, rob(f"{LOW};D1 some_concerns gaps in the log"), config=alone)
    (found,) = [each for each in made.judgements if each.domain == "D1"]
    assert (found.proposed, found.judgement, found.state) == ("low", "some_concerns", "overruled")
    assert (found.who, found.why) == ("R1", "gaps in the log")
    assert made.assessments[0].judgement == "some_concerns"  # the whole follows from what holds
    assert open_ids(made) == []
    made = stage(tmp_path, rob(f"{LOW};D1 high"), config=alone)
    assert open_ids(made) == [f"comment:{OF}:D1"]
    # A judgement without the answers it rests on holds no more than the algorithm's would.
    made = stage(tmp_path, rob(f"{changed(LOW, '1.2')};D1 low by heart"), config=alone)
    assert judged(made)["D1"] == ("", "incomplete") and open_ids(made) == [f"missing:{OF}:1.2"]


def timed(*parts):
    """Return a log of RoB 2 on one result, of parts with the times of their lines: (LOW, "2021-05-01")."""
    head = "study,result,item,answer,comment,time\n"
    lines = [(*(*each.split(" ", 2), "")[:3], time) for said, time in parts for each in said.split(";")]
    return head + "".join(f"adams2001,return,{','.join(line)}\n" for line in lines)


SOME = changed(LOW, "1.3 Y")  # some concerns in D1, and with 1.2 No high risk


@pytest.mark.parametrize("domain", ["overall", "D1"])
def test_a_judgement_that_was_given_before_an_answer_under_it_changed_counts_no_more(tmp_path, domain):
    alone = config(("rob2",))

    def judging(**files):
        made = stage(tmp_path, {"categories.csv": TRIAL, **files}, config=alone)
        return judged(made)[domain], open_ids(made)

    first, low, change = (SOME, "2021-05-01"), (f"{domain} low minor", "2021-05-02"), ("1.2 N", "2021-06-01")
    outdated = (("high", "proposed"), [f"stale:{OF}:{domain}"])
    stands = (("low", "overruled"), [])
    assert judging(**{"rob2.R1.csv": timed(first, low, change)}) == outdated
    assert judging(**{"rob2.R1.csv": timed(first, low), "rob2.R1.2.csv": timed(change)}) == outdated
    assert judging(**{"rob2.R1.csv": rob2(f"{SOME};{domain} low minor;1.2 N")}) == outdated
    # It counts where it is given anew, where nobody knows which was first, and where nothing changed.
    assert judging(**{"rob2.R1.csv": timed(first, low, change, (low[0], "2021-06-02"))}) == stands
    assert (
        judging(**{"rob2.R1.csv": rob2(f"{SOME};{domain} low minor"), "rob2.R1.2.csv": rob2("1.2 N")})
        == stands
    )
    assert judging(**{"rob2.R1.csv": rob2(f"{domain} low minor;{SOME}")}) == stands
    assert judging(**{"rob2.R1.csv": timed(first, low, ("1.2 Y see page 2;1.1 PY", "2021-06-01"))}) == stands
    # Where two differed on the answer, and it was settled against the one who judged.
    two = {
        "rob2.R1.csv": timed(first, low),
        "rob2.R2.csv": timed((changed(SOME, "1.2 N"), "2021-05-01"), low),
    }
    for answer, found in (("N", outdated[1]), ("Y", [])):
        row = ("1.2", "", answer, "third", "R3", "2021-06-01")
        files = two | {"reconciliation.R3.csv": settled(row, tool="rob2", result="return")}
        ids = judging(**files)[1]
        assert [id for id in ids if id.startswith("stale")] == ([f"stale:{OF}:{domain}"] if ids else found)
        assert bool(ids)


def test_a_judgement_that_counts_no_more_says_what_changed(tmp_path):
    files = rob(f"{SOME};overall low minor;1.2 N")
    (item,) = stage(tmp_path, files, config=config(("rob2",))).open
    assert item.waits_for == "R1" and item.place.endswith("rob2.R1.csv:15")
    assert "was given before records/appraisal/rob2.R1.csv:16 changed what it rests on" in item.text


def test_what_was_settled_is_open_again_where_somebody_says_something_else_later(tmp_path):
    text = settled(("2.3", "", "no", "third", "R3", "2021-05-01"))
    more = "study,item,answer,comment,time\nadams2001,2.3,{},why,{}\n"
    files = mmat("YYYYY", "YYNYY", reconciliation_R3=text)
    for answer, time, holds in (
        ("can't tell", "2021-06-01", False),
        ("can't tell", "", False),  # nobody knows that it was there already
        ("can't tell", "2021-04-30", True),
        ("yes", "2021-06-01", True),  # as before
    ):
        made = stage(tmp_path, files | {"mmat2018.R1.2.csv": more.format(answer, time)}, config=TWO)
        ids = ["differs:mmat2018:adams2001:2.3"]
        assert open_ids(made) == ([] if holds else ids), (answer, time)


@pytest.mark.parametrize("domain", ["overall", "D1"])
def test_a_judgement_that_was_settled_is_open_again_where_an_answer_under_it_changes(tmp_path, domain):
    one = timed((SOME, "2021-05-01"), (f"{domain} low minor", "2021-05-02"))
    files = {"categories.csv": TRIAL, "rob2.R1.csv": one, "rob2.R2.csv": timed((SOME, "2021-05-01"))}
    row = (domain, "R1 low", "low", "third", "R3", "2021-05-03")
    files["reconciliation.R3.csv"] = settled(row, tool="rob2", result="return")
    assert open_ids(stage(tmp_path, files, config=ROB)) == []
    both = {f"rob2.R{n}.2.csv": timed(("1.2 N", "2021-06-01")) for n in (1, 2)}
    made = stage(tmp_path, files | both, config=ROB)
    assert judged(made)[domain] == ("high", "proposed") and open_ids(made) == [f"stale:{OF}:{domain}"]
    assert made.open[0].waits_for == "R1;R3"


def test_a_reconciliation_of_what_nobody_rated_counts_for_nothing(tmp_path):
    text = settled(("2.1", "", "yes", "third", "R3", "2021-05-01"))
    made = stage(tmp_path, mmat(" YYYY", " YYYY", reconciliation_R3=text), config=TWO)
    assert (row(made, "2.1").state, row(made, "2.1").reconciled) == ("empty", "")
    assert open_ids(made) == [f"{what}:mmat2018:adams2001:2.1" for what in ("missing", "stale")]
    assert "is a reconciliation of 2.1 of adams2001, which nobody rated" in made.open[1].text
    rows = [(f"2.{n}", "", "yes", "third", "R3", "2021-05-01") for n in range(1, 6)]
    files = {"categories.csv": CATEGORIES, "reconciliation.R3.csv": settled(*rows)}
    (found,) = stage(tmp_path, files, config=TWO).assessments
    assert (found.outcome, found.due, found.answered, found.percent) == ("none", 5, 0, None)


def test_a_second_view_without_what_was_seen_is_not_of_what_changed_later(tmp_path):
    files = viewed(["all,,agree,,2021-05-01"])
    more = {"mmat2018.R1.2.csv": "study,item,answer,comment\nadams2001,2.4,no,why\n"}  # nobody knows when
    made = stage(tmp_path, files | more, config=VIEWED)
    assert open_ids(made) == ["view:mmat2018:adams2001"] and row(made, "2.4").viewer == ""


def test_who_looked_at_everything_is_no_third(tmp_path):
    text = settled(("2.4", "", "no", "third", "R2", "2021-05-02"))
    with pytest.raises(InputError, match="'R2' has said something on this"):
        stage(tmp_path, viewed(["all,,agree,,2021-05-01"]) | {"reconciliation.R2.csv": text}, config=VIEWED)


def test_a_domain_goes_by_its_short_name_too(tmp_path):
    made = stage(tmp_path, rob(f"{LOW};d2 high why"), config=config(("rob2",)))
    assert judged(made)["D2_assignment"] == ("high", "overruled") and open_ids(made) == []


def test_what_is_said_of_a_domain_that_the_category_does_not_have_is_told(tmp_path):
    view = HEAD + "adams2001,rob2,return,D2_adhering,low,agree,,\n"
    made = stage(tmp_path, rob(LOW, view_R2=view), config=config(("rob2",)))
    assert open_ids(made) == [f"stale:{OF}:D2_adhering"] and made.open[0].waits_for == "R2"
    text = settled(("D2_adhering", "", "high", "third", "R3", "2021-05-01"), tool="rob2", result="return")
    made = stage(tmp_path, rob(LOW, reconciliation_R3=text), config=config(("rob2",)))
    assert open_ids(made) == [f"stale:{OF}:D2_adhering"]


def test_a_judgement_stands_where_the_answer_that_decided_it_does(tmp_path):
    made = stage(tmp_path, rob(changed(SOME, "1.2 N", "5.2 PY")), config=config(("rob2",)))
    places = {each.domain: int(each.place.rpartition(":")[2]) for each in made.judgements}
    assert {each.place.rpartition(":")[0] for each in made.judgements} == {"records/appraisal/rob2.R1.csv"}
    assert judged(made)["D1"] == judged(made)["D5"] == ("high", "proposed")
    # What was changed stands last: 1.2, then 5.2. D1 is the first domain at high risk, 2.6 what D2 ends with.
    assert (places["D1"], places["D5"], places["overall"], places["D2_assignment"]) == (13, 14, 13, 5)


def test_where_one_overrules_and_the_other_leaves_it_the_two_differ(tmp_path):
    files = rob(f"{LOW};overall high too many small ones", LOW)
    made = stage(tmp_path, files, config=ROB)
    assert judged(made)["overall"] == ("", "disputed")
    assert open_ids(made) == [f"differs:{OF}:overall"]
    for seen in ("R1 high", "R1 high; R2 low"):  # R2 said nothing, and need not be named
        rows = ("overall", seen, "some concerns", "discussion", "R1;R2", "2021-05-01")
        more = {"reconciliation.R1.csv": settled(rows, tool="rob2", result="return")}
        made = stage(tmp_path, files | more, config=ROB)
        assert open_ids(made) == []
        assert judged(made)["overall"] == ("some_concerns", "overruled")
    both = files | {"rob2.R2.2.csv": rob2("overall high I see it too")}
    assert judged(stage(tmp_path, both, config=ROB))["overall"] == ("high", "overruled")


def test_a_team_may_overrule_at_a_meeting(tmp_path):
    rows = ("D4", "", "high", "discussion", "R1;R2", "2021-05-01")
    text = settled(rows, tool="rob2", result="return")
    made = stage(tmp_path, rob(LOW, LOW, reconciliation_R1=text), config=ROB)
    assert judged(made)["D4"] == ("high", "overruled") and judged(made)["overall"] == ("high", "proposed")
    assert open_ids(made) == []


def test_a_second_view_of_a_judgement_that_differs_is_a_dispute(tmp_path):
    view = (
        HEAD + "adams2001,rob2,return,all,,agree,,2021-05-01\nadams2001,rob2,return,D1,low,high,see page 3,\n"
    )
    made = stage(tmp_path, rob(LOW, view_R2=view), config=config(("rob2",)))
    assert judged(made)["D1"] == ("", "disputed")
    assert open_ids(made) == [f"differs:{OF}:D1"]


def test_a_judgement_of_a_domain_that_the_variant_does_not_have_is_told(tmp_path):
    made = stage(tmp_path, rob(f"{LOW};D2_adhering high why"), config=config(("rob2",)))
    assert open_ids(made) == [f"not-asked:{OF}:D2_adhering"]


def test_a_question_of_both_variants_is_of_the_one_that_was_chosen(tmp_path):
    said = changed(LOW, "2.3", "2.4 N", "2.5 N", "2.6")
    adhering = TRIAL.replace("assignment", "adhering")
    made = stage(tmp_path, rob(said) | {"categories.csv": adhering}, config=config(("rob2",)))
    assert row(made, "2.1").domain == "D2_adhering" and open_ids(made) == []
    made = stage(tmp_path, {"rob2.R1.csv": rob2(said)}, config=config(("rob2",)))
    assert row(made, "2.1").domain == "" and row(made, "1.1").domain == "D1"


def test_status_says_who_rated_and_looked_at_how_many(tmp_path, capsys):
    stage(tmp_path, viewed(["2.4,yes,agree,,"]), config=VIEWED)
    assert main(["appraisal", "-d", str(tmp_path)]) == 0
    capsys.readouterr()
    main(["status", "-d", str(tmp_path)])  # the review has no searches, which it says, too
    said = capsys.readouterr().out
    assert "  appraisal: R1 has rated 1 of 1 with mmat2018\n" in said
    assert "  appraisal: R2 has looked at 0 of 1 with mmat2018, and begun 1 more\n" in said
    main(["status", "--for", "R2", "-d", str(tmp_path)])
    said = capsys.readouterr().out
    assert "R1 has rated" not in said and "looked at 0 of 1" in said
    assert "appraisal:view:mmat2018:adams2001" in said
