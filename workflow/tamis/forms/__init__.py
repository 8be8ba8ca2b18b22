"""Work lists and forms that a person fills in, made from what the last run built.

- `command`: the command `tamis forms KIND --for PERSON`
- `sheet/`: what all forms have in common
- `screening/`, `extraction/`, `appraisal/`: the forms of these stages, a module a kind
- `retrieval`: lines for the retrieval log
- `manuscript`: a manuscript to begin with

To add a kind: a module with a `Form`, and its line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tamis.forms import manuscript, retrieval
from tamis.forms.appraisal import categories, reconciliation, view
from tamis.forms.appraisal import ratings as appraisal
from tamis.forms.extraction import blank as extraction
from tamis.forms.extraction import check, differences, evidence, highlights
from tamis.forms.screening import adjudication, allocation, duplicates
from tamis.forms.screening import list as screening
from tamis.forms.sheet.form import Form

#: The kinds of form, by the word that names them on the command line.
KINDS: Mapping[str, Form] = {
    "allocation": allocation.FORM,
    "screening": screening.FORM,
    "adjudication": adjudication.FORM,
    "duplicates": duplicates.FORM,
    "categories": categories.FORM,
    "appraisal": appraisal.FORM,
    "view": view.FORM,
    "reconciliation": reconciliation.FORM,
    "extraction": extraction.FORM,
    "check": check.FORM,
    "differences": differences.FORM,
    "evidence": evidence.FORM,
    "highlights": highlights.FORM,
    "retrieval": retrieval.FORM,
    "manuscript": manuscript.FORM,
}
