"""Conservation: what went in equals what came out by all the exits, whatever a team did on the way.

Hypothesis makes up reviews: works found by one or several searches on different days, votes of up to three
reviewers on any record of a work, with changes of mind, calls of duplicates, answers on pairs that
contradict each other, adjudications of some records, lists of the team called complete, retrieval, studies;
each then goes through the real stages, and some of them come to a report. Some are updates of a review that
was there before: what earlier rounds found is conserved, too, and is in no box of the update.
"""

import csv
import re
from collections import Counter
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import STAGES, flow, flow_json, table
from tamis.cli import main
from tamis.tables import EXITS

WORKS = (
    "Otters in rivers of the far north",
    "Bread and its many discontents",
    "Why lighthouses blink at night",
    "A census of garden snails in Kent",
    "Singing in choirs after seventy",
)
#: Name, kind, and the day of the search; the last one is an update.
SOURCES = (
    ("scopus", "database", "2021-09-17"),
    ("registry", "register", "2021-09-17"),
    ("ofsted", "website", "2021-09-20"),
    ("later", "database", "2021-12-01"),
)
PEOPLE = ("R1", "R2", "R3")
#: Days on which somebody votes; adjudications are of one day between them, lists of one of two.
DAYS = ("2021-10-01", "2021-10-02", "2021-11-02")
ADJUDICATED = "2021-11-01"
LISTS = ("2021-09-18", "2021-10-20")
#: The verdict that an exit rests on.
OUTCOME = {
    "excluded_title_abstract": ("title_abstract", "exclude"),
    "excluded_full_text": ("full_text", "exclude"),
    "included": ("full_text", "include"),
}
#: One of a work's records, or one of all records.
ANY = st.integers(0, 30)
#: Decision, which of the work's records, for a duplicate which other record, and when.
VOTE = st.tuples(
    st.sampled_from(["include", "include", "exclude", "exclude", "maybe", "duplicate"]),
    ANY,
    ANY,
    st.sampled_from(DAYS),
)
#: What each person said: nobody anything, two the same on any of its records, or whatever there may be.
SAID = st.one_of(
    st.just({}),
    st.builds(
        lambda said, *records: {
            person: [(said, which, 0, DAYS[0])] for person, which in zip(PEOPLE, records, strict=False)
        },
        st.sampled_from(["include", "include", "exclude"]),
        ANY,
        ANY,
    ),
    st.dictionaries(st.sampled_from(PEOPLE), st.lists(VOTE, min_size=1, max_size=3)),
)
#: What was adjudicated, on which of the work's records.
SETTLED = st.one_of(
    st.just([]), st.lists(st.tuples(st.sampled_from(["include", "exclude"]), ANY), min_size=1, max_size=2)
)
WORK = st.fixed_dictionaries(
    {
        "found": st.sets(st.sampled_from(range(len(SOURCES))), min_size=1),
        "title_abstract": SAID,
        "settled_title_abstract": SETTLED,
        "retrieval": st.sampled_from(["", "retrieved", "not_retrieved", "requested"]),
        "full_text": SAID,
        "settled_full_text": SETTLED,
        "listed": st.sets(st.sampled_from(["title_abstract", "full_text"])),
        "study": st.sampled_from(["", "a", "b"]),
    }
)
TEAM = st.fixed_dictionaries(
    {
        "works": st.lists(WORK, min_size=1, max_size=len(WORKS)),
        "pooled": st.booleans(),
        "answers": st.lists(
            st.tuples(st.sampled_from(PEOPLE), ANY, ANY, st.sampled_from(["same", "different"])), max_size=3
        ),
        "lists": st.dictionaries(st.sampled_from(["title_abstract", "full_text"]), st.sampled_from(LISTS)),
        # None: no update; else the round of each source, and the studies that the protocol names.
        "update": st.none()
        | st.tuples(
            st.tuples(*[st.sampled_from([0, 1])] * len(SOURCES)), st.sets(st.sampled_from(["a", "c"]))
        ),
    }
)


def written(path: Path, head: str, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def stage(name: str, review: Path) -> None:
    assert main([name, "-d", str(review)]) == 0, name


def search(review: Path, team: dict) -> list[list[str]]:
    """Write the exports, run the stage, and return the ids of each work's records."""
    assert main(["init", str(review)]) == 0
    config = review / "config/config.yaml"
    # Without its comments: it is read at every stage of every example.
    text = re.sub(r"(?m)^ *#.*\n| +# .*", "", config.read_text(encoding="utf-8"))
    text = text.replace("  - id: R2\n", "  - id: R2\n  - id: R3\n")
    text = f"{text}flow:\n  pool_other_methods: {str(team['pooled']).lower()}\n"
    rounds, listed = team["update"] or ([""] * len(SOURCES), ())
    if team["update"]:
        studies = "".join(f"\n  - {{id: {id}, reports: [One, {id}]}}" for id in sorted(listed))
        text += "previous_review:\n  since: 1\n" + (f"  studies:{studies}\n" if studies else "")
    config.write_text(text, encoding="utf-8")
    log = []
    for at, (source, kind, day) in enumerate(SOURCES):
        found = [n for n, work in enumerate(team["works"]) if at in work["found"]]
        if found:
            ris = "".join(
                f"TY  - JOUR\nAU  - Smith, Ann\nTI  - {WORKS[n]}\nPY  - 2020\nSP  - {n}1\nER  - \n"
                for n in found
            )
            (review / f"records/searches/{source}.ris").write_text(ris, encoding="utf-8")
            log.append([f"{source}.ris", source, kind, day, rounds[at]])
    written(review / "records/searches/searches.csv", "file,source,kind,date_run,update", log)
    stage("search", review)
    records = table(review, "searches/records")
    return [
        [row["record_id"] for row in records if row["title"] == WORKS[n]] for n in range(len(team["works"]))
    ]


def screen(review: Path, team: dict, ids: list[list[str]]) -> None:
    """Write everybody's logs, the adjudications, the answers on duplicates, and the lists."""
    folder = review / "records/screening"
    everything = [id for of_work in ids for id in of_work]
    settled = []
    for at in ("title_abstract", "full_text"):
        for person in PEOPLE:
            rows = [
                [record, said, of if said == "duplicate" else "", "topic" if said == "exclude" else "", day]
                for of_work, work in zip(ids, team["works"], strict=True)
                for said, which, other, day in work[at].get(person, [])
                if (record := of_work[which % len(of_work)]) != (of := everything[other % len(everything)])
                or said != "duplicate"
            ]
            written(folder / f"{at}.{person}.csv", "record,decision,of,reason,time", rows)
        for of_work, work in zip(ids, team["works"], strict=True):
            for said, which in work[f"settled_{at}"]:
                reason = "topic" if said == "exclude" else ""
                settled.append(
                    [of_work[which % len(of_work)], at, said, reason, "discussion", "R1;R3", "x", ADJUDICATED]
                )
    written(folder / "adjudication.R3.csv", "record,stage,decision,reason,how,who,why,time", settled)
    for person in PEOPLE:
        rows = [
            [a, b, answer]
            for who, one, other, answer in team["answers"]
            if who == person
            and (a := everything[one % len(everything)]) != (b := everything[other % len(everything)])
        ]
        written(folder / f"duplicates.{person}.csv", "record_a,record_b,answer", rows)
    for at in team["lists"]:
        on_it = [WORKS[n] for n, work in enumerate(team["works"]) if at in work["listed"]] or ["Unknown"]
        ris = "".join(f"TY  - JOUR\nTI  - {title}\nPY  - 2020\nER  - \n" for title in on_it)
        (folder / f"{at}.ris").write_text(ris, encoding="utf-8")
    rows = [[f"{at}.ris", "list", at, "team", day, "yes"] for at, day in sorted(team["lists"].items())]
    written(folder / "imports.csv", "file,tool,stage,reviewer,date,complete", rows)


def assess(review: Path, team: dict, ids: list[list[str]]) -> None:
    """Write the retrieval log, and which report is about which study."""
    citation = {row["record_id"]: row["citation_id"] for row in table(review, "dedupe/members")}
    sought = [
        [of_work[-1], work["retrieval"]]
        for of_work, work in zip(ids, team["works"], strict=True)
        if work["retrieval"]
    ]
    written(review / "records/fulltext/retrieval.csv", "record,status", sought)
    reports = {
        (work["study"], citation[of_work[0]]): of_work[0]
        for of_work, work in zip(ids, team["works"], strict=True)
        if work["study"]
    }
    mains = {study: record for (study, _), record in reversed(reports.items())}
    about = [
        [study, record, "main" if mains[study] == record else "companion"]
        for (study, _), record in reports.items()
    ]
    written(review / "records/studies.csv", "study,record,role", about)


def made(review: Path, team: dict) -> Path:
    """Make a review of what a team did, up to the flow."""
    ids = search(review, team)
    screen(review, team, ids)
    stage("dedupe", review)
    assess(review, team, ids)
    for name in ("screening", "fulltext", "flow"):
        stage(name, review)
    return review


#: What both reviewers said, on the first record of a work.
INCLUDED = {person: [("include", 0, 0, DAYS[0])] for person in ("R1", "R2")}


def work(**what) -> dict:
    """Return a work that the first search found, and of which nobody said anything but what is given."""
    nothing = {
        "found": {0},
        "title_abstract": {},
        "settled_title_abstract": [],
        "retrieval": "",
        "full_text": {},
        "settled_full_text": [],
        "listed": set(),
        "study": "",
    }
    return nothing | what


def one(**what) -> dict:
    """Return a team with one work, and without answers on duplicates."""
    return {"works": [work(**what)], "pooled": False, "answers": [], "lists": {}, "update": None}


@settings(max_examples=40)
@given(TEAM)
@example(
    one(title_abstract=INCLUDED, full_text={**INCLUDED, "R1": [("maybe", 0, 0, "2021-10-01")]})
    | {"lists": {"full_text": LISTS[0]}}
)
@example(one(title_abstract=INCLUDED, retrieval="requested") | {"lists": {"full_text": LISTS[1]}})
@example(one(found={3}) | {"lists": {"title_abstract": LISTS[1]}})
@example(
    one(
        found={0, 1},
        title_abstract={"R1": [("exclude", 0, 0, DAYS[0])], "R2": [("include", 1, 0, DAYS[0])]},
        settled_title_abstract=[("exclude", 0)],
    )
)
@example(
    one(found={0, 3}, title_abstract=INCLUDED, full_text=INCLUDED, study="a")
    | {"update": ((0, 0, 0, 1), {"a"})}
)
@example(
    one(found={0, 2}, title_abstract=INCLUDED, full_text=INCLUDED, study="a")
    | {"update": ((1, 0, 0, 1), set())}
)
def test_every_record_takes_exactly_one_exit_and_the_boxes_add_up(tmp_path_factory, team):
    review = made(tmp_path_factory.mktemp("conservation") / "review", team)
    records, exits = table(review, "searches/records"), table(review, "flow/exits")
    citations = table(review, "dedupe/citations")
    assert [row["record_id"] for row in exits] == [row["record_id"] for row in records]
    assert {row["exit"] for row in exits} <= set(EXITS)
    left = Counter(row["exit"] for row in exits)
    rounds = team["update"][0] if team["update"] else [1] * len(SOURCES)
    found = sum(len(work["found"]) for work in team["works"])
    new = sum(bool(rounds[at]) for work in team["works"] for at in work["found"])
    assert sum(left.values()) == found
    assert left["duplicate"] == found - len(citations)
    assert sum(row["version"] == "previous" for row in exits) == found - new
    ours = Counter(row["exit"] for row in exits if not row["version"])
    known = flow(review)
    boxes = {name: n or 0 for name, n in known.items()}
    arms = ("database_results", "register_results", "other_results")
    assert sum(boxes[name] for name in arms) == new
    assert boxes["new_reports"] == ours["included"]
    assert boxes["dbr_excluded"] + boxes["other_excluded"] == ours["excluded_full_text"]
    assert boxes["dbr_notretrieved_reports"] + boxes["other_notretrieved_reports"] == ours["not_retrieved"]
    everything = flow_json(review)
    assert sum(place["n"] for place in everything["open"]) == ours["open"]
    before = {way: n - ours[way] for way, n in left.items() if n > ours[way]}
    assert {row["exit"]: row["n"] for row in everything["before"]} == before
    assert everything["updated"] == bool(team["update"])
    listed = team["update"][1] if team["update"] else set()
    if known["previous_reports"] is not None:
        assert boxes["previous_reports"] == before.get("included", 0) + len(listed) + bool(listed)
    if known["total_studies"] is not None:
        studies = {study for row in exits for study in row["studies"].split(";") if study}
        assert boxes["total_studies"] == len(studies | listed)
    outcome = {(v["stage"], v["citation_id"]): v["outcome"] for v in table(review, "screening/verdicts")}
    for row in exits:
        stage_, wanted = OUTCOME.get(row["exit"], ("", ""))
        assert not stage_ or outcome[stage_, row["citation_id"]] == wanted, row
    # What is open is named, with whom it waits for.
    said = [*table(review, "screening/open"), *table(review, "fulltext/open")]
    for row in exits:
        if row["exit"] == "open":
            assert any(row["record_id"] in item["item"] and item["waits_for"] for item in said), row
    check_nothing_is_swallowed(review, team)


def check_nothing_is_swallowed(review: Path, team: dict) -> None:
    """Every vote that counts now is heard, and a list decides on nothing that was found after it."""
    decisions = [row for row in table(review, "screening/decisions") if row["current"] == "yes"]
    day = {f"{source}.ris": run for source, _, run in SOURCES}
    file = {row["record_id"]: row["source_file"] for row in table(review, "searches/records")}
    found_on: dict[str, str] = {}
    for row in table(review, "dedupe/members"):
        run = day[file[row["record_id"]]]
        found_on[row["citation_id"]] = min(run, found_on.get(row["citation_id"], run))
    with (review / "records/screening/adjudication.R3.csv").open(encoding="utf-8", newline="") as stream:
        adjudicated = {(row["stage"], row["record"]) for row in csv.DictReader(stream)}
    for verdict in table(review, "screening/verdicts"):
        key = verdict["stage"], verdict["citation_id"]
        here = [
            d for d in decisions if (d["stage"], d["citation_id"]) == key and d["decision"] != "duplicate"
        ]
        against = [
            d
            for d in here
            if verdict["outcome"] and (d["decision"] == "exclude") != (verdict["outcome"] == "exclude")
        ]
        for d in against:
            implied = d["reason"] == "not_recorded"
            covered = implied or (d["stage"], d["record_id"]) in adjudicated
            settled = verdict["status"] == "adjudicated" and d["time"] <= ADJUDICATED and covered
            # A list of the team as a whole holds over reviewers who differ among themselves.
            among = {o["decision"] == "exclude" for o in here if o["reviewer"] != "team"}
            # At full text a maybe asks for a decision, as a difference does.
            asks = verdict["stage"] == "full_text" and any(o["decision"] == "maybe" for o in here)
            assert settled or (verdict["status"] == "listed" and (len(among) == 2 or asks)), (verdict, d)
        if verdict["status"] == "listed" and verdict["reason"] == "not_recorded":
            assert found_on[verdict["citation_id"]] <= team["lists"][verdict["stage"]], verdict


@settings(max_examples=3)
@given(TEAM)
def test_every_link_of_a_report_leads_somewhere(tmp_path_factory, team):
    review = made(tmp_path_factory.mktemp("links") / "review", team)
    for name in STAGES[STAGES.index("extraction") :]:
        stage(name, review)
    page = (review / "reports/report.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert [id for id, n in Counter(ids).items() if n > 1] == []
    links = set(re.findall(r'\shref="#([^"]*)"', page))
    assert len(links) > 10 and links <= set(ids), links - set(ids)
