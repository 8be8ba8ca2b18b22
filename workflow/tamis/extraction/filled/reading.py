"""What one file says of one study, while it is read: what fits the form are data, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as _field

from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction.filled.values import parse, state
from tamis.proforma import BESIDE, Field, Proforma
from tamis.tables import BASES, Datum


@dataclass(frozen=True, slots=True)
class At:
    """Where something was typed: its place as the data name it, and file and name as messages do."""

    place: str
    said: str
    name: str


#: What stands beside a value, by its key, each with its own place.
Beside = Mapping[str, tuple[str, At]]


@dataclass(frozen=True, slots=True)
class Typed:
    """One value as it was typed: nothing, a text, or those of a list; row and column are as in `Datum`.

    `beside` has what was typed beside it, each with its own place.
    """

    at: At
    text: str
    row: int = 1
    column: str = ""
    beside: Beside = _field(default_factory=dict)


def over(whole: Beside, own: Beside) -> Beside:
    """Return what stands beside a part, such as a row, of what has something beside it as a whole.

    The part's own counts; of notes both do.
    """
    both = {**whole, **own}
    if "note" in whole and "note" in own:
        (text, _), (more, at) = whole["note"], own["note"]
        both["note"] = (f"{text}; {more}", at)
    return both


class Reading:
    """What one file says of one study, while it is read.

    Args:
        study: the study.
        extractor: whose file it is.
        version: the version of the form under which it was filled in.
        proforma: the form as it is now.
        reports: the records of the study's reports.
        place: where the file, or the study in it, begins.
        problems: takes what is wrong; of a file of an earlier version, `misfits` does.
    """

    def __init__(
        self,
        study: str,
        extractor: str,
        version: int,
        proforma: Proforma,
        reports: Collection[str],
        place: str,
        problems: Problems,
    ) -> None:
        self.study, self.extractor, self.version, self.place = study, extractor, version, place
        self.proforma = proforma
        self.problems = problems
        self.fields: dict[str, list[Datum]] = {}
        self.misfits: dict[str, tuple[str, str]] = {}  # by field: where it stands, and what is wrong with it
        self.alone: dict[tuple[str, int, str], tuple[dict[str, str], str]] = {}  # see `without`
        self.unnamed = ""  # what is said once more where the file does not name its version
        self._reports = reports

    def find(self, key: str, at: At) -> Field | None:
        """Return the field of an id, also of one that it had before; None, and noted: there is none."""
        for each in self.proforma.fields:
            if key == each.id or key in each.was:
                return each
        known = [each.id for each in self.proforma.fields]
        self.wrong(key, at, f"field {not_in(key, known, 'config/proforma.yaml')}")
        return None

    def wrong(self, key: str, at: At, text: str) -> None:
        """Note what does not fit; in a file of an earlier version it is what no longer fits."""
        if self.version < self.proforma.version:
            self.misfits.setdefault("_".join(key.split()), (at.place, text))
            return
        if self.proforma.version > 1 and self.unnamed:
            text, self.unnamed = f"{text}; {self.unnamed}", ""
        self.problems.add_at(at.said, text, column=at.name)

    def take(self, field: Field, typed: Typed) -> None:
        """Take a value, where it fits the form; in any case the field is one that was filled in."""
        data = self.fields.setdefault(field.id, [])
        column = field.column(typed.column)
        what = state(typed.text, column.choices)
        try:
            if what == "given" and column.type == "table":
                raise ValueError("must be a list of rows, each begun with - and written as column: value")
            value = (
                ""
                if what != "given"
                else parse(typed.text, column.type, unit=column.unit, choices=column.choices)
            )
        except ValueError as error:
            self.wrong(field.id, typed.at, str(error))
            return
        beside = {name: self._beside(field, name, *each) for name, each in typed.beside.items()}
        data.append(
            Datum(
                study=self.study,
                field=field.id,
                row=typed.row,
                column=typed.column,
                extractor=self.extractor,
                value=value,
                state=what,
                place=typed.at.place,
                **beside,
            )
        )

    def without(self, field: Field, beside: Beside, row: int = 0, column: str = "") -> None:
        """Take what was typed beside a value that is not there yet: words from the report, or their page.

        Args:
            field: the field.
            beside: what was typed.
            row: the number of the row that nothing is filled in of; 0: the value of the field, or its table.
            column: the column, where a cell of a row has no value.
        """
        texts = {name: self._beside(field, name, *each) for name, each in beside.items()}
        typed = {name: texts[name] for name in BESIDE if texts.get(name)}
        if typed:
            place = next(beside[name][1].place for name in typed)
            self.alone.setdefault((field.id, row, column), (typed, place))

    def _beside(self, field: Field, name: str, text: str, at: At) -> str:
        text = text.strip()
        if name in ("quote", "page") and state(text) != "given":
            return ""
        if name == "basis" and text and text.casefold() not in BASES:
            self.wrong(field.id, at, not_one_of(text, BASES))
            return ""
        if name == "report" and text and text not in self._reports:
            self.wrong(
                field.id, at, f"{text!r} is no record of a report of {self.study} in records/studies.csv"
            )
            return ""
        return text.casefold() if name == "basis" else text
