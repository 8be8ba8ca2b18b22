"""One YAML file that somebody filled in, against the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tamis.errors import Problems, not_one_of
from tamis.extraction.filled.reading import At, Beside, Reading, Typed, over
from tamis.extraction.filled.values import BLANK, state, typeable
from tamis.proforma import BESIDE, FORM, KEYS, Field, Proforma
from tamis.yamlfile import Document

_Path = tuple[str | int, ...]
#: How a form looks where nothing is filled in yet; some editors make one sign of three points.
_BLANK = (BLANK, "…")
#: What stands beside a value, and is taken for a text, since no blank is behind its colon.
_TIGHT = re.compile(rf"({'|'.join(KEYS)}):\S")
_VERSION = re.compile("[0-9]{1,9}")
_UNNAMED = "if this file was filled in with an earlier version of the form, write form: 1 at its top"


def read(
    document: Document, begin: Callable[[int, str], Reading], proforma: Proforma, problems: Problems
) -> Reading | None:
    """Return what a file holds, noting whatever does not fit the form; None where it is no form at all.

    Args:
        document: the file.
        begin: begins a reading of a version and place.
        proforma: the form.
        problems: takes what is wrong.
    """
    if not isinstance(document.value, dict):
        problems.add(document.file, "must hold the form's fields, such as `country: ...`", line=1)
        return None
    typed = document.texts.get((FORM,), str(document.value[FORM])) if FORM in document.value else ""
    version = form_version(typed, proforma, document.place(FORM), problems)
    reading = begin(version, f"{document.file}:1")
    reading.unnamed = "" if typed else _UNNAMED
    seen: dict[str, str] = {}
    for key in map(str, document.value):
        if key == FORM:
            continue
        at = At(document.place(key), document.place(key), "")
        if not typeable(key):
            problems.add_at(at.place, f"key {key!r} holds a character that cannot be typed")
            continue
        field = reading.find(key, at)
        if field and field.id in seen:
            problems.add_at(at.place, f"is {field.id}, which is there as {seen[field.id]!r}, too", column=key)
        elif field:
            seen[field.id] = key
            _Reader(document, field, key, reading).read()
    return reading


def form_version(text: str, proforma: Proforma, place: str, problems: Problems) -> int:
    """Return the version of the form that a file names; the one that is now, where it names none."""
    if not text:
        return proforma.version
    if not _VERSION.fullmatch(text) or not 1 <= int(text) <= proforma.version:
        known = "1" if proforma.version == 1 else f"from 1 to {proforma.version}"
        problems.add_at(place, f"{text!r} is no version of config/proforma.yaml: it is {known}", column=FORM)
        return proforma.version
    return int(text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One field of one file, under the key that it has there."""

    document: Document
    field: Field
    key: str
    reading: Reading

    def read(self) -> None:
        path: _Path = (self.key,)
        value = self.document.value[self.key]
        beside: Beside = {}
        if isinstance(value, dict):
            beside = self._beside(value, path)
            if self.field.type == "table" and {each.id for each in self.field.columns} & {*map(str, value)}:
                self._wrong(path, "is a single row; rows of a table are a list, each begun with -")
                return
            self._known(value, path, KEYS, "key")
            if "value" not in value:
                self._wrong(path, "has no key 'value'")
            path, value = (*path, "value"), value.get("value")
        if self.field.type == "table" and isinstance(value, list) and value:
            self._rows(value, path, beside)
            return
        if self.field.type == "choices":
            text = self._list(value, path)
        elif self.field.type == "table" and value == []:
            text = ""
        else:
            text = self._text(value, path)
        if text is not None:
            self.reading.take(self.field, Typed(self._at(path), text, beside=beside))
        else:
            self.reading.without(self.field, beside)

    def _rows(self, rows: list[Any], path: _Path, beside: Beside) -> None:
        columns = [column.id for column in self.field.columns]
        number = 0
        for position, row in enumerate(rows):
            at = (*path, position)
            if not isinstance(row, dict):
                if self._text(row, at) is not None:
                    self._wrong(at, "must be a row, written as column: value")
                continue
            self._known(row, at, [*columns, *BESIDE], "column")
            if not {*columns} & {*map(str, row)}:
                self._wrong(at, f"has none of the columns {', '.join(columns)}")
            own = self._beside(row, at)
            row_beside = over(beside, own)
            cells = [
                (column, *self._cell(row[column], (*at, column), row_beside))
                for column in columns
                if column in row
            ]
            filled = [(column, text, beside) for column, text, beside in cells if text is not None]
            number += bool(filled)
            for column in columns:
                cell = row.get(column)
                if isinstance(cell, dict) and column not in {name for name, *_ in filled}:
                    self.reading.without(self.field, self._beside(cell, (*at, column)), position + 1, column)
            if not filled:
                self.reading.without(self.field, own, position + 1)
            for column, text, cell_beside in filled:
                typed = Typed(self._at((*at, column)), text, number, column, cell_beside)
                self.reading.take(self.field, typed)
        if not number:
            self.reading.without(self.field, beside)

    def _cell(self, value: object, path: _Path, beside: Beside) -> tuple[str | None, Beside]:
        if isinstance(value, dict):
            self._known(value, path, KEYS, "key")
            if "value" not in value:
                self._wrong(path, "has no key 'value'")
            beside = over(beside, self._beside(value, path))
            path, value = (*path, "value"), value.get("value")
        return self._text(value, path), beside

    def _beside(self, value: dict[str, Any], path: _Path) -> Beside:
        """Return what stands beside a value, or in a row; what is not filled in yet is not there."""
        texts = {key: self._text(value[key], (*path, key)) for key in BESIDE if key in value}
        return {key: (text, self._at((*path, key))) for key, text in texts.items() if text}

    def _known(
        self,
        value: dict[str, Any],
        path: _Path,
        known: tuple[str, ...] | list[str],
        what: str,
    ) -> None:
        for key in map(str, value):
            if key not in known:
                self._wrong((*path, key), f"{what} {not_one_of(key, known)}")

    def _text(self, value: object, path: _Path) -> str | None:
        """Return a value as it was typed; None: not filled in yet, or wrong."""
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self._wrong(path, "must be a single value")
            return None
        # As it was typed: YAML would make 1.1 of 1.10, and False of no.
        text = self.document.texts.get(path, str(value)).strip()
        if _TIGHT.match(text):
            self._wrong(path, f"a blank is missing behind the colon of {text.partition(':')[0]}")
            return None
        if not typeable(text):
            self._wrong(path, f"{text!r} holds a character that cannot be typed")
            return None
        return None if text in _BLANK else text

    def _list(self, value: object, path: _Path) -> str | None:
        """Return several choices, separated by ;."""
        if isinstance(value, list):
            texts = [self._text(item, (*path, position)) for position, item in enumerate(value)]
            given = [text for text in texts if text is not None]
            return ";".join(given) if given or not texts else None
        text = self._text(value, path)
        if text and state(text, self.field.choices) == "given":
            self._wrong(path, "must be a list, such as [first, second]")
            return None
        return text

    def _at(self, path: _Path) -> At:
        """Return where a key is; rows are counted from 1, and `value` is no name to a person."""
        name = "".join(
            f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path if part != "value"
        )
        place = self.document.place(*path)
        return At(place, place, name[1:])

    def _wrong(self, path: _Path, text: str) -> None:
        self.reading.wrong(self.field.id, self._at(path), text)
