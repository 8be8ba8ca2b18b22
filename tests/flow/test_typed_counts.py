import csv
import itertools
import json
import re
from pathlib import Path

import pytest
from flow_reviews import Tables, cite, every_exit, reviews, screen, search, seek, update
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


def test_a_record_of_other_methods_may_give_several_reports(tmp_path: Path) -> None:
    text = GOOD + "other_results,2\nother_sought_reports,4\nother_assessed,4\nother_excluded,4\n"
    assert typed_flow(_file(tmp_path, text)).undrawn == ()


def test_an_arm_typed_without_what_was_found_is_there_and_must_add_up(tmp_path: Path) -> None:
    text = GOOD + "other_sought_reports,7\nother_notretrieved_reports,1\nother_assessed,50\n"
    errors = " ".join(_errors(tmp_path, text))
    assert "other_assessed is 50, but other_sought_reports 7 - other_notretrieved_reports 1 is 6" in errors
    flow = typed_flow(_file(tmp_path, text.replace("50", "6") + "other_excluded,6\n"))
    assert flow.other_arm and flow.boxes["other_results"] is None
    printed = re.findall(r"<text[^>]*>([^<]*)</text>", draw(flow))
    assert ("Records identified from:", "(not recorded)") in itertools.pairwise(printed)


def test_nothing_found_by_other_methods_is_not_pooled(tmp_path: Path) -> None:
    flow = typed_flow(_file(tmp_path, GOOD + "website_results,0\ncitations_results,0\n"))
    assert not flow.pooled and flow.boxes["other_results"] == 0


def test_new_reports_are_compared_where_all_arms_say_what_was_assessed(tmp_path: Path) -> None:
    typed_flow(_file(tmp_path, GOOD.replace("new_reports,15", "new_reports,17") + "other_sought_reports,4\n"))


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("records_excluded", "records_screened"),
        ("dbr_notretrieved_reports", "dbr_sought_reports"),
        ("other_excluded", "other_assessed"),
    ],
)
def test_no_more_leaves_a_box_than_is_in_it(tmp_path: Path, part: str, whole: str) -> None:
    assert _errors(tmp_path, f"box,n\n{part},9\n{whole},7\n") == [
        f"counts.csv: {part} is 9, but {whole} is 7: 2 too many"
    ]


def test_a_difference_names_the_boxes_that_were_typed(tmp_path: Path) -> None:
    (error,) = _errors(tmp_path, "box,n\ndatabase_results,5\ncitations_results,10\nrecords_screened,5\n")
    assert "database_results 5 + citations_results 10 is 15" in error
    assert "other_results" not in error


def test_unknown_boxes_are_told_with_all_names_once(tmp_path: Path) -> None:
    first, second = _errors(tmp_path, "box,n\nrecords_screend,3\nduplicatse,4\n")
    assert len(first) > 400 and "did you mean 'duplicates'?" in second and len(second) < 120


def test_whole_numbers_as_programs_write_them_and_lists_of_several_lines(tmp_path: Path) -> None:
    text = 'box,n\ndbr_assessed,100.0\ndbr_excluded,"Pop, 10;\nOut, 8;\nAge, 2"\n'
    flow = typed_flow(_file(tmp_path, text))
    assert flow.boxes["dbr_assessed"] == 100
    assert [(r.label, r.n) for r in flow.reasons] == [("Pop", 10), ("Out", 8), ("Age", 2)]


def _template(tmp_path: Path, **boxes: int) -> Path:
    lines = "".join(f"{data},n,b,d,t,t,u,{n}\n" for data, n in boxes.items())
    return _file(tmp_path, "data,node,box,description,boxtext,tooltips,url,n\n" + lines)


def test_a_template_of_the_package_can_be_a_new_review_of_databases_alone(tmp_path: Path) -> None:
    found = ("website_results", "citations_results", "other_sought_reports", "other_assessed")
    zeros = dict.fromkeys(("previous_studies", "previous_reports", "other_excluded", *found), 0)
    new = {"new_studies": 4, "new_reports": 5, "total_studies": 4, "total_reports": 5}
    flow = typed_flow(_template(tmp_path, **zeros, **new))
    assert (flow.updated, flow.other_arm, flow.pooled) == (False, False, False)
    before = {"previous_studies": 1, "previous_reports": 1}
    assert typed_flow(_template(tmp_path, **{**zeros, **before})).updated


def test_the_template_of_a_review_with_another_kind_of_source_is_read_back(tmp_path: Path) -> None:
    t = _finished()
    search(t, "Experts", "other", "x1 x2")
    for id_ in ("x1", "x2"):
        cite(t, id_)
        seek(t, id_, "not_retrieved")
    flow = t.flow()
    write_rows(tmp_path / "flow_prisma2020.csv", fill(flow), TemplateBox)
    assert typed_flow(tmp_path / "flow_prisma2020.csv").boxes == flow.boxes


def test_every_wrong_cell_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        "box,n\nrecords_screend,3\nduplicates,-4\nrecords_excluded,many\ndbr_excluded,Wrong population\n"
        'dbr_assessed,1.5\nother_excluded,"Wrong age, 3; Wrong topic"\nnew_reports,1.234\n'
        'database_specific_results,"Scopus, 3; Embase, xxx"\n'
    )
    errors = _errors(tmp_path, text)
    assert [error.split(" ")[0] for error in errors] == [f"counts.csv:{line}:" for line in range(2, 10)]
    assert "did you mean 'records_screened'?" in errors[0]
    assert "'Wrong topic' in 'Wrong age, 3; Wrong topic' has no number" in errors[5]
    assert "'1.234' can be read two ways; write 1234" in errors[6]
    assert "'Embase, xxx' in" in errors[7]


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
    # every box but those of ours that PRISMA does not have
    assert set(BOXES) - set(by_data) == {
        "records_excluded_automatic",
        "meta_analysis_studies",
        "meta_analysis_reports",
    }
    # a line of ours where a source is of none of the package's kinds
    assert by_data["other_results"] == "8"
    assert "other_results" not in {row.data for row in fill(_finished().flow())}


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


@given(reviews() | reviews(updated=True))
def test_any_flow_fills_the_template_with_what_its_boxes_hold(t: Tables) -> None:
    flow = t.flow()
    for row in fill(flow):
        if row.data in flow.boxes and "," not in row.n:
            n = flow.boxes[row.data]
            assert row.n == ("NA" if n is None else str(n))


# --- updated reviews, meta-analyses, and how tables are saved -----------------------------------

UPDATED = GOOD.replace("new_studies,15", "new_studies,12") + (
    "previous_studies,20\nprevious_reports,23\ntotal_studies,32\ntotal_reports,38\n"
)


def test_typed_counts_of_an_updated_review(tmp_path: Path) -> None:
    flow = typed_flow(_file(tmp_path, UPDATED))
    assert flow.updated
    assert (flow.boxes["previous_reports"], flow.boxes["total_studies"]) == (23, 32)
    assert not typed_flow(_file(tmp_path, GOOD)).updated


def test_a_version_before_without_studies_is_one_too(tmp_path: Path) -> None:
    none = "previous_studies,0\nprevious_reports,0\n"
    assert typed_flow(_file(tmp_path, GOOD + none)).updated


def test_all_that_is_wrong_with_an_updated_review_is_told_at_once(tmp_path: Path) -> None:
    text = UPDATED.replace("total_studies,32", "total_studies,33") + (
        "records_excluded_automatic,957\nmeta_analysis_studies,34\nmeta_analysis_reports,0\n"
    )
    assert _errors(tmp_path, text.replace("1013", "1012")) == [
        "counts.csv: meta_analysis_studies is 34, but meta_analysis_reports is 0",
        "counts.csv: meta_analysis_studies is 34, but total_studies is 33: 1 too many",
        "counts.csv: records_excluded_automatic is 957, but records_excluded is 956: 1 too many",
        "counts.csv: records_screened is 990, but database_results 2,003 - duplicates 1,012 is 991: "
        "1 too few",
        "counts.csv: total_studies is 33, but previous_studies 20 + new_studies 12 is 32: 1 too many",
    ]


def test_new_reports_without_a_new_study_are_right_in_an_update_alone(tmp_path: Path) -> None:
    text = UPDATED.replace("new_studies,12", "new_studies,0").replace("total_studies,32", "total_studies,20")
    assert typed_flow(_file(tmp_path, text)).boxes["new_studies"] == 0
    new = GOOD.replace("new_studies,15", "new_studies,0")
    assert _errors(tmp_path, new) == ["counts.csv: new_studies is 0, but new_reports is 15"]


def _again(tmp_path: Path, t: Tables) -> None:
    """Check that the template filled in with a flow is read back as that flow."""
    flow, path = t.flow(), tmp_path / "flow_prisma2020.csv"
    write_rows(path, fill(flow), TemplateBox)
    back = typed_flow(path)
    assert (back.boxes, back.updated) == (flow.boxes, flow.updated)
    write_rows(tmp_path / "flow.csv", [Box(box, flow.boxes[box]) for box in BOXES], Box)
    back = typed_flow(tmp_path / "flow.csv")
    assert (back.boxes, back.updated) == (flow.boxes, flow.updated)


def test_the_template_of_an_updated_review_with_a_meta_analysis_is_read_back(tmp_path: Path) -> None:
    t = update(_finished(), old="Old 1999", older="Old 1999")
    _again(tmp_path, t)
    t.meta_analysis = ("x", "old")
    _again(tmp_path, t)
    rows = {row.data if row.data != "NA" else row.box: row for row in fill(t.flow())}
    assert rows["new_studies"].boxtext == "New studies included in review"
    assert rows["newstud"].boxtext == "Identification of new studies via databases and registers"
    assert [(row.data, row.node, row.box, row.n) for row in fill(t.flow())[-2:]] == [
        ("total_studies_ma", "node23", "box17", "2"),
        ("total_reports_ma", "NA", "box17", "2"),
    ]
    # The package looks for a name within names, and its older versions would find two.
    names = [row.data for row in fill(_finished().flow())]
    assert [name for name in names if "total_studies" in name] == ["total_studies"]
    assert [name for name in names if "records_excluded" in name] == ["records_excluded"]


def test_a_flow_json_of_an_updated_review_is_read_back_and_one_of_before_is_refused(tmp_path: Path) -> None:
    flow = update(every_exit(), since=1).flow()
    path = tmp_path / "flow.json"
    path.write_text(as_json(flow), encoding="utf-8")
    assert flow_of(path) == flow
    data = json.loads(as_json(flow))
    del data["updated"]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="is not a flow"):
        flow_of(path)


def test_zeros_of_the_template_are_no_updated_review_and_no_meta_analysis(tmp_path: Path) -> None:
    zeros = "".join(
        f"{data},n,b,d,t,t,u,0\n"
        for data in ("previous_studies", "previous_reports", "total_studies", "total_reports")
    )
    ours = "".join(f"{data},n,b,d,t,t,u,0\n" for data in ("total_studies_ma", "total_reports_ma"))
    text = "data,node,box,description,boxtext,tooltips,url,n\nnew_studies,n,b,d,t,t,u,4\n"
    flow = typed_flow(_file(tmp_path, text + "new_reports,n,b,d,t,t,u,4\n" + zeros + ours))
    assert not flow.updated
    assert flow.boxes["meta_analysis_studies"] is None


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        (
            "Wrong population, or age, 10; No outcome, 6",
            [("Wrong population, or age", 10), ("No outcome", 6)],
        ),
        ("Too young, 1,234; Too old,2", [("Too young", 1234), ("Too old", 2)]),
        ("Before 1999,2000, 3", [("Before 1999,2000", 3)]),
        ("Under 3, 5;", [("Under 3", 5)]),
        ("Group 1, 2, 3", [("Group 1, 2", 3)]),
        ("Zu alt, 1\u00a0234", [("Zu alt", 1234)]),
    ],
)
def test_lists_of_reasons_whose_names_have_commas_and_numbers(
    tmp_path: Path, cell: str, items: list[tuple[str, int]]
) -> None:
    flow = typed_flow(_file(tmp_path, f'box,n\ndbr_excluded,"{cell}"\n'))
    assert [(r.label, r.n) for r in flow.reasons] == items
    assert flow.boxes["dbr_excluded"] == sum(n for _, n in items)


def test_sources_that_are_listed_must_add_up(tmp_path: Path) -> None:
    text = 'box,n\ndatabase_results,"1,240"\ndatabase_specific_results,"Scopus, 1,200; Embase, 30"\n'
    assert _errors(tmp_path, text) == [
        "counts.csv: database_results is 1,240, but source 'Scopus' 1,200 + source 'Embase' 30 is 1,230: "
        "10 too many"
    ]
    flow = typed_flow(_file(tmp_path, text.replace("30", "40")))
    assert [(s.source, s.n) for s in flow.sources] == [("Scopus", 1200), ("Embase", 40)]


def _rows() -> list[list[str]]:
    return list(csv.reader(UPDATED.splitlines()))


def test_a_table_as_excel_saves_it_is_read_right(tmp_path: Path) -> None:
    from openpyxl import Workbook

    wanted = typed_flow(_file(tmp_path, UPDATED))
    semicolons = tmp_path / "german.csv"
    with semicolons.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(_rows())
    assert typed_flow(semicolons) == wanted
    book = Workbook()
    for box, n in _rows():
        book.active.append([box, int(n) if n.isdigit() else n])
    book.save(tmp_path / "counts.xlsx")
    assert typed_flow(tmp_path / "counts.xlsx") == wanted


# --- where the diagram goes ---------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_the_diagram_is_what_its_name_says_and_is_drawn_anew_over_one(
    tmp_path: Path, suffix: str, start: bytes
) -> None:
    out = tmp_path / f"flow.{suffix}"
    counts = str(_file(tmp_path, UPDATED))
    for _ in range(2):
        assert main(["flow", counts, "-o", str(out)]) == 0
        assert out.read_bytes().startswith(start)


@pytest.mark.parametrize("name", ["flow.svg", "flow.png", "flow.pdf", "flow.docx", "flow"])
def test_what_is_no_figure_is_not_written_over(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / name
    out.write_text("what I wrote", encoding="utf-8")
    assert main(["flow", str(_file(tmp_path, GOOD)), "-o", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == "what I wrote"
    said = capsys.readouterr().err
    assert ("choose another name, or say --force" if "." in name[-4:] else "a figure ends with") in said


def test_with_force_it_is_and_never_over_the_counts(tmp_path: Path) -> None:
    out = tmp_path / "flow.svg"
    out.write_text("what I wrote", encoding="utf-8")
    counts = _file(tmp_path, GOOD)
    assert main(["flow", str(counts), "-o", str(out), "--force", "--title", "Mine & yours"]) == 0
    assert "Mine &amp; yours" in out.read_text(encoding="utf-8")
    same = tmp_path / "counts.svg"
    same.write_text(GOOD, encoding="utf-8")
    assert main(["flow", str(same), "-o", str(same), "--force"]) == 1
    assert same.read_text(encoding="utf-8") == GOOD


def test_a_font_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts, out = _file(tmp_path, GOOD), tmp_path / "flow.png"
    for font in (tmp_path / "none.ttf", counts):
        assert main(["flow", str(counts), "-o", str(out), "--font", str(font)]) == 1
        assert font.name in capsys.readouterr().err
    assert not out.exists()
