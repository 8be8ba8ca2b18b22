"""What the engine prints, made right: signs too many around what is missing, spaces, runs that look alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tamis.typeset.blocks import Run, words

_SPACES = re.compile(r"[ \n\t]+")
#: What goes of a reference: a stop beside a stop, a comma before or behind nothing.
_EXTRA = re.compile(
    r"(?<=\.) \.(?=[ ,]|$)"  # `2018. . Journal`
    r"|(?<!\.)\.(?=\.(?: |$)(?!\.))"  # `..` but not `...`
    r"|(?<=[.?!][”’])\.(?= |$)"  # `“A Website.”.`
    r"|,(?=\.(?: |$))"  # `Journal,.`
    r"|(?<=\. );"  # `Journal of Law. ;32`
    r"|(?<=\(\d{4}),(?=\))|(?<=\(\d{4}[a-z]),(?=\))"
    r"|[:,;]$"
)


def without_extra(runs: Sequence[Run]) -> list[Run]:
    """Return runs without the signs that a style prints around what a work does not have."""
    text, out, at = words(runs), list[Run](), 0
    gone = {place for found in _EXTRA.finditer(text) for place in range(*found.span())}
    for run in runs:
        left = "".join(c for place, c in enumerate(run.text, at) if place not in gone)
        at += len(run.text)
        out.append(run.saying(left))
    return tidied(out)


def tidied(runs: Sequence[Run]) -> list[Run]:
    """Return runs with single spaces, none at the ends, and what looks the same as one run."""
    out: list[Run] = []
    for run in runs:
        text = _SPACES.sub(" ", run.text)
        if text[:1] == " " and (not out or out[-1].text.endswith(" ")):
            text = text[1:]
        if text and out and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(run, text=out[-1].text + text)
        elif text:
            out.append(replace(run, text=text))
    while out and not out[-1].text.rstrip(" "):
        out.pop()
    if out:
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))
    return out
