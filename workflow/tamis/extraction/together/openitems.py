"""What is still to be done on what was extracted from a study, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tamis.config import Config
from tamis.errors import counted
from tamis.extraction.evidence.pages import named
from tamis.extraction.together.fields import FieldHeld
from tamis.extraction.together.holds import Held
from tamis.extraction.together.study import Brought
from tamis.proforma import Proforma
from tamis.review import waits_for
from tamis.tables import TEAM, Datum, OpenItem

#: How much of a value an open item quotes.
_LONG = 60
#: How a difference is settled.
_SETTLE = (
    "it is settled in records/extraction/reconciliation.<you>.csv, with how, who and why, or where one of "
    "them changes the value in their file"
)


def of_study(one: Brought, proforma: Proforma, config: Config) -> Iterator[OpenItem]:
    """Yield what is open of an included study.

    `none`: nobody extracted it. `second`: somebody whom the protocol asks for has not been there, another
    extractor or a checker. `differs`: people say different things, of a field, a cell or a row. `check`: a
    checker wants another value, or extracted the study. `rows`: rows that cannot be told apart. `missing`: a
    required value. `quote`: the quote or page that the form asks for; of a table, by row.
    """
    study = one.study.study
    if not one.extractions:
        text = f"nobody has extracted {study} yet; it goes into records/extraction/{study}.<you>.yaml"
        yield OpenItem(f"extraction:none:{study}", text, TEAM, one.study.place)
        return
    yield from _second(one, config)
    for who, check in {who: check for who, check in reversed(one.own)}.items():
        text = (
            f"{who} extracted {study}, so what {check.place} says of it does not count as a check; somebody "
            "who did not extract it checks it"
        )
        others = waits_for({*config.active} - {*one.people}, config.active)
        yield OpenItem(f"extraction:check:{study}:{who}", text, others, check.place)
    for each in one.fields:
        for held in each.held:
            yield from _differs(held, _one_row(each, held), config.active)
        yield from _rows(each, study, config.active)
        yield from _missing(one, each, config.active)
        if each.field.quote:
            yield from _quotes(one, each, config.active)


def _second(one: Brought, config: Config) -> Iterator[OpenItem]:
    """Yield that a second extractor or a checker is awaited, with how much there is for them."""
    study, rules = one.study.study, config.extraction
    others = {*config.active} - {*one.people}
    said: list[str] = []
    waits: set[str] = set()
    if len(one.people) < rules.extractors:
        said.append(f"is extracted by {one.people[0]} alone, and the protocol asks for two extractors")
        waits |= others
    elif rules.extractors > 1:
        for person in one.people:
            lacking = [
                of.field.id
                for of in one.fields
                if of.people and person not in of.people and {*of.field.only_for} <= _known(one)
            ]
            if lacking:
                has = counted(len(lacking), "field")
                said.append(f"lacks {has} in {person}'s file that others filled in: {_listed(lacking)}")
                waits.add(person)
    if rules.checker:
        values = [held for of in one.fields for held in of.held if held.slot.kind == "cell" and not held.open]
        unchecked = [held for held in values if held.datum.settled in ("single", "agreed")]
        if unchecked:
            fields = {held.slot.field.id for held in unchecked}
            part = f"{len(unchecked):,} of {counted(len(values), 'value')} ({counted(len(fields), 'field')})"
            said.append(
                f"has {part} that nobody checked who did not extract it; `tamis forms check` lists them"
            )
            waits |= others
    if said:
        place = one.extractions[0].place
        text = f"{study} {'; it '.join(said)}"
        yield OpenItem(f"extraction:second:{study}", text, waits_for(waits, config.active), place)


def _known(one: Brought) -> set[str]:
    """Return the fields with a value, by which others may be asked."""
    return {datum.field for datum in one.data if datum.state == "given"}


def _listed(fields: Sequence[str]) -> str:
    shown = ", ".join(fields[:5])
    return shown if len(fields) <= 5 else f"{shown} and {len(fields) - 5} more"


def _one_row(of: FieldHeld, held: Held) -> str:
    """Return what to do where each of two has one row that the other lacks: they may be one and the same."""
    alone = [each for each in of.held if each.open and each.slot.kind == "row" and len(each.slot.who) == 1]
    if held not in alone or len(alone) != 2 or alone[0].slot.who == alone[1].slot.who:
        return ""
    labels = " and ".join(each.slot.label for each in alone)
    return f"; if {labels} are one row, write its key alike; else keep or drop each"


def _differs(held: Held, remark: str, active: Sequence[str]) -> Iterator[OpenItem]:
    """Yield that people differ; and that a checker has not seen what stands there now."""
    slot = held.slot
    label = f"{slot.label} ({slot.id.partition(':')[2]}) of {slot.study}"
    if held.open:
        said = "; ".join(f"{who} has {_short(slot.in_words(datum))}" for who, datum in held.everyone.items())
        alike = held.difference.alike if held.difference else None
        likeness = f" ({alike:g} of 100 alike)" if alike is not None else ""
        remarks = "".join(f"; {each}" for each in held.remarks) + remark
        if held.checkers:
            who = " and ".join(held.checkers)
            text = f"{who}, who checked it, would have another value for {label}: {said}"
            silent = [person for person in held.checkers if not held.everyone[person].note]
            if silent:
                text += f"; {' and '.join(silent)} gave no reason, which belongs under comment"
        else:
            text = f"the extractors differ on {label}: {said}"
        kind = "check" if held.checkers else "differs"
        waits = waits_for(held.everyone, active)
        text = f"{text}{likeness}; {_SETTLE}{remarks}"
        yield OpenItem(f"extraction:{kind}:{slot.id}", text, waits, held.datum.place)
    elif held.again and held.datum.settled != "reconciled":
        said = "; ".join(
            f"{who} wants {_short(check.answer)} where it was {_short(check.first)}"
            for who, check in held.again
        )
        text = (
            f"{label} was changed since somebody checked it: {said}; it is "
            f"{_short(slot.in_words(held.datum))} now, which they have not looked at"
        )
        waits = waits_for((who for who, _ in held.again), active)
        yield OpenItem(f"extraction:check:{slot.id}", text, waits, held.again[0][1].place)


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONG else f"{text[: _LONG - 1]}…")


def _rows(of: FieldHeld, study: str, active: Sequence[str]) -> Iterator[OpenItem]:
    """Yield that somebody has rows that the key columns do not tell apart, so that rows may be confused."""
    keys = ", ".join(column.label for column in of.field.columns if column.key)
    for person in of.people:
        those = [twice for twice in of.twice if twice.person == person]
        if those:
            names = ", ".join(_short(twice.name) for twice in those)
            text = (
                f"{person} has two rows for {names} in {of.field.label} ({of.field.id}) of {study}: rows of "
                f"two extractors are matched by {keys}, and these only by their order"
            )
            id = f"extraction:rows:{study}:{of.field.id}:{person}"
            yield OpenItem(id, text, waits_for([person], active), those[0].place)


def _missing(one: Brought, of: FieldHeld, active: Sequence[str]) -> Iterator[OpenItem]:
    """Yield required fields that nobody filled in, and of each row the required columns.

    That the report does not give a value is an answer: somebody looked.
    """
    study, field = one.study.study, of.field
    waits = waits_for(one.people, active)
    data = [datum for datum in one.data if datum.field == field.id]
    again = {item.item for extraction in one.extractions for item in extraction.again}
    told = f"extraction:again:{study}:{field.id}" in again
    if field.required and not data and {*field.only_for} <= _known(one) and not told:
        text = (
            f"{field.label} ({field.id}) of {study} is required, and nobody has filled it in; where the "
            "report does not give it, say not reported"
        )
        yield OpenItem(f"extraction:missing:{study}:{field.id}", text, waits, one.extractions[0].place)
    for row, cells in _by_row(data).items():
        for column in field.columns:
            if column.required and column.id not in cells:
                what = f"{field.label}: {column.label} ({field.id}) of {study}"
                text = f"{what} is required, and nobody has filled it in in row {row}"
                id = f"extraction:missing:{study}:{field.id}:{of.names[row]}:{column.id}"
                yield OpenItem(id, text, waits, next(iter(cells.values())).place)


def _quotes(one: Brought, of: FieldHeld, active: Sequence[str]) -> Iterator[OpenItem]:
    """Yield that values have no quote or no page: of a plain field, or of each row of a table."""
    study, field = one.study.study, of.field
    data = [datum for datum in of.data if datum.state == "given"]
    plain = {datum.row - 1: {"": datum} for datum in data if not datum.column}
    rows = _by_row(data) if field.type == "table" else plain
    for row, cells in rows.items():
        # What names no page (Table 2, page two) says as little of where the words are as none.
        told = {d.column: (bool(d.quote), bool(named(d.page))) for d in cells.values()}
        lacking = [
            name for at, name in enumerate(("quote", "page")) if not all(has[at] for has in told.values())
        ]
        if lacking:
            less = [column for column, has in told.items() if not all(has)]
            part = f", row {row}" if row else ""
            part += f" ({', '.join(less)})" if row and len(less) < len(cells) else ""
            text = f"{field.label} ({field.id}) of {study}{part} has no {' and no '.join(lacking)}"
            if typed := next((d.page for d in cells.values() if d.page and not named(d.page)), ""):
                text += f": {typed!r} names none"
            id = f"extraction:quote:{study}:{field.id}" + (f":{of.names[row]}" if row else "")
            place = next(iter(cells.values())).place
            yield OpenItem(id, text, waits_for(one.people, active), place)


def _by_row(data: Iterable[Datum]) -> dict[int, dict[str, Datum]]:
    """Return the cells of each row, by column."""
    rows: dict[int, dict[str, Datum]] = {}
    for datum in data:
        if datum.column:
            rows.setdefault(datum.row, {})[datum.column] = datum
    return rows
