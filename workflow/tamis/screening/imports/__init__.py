"""Exports of screening tools, one module a tool: add a module, and name it in `TOOLS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tamis.errors import Problems
from tamis.screening.imports import listed
from tamis.screening.imports.item import Item

#: Readers by the word that stands in the column `tool` of imports.csv. A reader is given the file, a
#: collector of problems and the review's folder, and returns the file's entries in order.
TOOLS: Mapping[str, Callable[[Path, Problems, Path], list[Item]]] = {
    "list": listed.read,
}
