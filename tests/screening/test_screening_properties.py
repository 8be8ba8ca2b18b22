"""Whatever people say, in whatever order it is read: what a verdict must be."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from screening_votes import REASONS, REVIEWERS, decided, made_rows, panel, verdicts_of, vote

from tamis.tables import STAGES, TEAM, Adjudication, Decision, Statement, Verdict

#: Three citations, one of them of two records.
CITATION_OF = {"r1": "r1", "r2": "r1", "r3": "r3", "r4": "r4"}
ALL = (0, 1, 2)
#: Each example makes frames, so that a hundred take seconds.
FEWER = settings(max_examples=40)


@st.composite
def statements(draw, *, people=(*REVIEWERS, TEAM), stages=STAGES, most=14):
    """Draw what people say, each at a moment of its own."""
    said = draw(
        st.lists(
            st.tuples(
                st.sampled_from(people),
                st.sampled_from(["include", "exclude", "exclude", "maybe", "duplicate"]),
                st.sampled_from(list(CITATION_OF)),
                st.sampled_from(["", *REASONS]),
                st.sampled_from(stages),
            ),
            max_size=most,
        )
    )
    moments = draw(st.permutations(range(len(said))))
    return [
        vote(f"{who} {word} {reason}@{record},2021-01-{1 + at // 24:02d}T{at % 24:02d}:00:00", line, stage)
        for line, ((who, word, record, reason, stage), at) in enumerate(
            zip(said, moments, strict=True), start=2
        )
    ]


@st.composite
def panels(draw, stages=STAGES):
    active = draw(st.sets(st.sampled_from(REVIEWERS)))
    how = draw(st.sampled_from([("third",), ("discussion",), ("third", "discussion")]))
    return panel(
        draw(st.sampled_from(stages)),
        reviewers=draw(st.integers(1, 3)),
        maybe=draw(st.sampled_from(["include", "conflict"])),
        alone=draw(st.sampled_from(["nothing", "include", "exclude", "both"])),
        reasons=draw(st.sampled_from(["conflict", "first"])),
        how=how,
        who=tuple(draw(st.sets(st.sampled_from(REVIEWERS), max_size=2))),
        active=tuple(r for r in REVIEWERS if r in active),
    )


ADJUDICATIONS = st.lists(
    st.builds(
        lambda record, stage, decision, day: Adjudication(
            record,
            stage,
            decision,
            how="third",
            who="R9",
            why="x",
            time=day,
            place=f"adjudication.R9.csv:{day[-2:]}",
        ),
        st.sampled_from(list(CITATION_OF)),
        st.sampled_from(STAGES),
        st.sampled_from(["include", "exclude", "duplicate"]),
        st.sampled_from([f"2021-01-0{n}" for n in range(1, 4)]),
    ),
    max_size=3,
    unique_by=lambda row: row.time,
)


def what(on, said, settled=(), reached=ALL) -> list[Verdict]:
    found = verdicts_of(on, said, settled, reached=reached, citation_of=CITATION_OF)
    return [replace(v, place="", waits_for=";".join(sorted(v.waits_for.split(";")))) for v in found]


# --- order ------------------------------------------------------------------------------------------


@FEWER
@given(panels(), statements(), ADJUDICATIONS, st.randoms(use_true_random=False), st.permutations(REVIEWERS))
def test_neither_the_order_of_lines_nor_of_files_nor_of_reviewers_matters(on, said, settled, random, people):
    shuffled = list(said)
    random.shuffle(shuffled)
    # Other files, other lines: what has a time of its own is where it is in time.
    moved = [
        replace(one, file=f"{random.choice('abc')}.{one.reviewer}.csv", line=line)
        for line, one in enumerate(shuffled, start=2)
    ]
    listed = replace(on, reviewers=tuple(people))
    assert what(on, said, settled) == what(listed, moved, settled)

    def plain(made: list[Decision]):
        return sorted((replace(d, place="") for d in made), key=repr)

    one = made_rows(decided(said, citation_of=CITATION_OF))
    assert plain(one) == plain(made_rows(decided(moved, people=people, citation_of=CITATION_OF)))


@FEWER
@given(panels(), statements(), st.permutations(REVIEWERS))
def test_it_does_not_matter_who_said_what(on, said, names):
    other = {**dict(zip(REVIEWERS, names, strict=True)), TEAM: TEAM}
    who = on.rules.adjudication
    rules = replace(on.rules, adjudication=replace(who, who=tuple(other[r] for r in who.who)))
    renamed = replace(on, rules=rules, active=tuple(other[r] for r in on.active))
    one = what(on, said)
    two = what(renamed, [replace(v, reviewer=other[v.reviewer]) for v in said])
    for a, b in zip(one, two, strict=True):
        assert {other.get(name, name) for name in a.waits_for.split(";")} == set(b.waits_for.split(";"))
        assert replace(a, waits_for="") == replace(b, waits_for="")


# --- order, current, first --------------------------------------------------------------------------


@FEWER
@given(statements())
def test_of_what_a_person_says_of_a_record_the_last_counts_and_of_a_citation_the_first_vote_is_the_first(
    said,
):
    made = made_rows(decided(said, citation_of=CITATION_OF))
    assert len(made) == len(said)
    by_record: dict[tuple[str, ...], list[Decision]] = {}
    by_citation: dict[tuple[str, ...], list[Decision]] = {}
    for d in sorted(made, key=lambda d: d.moment):
        by_record.setdefault((d.stage, d.reviewer, d.record_id), []).append(d)
        if d.decision != "duplicate" and d.reviewer != TEAM:
            by_citation.setdefault((d.stage, d.reviewer, d.citation_id), []).append(d)
    for rows in by_record.values():
        assert [d.order for d in rows] == list(range(1, len(rows) + 1))
        assert [d.current for d in rows] == ["no"] * (len(rows) - 1) + ["yes"]
    firsts = {d.place for d in made if d.first == "yes"}
    assert firsts == {rows[0].place for rows in by_citation.values()}


# --- conflicts --------------------------------------------------------------------------------------


@FEWER
@given(panels(), statements(people=REVIEWERS, most=8), st.data())
def test_a_vote_that_is_added_never_takes_a_conflict_away_silently(on, said, data):
    latest = "2021-02-01T00:00:00"
    (more,) = data.draw(statements(people=REVIEWERS, stages=(on.stage,), most=1).filter(len))
    more = replace(more, moment=latest, time=latest)
    voters = {(v.reviewer, CITATION_OF[v.record_id]) for v in said if v.stage == on.stage}
    for before, after in zip(what(on, said), what(on, [*said, more]), strict=True):
        if before.status == "conflict" and after.status != "conflict":
            change_of_mind = (more.reviewer, before.citation_id) in voters
            assert after.conflict != "no" or change_of_mind


@FEWER
@given(panels(), statements(people=REVIEWERS[:3], most=8))
def test_one_more_who_agrees_never_makes_a_conflict(on, said):
    before = what(on, said)
    for v in before:
        if v.outcome:
            word = f"R4 {v.outcome} {v.reason if v.outcome == 'exclude' else ''}@{v.citation_id},2021-02-01"
            (after,) = [
                a for a in what(on, [*said, vote(word, 99, on.stage)]) if a.citation_id == v.citation_id
            ]
            assert (after.status, after.outcome) == ("agreed", v.outcome)


@FEWER
@given(panels(), statements(), st.sampled_from(["include", "exclude"]))
def test_votes_on_another_record_are_never_lost_in_an_adjudication(on, said, decision):
    row = Adjudication(
        "r1", on.stage, decision, how="third", who="R9", why="x", time="2021-03-01", place="a.csv:2"
    )
    found = what(on, said, [row])[0]
    opposite = [
        d
        for d in made_rows(decided(said, citation_of=CITATION_OF))
        if d.stage == on.stage and d.record_id == "r2" and d.current == "yes" and d.decision != "duplicate"
        if (d.decision == "exclude") != (decision == "exclude")
    ]
    assert (found.status == "conflict") == bool(opposite)


# --- statuses ---------------------------------------------------------------------------------------


@FEWER
@given(panels(), statements(), ADJUDICATIONS, st.sets(st.sampled_from(ALL)))
def test_every_citation_has_one_status_at_each_stage_it_reached_and_none_at_another(
    on, said, settled, reached
):
    found = what(on, said, settled, sorted(reached))
    assert [v.citation_id for v in found] == [("r1", "r3", "r4")[at] for at in sorted(reached)]
    for v in found:
        assert bool(v.outcome) == (v.status in ("single", "agreed", "adjudicated", "listed"))
        assert bool(v.waits_for) == (v.status in ("awaiting", "conflict"))
        assert set(v.waits_for.split(";")) <= {*on.active, TEAM, ""}
        assert (v.status != "single") or v.votes == 1
        assert (v.status != "agreed") or v.votes > 1
        assert bool(v.resolved_who) == (v.status == "adjudicated")
        assert v.status != "conflict" or v.conflict != "no"
        assert max(v.include, v.exclude, v.maybe) <= v.votes <= v.include + v.exclude + v.maybe


# --- a plain count of votes -------------------------------------------------------------------------


def plain_status(on, said: list[Statement], citation: str) -> tuple[str, str]:
    """Say what follows by the rules that most reviews have, one record at a time."""
    votes: dict[tuple[str, str], Statement] = {}
    for one in sorted(said, key=lambda one: one.moment):
        if one.stage == on.stage and CITATION_OF[one.record_id] == citation:
            votes[one.reviewer, one.record_id] = one
    now = [one for one in votes.values() if one.decision != "duplicate"]
    said_of_it = {"exclude" if one.decision == "exclude" else "include" for one in now}
    reasons = {one.reason for one in now if one.decision == "exclude" and one.reason}
    voters = {one.reviewer for one in now}
    if not voters:
        return "awaiting", ""
    if len(said_of_it) > 1 or (on.stage == "full_text" and len(reasons) > 1):
        return "conflict", ""
    (outcome,) = said_of_it
    if len(voters) < on.rules.reviewers and on.rules.alone not in (outcome, "both"):
        return "awaiting", ""
    return ("single" if len(voters) == 1 else "agreed"), outcome


@FEWER
@given(
    st.sampled_from(STAGES),
    st.integers(1, 3),
    st.sampled_from(["nothing", "exclude", "both"]),
    statements(people=REVIEWERS, most=20),
)
def test_votes_are_counted_as_one_would_by_hand(stage, reviewers, alone, said):
    on = panel(stage, reviewers=reviewers, alone=alone)
    found = what(on, said)
    assert [(v.status, v.outcome) for v in found] == [plain_status(on, said, v.citation_id) for v in found]
