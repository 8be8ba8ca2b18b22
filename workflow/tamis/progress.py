"""A progress bar for whoever waits at a terminal; in a file, a pipe or a log there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")

#: What takes no longer than this many seconds needs no bar.
_DELAY = 1.0


def shown(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Yield the items; on a terminal, show after a second how many of them are done.

    Args:
        items: what is worked on; it is asked for one item at a time.
        what: what is done, for people: `reading a.ris`.
        total: how many items there are, where they cannot tell it themselves.
    """
    if not _is_terminal():
        yield from items
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: PDFs are read in other processes meanwhile
    if total is None and isinstance(items, Sized):
        total = len(items)
    # Straight to the terminal, since `sys.stderr` may write to a log too.
    yield from tqdm(items, desc=what, total=total, delay=_DELAY, miniters=1, leave=False, file=sys.__stderr__)


def _is_terminal() -> bool:
    try:
        return sys.__stderr__ is not None and sys.__stderr__.isatty()
    except ValueError:  # it is closed
        return False
