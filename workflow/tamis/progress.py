"""A progress bar for whoever waits at a terminal; in a file, a pipe or a log there is none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")

#: What takes no longer than this many seconds needs no bar.
_DELAY = 1.0


#: The longest text before a bar; of a longer one the middle is left out.
_LONGEST = 34
#: Where the total is known the bar keeps its width, and on a narrow terminal the speed is cut off.
_BAR = "{desc}: {percentage:3.0f}%|{bar:20}| {n_fmt}/{total_fmt}{unit} [{elapsed}<{remaining}, {rate_fmt}]"
_COUNT = "{desc}: {n_fmt}{unit} [{elapsed}, {rate_fmt}]"


def shown(
    items: Iterable[T],
    what: str,
    total: int | None = None,
    *,
    unit: str = "records",
    size: Callable[[T], int] | None = None,
) -> Iterator[T]:
    """Yield the items; on a terminal, show after a second how many of them are done.

    Args:
        items: what is worked on; it is asked for one item at a time.
        what: what is done, for people: `reading a.ris`.
        total: how many items there are, where they cannot tell it themselves.
        unit: what the items are, for people: `records`.
        size: how many of that an item is, where it is not one.
    """
    if not _is_terminal():
        yield from items
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: PDFs are read in other processes meanwhile
    if total is None and isinstance(items, Sized):
        total = len(items)
    bar = tqdm(
        None if size else items,
        desc=what if len(what) <= _LONGEST else f"{what[:14]}...{what[17 - _LONGEST :]}",
        total=total,
        unit=f" {unit}",
        bar_format=_BAR if total else _COUNT,
        delay=_DELAY,
        miniters=1,
        leave=False,
        file=sys.__stderr__,  # straight to the terminal, since `sys.stderr` may write to a log too
        ncols=shutil.get_terminal_size().columns,  # 80 where a terminal does not say
    )
    if size is None:
        yield from bar
        return
    with bar:
        for item in items:
            yield item
            bar.update(size(item))


def _is_terminal() -> bool:
    try:
        return sys.__stderr__ is not None and sys.__stderr__.isatty()
    except ValueError:  # it is closed
        return False
