"""How well and how fast `tamis dedupe FILE ...` finds duplicates, each run a process of its own.

- labelled sets: pair F1 and precision, works lost (a reviewer would never see them), the list of possible
  duplicates and what it covers of the pairs that are left, beside the best other tool;
- synthetic sets of known truth, with near misses that must not be merged;
- CPU seconds and the most memory of the whole command, from files to tables; also where all records have one
  title, none, or one of them an abstract of 100 MB;
- an export added: what it changes in the links among the records that were there before.

The labelled sets and the generator of synthetic ones are no part of this repository: they are looked for in
../shared/dedupe, and without them nothing is measured. With TAMIS_BIB_DEDUPE_PYTHON, the
interpreter of an environment that has bib-dedupe, that program runs on the same files.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "dedupe"
MEGABYTE = 1_000_000
csv.field_size_limit(2**31 - 1)

#: The best pair F1 that another tool reaches on a set (../shared/dedupe/README.md, 2026-11), of the sets that
#: rules and thresholds were developed on. Any other set in that folder was only ever measured.
DEVELOPED = {
    "asysd_diabetes": (0.9998, "ASySD 0.4.6"),
    "rathbone_cytology": (0.992, "bib-dedupe 0.11.0"),
    "rathbone_respiratory": (0.965, "dedupe-sweep forbes"),
    "rathbone_haematology": (0.900, "bib-dedupe 0.11.0"),
}
MEASURED = {"copper": (0.997, "bib-dedupe 0.11.0")}
#: Hard pairs: only what is said within each pair counts.
CASES = "bibdedupe_cases"
#: What synthetic works are varied from.
SEEDS = ("asysd_diabetes", "copper")
#: Seeds that no rule was developed on (those were made with 7).
OTHER_SEEDS = (11, 12, 13)
#: Near misses of the generator that may never be merged; of the others a review may think as it likes.
NEVER = ("part", "numeral", "swap", "reply", "suppdoi", "conf")
#: CPU seconds and gigabytes of the whole command, by records.
TARGETS = {50_000: (10, None), 1_000_000: (140, 4)}
BIB_DEDUPE = "TAMIS_BIB_DEDUPE_PYTHON"
BIB_DEDUPE_RUN = """
import sys
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep

if __name__ == "__main__":
    names = {"record_id": "ID", "authors": "author", "issue": "number"}
    records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).rename(columns=names)
    records["ENTRYTYPE"] = "article"
    with open(sys.argv[2], "w", encoding="utf-8") as stream:
        for number, ids in enumerate(cluster(match(block(prep(records))))):
            stream.writelines(f"{id},{number}\\n" for id in ids)
"""


@dataclass(frozen=True)
class Run:
    """One process: CPU seconds of it and its children, and the most memory that one of them held (bytes)."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Found:
    """What a run found, by source ids: the citation of each record, the verdict of each pair, in order."""

    run: Run
    citation: dict[str, str]
    pairs: dict[tuple[str, str], str]

    def having(self, verdict: str) -> list[tuple[str, str]]:
        """Return the pairs with a verdict."""
        return [two for two, found in self.pairs.items() if found == verdict]


def process(*command: object) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen([str(part) for part in command], stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if child.returncode:
            raise RuntimeError(said.read().decode(errors="replace")[-2000:])
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def dedupe(folder: Path, *files: Path) -> Found:
    """Return what `tamis dedupe` finds in files, as it writes it to a folder."""
    import pyarrow.csv as pa

    records, pairs = folder / "citations.csv", folder / "pairs.csv"
    run = process(sys.executable, "-m", "tamis", "dedupe", *files, "-o", records, "--pairs", pairs)
    names = ["source_id", "record_id", "citation_id"]
    table = pa.read_csv(
        records,
        read_options=pa.ReadOptions(block_size=1 << 28),
        parse_options=pa.ParseOptions(newlines_in_values=True),
        convert_options=pa.ConvertOptions(include_columns=names),
    )
    source, record, citation = (table[name].to_pylist() for name in names)
    of = dict(zip(record, source, strict=True))
    with pairs.open(encoding="utf-8-sig", newline="") as stream:
        verdicts = {
            (of[row["record_a"]], of[row["record_b"]]): row["verdict"] for row in csv.DictReader(stream)
        }
    for path in (records, pairs):
        path.unlink()
    return Found(run, dict(zip(source, citation, strict=True)), verdicts)


# --- how well -----------------------------------------------------------------------------------


def pairs_in(groups: Iterable[object]) -> int:
    """Return how many pairs of things are in one group, given the group of each."""
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


@dataclass(frozen=True)
class Score:
    """Two groupings of the same records compared, pair by pair.

    `lost` are works of which no record comes first in a citation: a reviewer would never see them.
    """

    f1: float
    precision: float
    false: int
    left: int
    lost: int


def score(truth: Mapping[str, str], citation: Mapping[str, str]) -> Score:
    """Return how near the citations of records are to their works; records in the order of the file."""
    right = pairs_in((truth[record], citation[record]) for record in truth)
    said = pairs_in(citation[record] for record in truth)
    real = pairs_in(truth.values())
    first: dict[str, str] = {}
    for record, work in truth.items():
        first.setdefault(citation[record], work)
    precision, recall = right / said if said else 1.0, right / real if real else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    lost = len({*truth.values()} - {*first.values()})
    return Score(f1, precision, said - right, real - right, lost)


def covered(truth: Mapping[str, str], found: Found) -> int:
    """Return how many of the pairs that are left follow where a person confirms the list of possible ones."""
    parent = {citation: citation for citation in found.citation.values()}

    def top(citation: str) -> str:
        while parent[citation] != citation:
            citation = parent[citation]
        return citation

    for a, b in found.having("possible"):
        if truth[a] == truth[b]:
            parent[top(found.citation[a])] = top(found.citation[b])
    before = pairs_in((truth[record], found.citation[record]) for record in truth)
    return pairs_in((truth[record], top(found.citation[record])) for record in truth) - before


def truth_of(folder: Path, column: str = "cluster_id") -> dict[str, str]:
    """Return a column of the truth of a set, by record."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return {row["record_id"]: row[column] for row in csv.DictReader(stream)}


def merged_traps(folder: Path, found: Found) -> dict[str, tuple[int, int]]:
    """Return of each kind of near miss how many share a citation with another work, of how many."""
    truth, kinds = truth_of(folder), truth_of(folder, "trap")
    works = defaultdict(set)
    for record, citation in found.citation.items():
        works[citation].add(truth[record])
    planted = Counter(kind for kind in kinds.values() if kind)
    merged = Counter(
        kind for record, kind in kinds.items() if kind and len(works[found.citation[record]]) > 1
    )
    return {kind: (merged[kind], planted[kind]) for kind in planted}


# --- files --------------------------------------------------------------------------------------


def made(keep: Path, records: int, seed: int) -> Path:
    """Return the folder of a synthetic set, which is made where it is not there yet."""
    folder = keep / f"synthetic-{records}-{seed}"
    if not (folder / "truth.csv").exists():
        seeds = [SHARED / name / "records.csv" for name in SEEDS]
        truths = [SHARED / name / "truth.csv" for name in SEEDS]
        command = [sys.executable, SHARED / "gen_corpus.py", "--seeds", *seeds, "--truth", *truths]
        process(*command, "--n", records, "--seed", seed, "--out", folder)
    return folder


def rewritten(path: Path, new: Path, change: Callable[[int, dict[str, str]], object]) -> Path:
    """Write a table anew with its rows changed, and return where."""
    with path.open(encoding="utf-8", newline="") as old, new.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(old)
        writer = csv.DictWriter(out, reader.fieldnames or ())
        writer.writeheader()
        for number, row in enumerate(reader):
            change(number, row)
            writer.writerow(row)
    return new


def split(path: Path, folder: Path) -> tuple[Path, Path]:
    """Return two tables: nine in ten rows of one, and the last tenth."""
    with path.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    files = folder / "before.csv", folder / "added.csv"
    at = len(rows) * 9 // 10
    for file, part in zip(files, (rows[:at], rows[at:]), strict=True):
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *part])
    return files


# --- tables -------------------------------------------------------------------------------------


def show(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table row by row, as its rows come."""
    sys.stdout.write(f"\n{title}\n{heads[0]:<28}" + "".join(f"{head:>13}" for head in heads[1:]) + "\n")
    for row in rows:
        sys.stdout.write(f"{row[0]:<28}" + "".join(f"{cell:>13}" for cell in row[1:]) + "\n")
        sys.stdout.flush()


def labelled(names: Iterable[str], folder: Path) -> Iterator[Sequence[object]]:
    """Yield a row for each labelled set."""
    for name in names:
        truth = truth_of(SHARED / name)
        found = dedupe(folder, SHARED / name / "records.csv")
        seen = score(truth, found.citation)
        best, tool = (DEVELOPED | MEASURED).get(name, (None, ""))
        yield (
            name,
            len(truth),
            f"{seen.f1:.4f}",
            f"{best:.4f}" if best else "",
            f"{seen.precision:.4f}",
            seen.false,
            seen.lost,
            f"{len(found.having('possible'))} / {max(25, len(truth) * 3 // 100)}",
            f"{covered(truth, found)} / {seen.left}",
            f" {tool}",
        )


def cases(folder: Path) -> str:
    """Say how many of the hard pairs are right."""
    truth = truth_of(SHARED / CASES)
    citation = dedupe(folder, SHARED / CASES / "records.csv").citation
    twos = [(f"{name[:-1]}a", f"{name[:-1]}b") for name in truth if name.endswith("_a")]
    right = sum((truth[a] == truth[b]) == (citation[a] == citation[b]) for a, b in twos)
    return f"{CASES}: {right} of {len(twos)} pairs right (target 23)\n"


def synthetic(
    keep: Path, folder: Path, traps: dict[int, dict[str, tuple[int, int]]]
) -> Iterator[Sequence[object]]:
    """Yield a row for each synthetic set of 10,000 records; `traps` takes what became of its near misses."""
    for seed in OTHER_SEEDS:
        corpus = made(keep, 10_000, seed)
        truth = truth_of(corpus)
        found = dedupe(folder, corpus / "records.csv")
        seen = score(truth, found.citation)
        traps[seed] = merged_traps(corpus, found)
        listed = len(found.having("possible"))
        yield (
            f"seed {seed}",
            f"{seen.f1:.5f}",
            f"{seen.precision:.6f}",
            seen.false,
            seen.left,
            f"{listed} / {len(truth) * 3 // 100}",
            covered(truth, found),
        )


def run_row(what: str, run: Run, *more: object) -> Sequence[object]:
    """Return a row that tells a run."""
    return (what, f"{run.seconds:.1f}", f"{run.memory / MEGABYTE:.0f}", *more)


def sizes(keep: Path, folder: Path, million: bool) -> Iterator[Sequence[object]]:
    """Yield a row for each size, bib-dedupe's behind ours where it is at hand."""
    for records in (2_000, 10_000, 50_000, *([1_000_000] if million else [])):
        corpus = made(keep, records, OTHER_SEEDS[0])
        truth = truth_of(corpus)
        found = dedupe(folder, corpus / "records.csv")
        seen = score(truth, found.citation)
        seconds, gigabytes = TARGETS.get(records, ("", None))
        target = f"{seconds} s" + (f", {gigabytes} GB" if gigabytes else "") if seconds else ""
        ours = found.run
        yield run_row(f"{records:,} records", ours, f"{seen.f1:.5f}", seen.false, "", target)
        if records <= 10_000 and (python := os.environ.get(BIB_DEDUPE)):
            run, citation = bib_dedupe(python, corpus / "records.csv", folder, truth)
            seen = score(truth, citation)
            times = f"{run.seconds / ours.seconds:.1f}"
            yield run_row(
                "  bib-dedupe", run, f"{seen.f1:.5f}", seen.false, times, "20 times" * (records > 2_000)
            )


def bib_dedupe(python: str, path: Path, folder: Path, truth: Mapping[str, str]) -> tuple[Run, dict[str, str]]:
    """Return what bib-dedupe needs for a table, and the group of each record."""
    script, out = folder / "bib_dedupe_run.py", folder / "groups.csv"
    script.write_text(BIB_DEDUPE_RUN, encoding="utf-8")
    run = process(python, script, path, out)
    citation = {record: f"alone {record}" for record in truth}
    citation |= dict(line.rsplit(",", 1) for line in out.read_text(encoding="utf-8").splitlines())
    return run, citation


def odd(keep: Path, folder: Path) -> Iterator[Sequence[object]]:
    """Yield a row for each way in which 50,000 records can be out of the common."""
    path = made(keep, 50_000, OTHER_SEEDS[0]) / "records.csv"
    huge = "A hundred megabytes of abstract. " * (100 * MEGABYTE // 33)
    changes: dict[str, Callable[[int, dict[str, str]], object]] = {
        "as they are": lambda number, row: None,
        "all with one title": lambda number, row: row.update(title="Going home from care: a cohort study"),
        "all titled Editorial": lambda number, row: row.update(title="Editorial"),
        "none with a title": lambda number, row: row.update(title=""),
        "nothing but one title": lambda number, row: row.update(
            {name: "" for name in row if name != "record_id"}, title="Going home from care: a cohort study"
        ),
        "one abstract of 100 MB": lambda number, row: row.update(abstract=huge) if number == 7 else None,
    }
    for what, change in changes.items():
        new = rewritten(path, folder / "odd.csv", change)
        found = dedupe(folder, new)
        yield run_row(what, found.run, len({*found.citation.values()}), len(found.pairs))
        new.unlink()


def added(keep: Path, folder: Path, million: bool) -> Iterator[Sequence[object]]:
    """Yield a row for each size: what an added tenth changes among the records that were there before."""
    for records in (50_000, *([1_000_000] if million else [])):
        before, more = split(made(keep, records, OTHER_SEEDS[0]) / "records.csv", folder)
        part = dedupe(folder, before)
        whole = dedupe(folder, before, more)
        old = part.citation.keys()
        links = {two for two in whole.having("duplicate") if old >= {*two}}
        was = {*part.having("duplicate")}
        joint = pairs_in((part.citation[record], whole.citation[record]) for record in old)
        together, now = pairs_in(part.citation.values()), pairs_in(whole.citation[record] for record in old)
        yield (
            f"{records:,} records",
            len(was),
            len(was - links),
            len(links - was),
            together - joint,
            now - joint,
        )
        before.unlink()
        more.unlink()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--million", action="store_true", help="a million records, too: it takes an hour")
    parser.add_argument("--keep", type=Path, help="where synthetic sets are kept, so as not to be made anew")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="what is measured")
    args = parser.parse_args()
    sys.stdout.write(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
    if not SHARED.exists():
        sys.stdout.write(
            f"{SHARED} is not here: the labelled sets are not measured, and no synthetic set can be made, so "
            "that neither quality nor time is\n"
        )
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep = args.keep or folder
        for part in args.only:
            measure(part, keep, folder, args.million)
    return 0


#: What can be measured, in this order.
PARTS = ("labelled", "synthetic", "sizes", "odd", "added")


def measure(part: str, keep: Path, folder: Path, million: bool) -> None:
    """Measure and print one of PARTS."""
    if part == "labelled":
        heads = (
            "",
            "records",
            "F1",
            "best other",
            "precision",
            "false pairs",
            "works lost",
            "list",
            "covers",
        )
        show("Labelled sets that the rules were developed on", heads, labelled(DEVELOPED, folder))
        sys.stdout.write(cases(folder))
        known = {*DEVELOPED, CASES}
        names = sorted(path.parent.name for path in SHARED.glob("*/truth.csv"))
        if others := [name for name in names if name not in known]:
            show("Labelled sets that were only ever measured", heads, labelled(others, folder))
        else:
            sys.stdout.write("there are no other labelled sets here\n")
    elif part == "synthetic":
        traps: dict[int, dict[str, tuple[int, int]]] = {}
        heads = ("", "F1", "precision", "false pairs", "left", "list", "it covers")
        show("10,000 synthetic records", heads, synthetic(keep, folder, traps))
        kinds = sorted(
            {kind for found in traps.values() for kind in found}, key=lambda k: (k not in NEVER, k)
        )
        show(
            f"Near misses merged, of those planted (target: none of {', '.join(NEVER)})",
            ("", *kinds),
            [
                (f"seed {seed}", *("{} / {}".format(*found.get(kind, (0, 0))) for kind in kinds))
                for seed, found in traps.items()
            ],
        )
    elif part == "sizes":
        heads = ("", "CPU s", "MB held", "F1", "false pairs", "times ours", "target")
        show("The whole command, from CSV file to tables", heads, sizes(keep, folder, million))
        if not os.environ.get(BIB_DEDUPE):
            sys.stdout.write(
                f"bib-dedupe is not measured: pip install bib-dedupe==0.11.0 in an environment of its own, "
                f"and name its interpreter in {BIB_DEDUPE}\n"
            )
    elif part == "odd":
        show("50,000 records", ("", "CPU s", "MB held", "citations", "pairs"), odd(keep, folder))
    else:
        heads = ("", "links before", "links lost", "links new", "pairs parted", "pairs joined")
        show(
            "The last tenth added: what differs among the records that were there before, in links and in "
            "citations (joined: by way of a record that was added)",
            heads,
            added(keep, folder, million),
        )


if __name__ == "__main__":
    sys.exit(main())
