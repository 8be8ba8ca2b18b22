"""`tamis init`: a new review that is sound, and never in anybody's way."""

import errno
import os
from dataclasses import fields

import pytest

from small_review import make
from tamis import inputs, provenance, run, yamlfile
from tamis.appraisal.engine import registry
from tamis.checks.openitems import ALL_STAGES
from tamis.cli import main
from tamis.config import Policies, load_config
from tamis.errors import Problems
from tamis.proforma import check_fields, load_proforma
from tamis.review import Known, Review
from tamis.start import EMPTY
from tamis.store import read_rows, write_text


def test_a_new_review_has_a_sound_config_and_tables_with_heads(tmp_path):
    assert main(["init", str(tmp_path / "review")]) == 0
    review, problems = Review(tmp_path / "review"), Problems()
    config, proforma = load_config(review, problems), load_proforma(review, problems)
    assert config and proforma
    check_fields(config, proforma, problems)
    assert (review.records / "extraction").is_dir() and (review.records / "fulltext").is_dir()
    for name, row in EMPTY.items():
        assert read_rows(review.root / name, row, problems, root=review.root) == []
    assert list(problems) == []


def test_a_new_review_tells_of_its_manuscript(tmp_path, capsys):
    assert main(["init", str(tmp_path)]) == 0
    said, steps = capsys.readouterr().out, (tmp_path / "README.md").read_text(encoding="utf-8")
    for text in (said, steps):
        for name in ("records/manuscript/manuscript.docx", "reports/manuscript.docx", "records/README.md"):
            assert name in text
    assert (tmp_path / "records/manuscript/manuscript.docx").exists() and "reports/checklists.docx" in steps
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "counts that you type" in " ".join(capsys.readouterr().out.split())


def test_the_remark_on_deduplication_is_sound_once_it_is_none(tmp_path):
    assert main(["init", str(tmp_path)]) == 0
    review, problems = Review(tmp_path), Problems()
    text = review.config.read_text(encoding="utf-8")
    remark = text[text.index("# deduplication:") : text.index("\nscreening:\n")]
    lines = remark.strip().splitlines()
    assert [line.split(":")[0].strip("# ") for line in lines[1:]] == [each.name for each in fields(Policies)]
    bare = "\n".join(line.removeprefix("# ") for line in lines).replace("errata: related", "errata: merge")
    review.config.write_text(text.replace(remark.strip(), bare), encoding="utf-8")
    config = load_config(review, problems)
    assert list(problems) == [] and config.policies == Policies(errata="merge")


def test_the_remarks_on_appraisal_are_sound_once_they_are_none(tmp_path):
    assert main(["init", str(tmp_path)]) == 0
    review, problems = Review(tmp_path), Problems()
    text = review.config.read_text(encoding="utf-8")
    start, end = text.index("  appraisers: 2"), text.index("\nsynthesis:")
    lines = text[start:end].splitlines()
    bare = [line.replace("# ", "", 1) if line.startswith("  # ") else line for line in lines]
    bare = [line for line in bare if not line.startswith("  Levels of quality")]
    assert len(bare) == len(lines) - 1
    review.config.write_text(text[:start] + "\n".join(bare) + text[end:], encoding="utf-8")
    config, proforma = load_config(review, problems), load_proforma(review, problems)
    assert list(problems) == [] and config and proforma
    check_fields(config, proforma, problems)
    assert list(problems) == []
    rules = config.appraisal
    assert rules.appraisers == 2 and rules.second_view and rules.agreement and rules.percent
    assert [level.met for level in rules.levels] == [100, 0]


def test_a_new_reviews_designs_are_categories_of_its_tool(tmp_path):
    assert main(["init", str(tmp_path)]) == 0
    review, problems = Review(tmp_path), Problems()
    config, proforma = load_config(review, problems), load_proforma(review, problems)
    assert list(problems) == [] and config and proforma
    (use,) = config.appraisal.tools
    kinds = {kind.id for kind in registry.require(use.id).categories}
    assert {kind for fitting in use.categories.values() for kind in fitting} == kinds
    assert list(use.categories) == [choice.id for choice in proforma.field(use.design).choices]


def test_nothing_is_overwritten_and_nothing_half_done(tmp_path, capsys):
    (tmp_path / "config").mkdir()
    mine = tmp_path / "config" / "config.yaml"
    mine.write_text("mine")
    assert main(["init", str(tmp_path)]) == 1
    assert mine.read_text() == "mine"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["config", "config.yaml"]
    assert "config/config.yaml: is there already; nothing was written" in capsys.readouterr().err


def test_every_error_of_a_config_is_told_with_its_line(tmp_path):
    assert main(["init", str(tmp_path)]) == 0
    path = Review(tmp_path).config
    text = path.read_text(encoding="utf-8")
    text = text.replace("questions:", "qestions:").replace("maybe: include", "maybe: perhaps")
    text = text.replace("id: population\n", "id: study_design\n")
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    load_config(Review(tmp_path), problems)
    lines = text.splitlines()

    def line(part):
        return next(n for n, content in enumerate(lines, start=1) if part in content)

    said = [str(problem) for problem in problems]
    assert f"config/config.yaml:{line('qestions')}: key 'qestions' is not one of" in said[1]
    assert "did you mean 'questions'?" in said[1]
    assert said[0] == f"config/config.yaml:{line('tamis:')}: key 'questions' is missing"
    assert any(
        s == f"config/config.yaml:{line('perhaps')}: screening.stages.title_abstract.maybe: "
        "'perhaps' is not one of include, conflict"
        for s in said
    )


def test_a_key_that_stands_twice_and_broken_yaml_have_a_line(tmp_path):
    for text, expected in (
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: key 'a' stands twice (also line 1)"),
        ("a: 1\n  b: 2\n", "x.yaml:2: column 4: is not valid YAML: mapping values are not allowed here"),
        ("a: &x [*x]\n", "x.yaml:1: column 8: is not valid YAML: a text that begins with * needs"),
        ("a: [1, 2\n", "x.yaml:2: column 1: is not valid YAML"),
        ("a: !!python/object:os.system x\n", "x.yaml:1: column 4: is not valid YAML"),
    ):
        (tmp_path / "x.yaml").write_text(text)
        problems = Problems()
        assert yamlfile.load(tmp_path / "x.yaml", problems, root=tmp_path) is None
        assert str(next(iter(problems))).startswith(expected), [str(p) for p in problems]


def test_dates_in_yaml_stay_as_written(tmp_path):
    (tmp_path / "x.yaml").write_text("version_date: 2021-09-17\n")
    document = yamlfile.load(tmp_path / "x.yaml", Problems(), root=tmp_path)
    assert document.value == {"version_date": "2021-09-17"}


# --- a config with errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - id: R1", "  - id: 2\n  - id: R1", "reviewers[1].id: must be a text"),
        ("  - id: R1", "  - id: [a]\n  - id: R1", "reviewers[1].id: must be a text"),
        (
            "  - id: R1",
            "  - {id: R9, rolle: a}\n  - id: R1",
            "key 'rolle' is not one of id, role",
        ),
        ("  - id: R1", "  - 7\n  - id: R1", "reviewers[1]: must be keys with values"),
        ("  - id: R1", "  - role: lead\n  - id: R1", "reviewers[1]: key 'id' is missing"),
        ("reviewers:", "reviewers: 3\nsearch:\n  terms:", "reviewers: must be a list"),
        ("reviewers: 2", "reviewers: two", "reviewers: must be a whole number"),
        ("maybe: include", "maybe: [a]", "is not one of include, conflict"),
    ],
)
def test_an_error_in_the_config_hides_no_other_error(tmp_path, old, new, expected):
    assert main(["init", str(tmp_path)]) == 0
    review = Review(tmp_path)
    text = review.config.read_text(encoding="utf-8")
    assert old in text
    review.config.write_text(text.replace(old, new, 1), encoding="utf-8")
    write_text(review.records / "accepted.csv", "item,who,when,why\nsearch:hits:a.ris,R1,soon,lost\n")
    said = [str(problem) for problem in inputs.problems(review)]
    assert any(expected in line for line in said), said
    assert any(line.startswith("records/accepted.csv:2: when 'soon' is not a date") for line in said), said


@pytest.mark.parametrize("text", ["- a\n", "7\n", "a\n", "reviewers: {id: R1}\nsynthesis: {framework: 3}\n"])
def test_a_config_of_quite_another_shape_has_no_traceback(tmp_path, text):
    assert main(["init", str(tmp_path)]) == 0
    Review(tmp_path).config.write_text(text, encoding="utf-8")
    assert main(["run", "-d", str(tmp_path)]) == 1


def test_yaml_that_is_not_text_and_yaml_without_end_are_problems(tmp_path):
    for data, expected in (
        ("a: é".encode("utf-16")[:-1], "x.yaml: is not the UTF-16 text that its first bytes announce"),
        (b"[" * 5000, "x.yaml: "),
    ):
        (tmp_path / "x.yaml").write_bytes(data)
        problems = Problems()
        assert yamlfile.load(tmp_path / "x.yaml", problems, root=tmp_path) is None
        assert str(next(iter(problems))).startswith(expected)
    problems = Problems()
    assert yamlfile.load(tmp_path, problems, root=tmp_path.parent) is None
    assert "cannot be read: Is a directory" in str(next(iter(problems)))


# --- what no file of a review can cause ---------------------------------------------------------


def test_a_file_in_the_way_of_a_folder_is_one_plain_line(tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    assert main(["init", str(tmp_path / "mine")]) == 1
    assert main(["status", "-d", str(tmp_path), "--log", str(tmp_path / "mine" / "status.log")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2 and all(str(tmp_path / "mine") in line for line in said)


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "build/a.csv"),
            1,
            "build/a.csv: No space left on device\n",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "a", None, "b"),
            1,
            "a and b: Permission denied\n",
        ),
        (KeyboardInterrupt(), 130, "tamis run: interrupted\n"),
    ],
    ids=["no-space", "no-permission", "interrupted"],
)
def test_what_the_machine_refuses_is_one_plain_line(tmp_path, monkeypatch, capsys, raised, code, said):
    def refuse(args):
        raise raised

    monkeypatch.setattr(run, "run", refuse)
    assert main(["run", "-d", str(tmp_path)]) == code
    assert capsys.readouterr().err == said


# --- final --------------------------------------------------------------------------------------


def test_nothing_is_final_where_there_is_no_review_or_no_run(tmp_path, capsys):
    assert main(["final", "-d", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("config/config.yaml: there is no such file")
    review = make(tmp_path)
    assert main(["final", "-d", str(tmp_path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert (
        said[0] == "build/appraisal/open.csv: is not there yet; `tamis run final` makes every stage in turn"
    )
    assert len(said) == len(ALL_STAGES)
    assert not (review.build / "final.txt").exists()


def test_a_new_review_is_not_final(tmp_path, capsys):
    assert main(["init", str(tmp_path)]) == 0
    for stage in run.STAGES:
        assert main([stage, "-d", str(tmp_path)]) == 0
    assert main(["final", "-d", str(tmp_path)]) == 1
    assert "records/searches/searches.csv: No search is logged yet" in capsys.readouterr().err


def test_problems_by_the_thousand_are_noted_in_no_time_that_grows_with_their_square():
    problems = Problems()
    for line in range(30000):
        problems.add("a.csv", "is missing", line=line)
        problems.add("a.csv", "is missing", line=line)
    assert len(problems) == 30000


# --- the title beside an id ---------------------------------------------------------------------

TITLES = {
    "r1": "The effects of <i>in vivo</i> support on families: a study of 12 homes, part II",
    "r2": "Parents&#39; views of going home: Café, Part 1",
    "r3": "",
    "r4": "Families after care in 2010: violence and support",
}


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ("r1", "THE EFFECTS OF IN VIVO SUPPORT ON FAMILIES: A STUDY OF 12 HOMES, PART 2"),
        ("r1", "The effects of in vivo support on fam"),
        ("r1", "The effects of in vivo support on families: a study of..."),
        ("r1", "Effects of in vivo support on familys: study of 12 homes, part II"),
        ("r1", "The effects of in vivo support on families"),
        ("r2", "Parents' views of going home: cafe, part I."),
        ("r2", "Parents’ views of going home: Café, Part 1: a subtitle of 2021"),
        ("r3", "A title that the export does not have"),
        ("r4", "Families after care in 2010: v"),
        ("r4", "Families after care in 2010: vi"),
    ],
)
def test_a_title_as_a_person_copied_it_is_right(record, title):
    problems = Problems()
    assert Known(TITLES).check_record(record, title, "a.csv:2", problems) and not len(problems)


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ("r1", "The effects of in vivo support on families: a study of 12 homes, part III"),
        ("r1", "The effects of in vivo support on families: a study of 14 homes, part II"),
        ("r1", "The effects of in vivo support on families: a study of 1"),
        ("r1", "The effects of peer support in schools: a study of 12 homes, part II"),
        ("r2", "Parents' views of going home: Café, Part 2"),
        ("r2", "Parents' views of going home: Café, Part 12"),
        ("r4", "Families after care in 2011: violence and support"),
        ("r4", "Children after care"),
    ],
)
def test_a_title_of_another_record_is_wrong(record, title):
    problems = Problems()
    assert not Known(TITLES).check_record(record, title, "a.csv:2", problems)
    assert "is not the title of" in str(next(iter(problems)))


def test_letters_that_json_writes_in_two_halves_are_whole_and_a_half_is_a_mistake(tmp_path):
    (tmp_path / "x.yaml").write_text(r'{"a": "\ud83d\ude42", "\ud83d\ude42": [x]}')
    document = yamlfile.load(tmp_path / "x.yaml", Problems(), root=tmp_path)
    assert document.value == {"a": "\U0001f642", "\U0001f642": ["x"]}
    assert document.texts["a",] == "\U0001f642" and document.line("\U0001f642", 0) == 1
    (tmp_path / "x.yaml").write_text('a: b\nc: "\\ud83d"\n')
    problems = Problems()
    assert yamlfile.load(tmp_path / "x.yaml", problems, root=tmp_path) is None
    (problem,) = map(str, problems)
    assert problem.startswith("x.yaml:2: ") and "half a letter" in problem


def test_what_a_rule_takes_for_its_input_is_no_wildcard_nor_of_an_office_program(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.csv", "a.csv", "a.{copy}.csv", ".~lock.a.csv#", "~$a.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder").mkdir()
    assert provenance.files(".") == ["a.csv", "b.csv"]
    assert provenance.files(".", "b.*", "c.*") == provenance.files(".", "B.*") == ["b.csv"]
    before = provenance.contents("."), provenance.stamps(".")
    (tmp_path / "a.{more}.csv").write_text("")
    now = provenance.contents("."), provenance.stamps(".")
    assert now[0] != before[0] and now[1] != before[1]
    (tmp_path / "folder" / "a.pdf").symlink_to("nowhere.pdf")
    linked = provenance.stamps(".")
    assert linked != now[1]
    os.utime(tmp_path / "b.csv", ns=(1, 1))  # put there by an archive: older, and as long as before
    assert provenance.stamps(".") != linked
