"""Work lists and forms that a person fills in, made from what the last run built.

- `command.py`: the command `tamis forms KIND --for PERSON`;
- `form.py`: what a kind is;
- `duplicates.py`: possible duplicates, to be called the same or different.

To add a kind: a module with a `Form`, and its line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tamis.forms import duplicates
from tamis.forms.form import Form

#: The kinds of form, by the word that names them on the command line.
KINDS: Mapping[str, Form] = {
    "duplicates": duplicates.FORM,
}
