"""Work lists and forms that a person fills in, made from what the last run built.

- `command.py`: the command `tamis forms KIND --for PERSON`;
- `form.py`: what a kind is; `workbook.py`: a form as a workbook; `offers.py`: its drop-down lists;
- `now.py`: where screening stands, with what was written since the last run;
- `duplicates.py`: possible duplicates, to be called the same or different;
- `allocation.py`: who is to screen what;
- `screening.py`: what a reviewer is still to decide on; `page/` is that list for the browser;
- `adjudication.py`: open conflicts;
- `appraised.py`: where appraisal stands; `toolsheet.py`: an appraisal tool in plain words;
- `categories.py`: which category of a tool each study is;
- `appraisal.py`: what an appraiser is still to answer;
- `view.py`: a second view of what others rated;
- `reconciliation.py`: differences between appraisers;
- `extraction.py`: the extraction form of each study; `asked.py`: as YAML; `asked_book.py`: as a workbook;
- `extracted.py`: where extraction stands;
- `check.py`: what others extracted, to be checked against the report;
- `differences.py`: differences between extractors, or with a checker;
- `evidence.py`: what was found of quotes, for where the PDFs are not;
- `highlights.py`: what a person marked in copies of PDFs;
- `retrieval.py`: lines for the retrieval log;
- `manuscript.py`: a manuscript to begin with.

To add a kind: a module with a `Form`, and its line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tamis.forms import (
    adjudication,
    allocation,
    appraisal,
    categories,
    check,
    differences,
    duplicates,
    evidence,
    extraction,
    highlights,
    manuscript,
    reconciliation,
    retrieval,
    screening,
    view,
)
from tamis.forms.form import Form

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
