"""What is wrong in the form itself: names that are not in it, kinds on what is no number, circles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tamis.errors import Problems, not_one_of
from tamis.proforma.fields import FORM, KEYS, NEEDS_OF, WORDS, Column, Field
from tamis.tables import BASES
from tamis.yamlfile import Document

_Path = tuple[str | int, ...]
#: What may be of another type than number, by the kind.
_TYPES_OF = {"p": ("p", "number"), **dict.fromkeys(WORDS, ("choice", "text"))}


def check(
    fields: Sequence[tuple[_Path, Field]], version: int, document: Document, problems: Problems
) -> None:
    """Note everything that is wrong in a form, each thing at its line.

    Args:
        fields: its fields, each with its path in the document.
        version: the version of the form.
        document: where it was read from.
        problems: takes what is wrong.
    """
    checks = _Checks([field for _, field in fields], version, document, problems)
    checks.names(fields)
    for path, field in fields:
        checks.field(path, field)
        checks.numbers(path, field, None)
        for at, column in enumerate(field.columns):
            checks.column((*path, "columns", at), field, column)
            checks.numbers((*path, "columns", at), column, field)
    checks.circles(fields)


@dataclass(frozen=True, slots=True)
class _Checks:
    """One form."""

    fields: Sequence[Field]
    version: int
    document: Document
    problems: Problems

    def names(self, fields: Sequence[tuple[_Path, Field]]) -> None:
        """Check that an id names one thing, now and in earlier versions."""
        ids = [field.id for field in self.fields]
        earlier: dict[str, str] = {}
        for position, (path, field) in enumerate(fields):
            if field.id in ids[:position]:
                self._wrong(path, f"field {field.id!r} stands twice")
            if field.id == FORM:
                self._wrong(
                    path, f"no field can be named {FORM!r}: that is the form's version in what is filled in"
                )
            for was in field.was:
                if was in ids:
                    self._wrong(
                        (*path, "was"), f"field {field.id!r}: was {was!r}, which is a field of this form"
                    )
                elif earlier.setdefault(was, field.id) != field.id:
                    text = f"field {field.id!r}: was {was!r}, and so was {earlier[was]!r}"
                    self._wrong((*path, "was"), text)

    def field(self, path: _Path, field: Field) -> None:
        """Check what only fields have."""
        if field.type == "table" and not field.columns:
            self._wrong(path, f"field {field.id!r} has no columns")
        if field.type != "table" and field.columns:
            self._wrong(path, f"field {field.id!r} has columns, and is of type {field.type}, not table")
        if field.since > self.version:
            text = f"field {field.id!r}: since {field.since}, and the form is version {self.version}"
            self._wrong((*path, "since"), text)
        for name, chosen in field.only_for.items():
            self._only_for((*self._where(path), name), field, name, chosen)
        columns = [column.id for column in field.columns]
        for position, id in enumerate(columns):
            if id in columns[:position]:
                self._wrong((*path, "columns", position), f"column {id!r} of {field.id!r} stands twice")

    def _where(self, path: _Path) -> _Path:
        """Return where only_for of a field stands: with the field, or with its section."""
        own = (*path, "only_for")
        return own if own in self.document.lines else (*path[:2], "only_for")

    def _only_for(self, at: _Path, field: Field, name: str, chosen: Sequence[str]) -> None:
        known = [other for other in self.fields if other.type in ("choice", "choices") and other is not field]
        found = next((other for other in known if other.id == name), None)
        if found is None:
            what = not_one_of(name, [other.id for other in known])
            self._wrong(at, f"field {field.id!r}: only_for: choice field {what}")
            return
        ids = [choice.id for choice in found.choices]
        for choice in chosen:
            if choice not in ids:
                self._wrong(at, f"field {field.id!r}: only_for: {name} {not_one_of(choice, ids)}")

    def circles(self, fields: Sequence[tuple[_Path, Field]]) -> None:
        """Check that no field is asked only for choices of one that is asked only for its own."""
        of = {field.id: [*field.only_for] for field in self.fields}
        for path, field in fields:
            if field.id in _reached(of, field.id):
                self._wrong(self._where(path), f"field {field.id!r}: only_for leads back to it, in a circle")

    def column(self, path: _Path, field: Field, column: Column) -> None:
        """Check what only columns have."""
        name = f"column {column.id!r} of {field.id!r}"
        if column.id in KEYS:
            text = f"{name}: such keys stand beside a value ({', '.join(KEYS)}); give it another id"
            self._wrong(path, text)
        if column.adds_up_to and column.type != "number":
            self._wrong(
                (*path, "adds_up_to"), f"{name}: only numbers add up, and it is of type {column.type}"
            )
        elif column.adds_up_to and not _is_number(column.adds_up_to):
            self._named((*path, "adds_up_to"), name, column.adds_up_to, "number", column, field)
        if column.within and not column.adds_up_to:
            self._wrong((*path, "within"), f"{name}: within goes with adds_up_to")
        known = [other.id for other in field.columns if other is not column]
        for within in column.within:
            if within not in known:
                self._wrong((*path, "within"), f"{name}: within: column {not_one_of(within, known)}")

    def numbers(self, path: _Path, column: Column, field: Field | None) -> None:
        """Check what fields and columns say of choices, numbers and dates; `field`: whose column it is."""
        name = f"column {column.id!r} of {field.id!r}" if field else f"field {column.id!r}"
        self._choices(path, name, column)
        word, of = column.kind.word, column.kind.of
        types = _TYPES_OF.get(word, ("number",))
        if word and column.type not in types:
            text = f"{name}: kind {word} is for type {' or '.join(types)}, and it is of type {column.type}"
            self._wrong((*path, "kind"), text)
        if word in NEEDS_OF and not of:
            self._wrong(
                (*path, "kind"), f"{name}: kind {word} of what? Write {word} of, and the id of a number"
            )
        if of:
            self._named((*path, "kind"), name, of, "number", column, field)
        for key, given, kind in (
            ("count", column.count, "number"),
            ("at_most", column.at_most, "number"),
            ("after", column.after, "date"),
        ):
            if given and column.type != kind:
                text = f"{name}: {key} is for type {kind}, and it is of type {column.type}"
                self._wrong((*path, key), text)
            elif given:
                self._named((*path, key), name, given, kind, column, field)

    def _choices(self, path: _Path, name: str, column: Column) -> None:
        ids = [choice.id for choice in column.choices]
        if column.type in ("choice", "choices"):
            if not ids:
                self._wrong(path, f"{name} has no choices")
        elif ids:
            self._wrong((*path, "choices"), f"{name} has choices, and is of type {column.type}, not choice")
        for position, id in enumerate(ids):
            if id in ids[:position]:
                self._wrong((*path, "choices", position), f"{name}: choice {id!r} stands twice")
            if column.kind.word == "basis" and id not in BASES:
                self._wrong((*path, "choices", position), f"{name}: choice {not_one_of(id, BASES)}")

    def _named(
        self, path: _Path, name: str, given: str, kind: str, column: Column, field: Field | None
    ) -> None:
        """Check that a name is that of a number or date: of a column of the table, or of a plain field."""
        known = [
            other.id for other in _reachable(field, self.fields) if other.type == kind and other is not column
        ]
        if given not in known:
            self._wrong(path, f"{name}: {path[-1]}: {kind} {not_one_of(given, known)}")

    def _wrong(self, path: _Path, text: str) -> None:
        self.problems.add_at(self.document.place(*path), text)


def _reachable(field: Field | None, fields: Sequence[Field]) -> Iterator[Column]:
    """Yield what a field, or a column of a table, may name: columns of that table, and plain fields."""
    yield from field.columns if field else ()
    yield from (other for other in fields if other is not field)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _reached(of: dict[str, list[str]], start: str) -> Collection[str]:
    """Return what can be reached from a field."""
    found: set[str] = set()
    waiting = [*of[start]]
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += of.get(id, [])
    return found
