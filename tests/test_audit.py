"""`tamis audit`: what git's history of the logs says, with small repositories."""

import csv
import os
import shutil
import subprocess

import openpyxl
import pytest

from tamis import history
from tamis.cli import main

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
HEAD = "record,decision,of,reason,note,time,title\n"
ONE, TWO, THREE = (f'r{n},exclude,,topic,"a, b",2024-02-0{n}T09:00:0{n},A title\n' for n in (1, 2, 3))
LOG = "records/screening/title_abstract.R1.csv"


class Repository:
    """A repository in a folder; each commit is one day later than the one before."""

    def __init__(self, root):
        self.root, self.day = root, 0
        (root / "records" / "screening").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments, **names):
        who = {"name": "Ann Secret", "email": "ann@example.org"} | names
        when = f"2024-03-{self.day + 1:02}T10:00:00+00:00"
        own = {f"GIT_{role}_{key.upper()}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            env={**os.environ, **own, **dates},
        )

    def commit(self, files, **names):
        """Write files (None: delete), and commit."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            elif isinstance(text, bytes):
                path.write_bytes(text)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "more", **names)
        self.day += 1

    def audit(self, capsys, *arguments, folder="."):
        """Return the rows of the table, and what was printed."""
        table = self.root / "changes.csv"
        table.unlink(missing_ok=True)
        assert main(["audit", "-d", str(self.root / folder), "-o", str(table), *arguments]) == 0
        with table.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream)), capsys.readouterr().out


@pytest.fixture
def repository(tmp_path):
    made = Repository(tmp_path)
    made.commit({LOG: HEAD + ONE + TWO})
    return made


def brief(rows):
    return [(row["what"], row["file"].rpartition("/")[2], row["line"]) for row in rows]


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_lines_that_are_added_are_no_change(repository, capsys):
    repository.commit({LOG: HEAD + ONE + TWO + THREE})
    repository.commit({LOG: HEAD + THREE + "\n" + ONE + TWO, "records/screening/full_text.R1.csv": HEAD})
    rows, said = repository.audit(capsys)
    assert rows == []
    assert "3 commits from 2024-03-01 to 2024-03-03: no change of what logs had said." in said
    assert "No log holds anything that is not committed yet." in said


@pytest.mark.parametrize(
    "saved",
    [
        ("\ufeff" + (HEAD + ONE + TWO).replace("\n", "\r\n")).encode(),
        (HEAD + ONE + TWO).encode("utf-16"),
        HEAD.replace(",", ";").encode()
        + b"r1;exclude;;topic;a, b;01.02.2024 09:00:01;\xc9\nr2;EXCLUDE;;topic;a, b;02.02.2024 09:00;",
        b"time,record,note,reason,decision\n"
        b'2024-02-01 09:00:01,r1,"a, b",topic,exclude\n2024-02-02T09:00:02Z,r2,"a, b",topic,exclude\n',
    ],
    ids=["excel", "utf-16", "semicolons", "columns"],
)
def test_a_file_that_is_saved_in_another_way_is_no_change(repository, capsys, saved):
    repository.commit({LOG: saved})
    assert repository.audit(capsys)[0] == []


def test_a_log_that_becomes_a_workbook_is_renamed_or_parted_is_no_change(repository, capsys, tmp_path):
    said = [line for line in csv.reader((HEAD + ONE + TWO).splitlines())]
    workbook(tmp_path / "records/screening/title_abstract.R1.xlsx", said)
    repository.commit({LOG: None})
    repository.commit(
        {
            "records/screening/title_abstract.R1.xlsx": None,
            "records/screening/title_abstract.r1.one.csv": HEAD + TWO,
            "records/screening/title_abstract.R1.two.csv": HEAD + ONE,
        }
    )
    assert repository.audit(capsys)[0] == []
    repository.commit({"records/screening/title_abstract.R1.two.csv": None})
    assert brief(repository.audit(capsys)[0]) == [("file removed", "title_abstract.R1.two.csv", "2")]


def test_a_timed_line_that_another_file_of_the_same_person_still_has_is_not_lost(repository, capsys):
    second = "records/screening/title_abstract.R1.2.csv"
    repository.commit({second: HEAD + ONE + "r9,include,,,,,\n"})
    repository.commit({LOG: HEAD + TWO})
    assert repository.audit(capsys)[0] == []
    repository.commit({second: HEAD + "r9,include,,,,,\n"})
    assert brief(repository.audit(capsys)[0]) == [("removed", "title_abstract.R1.2.csv", "2")]


def test_a_workbook_is_read_as_it_was(repository, capsys, tmp_path):
    book = tmp_path / "records/screening/adjudication.R3.xlsx"
    head = ["record", "stage", "decision", "how", "who", "why", "time"]
    for why in ("It fits", "It does not"):
        workbook(book, [head, ["r1", "full_text", "include", "third", "R3", why, "2024-02-01"]])
        repository.commit({})
    ((row,), _) = repository.audit(capsys)
    assert (row["what"], row["line"]) == ("changed", "2")
    assert "why: It fits" in row["before"] and "why: It does not" in row["after"]


def test_a_decision_that_is_filled_in_is_no_change_and_one_that_is_taken_out_is(repository, capsys):
    sheet = "records/screening/full_text.R2.csv"
    empty, filled = "r1,,,,,,Seen\nr2,,,,,,\n", "r1,include,,,,2024-02-03,Seen\nr2,,,,,,\n"
    for text in (empty, filled, empty):
        repository.commit({sheet: HEAD + text})
    rows, _ = repository.audit(capsys)
    assert brief(rows) == [("removed", "full_text.R2.csv", "2")]


def test_what_was_changed_removed_deleted_or_given_to_somebody_else_is_listed(repository, capsys):
    other = "records/screening/title_abstract.R2.csv"
    repository.commit({LOG: HEAD + ONE.replace("exclude,,topic", "include,,") + TWO}, email="b@example.org")
    repository.commit({LOG: HEAD + TWO})
    repository.commit({LOG: HEAD, other: HEAD + TWO})
    repository.commit({other: None, "records/accepted.csv": "item,who,when,why\na:b,R1,2024-02-01,So\n"})
    repository.commit({"records/accepted.csv": "item,who,when,why\na:b,R1,2024-02-01,No\n"})
    rows, said = repository.audit(capsys)
    assert brief(rows) == [
        ("changed", "title_abstract.R1.csv", "2"),
        ("removed", "title_abstract.R1.csv", "2"),
        ("moved", "title_abstract.R1.csv", "2"),
        ("file removed", "title_abstract.R2.csv", "2"),
        ("changed", "accepted.csv", "2"),
    ]
    assert rows[0]["before"] == (
        "record: r1; decision: exclude; reason: topic; note: a, b; time: 2024-02-01T09:00:01"
    )
    assert rows[0]["after"].startswith("record: r1; decision: include; note")
    assert rows[0]["after_place"] == f"{LOG}:2" and rows[2]["after_place"] == f"{other}:2"
    assert [row["author"] for row in rows[:2]] == ["author 2", "author 1"]
    assert [row["date"] for row in rows[:2]] == ["2024-03-02T10:00:00+00:00", "2024-03-03T10:00:00+00:00"]
    assert f"{LOG}:2: changed ({rows[0]['commit'][:10]}, 2024-03-02, author 2)" in said


def test_authors_are_named_only_where_that_is_asked_for(repository, capsys):
    repository.commit({LOG: HEAD + TWO}, name="=Eve\x1b[2J Secret")
    rows, said = repository.audit(capsys)
    assert rows[0]["author"] == "author 1" and "Secret" not in said and "@" not in said
    rows, said = repository.audit(capsys, "--names")
    assert rows[0]["author"] == "'=Eve\x1b[2J Secret" and "Eve [2J Secret" in said


def test_a_merge_that_loses_a_line_is_listed_once_and_what_a_side_took_away_at_its_own_commit(
    repository, capsys
):
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({LOG: HEAD + ONE + TWO + THREE})  # the merge will lose the third line
    repository.git("checkout", "-q", "main")
    repository.commit({LOG: HEAD + ONE})  # the second line is removed here
    repository.git("merge", "-q", "-s", "ours", "-m", "merged", "side")
    rows, _ = repository.audit(capsys)
    assert [(row["what"], row["before"][:10]) for row in rows] == [
        ("removed", "record: r2"),
        ("removed", "record: r3"),
    ]
    assert rows[0]["commit"] != rows[1]["commit"]


def test_a_merge_that_keeps_both_sides_is_no_change(repository, capsys):
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({LOG: HEAD + ONE + TWO + THREE})
    repository.git("checkout", "-q", "main")
    repository.commit({LOG: HEAD + ONE + TWO + THREE.replace("r3", "r4")})
    repository.git("merge", "-q", "-s", "ours", "--no-commit", "side")
    repository.commit({LOG: HEAD + ONE + TWO + THREE.replace("r3", "r4") + THREE + THREE})
    repository.commit({LOG: HEAD + ONE + TWO + THREE.replace("r3", "r4") + THREE})  # said twice, now once
    assert repository.audit(capsys)[0] == []


def test_a_log_that_cannot_be_read_any_more_is_listed_with_all_that_it_said(repository, capsys):
    book = "records/screening/title_abstract.R2.xlsx"
    workbook(repository.root / book, list(csv.reader((HEAD + ONE + TWO).splitlines())))
    repository.commit({})
    repository.commit({book: b"no workbook"})
    rows, _ = repository.audit(capsys)
    assert [(row["what"], row["line"]) for row in rows] == [
        ("unreadable", ""),
        ("removed", "2"),
        ("removed", "3"),
    ]


def test_an_export_that_is_named_as_a_snapshot_and_changed_is_listed(repository, capsys):
    imports = "file,tool,stage,date\nold.ris,list,full_text,2024-02-01\n"
    folder = "records/screening"
    repository.commit({f"{folder}/imports.csv": imports, f"{folder}/old.ris": "1", f"{folder}/x.ris": "1"})
    repository.commit({f"{folder}/old.ris": "2", f"{folder}/x.ris": "2"})
    repository.commit({f"{folder}/old.ris": "2\n3\n"})
    repository.commit({f"{folder}/old.ris": b"2\r\n3\r\n"})
    repository.commit({f"{folder}/old.ris": None})
    rows, _ = repository.audit(capsys)
    assert brief(rows) == [
        ("export changed", "old.ris", ""),
        ("export changed", "old.ris", ""),
        ("export removed", "old.ris", ""),
    ]


def test_what_is_not_committed_yet_is_said_and_what_it_takes_away_is_listed(repository, capsys):
    (repository.root / LOG).write_text(HEAD + TWO + THREE)
    (repository.root / "records/screening/duplicates.R2.csv").write_text(
        "record_a,record_b,answer\na,b,same\n"
    )
    rows, said = repository.audit(capsys)
    assert brief(rows) == [("removed", "title_abstract.R1.csv", "2")] and rows[0]["commit"] == ""
    assert f"not committed yet: {LOG}, 1 line added, 1 changed or removed" in said
    assert "not committed yet: records/screening/duplicates.R2.csv, 1 line\n" in said


def test_an_adjudication_sheet_that_is_filled_in_is_no_change(repository, capsys):
    sheet = "records/screening/adjudication.R3.csv"
    head = "record,stage,decision,how,who,votes_seen,why,time\n"
    repository.commit({sheet: f"{head}r1,title_abstract,,third,R3,,,\n"})
    repository.commit({sheet: f"{head}r1,title_abstract,include,third,R3,no,read,2024-03-05\n"})
    rows, said = repository.audit(capsys)
    assert rows == [] and "as it is" not in said
    repository.commit({sheet: f"{head}r1,title_abstract,exclude,third,R3,no,read,2024-03-05\n"})
    assert brief(repository.audit(capsys)[0]) == [("changed", "adjudication.R3.csv", "2")]


def test_a_second_download_is_a_log_of_the_same_person(repository, capsys):
    repository.commit({LOG: None, LOG.replace(".csv", " (1).csv"): HEAD + ONE + TWO})
    assert brief(repository.audit(capsys)[0]) == []


def test_a_review_in_a_folder_of_a_repository_has_its_own_history(tmp_path, capsys):
    repository = Repository(tmp_path)
    repository.commit({f"reviews/a/{LOG}": HEAD + ONE + TWO, f"reviews/b/{LOG}": HEAD + ONE})
    repository.commit({f"reviews/a/{LOG}": HEAD + TWO, f"reviews/b/{LOG}": HEAD})
    rows, _ = repository.audit(capsys, folder="reviews/a")
    assert [row["before"][:10] for row in rows] == ["record: r1"] and rows[0]["file"] == LOG


def test_what_cannot_be_looked_at_is_said_plainly(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "review"
    (folder / "records").mkdir(parents=True)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    def said(where):
        assert main(["audit", "-d", str(where)]) == 1
        return capsys.readouterr().err

    assert "has no folder records" in said(tmp_path)
    assert "is in no git repository" in said(folder)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    assert "nothing was committed here yet" in said(folder)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "the git program is not installed" in said(folder)


def test_a_shallow_clone_says_that_it_does_not_know_what_was_before(repository, capsys, tmp_path):
    repository.commit({LOG: HEAD + TWO})
    repository.commit({LOG: HEAD + TWO + THREE})
    clone = tmp_path / "clone"
    source = f"file://{tmp_path}"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", source, str(clone)], check=True, capture_output=True
    )
    assert main(["audit", "-d", str(clone)]) == 0
    said = capsys.readouterr().out
    assert "This clone is shallow: what was before 2024-03-03 is not in it" in said and "no change" in said


def test_nothing_of_the_repository_is_run(repository, capsys, tmp_path):
    ran = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    script.chmod(0o755)
    repository.commit({LOG: HEAD + TWO, ".gitattributes": "*.csv diff=evil filter=evil\n"})
    for name in ("diff.external", "diff.evil.textconv", "diff.evil.command", "core.fsmonitor", "core.pager"):
        repository.git("config", name, str(script))
    for name in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
        "pager.log",
        "gpg.program",
    ):
        repository.git("config", name, str(script))
    repository.git("config", "log.showSignature", "true")
    rows, _ = repository.audit(capsys)
    assert brief(rows) == [("removed", "title_abstract.R1.csv", "2")] and not ran.exists()


@pytest.mark.parametrize(
    "without",
    [(), ("GIT_NO_LAZY_FETCH",), ("GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL")],
    ids=["as it is", "an older git", "neither"],
)
def test_what_is_missing_is_not_fetched_by_a_program_that_the_repository_names(
    repository, capsys, tmp_path, monkeypatch, without
):
    ran = tmp_path / "ran"
    log = subprocess.check_output(["git", "-C", str(tmp_path), "rev-parse", f"HEAD:{LOG}"], text=True).strip()
    repository.commit({LOG: HEAD + TWO})
    for name, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::touch {ran}"),
        ("protocol.allow", "always"),
        ("protocol.ext.allow", "always"),
    ):
        repository.git("config", name, value)
    (tmp_path / ".git/objects" / log[:2] / log[2:]).unlink()
    ours = {**history._environment(), "GIT_CONFIG_GLOBAL": os.devnull}
    for unknown in without:
        del ours[unknown]
    monkeypatch.setattr(history, "_environment", lambda: ours)
    assert main(["audit", "-d", str(tmp_path)]) == 1
    assert "git does not have all of the history here" in capsys.readouterr().err
    assert ran.exists() is (len(without) == 2)  # then there was something to run


def test_names_are_read_as_git_keeps_them_whatever_the_repository_prefers(repository, capsys):
    repository.git("config", "i18n.logOutputEncoding", "ISO-8859-1")
    repository.commit({LOG: HEAD + TWO}, name="Zo\u00eb")
    assert repository.audit(capsys, "--names")[0][0]["author"] == "Zo\u00eb"


@pytest.mark.parametrize("folder", ["records", "records/screening"])
@pytest.mark.parametrize("there", [True, False], ids=["here", "not fetched"])
def test_logs_in_a_repository_of_their_own_are_said_to_be_in_one(tmp_path, capsys, folder, there):
    whole = Repository(tmp_path / "review")
    whole.commit({"a.txt": "a"})
    inner = whole.root / folder
    shutil.rmtree(inner)
    inner.mkdir(parents=True)
    for arguments in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "one"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", str(inner), *who, *arguments], check=True)
    whole.commit({})
    if not there:
        shutil.rmtree(inner / ".git")
    assert main(["audit", "-d", str(whole.root)]) == 1
    assert f"{folder} is another repository, whose history is not looked at" in capsys.readouterr().err


def test_lines_of_which_order_alone_says_what_was_said_last(repository, capsys):
    sheet = "records/screening/full_text.R2.csv"
    first, last, timed = "r1,include,,,,,\n", "r1,exclude,,topic,,,\n", "r2,include,,,,2024-02-03T10:00:00,\n"
    day = "r1,maybe,,,,2024-02-03,\n"
    for text in (
        first + last + timed,
        timed + first + last,  # other records' lines between them say nothing
        timed + last + first,
        timed + last + first + day,
        day + timed + last + first,  # said before them now, though it is of the same day
    ):
        repository.commit({sheet: HEAD + text})
    (repository.root / sheet).write_text(HEAD + day + timed + first + last)
    rows, said = repository.audit(capsys)
    assert brief(rows) == [("reordered", "full_text.R2.csv", line) for line in ("4", "5", "5")]
    assert (rows[0]["before"], rows[0]["after"]) == (
        "record: r1; decision: exclude; reason: topic",
        "record: r1; decision: include",
    )
    assert rows[1]["before"].endswith("time: 2024-02-03") and rows[0]["after_place"] == f"{sheet}:4"
    assert f"not committed yet: {sheet}, its lines in another order" in said


def test_lines_with_times_may_stand_in_any_order_and_those_of_one_time_may_not(repository, capsys):
    again = ONE.replace("exclude,,topic", "include,,")
    later = again.replace("T09", "T10")
    repository.commit({LOG: HEAD + ONE + TWO + later})
    repository.commit({LOG: HEAD + later + TWO + ONE})
    assert repository.audit(capsys)[0] == []
    repository.commit({LOG: HEAD + ONE + TWO + again})
    repository.commit({LOG: HEAD + again + TWO + ONE})
    assert brief(repository.audit(capsys)[0])[1:] == [("reordered", "title_abstract.R1.csv", "4")]
    # half past eight in UTC, however it is written; what is no time is none
    zoned = later.replace("T10:00:01", "T10:30:00+02:00")
    strange = again.replace("2024-02-01T09:00:01", "on the first of February")
    repository.commit({LOG: HEAD + strange + ONE + zoned})
    repository.commit({LOG: HEAD + strange + zoned + ONE})
    assert len(repository.audit(capsys)[0]) == 4  # a line was changed, and one removed, meanwhile


def test_an_order_that_one_side_of_a_merge_changed_is_listed_at_its_own_commit(repository, capsys):
    sheet = "records/screening/full_text.R2.csv"
    one, other = "r1,include,,,,,\n", "r1,exclude,,topic,,,\n"
    repository.commit({sheet: HEAD + one + other})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({sheet: HEAD + other + one})
    repository.git("checkout", "-q", "main")
    repository.commit({LOG: HEAD + ONE + TWO + THREE})
    repository.git("merge", "-q", "-m", "merged", "side")
    rows, _ = repository.audit(capsys)
    assert brief(rows) == [("reordered", "full_text.R2.csv", "3")]


def test_however_long_the_history_there_are_three_processes(repository, capsys, monkeypatch):
    for at in range(12):
        repository.commit({LOG: HEAD + ONE + TWO + f"r{at},include,,,,,\n"})
    started = []
    start = subprocess.Popen.__init__

    def noted(self, command, *arguments, **names):
        started.append(command)
        start(self, command, *arguments, **names)

    monkeypatch.setattr(history.subprocess.Popen, "__init__", noted)
    rows, _ = repository.audit(capsys)
    assert len(rows) == 11 and len(started) == 3


def test_the_table_does_not_take_the_place_of_another_file(repository, capsys):
    other = repository.root / "mine.csv"
    other.write_text("a,b\n1,2\n")
    assert main(["audit", "-d", str(repository.root), "-o", str(other)]) == 1
    assert "choose another name" in capsys.readouterr().err and other.read_text() == "a,b\n1,2\n"


def test_ratings_second_views_and_reconciliations_are_logs_too(repository, capsys):
    folder = "records/appraisal"
    rated = "study,item,answer,comment,cited\nsmith2020,2.1,yes,,Smith 2020\nsmith2020,2.2,,,\n"
    view = "study,tool,item,answer\nsmith2020,mmat2018,2.1,agree\n"
    settled = "study,tool,item,answer,how,who,why,time\nsmith2020,mmat2018,2.1,yes,third,R3,why,2024-02-01\n"
    files = {
        f"{folder}/mmat2018.R1.csv": rated,
        f"{folder}/view.R2.csv": view,
        f"{folder}/reconciliation.R3.csv": settled,
        f"{folder}/categories.csv": "study,tool,category,who,why\nsmith2020,mmat2018,mixed,R1,a\n",
    }
    repository.commit(files)
    # What is filled in, and what stands there for people, is no change; nor is a category, which is no log.
    repository.commit(
        {
            f"{folder}/mmat2018.R1.csv": rated.replace("2.2,,", "2.2,no,").replace("Smith 2020", "Smith"),
            f"{folder}/categories.csv": files[f"{folder}/categories.csv"].replace("mixed", "randomised"),
        }
    )
    assert repository.audit(capsys)[0] == []
    repository.commit(
        {
            f"{folder}/mmat2018.R1.csv": rated.replace("2.1,yes", "2.1,no"),
            f"{folder}/view.R2.csv": "study,tool,item,answer\n",
            f"{folder}/reconciliation.R3.csv": settled.replace(",yes,third", ",no,third"),
        }
    )
    rows, _ = repository.audit(capsys)
    assert sorted(brief(rows)) == [
        ("changed", "mmat2018.R1.csv", "2"),
        ("changed", "reconciliation.R3.csv", "2"),
        ("removed", "mmat2018.R1.csv", "3"),
        ("removed", "view.R2.csv", "2"),
    ]


def test_checks_and_reconciliations_of_data_are_logs_too(repository, capsys):
    folder = "records/extraction"
    check = "study,field,first,answer,quote\nsmith2020,n,12,agree,a quote\nsmith2020,country,uk,,\n"
    settled = "study,field,values,value,how,who,why,time\nsmith2020,n,R1 1; R2 2,1,third,R3,why,2024-02-01\n"
    repository.commit({f"{folder}/check.R2.csv": check, f"{folder}/reconciliation.R3.csv": settled})
    filled = check.replace("a quote", "other").replace("uk,", "uk,agree")
    repository.commit({f"{folder}/check.R2.csv": filled})
    assert repository.audit(capsys)[0] == []
    repository.commit(
        {
            f"{folder}/check.R2.csv": check.replace("12,agree", "12,13"),
            f"{folder}/reconciliation.R3.csv": "study,field,values,value,how,who,why,time\n",
        }
    )
    rows, _ = repository.audit(capsys)
    assert sorted(brief(rows)) == [
        ("changed", "check.R2.csv", "2"),
        ("removed", "check.R2.csv", "3"),
        ("removed", "reconciliation.R3.csv", "2"),
    ]
