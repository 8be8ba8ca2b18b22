"""The extraction form to be filled in: a YAML file a study, or a workbook with all of them.

A value that stays `...` (in a workbook: an empty cell) is not filled in yet, and says nothing of the report.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamis.config import Config
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.form import chosen
from tamis.extraction.values import BLANK
from tamis.forms import asked as words
from tamis.forms import asked_book
from tamis.forms.form import SUFFIX, Asked, Filled, Form
from tamis.proforma import Field, Proforma, require_proforma
from tamis.review import Review, study_ids
from tamis.store import read_built
from tamis.tables import Datum, Study

#: Stands for the person where nobody is named.
ANYBODY = "YOU"


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the form of each included study that the person has not extracted."""
    proforma = require_proforma(review)
    folder = review.records / "extraction"
    person = asked.person or ANYBODY
    studies = _waiting(review, config, proforma, asked.person)
    place = folder if asked.output == "yaml" else folder / f"extraction.{person}{SUFFIX[asked.output]}"
    if not studies:
        who = f"{person} has extracted every included study" if asked.person else "no study is included yet"
        return Filled(place, b"", f"{who[0].upper()}{who[1:]}: no form is written.")
    fields = _asked(review, config, proforma, studies)
    number = f"{len(studies):,} stud{'y' if len(studies) == 1 else 'ies'}"
    said = f"the form of {number} for {asked.person}." if asked.person else f"the form of {number}."
    if not asked.person:
        said += f" Put your id in the place of {ANYBODY} in the name of each file."
    if asked.output != "yaml":
        said += " Empty cells are not filled in yet; where the report does not say, write not reported."
        return Filled(place, asked_book.xlsx(proforma, fields, studies), said)
    said += f" What stays {BLANK} is not filled in yet; where the report does not say, write not reported."
    files = {
        f"{study.study}.{person}{SUFFIX['yaml']}": words.yaml(
            proforma, fields[study.study], _cited(study), asked.person
        ).encode()
        for study in studies
    }
    return Filled(place, b"", said, files)


def _cited(study: Study) -> str:
    return ": ".join(text for text in (study.study, study.label, study.title) if text)


def _waiting(review: Review, config: Config, proforma: Proforma, person: str) -> list[Study]:
    """Return the included studies that a person has not extracted; all of them for nobody.

    What is wrong in people's files is left out: the run tells it.
    """
    studies = read_built(review.built("fulltext", "studies"), Study)
    if not person:
        return studies
    problems = Problems()
    known = study_ids(review, problems)
    found = inputs.read(review, config, proforma, known, problems)
    done = {extraction.study for extraction in found if extraction.extractor == person}
    return [study for study in studies if study.study not in done]


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
    doc="the extraction form of each included study that a reviewer has not extracted, or for anybody",
    fill=_fill,
    outputs=("yaml", "xlsx"),
    anybody=True,
)
