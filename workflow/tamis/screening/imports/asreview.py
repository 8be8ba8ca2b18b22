"""ASReview: tables and RIS with a label on each record that was seen, and project files.

A label is 1 for relevant and 0 for irrelevant; -1 or nothing stands for not seen. In RIS it is a word in a
note. Records that were labelled before screening began (prior knowledge) count as decisions too, and say so.

In a project, ASReview 2 and later keep a label that was changed with its own time, and date the new one
later; before, they kept the new label with the time of the change, and nothing of the first: it is not known
then, and the first that is known stands for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from tamis.formats.asreview import NAME as PROJECT
from tamis.formats.entry import Entry, Raw
from tamis.screening.imports.source import Article, Source, Voice, article, moment, noted

HINT = "export it from ASReview again, with the labels of all records that were labelled"
WORDS = {
    **dict.fromkeys(("1", "1.0", "asreview_relevant", "relevant", "true"), "include"),
    **dict.fromkeys(("0", "0.0", "asreview_irrelevant", "irrelevant", "false"), "exclude"),
    **dict.fromkeys(("-1", "-1.0", "asreview_not_seen", "nan"), "none"),
}
#: Headings of the label, the most telling first: those that ASReview itself knows as labels.
_LABELS = (
    *("asreview_label", "included", "label", "final_included", "label_included", "included_label"),
    *("included_final", "included_flag", "include"),
)
_PRIOR = ("asreview_prior", "is_prior")
_QUERIER = "asreview_querier"
_USER = ("asreview_user_name", "asreview_user_email", "asreview_user", "asreview_user_id")
_NOTES = ("asreview_note", "exported_notes_1")
_IN_NOTE = re.compile(r"\bASReview_(?:relevant|irrelevant|not_seen|prior)\b")


def articles(source: Source) -> list[Article]:
    """Return the records of an export, with their labels."""
    found = []
    format, entries = source.entries()
    in_project = format == PROJECT
    # What nobody was asked about is prior knowledge: in ASReview 2 a label without a querier.
    asked = in_project and any(_QUERIER in raw for raw, _ in entries)
    for raw, entry in entries:
        for flaw in entry.flaws:
            if "decision" in flaw.text:  # labels that could not be told to belong to a record
                source.wrong(flaw.text, flaw.line)
        found.append(_article(raw, entry, in_project, asked and _QUERIER not in raw))
    return found


def _article(raw: Raw, entry: Entry, in_project: bool, not_asked: bool) -> Article:
    fields = {tag.casefold().strip().replace(" ", "_"): value for tag, value in raw.first.items()}
    prior = not_asked or _first(fields, _PRIOR) in ("1", "1.0")
    prior = prior or fields.get("asreview_query_strategy") == "prior"
    if in_project:  # the labels of the bibliography that it was made with are nobody's decisions
        label = fields.get("asreview_included", "")
    elif words := [word for value in raw.of("N1", "notes") for word in _IN_NOTE.findall(value)]:
        prior = prior or "ASReview_prior" in words
        label = next((word for word in words if word != "ASReview_prior"), "")
    else:
        label = _first(fields, _LABELS, empty=True)
    person = tuple(filter(None, (fields.get(name, "").strip() for name in _USER)))
    note = noted("prior knowledge" if prior else "", _first(fields, _NOTES))
    now = Voice(person, label, note=note, time=moment(fields.get("asreview_time", "")))
    voices = tuple(_changed(now, raw.all("asreview_decision_change"))) if in_project else (now,)
    return article(raw, entry, fields.get("asreview_record_id", ""), voices, person)


def _first(fields: Mapping[str, str], names: Iterable[str], *, empty: bool = False) -> str:
    """Return the first of some fields that says something; where `empty`, the first that is there."""
    return next((fields[name].strip() for name in names if name in fields and (empty or fields[name])), "")


def _changed(now: Voice, changes: Iterable[str]) -> list[Voice]:
    """Return the label of a record now, and before it those that it had, in order of time."""
    before: list[Voice] = []
    after: list[Voice] = []
    for change in changes:
        fields = json.loads(change)
        label = fields.get("label", fields.get("new_label"))
        if label is None:
            continue
        time, user = moment(str(fields.get("time", ""))), fields.get("user_id")
        voice = Voice((str(user),) if user else now.person, str(label), note=now.note, time=time)
        (after if time > now.time else before).append(voice)
    said = [*sorted(before, key=lambda voice: voice.time), now]
    if len({voice.word for voice in (*after, now)}) > 1:
        said = [*said[:-1], *sorted(after, key=lambda voice: voice.time)]
    elif after:
        said[-1] = Voice(
            now.person, now.word, note=noted(now.note, f"changed at {after[-1].time}"), time=now.time
        )
    return [voice for n, voice in enumerate(said) if not n or _says(said[n - 1]) != _says(voice)]


def _says(voice: Voice) -> tuple[tuple[str, ...], str]:
    return voice.person, voice.word
