"""The history of a review's folder, as the git program has it: commits, and which files each one held.

Nothing is checked out, and nothing of the repository is run: no hook, no filter, no pager, no program for
differences, no network. Three processes, however long the history: one names the repository, one lists its
commits, one gives what they hold (`git cat-file --batch`); trees are taken apart here.
"""

from __future__ import annotations

import heapq
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from tamis.errors import fail

_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
)
#: What is said of each commit: its id, tree, parents, when it was committed, author's address, author's name.
_FORMAT = "%H%x00%T%x00%P%x00%cI%x00%ae%x00%an"
_LISTED = (f"--format={_FORMAT}", "--encoding=UTF-8")  # whatever encoding a repository prefers
_FOLDER, _FILES, _MODULE = b"40000", (b"100644", b"100755"), b"160000"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `at` is its position in the list of commits, its parents come before it."""

    id: str
    tree: str
    parents: tuple[str, ...]
    date: str
    address: str
    author: str
    at: int


@dataclass
class History:
    """The commits that lead to the one that is checked out, the oldest first; use it in a `with`.

    `prefix` is the review's folder in the repository; a shallow clone has not all of them.
    """

    root: Path
    prefix: tuple[str, ...]
    shallow: bool
    commits: dict[str, Commit]
    _process: subprocess.Popen[bytes]
    #: By the tree of a commit, and a folder: what it holds there. By the tree of a folder: the same.
    _held: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def __enter__(self) -> History:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def files(self, commit: str, folder: str) -> Mapping[str, str]:
        """Return the files that a commit holds in a folder of the review and below, with their ids.

        Paths are relative to the review; links and modules of other repositories are no files.
        """
        whole = self.commits[commit].tree
        if (whole, folder) not in self._held:
            self._held[whole, folder] = self._files(whole, folder)
        return self._held[whole, folder]

    def _files(self, tree: str, folder: str) -> Mapping[str, str]:
        for part in (*self.prefix, *folder.split("/")):
            mode, tree = self._tree(tree).get(part, (b"", ""))
            if mode != _FOLDER:
                return {}
        if (tree, "") not in self._held:
            self._held[tree, ""] = dict(self._walk(tree, folder))
        return self._held[tree, ""]

    def other(self, folder: str) -> str:
        """Return the part of a path that is another repository: in the folder, or the newest commit."""
        tree = self.commits[next(reversed(self.commits))].tree
        parts = (*self.prefix, *folder.split("/"))
        for at, part in enumerate(parts, 1):
            mode, tree = self._tree(tree).get(part, (b"", "")) if tree else (b"", "")
            path = "/".join(parts[len(self.prefix) : at])
            if mode == _MODULE or (path and (self.root / path / ".git").exists()):
                return path
            tree = tree if mode == _FOLDER else ""
        return ""

    def _walk(self, tree: str, path: str) -> Iterator[tuple[str, str]]:
        for name, (mode, id) in self._tree(tree).items():
            if mode == _FOLDER:
                yield from self._walk(id, f"{path}/{name}")
            elif mode in _FILES:
                yield f"{path}/{name}", id

    def _tree(self, id: str) -> dict[str, tuple[bytes, str]]:
        """Return what a tree holds: by name the mode and the id."""
        data, found, at = self.content(id), {}, 0
        size = len(id) // 2  # of an id, in bytes
        while at < len(data):
            end = data.index(b"\0", at)
            mode, _, name = data[at:end].partition(b" ")
            at = end + 1 + size
            found[name.decode("utf-8", "backslashreplace")] = (mode, data[end + 1 : at].hex())
        return found

    def content(self, id: str) -> bytes:
        """Return what git keeps under an id.

        Raises:
            InputError: it is not there, as in a clone that left things out.
        """
        into, out = _pipes(self._process)
        into.write(f"{id}\n".encode())
        into.flush()
        answer = out.readline().split()
        if len(answer) != 3 or not answer[2].isdigit():
            fail(self.root.as_posix(), f"git does not have all of the history here: {id} is missing")
        data = out.read(int(answer[2]))
        out.read(1)
        return data

    def base(self, one: str, other: str) -> str:
        """Return the newest commit that two come from; empty where there is none."""
        reached: dict[str, set[int]] = {}
        queue: list[tuple[int, str]] = []
        for side, id in enumerate((one, other)):
            reached.setdefault(id, set()).add(side)
            heapq.heappush(queue, (-self.commits[id].at, id))
        while queue:
            _, id = heapq.heappop(queue)
            if len(reached[id]) == 2:
                return id
            for parent in self.commits[id].parents:
                if parent not in self.commits:  # cut off, in a shallow clone
                    continue
                if parent not in reached:
                    heapq.heappush(queue, (-self.commits[parent].at, parent))
                reached.setdefault(parent, set()).update(reached[id])
        return ""


def open_history(root: Path) -> History:
    """Return the history of the folder of a review.

    Raises:
        InputError: git is not installed, the folder is in no repository, or nothing was committed yet.
    """
    said = _git(root, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix")
    shallow, _, prefix = (*said.split("\n"), "", "")[:3]
    try:
        listed = _git(root, "rev-list", "--topo-order", "--reverse", *_LISTED, "HEAD", "--")
    except UnknownHead:
        fail(root.as_posix(), "nothing was committed here yet, so there is no history to look at")
    commits: dict[str, Commit] = {}
    for line in listed.split("\n"):
        parts = line.split("\0", 5)
        if len(parts) == 6:  # the line before it, `commit <id>`, says nothing more
            id, tree, parents, date, address, author = parts
            commits[id] = Commit(id, tree, tuple(parents.split()), date, address, author, len(commits))
    command = _command(root, "cat-file", "--batch")
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    return History(root, tuple(filter(None, prefix.split("/"))), shallow == "true", commits, process)


class UnknownHead(Exception):
    """There is no commit yet."""


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            _command(root, *arguments), capture_output=True, check=False, env=_environment()
        )
    except FileNotFoundError:
        fail(root.as_posix(), "the git program is not installed here, and without it there is no history")
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace")
    why = done.stderr.decode("utf-8", "replace").strip()
    if "HEAD" in why:
        raise UnknownHead
    if "not a git repository" in why:
        fail(root.as_posix(), "is in no git repository, so there is no history to look at")
    fail(root.as_posix(), f"git cannot read its history: {why.splitlines()[0] if why else 'it says nothing'}")


def _command(root: Path, *arguments: str) -> Sequence[str]:
    return ["git", *_OPTIONS, "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    """Return the environment without what would point git to another repository, or have it ask."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")
    }
    ours = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",  # older programs do not know the line above; this no config can undo
        "GIT_GRAFT_FILE": os.devnull,
        "LC_ALL": "C",
    }
    return {**own, **ours}


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("git was started without pipes")
    return process.stdin, process.stdout
