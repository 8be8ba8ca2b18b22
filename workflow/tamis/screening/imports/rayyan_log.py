"""Rayyan's log of decisions (`customizations_log.csv`): one event a line, each with its own time.

The key of an event is `included`, with the value 1 for included, 0 for maybe, -1 for excluded and `deleted`
where the decision is taken back; `"__EXR__reason"`, a reason for exclusion, or a label, each with 1 where it
is set, and 0 or `deleted` where it is taken away. (So public programs that read the log, and so it is seen:
a reviewer who tries the buttons goes through 1, 0 and -1; a reason comes together with -1.)

Each change of `included` is a decision; saying the same again is none. Rayyan writes a reason just before the
exclusion that comes with it, others may follow: the reasons of an exclusion are those that stood when it was
given up, or stand now. A decision that was taken back stays, and says so: nothing that was said vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tamis.formats.entry import Entry, Raw
from tamis.screening.imports.source import Article, Source, Voice, moment, noted

_REASON = "__EXR__"
_FRACTION = re.compile(r"\d[.,](\d+)")
_EXCLUDED = "-1"
_TAKEN_BACK = frozenset({"0", "-1", "deleted", ""})


def is_event(raw: Raw) -> bool:
    """Say whether an entry is a line of the log."""
    return "article_id" in raw and "created_at" in raw


def articles(events: Sequence[tuple[Raw, Entry]], source: Source) -> list[Article]:
    """Return the articles that the log speaks of, each at the line of its first event.

    Args:
        events: its lines.
        source: the log; an event without a time that can be read is a problem.
    """
    found: dict[str, dict[tuple[str, ...], _Decisions]] = {}
    lines: dict[str, int] = {}
    timed = []
    for raw, entry in events:
        text = raw.get("created_at").strip()
        if time := moment(text):
            timed.append(((time, _fraction(text)), raw, entry))
        else:
            source.wrong(f"{text!r} is not a time", entry.line, "created_at")
    for (time, _), raw, entry in sorted(timed, key=lambda event: event[0]):
        person = tuple(filter(None, (raw.get("user_email").strip(), raw.get("user_id").strip())))
        of_article = found.setdefault(entry.source_id, {})
        of_article.setdefault(person, _Decisions(person)).take(raw, entry.line, time)
        lines[entry.source_id] = min(entry.line, lines.get(entry.source_id, entry.line))
    return [
        Article(
            lines[key],
            key=key,
            voices=tuple(
                sorted((v for each in found[key].values() for v in each.voices), key=lambda v: v.time)
            ),
            names=tuple(name for person in found[key] for name in person),
        )
        for key in sorted(found, key=lines.__getitem__)
    ]


def _fraction(time: str) -> str:
    """Return the fraction of a time's second, as text that sorts: events of one second have an order."""
    found = _FRACTION.search(time)
    return found[1] if found else ""


@dataclass(slots=True)
class _Decisions:
    """What one person decided on one article, event by event."""

    person: tuple[str, ...]
    voices: list[Voice] = field(default_factory=list)
    _now: str = ""
    _reasons: dict[str, None] = field(default_factory=dict)
    _labels: dict[str, None] = field(default_factory=dict)

    def take(self, raw: Raw, line: int, time: str) -> None:
        """Take the next event."""
        key, value = raw.get("key").strip().strip('"'), raw.get("value").strip()
        if key == "included":
            if value == "deleted" and self._now:
                last = self.voices[-1]
                note = noted(last.note, f"taken back in Rayyan at {time}")
                self.voices[-1] = replace(last, note=note, taken_back=True)
                self._now = ""
            elif value not in (self._now, "deleted"):
                self._now = value
                self.voices.append(Voice(self.person, value, line, time=time))
        else:
            standing = self._reasons if key.startswith(_REASON) else self._labels
            if value in _TAKEN_BACK:
                standing.pop(key.removeprefix(_REASON), None)
            else:
                standing[key.removeprefix(_REASON)] = None
        if self._now:
            reasons = tuple(self._reasons) if self._now == _EXCLUDED else ()
            labels = f"labels: {', '.join(self._labels)}" if self._labels else ""
            self.voices[-1] = replace(self.voices[-1], reasons=reasons, note=labels)
