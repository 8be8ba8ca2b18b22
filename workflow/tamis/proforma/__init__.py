"""The extraction form as data: config/proforma.yaml, read here and nowhere else.

A field is what is extracted; one of type table has columns. What a number *is* says its `kind`, such as
`count of n`: the checks of numbers go by it, and say nothing on a number of no kind.

- `fields.py`: what a form is made of;
- `checks.py`: what is wrong in the form itself;
- `uses.py`: what is wrong in what the config says of its fields.
"""

from __future__ import annotations

from typing import Any

from tamis import yamlfile
from tamis.config import Label
from tamis.errors import InputError, Problems
from tamis.proforma.checks import check
from tamis.proforma.fields import BESIDE, FORM, KEYS, KINDS, TYPES, Column, Field, Kind, Proforma
from tamis.proforma.uses import check_fields
from tamis.review import Review
from tamis.tables import BASES

__all__ = (
    "BESIDE",
    "FORM",
    "KEYS",
    "KINDS",
    "TYPES",
    "Column",
    "Field",
    "Kind",
    "Proforma",
    "check_fields",
    "load_proforma",
    "require_proforma",
)


def load_proforma(review: Review, problems: Problems) -> Proforma | None:
    """Return the extraction form, or None with every error in it noted."""
    document = yamlfile.load(review.proforma, problems, root=review.root)
    if document is None or not yamlfile.check(document, "proforma", problems):
        return None
    before = len(problems)
    sections = document.value["sections"]
    fields = [
        (("sections", s, "fields", f), _field(data, section))
        for s, section in enumerate(sections)
        for f, data in enumerate(section["fields"])
    ]
    version = document.value.get("version", 1)
    check(fields, version, document, problems)
    if len(problems) > before:
        return None
    labels = tuple(Label(section["id"], section["title"]) for section in sections)
    return Proforma(tuple(field for _, field in fields), labels, document, version)


def require_proforma(review: Review) -> Proforma:
    """Return the extraction form.

    Raises:
        InputError: with every error in it.
    """
    problems = Problems()
    proforma = load_proforma(review, problems)
    if proforma is None:
        raise InputError(problems)
    return proforma


def _field(data: dict[str, Any], section: dict[str, Any]) -> Field:
    only_for = data.get("only_for", section.get("only_for", {}))
    return Field(
        **{
            **_plain(data),
            "section": section["id"],
            "columns": tuple(Column(**_plain(column)) for column in data.get("columns", ())),
            "only_for": {name: tuple(choices) for name, choices in only_for.items()},
            "was": tuple(data.get("was", ())),
        }
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return what fields and columns have in common, as the classes take it.

    What a number's basis is has known words, unless the form picks some of them.
    """
    word, _, of = str(data.get("kind", "")).partition(" of ")
    choices = tuple(Label(**choice) for choice in data.get("choices", ()))
    bases = word == "basis" and not choices and data.get("type", "choice") in ("text", "choice")
    return {
        **data,
        **({"type": "choice"} if bases else {}),
        "choices": tuple(Label(basis, basis) for basis in BASES) if bases else choices,
        "kind": Kind(word, of),
        "within": tuple(data.get("within", ())),
        "arm": str(data.get("arm", "")),
        "adds_up_to": str(data.get("adds_up_to", "")),
    }
