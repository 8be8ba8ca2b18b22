"""The extraction form to be filled in: a YAML file a study, or a workbook with all of them.

A value that stays `...` (in a workbook: an empty cell) is not filled in yet, and says nothing of the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tamis import yamlfile
from tamis.config import Config
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.filled.fields import Extraction, chosen
from tamis.extraction.filled.values import BLANK
from tamis.forms.extraction import book as asked_book
from tamis.forms.extraction import files as words
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form
from tamis.proforma import FORM as VERSION
from tamis.proforma import Field, Proforma, require_proforma
from tamis.review import Review, study_ids
from tamis.store import read_built
from tamis.tables import Datum, Study

#: Stands for the person where nobody is named.
ANYBODY = "YOU"


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the form of each included study that the person has not extracted, and of what the form asks
    otherwise since they did."""
    proforma = require_proforma(review)
    folder = review.records / "extraction"
    person = asked.person or ANYBODY
    included = read_built(review.built("fulltext", "studies"), Study)
    begun = _begun(review, config, proforma, asked.person)
    waiting = [study for study in included if study.study not in begun]
    again = [study for study in included if study.study in begun and begun[study.study].anew]
    place = folder if asked.output == "yaml" else folder / f"extraction.{person}{SUFFIX[asked.output]}"
    if not waiting and not again:
        who = f"{person} has extracted every included study" if included else "No study is included yet"
        return Filled(place, b"", f"{who}: no form is written.")
    fields = _asked(review, config, proforma, waiting)
    before = {study.study: begun[study.study].anew for study in again}
    for study in again:
        fields[study.study] = [field for field in proforma.fields if field.id in before[study.study]]
    parts = [f"the form of {_studies(waiting)}"] if waiting else []
    parts += [f"what is to be filled in again of {_studies(again)}"] if again else []
    said = f"{', and '.join(parts)}{f' for {person}' if asked.person else ''}."
    if not asked.person:
        said += f" Put your id in the place of {ANYBODY} in the name of each file."
    if asked.output != "yaml":
        said += " Empty cells are not filled in yet; where the report does not say, write not reported."
        return Filled(place, asked_book.xlsx(proforma, fields, [*waiting, *again], before), said)
    said += f" What stays {BLANK} is not filled in yet; where the report does not say, write not reported."
    names = {study.study: f"{study.study}.{person}{SUFFIX['yaml']}" for study in waiting}
    names |= {study.study: _further(folder, study.study, person, fields, proforma) for study in again}
    files = {
        names[study.study]: words.yaml(
            proforma, fields[study.study], _cited(study), asked.person, before.get(study.study)
        ).encode()
        for study in (*waiting, *again)
    }
    return Filled(place, b"", said, files)


def _studies(studies: Sequence[Study]) -> str:
    return f"{len(studies):,} stud{'y' if len(studies) == 1 else 'ies'}"


def _further(
    folder: Path, study: str, person: str, fields: Mapping[str, Sequence[Field]], proforma: Proforma
) -> str:
    """Return the name of a further file of a study: of one that waits already, or the first that is free."""
    number = 2
    while True:
        name = f"{study}.{person}.{number}{SUFFIX['yaml']}"
        path = folder / name
        if not path.exists():
            return name
        there = yamlfile.load(path, Problems(), root=folder)
        now = there is not None and there.texts.get((VERSION,)) == str(proforma.version)
        if there and now and all((field.id,) in there.lines for field in fields[study]):
            return name
        number += 1


def _cited(study: Study) -> str:
    return ": ".join(text for text in (study.study, study.label, study.title) if text)


def _begun(review: Review, config: Config, proforma: Proforma, person: str) -> dict[str, Extraction]:
    """Return what a person has extracted, by study; nothing for nobody.

    What is wrong in people's files is left out: the run tells it.
    """
    if not person:
        return {}
    problems = Problems()
    known = study_ids(review, problems)
    found = inputs.read(review, config, proforma, known, problems)
    return {extraction.study: extraction for extraction in found if extraction.extractor == person}


def _asked(
    review: Review, config: Config, proforma: Proforma, studies: Sequence[Study]
) -> dict[str, list[Field]]:
    """Return the fields that each study is asked for.

    What is not asked of its design is left out where that is known, but not where two extract independently
    of each other: what the other said would show.
    """
    data: dict[str, dict[str, list[Datum]]] = {}
    built = review.built("extraction", "data")
    if built.exists() and config.extraction.extractors == 1:
        for datum in read_built(built, Datum):
            data.setdefault(datum.study, {}).setdefault(datum.field, []).append(datum)
    found = {}
    for study in studies:
        known = chosen(data.get(study.study, {}), proforma)
        found[study.study] = [field for field in proforma.fields if field.asked(known) is not False]
    return found


FORM = Form(
    doc="the extraction form of what a reviewer has not extracted, or is to fill in again; or for anybody",
    fill=_fill,
    outputs=("yaml", "xlsx"),
    anybody=True,
)
