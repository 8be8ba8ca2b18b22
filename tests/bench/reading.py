"""How fast exports are read, from file to typed entries, beside rispy (RIS) and nbib (MEDLINE).

Each reading is a process of its own, streamed, nothing written. The files are made here by a seeded
generator, entry by entry, no two alike; where the folder of real exports is at hand they are read too, each
repeated to ten megabytes. Rates are megabytes per CPU second, the best of three; memory is the most that the
process ever held.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "exports"
REAL = (
    "ris/lens_cff_baseline.ris",
    "ris/dimensions_citesource.ris",
    "ris/pubmed_favipiravir_zotero.ris",
    "ris/scopus_revtools.ris",
    "ris/scholar_cff.ris",
    "medline/pubmed_balloongui.nbib",
)
RUNS = 3
MEGABYTE = 1_000_000
#: What a made-up text is made of; some words are not ASCII, as in most files.
TEXT = """the of and in a to with for was were is on by as that from at an or be this which are not children
care foster study studies results methods home family review intervention trial health evidence outcomes
participants included risk age years months effect effects significant between placement reunification
qualitative interviews parents social workers systematic randomised controlled Müller naïve Zürich"""
WORDS = TEXT.split()
TREES = "Alder Birch Cedar Dogwood Elm Fir Gärtner Hazel Ivy Juniper Köhler Larch Maple Núñez Oak"
NAMES = TREES.split()

#: What each reader imports, and how it reads.
READERS = {
    "tamis": (
        "from tamis.formats.reading import open_export",
        "export = open_export(Path(sys.argv[1])); count = sum(1 for _ in export.entries()); "
        "assert count == export.count_markers()",
    ),
    "rispy": ("import rispy", "count = len(rispy.load(Path(sys.argv[1]), encoding='utf-8'))"),
    "nbib": ("import nbib", "count = len(nbib.read_file(sys.argv[1]))"),
}
PROCESS = """
import json, resource, sys, time
from pathlib import Path
{imports}
begin = time.process_time()
{reads}
seconds = time.process_time() - begin
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([count, seconds, most]))
"""


def text(chance: random.Random, words: int) -> str:
    """Return a sentence of so many words."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def name(chance: random.Random) -> str:
    """Return a person's name."""
    last = f"{chance.choice(NAMES)}-{chance.choice(NAMES)}"
    return f"{last}, {chance.choice('ABCDEFGH')}. {chance.choice('KLMN')}."


def ris(chance: random.Random, number: int) -> str:
    """Return an entry in RIS, as most databases write it."""
    authors = "".join(f"AU  - {name(chance)}\n" for _ in range(chance.randint(1, 8)))
    keywords = "".join(f"KW  - {chance.choice(WORDS)} {number % 997}\n" for _ in range(chance.randint(0, 6)))
    return (
        f"TY  - JOUR\n{authors}TI  - {text(chance, 14)}\n"
        f"T2  - Journal of {chance.choice(WORDS)} {number % 499}\n"
        f"PY  - {chance.randint(1970, 2025)}\nVL  - {number % 90}\nIS  - {number % 12}\nSP  - {number}\n"
        f"EP  - {number + 9}\nSN  - 1234-{number % 9999:04}\nDO  - 10.5555/bench.{number}\n"
        f"UR  - https://example.org/record/{number}\nAN  - BENCH{number:08}\n"
        f"AB  - {text(chance, chance.randint(120, 280))}\n{keywords}ER  - \n\n"
    )


def medline(chance: random.Random, number: int) -> str:
    """Return an entry in MEDLINE, as PubMed writes it."""
    authors = "".join(
        f"FAU - {name(chance)}\nAU  - {chance.choice(NAMES)} A\nAD  - {text(chance, 12)}\n"
        for _ in range(chance.randint(1, 8))
    )
    terms = "".join(f"MH  - {chance.choice(WORDS).capitalize()}/*{number % 97}\n" for _ in range(12))
    abstract = "\n      ".join(text(chance, 12) for _ in range(chance.randint(10, 22)))
    return (
        f"PMID- {number + 1}\nOWN - NLM\nSTAT- MEDLINE\nDCOM- 20250101\nIS  - 1234-5678 (Electronic)\n"
        f"VI  - {number % 90}\nIP  - {number % 12}\nDP  - 20{number % 25:02} Jan\nTI  - {text(chance, 14)}\n"
        f"PG  - {number}-9\nLID - 10.5555/bench.{number} [doi]\nAB  - {abstract}\n{authors}LA  - eng\n"
        f"PT  - Journal Article\nJT  - Journal of {chance.choice(WORDS)}\n{terms}SO  - J. 2025\n\n"
    )


def made(path: Path, entry: object, megabytes: int) -> Path:
    """Write a file of so many megabytes."""
    chance, size, number = random.Random(1), 0, 0
    with path.open("wb") as stream:
        while size < megabytes * MEGABYTE:
            size += stream.write(entry(chance, number).encode())  # type: ignore[operator]
            number += 1
    return path


def repeated(path: Path, real: Path) -> Path:
    """Write a real export again and again, up to ten megabytes."""
    data = real.read_bytes().removeprefix(b"\xef\xbb\xbf").rstrip() + b"\n\n"
    path.write_bytes(data * (10 * MEGABYTE // len(data) + 1))
    return path


def read(reader: str, path: Path) -> tuple[int, float, int]:
    """Return entries, CPU seconds and most memory (bytes) of one reading in a process of its own."""
    imports, reads = READERS[reader]
    code = PROCESS.format(imports=imports, reads=reads)
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    count, seconds, most = json.loads(done.stdout)
    return count, seconds, most


def files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield what is read: what it is, the other reader, the file."""
    yield "RIS, made", "rispy", made(folder / "200.ris", ris, 200)
    yield "MEDLINE, made", "nbib", made(folder / "50.nbib", medline, 50)
    for real in REAL if SHARED.exists() else ():
        other = "nbib" if real.endswith("nbib") else "rispy"
        yield f"{Path(real).stem}, repeated", other, repeated(folder / Path(real).name, SHARED / real)
    if not SHARED.exists():
        sys.stdout.write("the folder of real exports is not here: only made files are read\n")


def main() -> int:
    """Measure and print."""
    heads = ("MB", "entries", "tamis MB/s", "other MB/s", "ratio", "tamis MB held", "other MB held")
    sys.stdout.write(f"{'reading':<36}" + "".join(f"{head:>15}" for head in heads) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        for what, other, path in files(Path(folder)):
            size = path.stat().st_size / MEGABYTE
            seen = {reader: [] for reader in ("tamis", other)}
            for _ in range(RUNS):
                for reader, readings in seen.items():  # in turn: what else the machine does meets both
                    readings.append(read(reader, path))
            best = {reader: min(seconds for _, seconds, _ in runs) for reader, runs in seen.items()}
            held = {reader: max(most for *_, most in runs) / MEGABYTE for reader, runs in seen.items()}
            count = seen["tamis"][0][0]
            cells = (
                f"{size:.0f}",
                f"{count}",
                f"{size / best['tamis']:.1f}",
                f"{size / best[other]:.1f}",
                f"{best[other] / best['tamis']:.2f}",
                f"{held['tamis']:.0f}",
                f"{held[other]:.0f}",
            )
            sys.stdout.write(f"{f'{what} ({other})':<36}" + "".join(f"{cell:>15}" for cell in cells) + "\n")
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
