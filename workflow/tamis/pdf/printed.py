"""What a PDF's pages call themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

#: What stands beside a page's number in head or foot.
_BESIDE = "|-–—·•.,;:()[]/"


def numbers(words: Iterable[str]) -> set[int]:
    """Return the numbers among words that may be a page's."""
    bare = (word.strip(_BESIDE) for word in words)
    return {int(word) for word in bare if word.isascii() and word.isdigit() and len(word) <= 6}


def printed(found: Sequence[set[int]], labels: Sequence[str]) -> list[str]:
    """Return what each page calls itself, empty where it is not known.

    The PDF's own labels count, unless they say what the count of pages says anyway; else the number in head
    or foot that goes up by one with each page, on half of them at least, and from the first page that bears
    it to the last: a page between may bear none, as one with a wide table.

    Args:
        found: for each page, the numbers in its head and foot.
        labels: the PDF's own, one a page; or none.
    """
    if any(label != str(number) for number, label in enumerate(labels, 1)):
        return list(labels)
    ahead = Counter(
        number - page
        for page, there in enumerate(found, 1)
        for number in there
        if number - page > -len(found)
    )
    if not ahead:
        return [""] * len(found)
    # Of two that go up, such as "page 3" and 403, the higher is the journal's.
    by, pages = max(ahead.items(), key=lambda item: (item[1], item[0]))
    if pages < 2 or 2 * pages < len(found):
        return [""] * len(found)
    bear = [page for page, there in enumerate(found, 1) if page + by in there]
    return [str(page + by) if bear[0] <= page <= bear[-1] else "" for page in range(1, len(found) + 1)]
