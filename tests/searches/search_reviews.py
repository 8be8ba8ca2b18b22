"""A small `records/searches/` on disk."""

from dataclasses import dataclass

from tamis.cli import main
from tamis.errors import Problems
from tamis.review import Review
from tamis.searches import inputs
from tamis.store import read_built
from tamis.tables import OpenItem

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
        inputs.read(self.review, problems)
        return [str(problem) for problem in problems]

    def run(self) -> dict[str, str]:
        """Run the stage; its open items, as text by id."""
        assert main(["search", "-d", str(self.review.root)]) == 0
        return {row.item: row.text for row in read_built(self.review.built("searches", "open"), OpenItem)}
