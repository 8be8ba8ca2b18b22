"""`make bench`: CPU seconds of a cold run, a run with nothing to do, and a run after one changed decision.

Works on a copy of the worked example. CPU seconds are user and system time of all processes together;
they hardly depend on what else the machine is doing, wall-clock time does. Also checks what must hold:
two cold runs in two folders give the same bytes.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 3
TARGETS = {"cold run": 30.0, "nothing to do": 2.0, "one changed decision": 12.0}


def cpu(folder: Path) -> float:
    """Return the CPU seconds of one run of the review in a folder."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "tamis", "run", "-d", str(folder)], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def copy(folder: Path) -> Path:
    """Return a copy of what people wrote of the worked example."""
    for name in ("config", "records"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def change_one_decision(folder: Path) -> None:
    """Add one line to the first reviewer's log: a change of mind on the record that it ends with."""
    log = sorted((folder / "records" / "screening").glob("title_abstract.*.csv"))[0]
    text = log.read_bytes().decode("utf-8-sig").rstrip("\r\n")
    header, last = text.splitlines()[0], text.splitlines()[-1]
    mark = ";" if header.count(";") > header.count(",") else ","
    names = header.split(mark)
    cells = dict(zip(names, last.split(mark), strict=False))
    cells["decision"] = "include" if cells["decision"] != "include" else "exclude"
    cells["reason"] = ""
    cells["time"] = "2021-12-01T09:00:00"
    log.write_text(f"{text}\n{mark.join(cells.get(name, '') for name in names)}\n", encoding="utf-8")


def same(a: Path, b: Path) -> bool:
    """Return whether two folders hold the same files with the same bytes."""
    names = sorted(p.relative_to(a).as_posix() for p in a.rglob("*") if p.is_file())
    others = sorted(p.relative_to(b).as_posix() for p in b.rglob("*") if p.is_file())
    return names == others and all(filecmp.cmp(a / name, b / name, shallow=False) for name in names)


def main() -> int:
    """Measure and print; 1 where the bytes differ."""
    seen: dict[str, list[float]] = {name: [] for name in TARGETS}
    with tempfile.TemporaryDirectory() as name:
        kept = Path(name) / "kept"
        for run in range(RUNS):
            folder = copy(Path(name) / str(run))
            seen["cold run"].append(cpu(folder))
            seen["nothing to do"].append(cpu(folder))
            if not kept.exists():
                shutil.copytree(folder / "reports", kept)
            elif not same(kept, folder / "reports"):
                sys.stdout.write("reports/ differs between two cold runs\n")
                return 1
            change_one_decision(folder)
            seen["one changed decision"].append(cpu(folder))
    sys.stdout.write(f"{'CPU seconds':<22}{'least':>7}{'median':>8}{'most':>7}{'target':>8}\n")
    for what, times in seen.items():
        low, middle, high = sorted(times)
        sys.stdout.write(f"{what:<22}{low:>7.2f}{middle:>8.2f}{high:>7.2f}{TARGETS[what]:>8.1f}\n")
    sys.stdout.write(f"reports/ of {RUNS} cold runs: the same bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
