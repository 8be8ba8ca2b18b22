"""One extraction file against the form: its data, each with its quote, page and line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tamis.config import Label
from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction.values import parse
from tamis.proforma import Field, Proforma
from tamis.tables import Datum
from tamis.yamlfile import Document

#: What a value may carry beside it, where it is written as keys.
_BESIDE = ("value", "quote", "page", "note")
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor took from one study: for each field that they filled in, its data.

    An empty value says that the extractor looked and found nothing; a field that is not there at all
    was not looked for. A field that is a table has a datum for each cell.
    """

    study: str
    extractor: str
    file: str
    fields: dict[str, tuple[Datum, ...]]


def read(
    document: Document, study: str, extractor: str, proforma: Proforma, problems: Problems
) -> Extraction:
    """Return what a file holds, noting whatever does not fit the form."""
    fields: dict[str, tuple[Datum, ...]] = {}
    if not isinstance(document.value, dict):
        problems.add(document.file, "must hold the form's fields, such as `country: ...`", line=1)
        return Extraction(study, extractor, document.file, fields)
    known = [field.id for field in proforma.fields]
    for key in map(str, document.value):
        if key not in known:
            where = not_in(key, known, "config/proforma.yaml")
            problems.add_at(document.place(key), f"field {where}")
    for field in proforma.fields:
        if field.id in document.value:
            reader = _Reader(document, field, study, extractor, problems)
            fields[field.id] = tuple(reader.data())
    return Extraction(study, extractor, document.file, fields)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One field of one file."""

    document: Document
    field: Field
    study: str
    extractor: str
    problems: Problems

    def data(self) -> list[Datum]:
        path: _Path = (self.field.id,)
        value = self.document.value[self.field.id]
        beside: dict[str, str] = {}
        if isinstance(value, dict):
            beside = self._beside(value)
            path, value = (*path, "value"), value.get("value")
        if self.field.type == "table":
            return self._table(value, path, beside)
        if self.field.type == "choices":
            text = self._choices(value, path)
        else:
            text = self._plain(value, path, self.field.type, self.field.unit, self.field.choices)
        return [self._datum(1, "", text, path, beside)]

    def _datum(self, row: int, column: str, text: str, path: _Path, beside: dict[str, str]) -> Datum:
        return Datum(
            study=self.study,
            field=self.field.id,
            row=row,
            column=column,
            extractor=self.extractor,
            value=text,
            state="given" if text else "not_reported",
            place=self.document.place(*path),
            **beside,
        )

    def _beside(self, value: dict[str, Any]) -> dict[str, str]:
        for key in map(str, value):
            if key not in _BESIDE:
                hint = "; the rows of a table begin with -" if self.field.type == "table" else ""
                self._wrong((self.field.id, key), f"key {not_one_of(key, _BESIDE)}{hint}")
        if "value" not in value:
            self._wrong((self.field.id,), "has no key 'value'")
        return {key: self._plain(value[key], (self.field.id, key)) for key in _BESIDE[1:] if key in value}

    def _plain(
        self,
        value: object,
        path: _Path,
        kind: str = "text",
        unit: str = "",
        choices: Sequence[Label] = (),
    ) -> str:
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self._wrong(path, "must be a single value")
            return ""
        # As it was typed: YAML would make 1.1 of 1.10, and False of no.
        text = self.document.texts.get(path, str(value))
        try:
            return parse(text, kind, unit=unit, choices=choices)
        except ValueError as error:
            self._wrong(path, str(error))
            return ""

    def _choices(self, value: object, path: _Path) -> str:
        """Return the ids of the choices, in the order of the form, separated by ;."""
        if value is None:
            return ""
        if not isinstance(value, list):
            self._wrong(path, "must be a list, such as [first, second]")
            return ""
        given = {
            self._plain(item, (*path, position), "choice", choices=self.field.choices)
            for position, item in enumerate(value)
        }
        return ";".join(choice.id for choice in self.field.choices if choice.id in given)

    def _table(self, value: object, path: _Path, beside: dict[str, str]) -> list[Datum]:
        if value is None or value == []:
            return [self._datum(1, "", "", path, beside)]
        if not isinstance(value, list):
            self._wrong(path, "must be a list of rows, each begun with - and written as column: value")
            return []
        known = [column.id for column in self.field.columns]
        data = []
        for position, row in enumerate(value):
            at = (*path, position)
            if not isinstance(row, dict):
                self._wrong(at, "must be a row, written as column: value")
                continue
            for key in map(str, row):
                if key not in known:
                    self._wrong((*at, key), f"column {not_one_of(key, known)}")
            for column in self.field.columns:
                if column.id in row:
                    cell = (*at, column.id)
                    text = self._plain(row[column.id], cell, column.type)
                    data.append(self._datum(position + 1, column.id, text, cell, beside))
        return data

    def _wrong(self, path: _Path, text: str) -> None:
        """Note a problem at a key; rows are counted from 1, and `value` is no name to a person."""
        name = "".join(
            f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path if part != "value"
        )
        self.problems.add_at(self.document.place(*path), text, column=name[1:])
