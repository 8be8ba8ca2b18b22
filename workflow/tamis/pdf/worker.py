"""What a PDF says of itself. The only module that imports pymupdf.

A PDF is a stranger's program: it is opened in another process, with a limit of time and of memory, so
that a broken or hostile one costs an error on that file and nothing else. One such process serves file
after file, and is replaced when it falls.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

#: What a process may use; books of 1,000 pages take a tenth of it.
MEMORY = 2 * 1024**3
#: How long a process may take before it is ready, in seconds.
START = 120.0


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of a PDF: `problem` says why nothing is, in words, and is empty where all went well.

    pages: their number; has_text: a page holds letters (a scan without them cannot be searched);
    encrypted: it opens with a password only; title: from its metadata, often wrong.
    """

    pages: int = 0
    has_text: bool = False
    encrypted: bool = False
    title: str = ""
    problem: str = ""


def inspect(path: Path, seconds: float) -> PdfFacts:
    """Return the facts of one PDF, read within so many seconds."""
    return next(iter(inspect_all([path], seconds)))


def inspect_all(paths: Iterable[Path], seconds: float) -> Iterator[PdfFacts]:
    """Yield the facts of each PDF in turn; each may take so many seconds."""
    reader: _Reader | None = None
    try:
        for path in paths:
            if reader is None:
                reader = _Reader()
            facts = reader.ask(path, seconds)
            if reader.fallen:
                reader.close()
                reader = None
            yield facts
    finally:
        if reader is not None:
            reader.close()


class _Reader:
    """A process that reads PDFs, one question and one answer a line."""

    def __init__(self) -> None:
        # -P: nothing is imported from the folder in which the review lies.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tamis.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._questions = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self._answers: queue.Queue[bytes] = queue.Queue()
        # A thread, since a pipe cannot be waited for with a limit on Windows.
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.fallen = not self._next(START)

    def _listen(self) -> None:
        for line in self._stdout:
            self._answers.put(line)
        self._answers.put(b"")

    def _next(self, seconds: float) -> bytes | None:
        """Return the next line; empty where the process has ended, None where it takes too long."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def ask(self, path: Path, seconds: float) -> PdfFacts:
        """Return the facts of a PDF."""
        if self.fallen:
            return PdfFacts(problem="could not be opened: the process that reads PDFs does not start")
        try:
            self._questions.write(json.dumps(str(path.resolve())).encode() + b"\n")
            self._questions.flush()
            answer = self._next(seconds)
        except OSError:
            answer = b""
        self.fallen = not answer
        if answer is None:
            return PdfFacts(problem=f"took more than {seconds:g} seconds to open")
        if not answer:
            return PdfFacts(problem="cannot be opened: it makes the reader fall over")
        return PdfFacts(**json.loads(answer))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        with contextlib.suppress(OSError):  # a question that was never read is still in the pipe
            self._questions.close()
        self._stdout.close()


def _library() -> Any:
    """Return pymupdf, which is typed in part only; what it would print goes nowhere."""
    import pymupdf

    library: Any = pymupdf
    library.TOOLS.mupdf_display_errors(False)
    library.TOOLS.mupdf_display_warnings(False)
    return library


def _facts(path: str, library: Any) -> PdfFacts:
    """Return the facts of a PDF, in this process."""
    if not Path(path).is_file():
        return PdfFacts(problem="there is no such file")
    with Path(path).open("rb") as stream:  # a page that asks for a login, saved as a PDF, is none
        if b"%PDF-" not in stream.read(1024):
            return PdfFacts(problem="is not a PDF")
    try:
        with library.open(path, filetype="pdf") as document:
            if document.needs_pass:
                return PdfFacts(encrypted=True)
            return PdfFacts(
                pages=document.page_count,
                has_text=any(page.get_text().strip() for page in document),
                title=str((document.metadata or {}).get("title") or ""),
            )
    except MemoryError:
        return PdfFacts(problem="needs too much memory to open")
    except Exception:  # whatever the library raises on a file that is not what it should be
        return PdfFacts(problem="cannot be opened: it is broken")


def _serve() -> None:
    """Answer questions until there are no more. What the library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    library = _library()
    answers.write(b"ready\n")
    answers.flush()
    for question in sys.stdin.buffer:
        facts = _facts(json.loads(question), library)
        answers.write(json.dumps(asdict(facts)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    _serve()
