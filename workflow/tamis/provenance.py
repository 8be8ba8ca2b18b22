"""What the program is made of: its version, the digest of its sources, the workflow it carries."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from fnmatch import fnmatchcase
from pathlib import Path

VERSION = "0.1.0"

_PACKAGE = Path(__file__).resolve().parent


@functools.cache
def bundle() -> Path:
    """Return the folder that holds `Snakefile` and `workflow/`: the repository, or the wheel's copy."""
    for folder in (_PACKAGE.parent.parent, _PACKAGE / "bundle"):
        if (folder / "Snakefile").is_file() and (folder / "workflow" / "schemas").is_dir():
            return folder
    raise FileNotFoundError("the workflow that belongs to this program is not beside it")


@functools.cache
def source_digest() -> str:
    """Return a digest of every source file of the package, its data, and the schemas.

    Snakemake does not see an edit in an imported module: rules carry this digest in `params`, so that
    changed code makes again what it made.
    """
    digest = hashlib.sha256()
    for folder in (_PACKAGE, bundle() / "workflow" / "schemas"):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not {"__pycache__", "bundle"} & {*name.parts}:
                digest.update(name.as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def _contents(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(*places: str) -> str:
    """Return a digest of what people wrote in folders and files of the review that is being made.

    Snakemake goes by time, and a file that a cloud folder or an archive put there can be older than what
    was made from the one before it: rules carry this digest in `params`, too.
    """
    digest = hashlib.sha256()
    for place in map(Path, places):
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and not path.name.startswith((".", "~")):
                digest.update(f"{path.as_posix()} {_contents(path)} ".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:12]


def stamps(folder: str) -> str:
    """Return a digest of the names, sizes and times of all that lies in a folder and below.

    PDFs are too large to read each time.
    """
    said: list[tuple[str, int, int]] = []
    for path in sorted(Path(folder).rglob("*")):
        if path.name[0] not in ".~":
            size, time = 0, 0  # of a folder, and of a link that leads nowhere
            if path.is_file():
                size, time = path.stat().st_size, path.stat().st_mtime_ns
            said.append((path.as_posix(), size, time))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def files(folder: str, *names: str) -> list[str]:
    """Return the files of a folder for a rule's input, sorted, without what office programs leave there.

    A name with {braces} is left out, since Snakemake takes them for a wildcard, always, and so is one of two
    lines; `contents` and `stamps` have them.

    Args:
        folder: the folder, from that of the review.
        names: patterns of names, in any case; none: all.
    """
    found = [path for path in sorted(Path(folder).glob("*")) if path.is_file() and path.name[0] not in ".~"]
    patterns = [name.casefold() for name in names or ("*",)]
    return [
        path.as_posix()
        for path in found
        if any(fnmatchcase(path.name.casefold(), pattern) for pattern in patterns)
        and not {*path.name} & {"{", "\n", "\r"}
    ]


def commands_on_path() -> None:
    """Put this environment's commands first, so that rules find `tamis` without activation."""
    here = str(Path(sys.executable).parent)
    before = os.environ.get("PATH", "")
    if before.split(os.pathsep)[0] != here:
        os.environ["PATH"] = here + os.pathsep + before
