import json
import re
from pathlib import Path

import pytest
from flow_reviews import Tables, cite, every_exit, reviews, screen, search, seek
from hypothesis import given

from tamis.cli import main
from tamis.errors import InputError
from tamis.flow.boxes import Undrawn
from tamis.flow.command import as_json
from tamis.flow.diagram import draw
from tamis.flow.inputs import flow_of, typed_flow
from tamis.flow.labels import BOXES
from tamis.flow.template import fill
from tamis.store import write_rows
from tamis.tables import Box, TemplateBox

GOOD = """box,n
database_results,"2,003"
duplicates,1013
records_screened,990
records_excluded,956
dbr_sought_reports,34
dbr_notretrieved_reports,3
dbr_assessed,31
dbr_excluded,"Wrong population, or age, 10; No outcome, 6"
new_studies,15
new_reports,15
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _errors(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        typed_flow(_file(tmp_path, text))
    return str(caught.value).splitlines()


def test_typed_counts_make_a_diagram(tmp_path: Path) -> None:
    out = tmp_path / "flow.svg"
    assert main(["flow", str(_file(tmp_path, GOOD)), "-o", str(out)]) == 0
    svg = out.read_text(encoding="utf-8")
    assert "Wrong population, or age (n = 10)" in svg
    assert "Databases (n = 2,003)" in svg


def test_counts_that_do_not_add_up_are_refused_all_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = GOOD.replace("1013", "1024").replace("dbr_assessed,31", "dbr_assessed,30")
    out = tmp_path / "flow.svg"
    assert main(["flow", str(_file(tmp_path, wrong)), "-o", str(out)]) == 1
    assert not out.exists()
    assert [line.removeprefix("counts.csv: ") for line in capsys.readouterr().err.splitlines()] == [
        "dbr_assessed is 30, but dbr_sought_reports 34 - dbr_notretrieved_reports 3 is 31: 1 too few",
        "new_reports is 15, but dbr_assessed 30 - dbr_excluded 16 is 14: 1 too many",
        "records_screened is 990, but database_results 2,003 - duplicates 1,024 is 979: 11 too many",
    ]


def test_what_was_pooled_or_drawn_apart_is_seen_from_the_counts(tmp_path: Path) -> None:
    pooled = typed_flow(_file(tmp_path, GOOD.replace("1013", "1024") + "other_results,11\n"))
    assert pooled.pooled
    apart = GOOD.replace("new_reports,15", "new_reports,16") + (
        "website_results,9\ncitations_results,2\nother_sought_reports,4\nother_assessed,4\nother_excluded,3\n"
    )
    flow = typed_flow(_file(tmp_path, apart))
    assert flow.other_arm
    assert flow.boxes["other_results"] == 11
    assert flow.undrawn == (Undrawn("other", "before_retrieval", 7),)


def test_more_reports_sought_than_records_found_are_refused(tmp_path: Path) -> None:
    text = GOOD + "other_results,2\nother_sought_reports,4\nother_assessed,4\nother_excluded,4\n"
    assert _errors(tmp_path, text) == [
        "counts.csv: other_sought_reports is 4, but other_results 2 is 2: 2 too many"
    ]


def test_every_wrong_cell_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        "box,n\nrecords_screend,3\nduplicates,-4\nrecords_excluded,many\ndbr_excluded,Wrong population\n"
        "dbr_assessed,1.5\nprevious_studies,4\n"
    )
    errors = _errors(tmp_path, text)
    assert [error.split(" ")[0] for error in errors] == [f"counts.csv:{line}:" for line in (2, 3, 4, 5, 6)]
    assert "did you mean 'records_screened'?" in errors[0]
    assert (
        "previous_studies: updated reviews are not drawn yet"
        in _errors(tmp_path, "box,n\nprevious_studies,4\n")[0]
    )


def test_a_file_without_counts_is_refused(tmp_path: Path) -> None:
    assert "holds no counts" in _errors(tmp_path, "box,n\n")[0]
    assert "there is no such file" in _errors_of(tmp_path / "none.csv")


def _errors_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        typed_flow(path)
    return str(caught.value)


def _finished() -> Tables:
    t = Tables()
    search(t, "Scopus; Embase, joined", "database", "a b c d", automatic=1)
    search(t, "Registry", "register", "g")
    search(t, "Ofsted", "website", "e f")
    for ids, outcome in (("a b", "exclude"), ("c", "include"), ("d", "include"), ("g", "exclude")):
        cite(t, ids)
        screen(t, ids.split()[0], outcome)
    cite(t, "e")
    cite(t, "f")
    seek(t, "c", "retrieved", "include", studies="x")
    seek(t, "d", "retrieved", "exclude", reason="outcome")
    seek(t, "e", "retrieved", "exclude", reason="design")
    seek(t, "f", "not_retrieved")
    return t


def test_the_template_filled_in_is_read_back(tmp_path: Path) -> None:
    flow = _finished().flow()
    path = tmp_path / "flow_prisma2020.csv"
    write_rows(path, fill(flow), TemplateBox)
    back = typed_flow(path)
    assert back.boxes == flow.boxes
    assert [(s.kind, s.source, s.n) for s in back.sources] == [
        ("database", "Scopus Embase joined", 5),
        ("register", "Registry", 1),
    ]
    assert [(r.arm, r.label, r.n) for r in back.reasons] == [(r.arm, r.label, r.n) for r in flow.reasons]


def test_the_template_of_a_pooled_review_is_read_back(tmp_path: Path) -> None:
    t = _finished()
    t.pooled = True
    screen(t, "e", "include")
    screen(t, "f", "include")
    flow = t.flow()
    write_rows(tmp_path / "flow_prisma2020.csv", fill(flow), TemplateBox)
    back = typed_flow(tmp_path / "flow_prisma2020.csv")
    assert back.pooled
    assert back.boxes == flow.boxes


def test_the_flow_of_a_finished_review_is_read_back(tmp_path: Path) -> None:
    flow = _finished().flow()
    path = tmp_path / "flow.csv"
    write_rows(path, [Box(box, flow.boxes[box]) for box in BOXES], Box)
    assert typed_flow(path).boxes == flow.boxes


def _written(tmp_path: Path, t: Tables) -> Path:
    """Write the flow as the stage does, and return where."""
    flow = t.flow()
    write_rows(tmp_path / "flow.csv", [Box(box, flow.boxes[box]) for box in BOXES], Box)
    (tmp_path / "flow.json").write_text(as_json(flow), encoding="utf-8")
    return tmp_path


def test_what_an_unfinished_review_has_written_says_so_and_can_be_drawn_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = _written(tmp_path, every_exit()), tmp_path / "out.svg"
    assert main(["flow", str(folder / "flow.csv"), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert "counts of a review that is not finished: 3 still open" in said
    assert "flow.json" in said
    assert main(["flow", str(folder / "flow.json"), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == draw(every_exit().flow())


def test_typed_counts_that_are_wrong_are_not_called_unfinished(tmp_path: Path) -> None:
    folder = _written(tmp_path, every_exit())
    text = (folder / "flow.csv").read_text(encoding="utf-8").replace("duplicates,1", "duplicates,2")
    (folder / "flow.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        typed_flow(folder / "flow.csv")
    assert "not finished" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"boxes": {}}', "nothing"])
def test_a_json_that_is_no_flow_is_refused_plainly(tmp_path: Path, text: str) -> None:
    path = tmp_path / "flow.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is not a flow"):
        flow_of(path)
    with pytest.raises(InputError, match="there is no such file"):
        flow_of(tmp_path / "none.json")


def test_a_json_whose_boxes_were_changed_is_refused(tmp_path: Path) -> None:
    folder = _written(tmp_path, every_exit())
    data = json.loads((folder / "flow.json").read_text(encoding="utf-8"))
    data["boxes"]["duplicates"] += 1
    (folder / "flow.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="records_screened is 7"):
        flow_of(folder / "flow.json")


def _as_r_reads(cell: str) -> list[tuple[str, str]]:
    """Take a list apart as the package's PRISMA_parse_reasons_ does: split at `;`, name before a comma."""
    return [
        (re.sub(r",.*$", "", part), re.sub(r".*?,([ 0-9,]*)", r"\1", part).strip())
        for part in re.split(r"(?:;)(?: )?", cell)
    ]


def test_the_package_reads_the_lists_of_the_template() -> None:
    rows = {row.data: row for row in fill(_finished().flow()) if row.data != "NA"}
    assert _as_r_reads(rows["database_specific_results"].n) == [("Scopus Embase joined", "5")]
    assert _as_r_reads(rows["dbr_excluded"].n) == [("No outcome of interest", "1")]
    assert _as_r_reads(rows["other_excluded"].n) == [("Not research", "1")]


def test_the_template_has_the_lines_of_the_package_and_na_for_what_is_missing() -> None:
    rows = fill(every_exit().flow())
    assert [row.data for row in rows if row.box == "box3"] == [
        "duplicates",
        "excluded_automatic",
        "excluded_other",
    ]
    by_data = {row.data: row.n for row in rows}
    assert by_data["excluded_other"] == "NA"
    assert by_data["previous_studies"] == "NA"
    assert by_data["other_excluded"] == "0"
    # every box of ours but the sum that PRISMA does not have
    assert set(BOXES) - set(by_data) == {"other_results"}


def test_the_package_s_own_template_as_it_comes_asks_to_be_filled_in(tmp_path: Path) -> None:
    # Zeros and placeholders, as in inst/extdata/PRISMA.csv.
    text = (
        "data,node,box,description,boxtext,tooltips,url,n\n"
        "NA,node4,prevstud,x,Previous studies,x,x,0\n"
        "previous_studies,node5,box1,x,x,x,x,0\n"
        "database_results,node7,box2,x,Databases,x,x,0\n"
        'dbr_excluded,node14,box9,x,x,x,x,"Reason1, xxx; Reason2, xxx; Reason3, xxx"\n'
        "website_results,node17,box11,x,x,x,x,0\n"
        "other_sought_reports,node18,box12,x,x,x,x,0\n"
    )
    flow = typed_flow(_file(tmp_path, text))
    assert (flow.boxes["database_results"], flow.boxes["dbr_excluded"]) == (0, None)


@given(reviews())
def test_any_flow_fills_the_template_with_what_its_boxes_hold(t: Tables) -> None:
    flow = t.flow()
    for row in fill(flow):
        if row.data in flow.boxes and "," not in row.n:
            n = flow.boxes[row.data]
            assert row.n == ("NA" if n is None else str(n))
