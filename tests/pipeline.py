"""The whole way of a review in one process: what `tamis run` has Snakemake do, a stage after the other."""

import csv
import json
import shutil
from pathlib import Path

from tamis.cli import main
from tamis.run import STAGES

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def make(review: Path, until: str = STAGES[-1]) -> Path:
    """Run every stage on a review, or those up to one of them."""
    for stage in STAGES[: STAGES.index(until) + 1]:
        assert main([stage, "-d", str(review)]) == 0, stage
    return review


def example(folder: Path) -> Path:
    """Return a copy of what people wrote of the worked example."""
    for name in ("config", "records"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def flow(review: Path) -> dict[str, int | None]:
    """Return the boxes of the flow diagram."""
    with (review / "reports" / "flow.csv").open(encoding="utf-8", newline="") as stream:
        return {row["box"]: int(row["n"]) if row["n"] else None for row in csv.DictReader(stream)}


def flow_json(review: Path) -> dict:
    """Return everything that is known of the flow."""
    return json.loads((review / "reports" / "flow.json").read_text(encoding="utf-8"))


def table(review: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a built table, such as `screening/verdicts`."""
    with (review / "build" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
