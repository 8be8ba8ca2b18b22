"""Readers of samples, and a small `records/searches/` on disk."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.cli import main
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.searches import inputs
from tamis.searches.reading import Reading, read_export
from tamis.store import read_built
from tamis.tables import OpenItem

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def read(tmp_path):
    """Read a sample by its name, or a text or bytes as a file without a telling name."""

    def reading(source: str | bytes) -> Reading:
        path = SAMPLES / source if isinstance(source, str) and "\n" not in source else tmp_path / "export"
        if path.parent == tmp_path:
            path.write_bytes(source.encode() if isinstance(source, str) else source)
        problems = Problems()
        found = read_export(path, path.name, problems)
        assert found, list(problems)
        return found

    return reading


RIS = "TY  - JOUR\nAN  - {0}\nTI  - Title {0}\nER  - \n"
LOG = "file,source,kind,date_run,strategy_file,date_from,date_to,hits,removed_automatic\n"


@dataclass(frozen=True)
class Searches:
    """A review's folder with a `records/searches/` that a test fills."""

    review: Review

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file in `records/searches/`."""
        path = self.review.searches / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def log(self, *lines: str) -> None:
        """Write the search log."""
        self.write("searches.csv", LOG + "".join(f"{line}\n" for line in lines))

    def problems(self) -> list[str]:
        """What is wrong, said for people."""
        problems = Problems()
        inputs.check(self.review, None, Known({}), problems)
        return [str(problem) for problem in problems]

    def run(self) -> dict[str, str]:
        """Run the stage; its open items, as text by id."""
        assert main(["search", "-d", str(self.review.root)]) == 0
        return {row.item: row.text for row in read_built(self.review.built("searches", "open"), OpenItem)}


@pytest.fixture
def searches(tmp_path):
    """A search in Scopus of three records, everything recorded."""
    made = Searches(Review(tmp_path))
    made.write("a.ris", RIS.format(1) + RIS.format(2) + RIS.format(3))
    made.write("plan.csv", "line,kind,of,query,hits\n1,terms,,child*,10\n2,filter,1,English,3\n")
    made.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,3,")
    return made
