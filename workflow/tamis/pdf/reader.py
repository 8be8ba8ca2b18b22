"""Texts of PDFs, each read once: what was read lies in a folder, by the hash of the file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache as once
from pathlib import Path

from tamis.pdf.process import LIMITS, Limits, Process, TooMuch, Unanswered
from tamis.pdf.texts import FALLS, NO_FILE, PdfText, dumps, is_sha256, loads

#: Of a file that was replaced while it was read: what was read may be of either.
CHANGED = "was changed while it was read; run Tamis again"
#: What is added to a problem that might be another one on a faster computer.
KEPT = "it is tried again once build/fulltext/texts is deleted"


def read_all(paths: Sequence[Path], cache: Path, limits: Limits = LIMITS) -> Iterator[PdfText]:
    """Yield the text of each PDF, in order.

    One whose hash is in the cache is taken from there and is not opened. One that cannot be read, makes the
    reader fall over or takes too much costs its own `problem`. That it takes too much time is kept, too, so
    that it does so once; that the reader fell is not, for the computer may have ended it, nor anything of a
    file that was changed meanwhile.

    Args:
        paths: the files.
        cache: the folder of texts; it need not exist.
        limits: what each PDF may cost.
    """
    with Process(limits) as process:
        for path in paths:
            try:
                sha256 = _hash(path)
            except OSError:
                yield PdfText("", problem=NO_FILE)
                continue
            text = cached(sha256, cache, limits)
            if text is None:
                text, lasts = _read(process, path, sha256)
                if _changed(path, sha256):
                    text = PdfText(sha256, problem=CHANGED)
                elif lasts:
                    _keep(text, cache, limits)
            yield text


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _changed(path: Path, sha256: str) -> bool:
    try:
        return _hash(path) != sha256
    except OSError:
        return True


def _read(process: Process, path: Path, sha256: str) -> tuple[PdfText, bool]:
    """Return the text of a PDF, and whether it would be the same another time."""
    try:
        text = loads(process.ask("read", path=str(path.resolve()), sha256=sha256))
    except TooMuch as error:
        return PdfText(sha256, problem=f"{error}; {KEPT}"), True
    except Unanswered as error:
        return PdfText(sha256, problem=str(error)), False
    except ValueError:
        return PdfText(sha256, problem=FALLS), False
    return text, text.sha256 == sha256 and text.problem != NO_FILE


def cached(sha256: str, cache: Path, limits: Limits = LIMITS) -> PdfText | None:
    """Return what was read of the PDF with a hash; None where it was never read by this reader.

    What was damaged or changed since it was kept counts as never read.

    Args:
        sha256: the hash, 64 hexadecimal digits in any case.
        cache: the folder of texts.
        limits: what the PDF could cost when it was read.
    """
    sha256 = sha256.casefold()
    if not is_sha256(sha256):
        return None
    try:
        head, _, body = _file(sha256, cache).read_bytes().partition(b"\n")
        text = loads(body) if head == _head(body, limits) else None
    except (OSError, ValueError):
        return None
    return text if text and text.sha256 == sha256 else None


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


def _head(body: bytes, limits: Limits) -> bytes:
    """Return what stands above a text that is kept: who read it, within which limits, and its digest."""
    return f"{version()} {limits} {hashlib.sha256(body).hexdigest()}".encode()


def _keep(text: PdfText, cache: Path, limits: Limits) -> None:
    """Write a text in one step, so that nobody reads half of one."""
    path = _file(text.sha256, cache)
    cache.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    body = f"{dumps(text)}\n".encode(errors="replace")
    try:
        part.write_bytes(_head(body, limits) + b"\n" + body)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        error.filename = error.filename or str(path)  # a full disk does not say which
        raise
