"""The other side of the process that opens PDFs: started, asked, ended at a limit, and started again."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self, cast

from tamis.pdf.texts import FALLS, MEMORY

#: How long a process may take before it is ready, in seconds.
START = 120.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may cost; books of 1,000 pages cost a tenth of it.

    seconds: of time. memory: in bytes (not on Windows). letters and pages: of the text.
    """

    seconds: float = 60.0
    memory: int = 2 * 1024**3
    letters: int = 20_000_000
    pages: int = 10_000

    @property
    def answer(self) -> int:
        """How many bytes an answer may have: no letter takes more than six."""
        return 6 * self.letters + 1_000_000


#: What a PDF may cost where nobody says otherwise.
LIMITS = Limits()


class Unanswered(Exception):
    """A question without an answer; its text says what is wrong with the file."""


class TooMuch(Unanswered):
    """A question that costs more than one PDF may, today or another day."""


class Process:
    """Whom to ask about PDFs: a process that is started when it is asked for the first time, or again."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        if self._running:
            self._running.close()
        self._running = None

    def ask(self, task: str, **given: object) -> bytes:
        """Return the answer to a question, a line of JSON.

        Raises:
            Unanswered: there is none.
        """
        if not self._running:
            self._running = _Running(self._limits)
        seconds = self._limits.seconds
        question = {"task": task, "seconds": seconds, **given}
        try:
            answer = self._running.ask(json.dumps(question).encode() + b"\n", seconds)
        except BaseException:
            self._end()
            raise
        if (
            len(answer) < 1000 and MEMORY.encode() in answer
        ):  # what is left of it may be too little for the next
            self._end()
        return answer


def held(answer: bytes) -> Any:
    """Return what an answer holds.

    Raises:
        Unanswered: it says that there is none, or is not JSON.
    """
    try:
        data = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise Unanswered(FALLS) from error
    if isinstance(data, dict) and "problem" in data:
        raise Unanswered(str(data["problem"]))
    return data


class _Running:
    """One process, one question and one answer a line."""

    def __init__(self, limits: Limits) -> None:
        # -P: nothing is imported from the folder in which the review lies.
        said = [str(number) for number in (limits.memory, limits.letters, limits.pages)]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tamis.pdf.worker", *said],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._questions = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self._longest = limits.answer
        self._answers: queue.Queue[bytes] = queue.Queue()
        # A thread, since a pipe cannot be waited for with a limit on Windows.
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self._ready = bool(self._next(START))

    def _listen(self) -> None:
        while line := self._stdout.readline(self._longest):
            self._answers.put(line)
            if not line.endswith(b"\n"):
                break
        self._answers.put(b"")

    def _next(self, seconds: float) -> bytes | None:
        """Return the next line; empty where the process has ended, None where it takes too long."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Return the answer to a question.

        Raises:
            Unanswered: there is none; the process is to be closed.
        """
        if not self._ready:
            raise Unanswered("could not be opened: the process that reads PDFs does not start")
        try:
            self._questions.write(question)
            self._questions.flush()
            answer = self._next(seconds)
        except OSError:
            answer = b""
        if answer is None:
            raise TooMuch(f"took more than {seconds:g} seconds to open")
        if not answer:
            raise Unanswered(FALLS)
        if not answer.endswith(b"\n"):
            raise TooMuch("cannot be opened: it makes the reader say more than a PDF may hold")
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        with contextlib.suppress(OSError):  # a question that was never read is still in the pipe
            self._questions.close()
        self._stdout.close()
