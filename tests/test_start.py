"""`tamis init`: a new review that is sound, and never in anybody's way."""

from tamis import yamlfile
from tamis.cli import main
from tamis.config import check_fields, load_config, load_proforma
from tamis.errors import Problems
from tamis.review import Review
from tamis.start import EMPTY
from tamis.store import read_rows


def test_a_new_review_has_a_sound_config_and_tables_with_heads(tmp_path):
    assert main(["init", str(tmp_path / "review")]) == 0
    review, problems = Review(tmp_path / "review"), Problems()
    config, proforma = load_config(review, problems), load_proforma(review, problems)
    assert config and proforma
    check_fields(config, proforma, problems)
    for name, row in EMPTY.items():
        assert read_rows(review.root / name, row, problems, root=review.root) == []
    assert list(problems) == []


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
