"""Texts of PDFs, each read once: what was read lies in a folder, by the hash of the file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache as once
from pathlib import Path

from tamis.pdf.process import LIMITS, Limits, Process, Unanswered
from tamis.pdf.texts import FALLS, NO_FILE, PdfText, dumps, loads

_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_all(paths: Sequence[Path], cache: Path, limits: Limits = LIMITS) -> Iterator[PdfText]:
    """Yield the text of each PDF, in order.

    One whose hash is in the cache is taken from there and is not opened. One that cannot be read, makes the
    reader fall over or takes too much costs its own `problem`; what went wrong for lack of time, and may go
    well another time, is not kept.

    Args:
        paths: the files.
        cache: the folder of texts; it need not exist.
        limits: what each PDF may cost.
    """
    with Process(limits) as process:
        for path in paths:
            try:
                with path.open("rb") as stream:
                    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError:
                yield PdfText("", problem=NO_FILE)
                continue
            text = cached(sha256, cache)
            if text is None:
                text = _read(process, path, sha256, cache)
            yield text


def _read(process: Process, path: Path, sha256: str, cache: Path) -> PdfText:
    """Return the text of a PDF, and keep it."""
    try:
        answer = process.ask("read", path=str(path.resolve()), sha256=sha256)
        text = loads(answer)
    except Unanswered as error:
        return PdfText(sha256, problem=str(error))
    except ValueError:
        return PdfText(sha256, problem=FALLS)
    _keep(text, _file(sha256, cache))
    return text


def cached(sha256: str, cache: Path) -> PdfText | None:
    """Return what was read of the PDF with a hash; None where it was never read by this reader.

    Args:
        sha256: the hash, 64 hexadecimal digits in any case.
        cache: the folder of texts.
    """
    sha256 = sha256.casefold()
    if not _SHA256.fullmatch(sha256):
        return None
    try:
        with _file(sha256, cache).open("rb") as stream:
            if stream.readline().strip() != version().encode():
                return None
            text = loads(stream.read())
    except (OSError, ValueError):  # it was never read, or what was kept is damaged
        return None
    return text if text.sha256 == sha256 else None


@once
def version() -> str:
    """Return the version of the reader: a digest of its sources, and of the library's version."""
    from importlib.metadata import version as installed

    digest = hashlib.sha256(installed("pymupdf").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _file(sha256: str, cache: Path) -> Path:
    return cache / f"{sha256}.json"


def _keep(text: PdfText, path: Path) -> None:
    """Write a text in one step, so that nobody reads half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(f"{version()}\n{dumps(text)}\n".encode(errors="replace"))
    part.replace(path)
