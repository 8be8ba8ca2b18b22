"""What lies in a review's folder, and how open items name citations and people."""

from tamis import review
from tamis.tables import Citation


def test_the_files_that_people_wrote_are_listed_without_what_programs_leave(tmp_path):
    for name in (
        "b.csv",
        "a b.xlsx",
        "~$b.csv",
        ".~lock.b.csv#",
        ".b.csv.swp",
        "README",
        "Readme.md",
        "c/d.csv",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".#b.csv").symlink_to("somebody@somewhere")  # Emacs: leads nowhere
    (tmp_path / "gone.csv").symlink_to("nowhere")
    assert [path.name for path in review.written(tmp_path)] == ["a b.xlsx", "b.csv"]
    below = review.written(tmp_path, below=True)
    assert [path.relative_to(tmp_path).as_posix() for path in below] == ["a b.xlsx", "b.csv", "c/d.csv"]
    assert review.written(tmp_path / "absent") == []


def test_an_item_waits_for_those_who_are_still_there_and_else_for_the_team():
    active = ("R1", "R3", "R2")
    assert review.waits_for(["R2", "R4", "R1"], active) == "R1;R2"
    assert review.waits_for(["R4"], active) == review.waits_for([], active) == "team"


def test_a_citation_is_named_with_a_title_cut_short():
    assert review.citation_name(Citation("r1", title="A title", year=2020)) == "r1 'A title' (2020)"
    named = review.citation_name(Citation("r1", title="otters " * 20))
    assert named == f"r1 '{('otters ' * 20)[:80].rstrip()}...'"
