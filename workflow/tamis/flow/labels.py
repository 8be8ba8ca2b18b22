"""The words of the PRISMA 2020 flow diagram: one file a language in `languages/`, or a team's in `config/`.

English is that of the official templates: Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement.
BMJ 2021;372:n71, CC BY 4.0. The other files are our own translations, and say so.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tamis import yamlfile
from tamis.errors import Problems, not_one_of
from tamis.review import Review

#: The boxes of `reports/flow.csv`, in its order: the `data` column of the PRISMA2020 template, and ours:
#: `other_results`, the sum of all that came by other methods; `records_excluded_automatic`, how many of
#: `records_excluded` automation tools alone excluded (PRISMA 2020's footnote **); what is in a meta-analysis.
BOXES = (
    "previous_studies",
    "previous_reports",
    "database_results",
    "register_results",
    "website_results",
    "organisation_results",
    "citations_results",
    "duplicates",
    "excluded_automatic",
    "excluded_other",
    "records_screened",
    "records_excluded",
    "dbr_sought_reports",
    "dbr_notretrieved_reports",
    "dbr_assessed",
    "dbr_excluded",
    "other_sought_reports",
    "other_notretrieved_reports",
    "other_assessed",
    "other_excluded",
    "new_studies",
    "new_reports",
    "total_studies",
    "total_reports",
    "other_results",
    "records_excluded_automatic",
    "meta_analysis_studies",
    "meta_analysis_reports",
)

#: The box that counts what each kind of source gave; the kind `other` has none of its own in PRISMA.
KIND_BOX = {
    "database": "database_results",
    "register": "register_results",
    "website": "website_results",
    "organisation": "organisation_results",
    "citation": "citations_results",
}

SHIPPED = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a diagram in a language; `languages/en.yaml` has every name, and what it stands for.

    rtl: lines are read from right to left, and begin at the right of their box. number_as: a number in its
    place, which is `{n}`. digits: the ten of the language. colon: with the space that it wants before.
    """

    rtl: bool
    number_as: str
    thousands: str
    digits: str
    colon: str
    title: str
    not_recorded: str
    no_reason: str
    no_name: str
    phases: tuple[str, ...]
    headings: Mapping[str, str]
    boxes: Mapping[str, str]
    open: Mapping[str, str]
    undrawn: Mapping[str, str]
    notes: Mapping[str, str]

    def number(self, n: int | None, mark: str = "") -> str:
        """Return how a box gives a number: `(n = 1,234)`, or that it was not recorded."""
        return f"({self.not_recorded})" if n is None else self.number_as.replace("{n}", self.plain(n) + mark)

    def plain(self, n: int) -> str:
        """Return a number with what the language has between thousands, in its digits."""
        return f"{n:,}".replace(",", self.thousands).translate(str.maketrans("0123456789", self.digits))

    def heading(self, name: str, *, updated: bool) -> str:
        """Return a column's heading, in an updated review that of new studies."""
        return self.headings[f"{name}_updated" if updated else name]

    def box(self, name: str, *, updated: bool) -> str:
        """Return a box's label, in an updated review that of new studies where there is one."""
        return self.boxes.get(f"{name}_updated" if updated else name) or self.boxes[name]


def languages() -> list[str]:
    """Return the languages that come with Tamis."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def load(language: str, review: Review | None, problems: Problems, place: str = "flow diagram") -> Labels:
    """Return the words of a language, or of a team's own file; English, and what is wrong noted, if any is.

    What a team's file does not give is taken from the language that it names (`like`), English where it names
    none: a team that words one box in another way writes one line.

    Args:
        language: one of `languages()`, or a file in the review's config/ (`config/flow.yaml`).
        review: where the file lies; without one only the languages of Tamis are known.
        place: what asks for the language, as `file:line`.
    """
    if language in languages():
        return _labels(shipped(language))
    path = _own(language, review)
    if review is None or path is None:
        hint = f"; {_HINT}" if review else ""
        problems.add_at(place, f"language {not_one_of(language, languages())}{hint}")
        return ENGLISH
    if not path.is_file():
        problems.add_at(place, f"there is no file {language!r}; {_HINT}")
        return ENGLISH
    document = yamlfile.load(path, problems, root=review.root)
    if document is None or not yamlfile.check(document, "flow_labels", problems):
        return ENGLISH
    like = document.value.get("like", "en")
    if like not in languages():
        problems.add_at(document.place("like"), f"like: {not_one_of(like, languages())}")
        return ENGLISH
    return _labels(_over(shipped(like), document.value))


_HINT = "a file of your own lies in config/ and is named with it, such as config/flow.yaml"


def _own(language: str, review: Review | None) -> Path | None:
    """Return the file that a language names; None where it names none in the review's config/."""
    if review is None or not language.endswith((".yaml", ".yml")):
        return None
    folder = review.config.parent.resolve()
    path = (review.root / language).resolve()
    return path if folder in path.parents else None


@functools.cache
def shipped(language: str) -> Mapping[str, Any]:
    """Return the file of a language that comes with Tamis."""
    text = (SHIPPED / f"{language}.yaml").read_text(encoding="utf-8")
    # Our own file, so that libyaml's loader will do where PyYAML has it: it is ten times as quick.
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return one file's words with those of another over them, group by group."""
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
        for key, value in {**own, **base}.items()
    }


def _labels(data: Mapping[str, Any]) -> Labels:
    return Labels(
        rtl=data["direction"] == "rtl",
        number_as=data["number"],
        thousands=data["thousands"],
        digits=data.get("digits", "0123456789"),
        colon=data.get("colon", ":"),
        title=data["title"],
        not_recorded=data["not_recorded"],
        no_reason=data["no_reason"],
        no_name=data["no_name"],
        phases=tuple(data["phases"][name] for name in ("identification", "screening", "included")),
        headings=data["headings"],
        boxes=data["boxes"],
        open=data["open"],
        undrawn=data["undrawn"],
        notes=data["notes"],
    )


ENGLISH = _labels(shipped("en"))
#: The English words by which other tables and pages call the boxes.
LABELS: Mapping[str, str] = ENGLISH.boxes
PHASES = ENGLISH.phases
HEAD_DATABASES, HEAD_OTHER = ENGLISH.headings["databases"], ENGLISH.headings["other"]
NOT_RECORDED = ENGLISH.not_recorded
