"""`make bench-screening`: CPU seconds and memory of the stage screening on a million decisions.

A review is made up: half a million citations, each screened by two of ten reviewers, drawn at random; three
in a hundred are in conflict, most of these are adjudicated, some reviewers change their minds, and nearly all
of what was included goes on to full text. What the stages before would have built is written, and
`tamis screening` runs on it as a process of its own. What must hold is checked: every citation has a verdict,
and those are as many as were made so.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.review import Review
from tamis.screening.columns import frame_of
from tamis.store import read_frame, write_frame
from tamis.tables import Citation, Export, Member, Record, Row, Verdict, columns

if TYPE_CHECKING:
    import pandas as pd

CITATIONS, SEED = 500_000, 2022
TARGET = 10.0
REVIEWERS = tuple(f"R{number}" for number in range(1, 11))
REASONS = ("population", "intervention", "design")
CONFIG = f"""\
tamis: 0.1.0
title: A review of a million decisions
version_date: 2022-03-31
questions: [{{id: q1, text: 'Does it work?'}}]
eligibility:
  flowchart:
    - {{id: population, question: 'Is it about families?', reason: other population}}
    - {{id: intervention, question: 'Is it about support?', reason: other intervention}}
    - {{id: design, question: 'Is it a study?', reason: other design}}
reviewers: [{", ".join(f"{{id: {id}}}" for id in REVIEWERS)}]
screening:
  stages:
    title_abstract: {{reviewers: 2}}
    full_text: {{reviewers: 2}}
"""
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_WORDS = (
    "families",
    "children",
    "return",
    "care",
    "support",
    "kinship",
    "services",
    "outcomes",
    "trial",
    "risk",
)


def main() -> int:
    """Make the review, run the stage and print; 1 where a number is not as it was made."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else CITATIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(name)
        made = make(folder, size)
        begin, before = time.monotonic(), os.times()
        subprocess.run([sys.executable, "-m", "tamis", "screening", "-d", str(folder)], check=True)
        wall, after = time.monotonic() - begin, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        verdicts = read_frame(Review(folder).built("screening", "verdicts"), Verdict, ("stage", "status"))
        here = verdicts[verdicts["stage"] == "title_abstract"]["status"]
        found = {str(status): int(number) for status, number in here.value_counts().items()}
    sys.stdout.write(
        f"{made['decisions']:,} decisions on {size:,} citations: {cpu:.2f} CPU seconds "
        f"(target {TARGET:.0f}), {wall:.1f} s, {memory:,.0f} MB\n"
    )
    expected = {word: made[word] for word in ("agreed", "conflict", "adjudicated") if made[word]}
    if found != expected:
        sys.stdout.write(f"verdicts are {found}, and were made to be {expected}\n")
        return 1
    return 0


def make(folder: Path, size: int) -> Counter[str]:
    """Write a review of so many citations; return how many decisions, and verdicts of each kind, it holds."""
    draw = random.Random(SEED)
    review = Review(folder)
    review.config.parent.mkdir(parents=True, exist_ok=True)
    review.config.write_text(CONFIG, encoding="utf-8")
    ids = ["r" + "".join(draw.choices(_LETTERS, k=10)) for _ in range(size)]
    titles = [" ".join(draw.choices(_WORDS, k=9)) for _ in range(size)]
    about = {
        "title": titles,
        "abstract": [title * 10 for title in titles],
        "year": [2000 + at % 20 for at in range(size)],
        "place": [f"records/searches/a.ris:{at + 1}" for at in range(size)],
    }
    tables: tuple[tuple[str, str, type[Row], int, dict[str, Sequence[object]]], ...] = (
        ("searches", "records", Record, size, {"record_id": ids, "source_file": ["a.ris"] * size, **about}),
        ("searches", "exports", Export, 1, {"file": ["a.ris"], "date_run": ["2021-01-01"]}),
        ("dedupe", "members", Member, size, {"record_id": ids, "citation_id": ids}),
        ("dedupe", "citations", Citation, size, {"citation_id": ids, "arm": ["databases"] * size, **about}),
    )
    for stage, table, row, rows, values in tables:
        write_frame(review.built(stage, table), _frame(row, rows, values), row)
    return _logs(review, ids, draw)


def _frame(row: type[Row], size: int, values: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Return the frame of a table with some columns filled in."""
    numbers = {"int", "float"}
    blank = {
        field.name: [None if field.metadata["kind"] in numbers else ""] * size
        for field in columns(row)
        if field.name not in values
    }
    return frame_of({**blank, **values}, row)


def _logs(review: Review, ids: list[str], draw: random.Random) -> Counter[str]:
    """Write the logs; what one reviewer says comes in order of time."""
    logs: dict[str, list[str]] = {id: [] for id in REVIEWERS}
    full: dict[str, list[str]] = {id: [] for id in REVIEWERS}
    adjudications: list[str] = []
    made: Counter[str] = Counter()
    start = datetime(2021, 2, 1, 8)
    for at, id in enumerate(ids):
        moment = (start + timedelta(seconds=20 * at)).isoformat()
        a, b, third = draw.sample(REVIEWERS, 3)
        include = draw.random() < 0.06
        words = ["include" if include else "exclude"] * 2
        differ = draw.random() < 0.03
        if differ:
            words[draw.randrange(2)] = "exclude" if include else "include"
        for who, word in zip((a, b), words, strict=True):
            if draw.random() < 0.01:  # a change of mind: first the opposite
                first = "exclude" if word == "include" else "include"
                logs[who].append(f"{id},{first},{_reason(first, draw)},,{moment}")
            maybe = word == "include" and draw.random() < 0.1
            later = (start + timedelta(seconds=20 * at + draw.randrange(5, 20))).isoformat()
            logs[who].append(f"{id},{'maybe' if maybe else word},{_reason(word, draw)},,{later}")
        settled = differ and draw.random() < 0.9
        if settled:
            adjudications.append(
                f"{id},title_abstract,{words[0]},third,{third},looked at again,2022-01-01T10:00:00"
            )
        made["adjudicated" if settled else "conflict" if differ else "agreed"] += 1
        if words[0] == "include" and (settled or not differ) and draw.random() < 0.95:
            for who in (a, b):
                full[who].append(f"{id},exclude,{REASONS[at % 3]},,2022-02-01T10:00:00")
    head = "record,decision,reason,note,time\n"
    folder = review.screening
    folder.mkdir(parents=True, exist_ok=True)
    for stage, written in (("title_abstract", logs), ("full_text", full)):
        for who, lines in written.items():
            (folder / f"{stage}.{who}.csv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
            made["decisions"] += len(lines)
    text = "record,stage,decision,how,who,why,time\n" + "\n".join(adjudications) + "\n"
    (folder / "adjudication.R1.csv").write_text(text, encoding="utf-8")
    return made


def _reason(word: str, draw: random.Random) -> str:
    return draw.choice(REASONS) if word == "exclude" else ""


if __name__ == "__main__":
    sys.exit(main())
