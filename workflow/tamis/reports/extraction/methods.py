"""How data were collected (PRISMA 2020 item 9): what was planned, and what was really done, in sentences."""

from __future__ import annotations

from tamis.errors import counted
from tamis.reports.appraisal.methods import Sentence
from tamis.reports.audit.words import listed, were
from tamis.reports.context import Context
from tamis.reports.extraction import numbers, people, values
from tamis.reports.extraction.material import Material


def methods(context: Context) -> list[Sentence]:
    """Return how many extracted each study, who checked it, how differences were settled, what was checked.

    What the protocol asks for stands first; where something else was done, the sentences after it say so.
    """
    material = Material(context)
    if not material.answers:
        return [_planned(context), ["Nothing has been extracted yet."]]
    return [
        _planned(context),
        *_extracted(material),
        *_checked(material),
        *_agreed(material),
        *settled(material),
        *_quoted(material),
        *_found(material),
    ]


def form(context: Context) -> Sentence:
    """Return what the form is: how many fields in how many sections, and its version."""
    proforma = context.built.proforma
    fields = counted(len(proforma.fields), "field")
    sections = counted(len(proforma.sections), "section")
    version = f", in version {proforma.version}" if proforma.version > 1 else ""
    return [f"A form of {fields} in {sections} was used{version}; it stands below."]


def _planned(context: Context) -> Sentence:
    rules = context.built.config.extraction
    if rules.extractors == 1:
        text = "The protocol has one person extract the data of each study"
    else:
        text = "The protocol has two people extract the data of each study, independently of each other"
    if rules.checker:
        text += ", and somebody else check each value against the report"
    return [f"{text}."]


def _extracted(material: Material) -> list[Sentence]:
    """Return who extracted, and how many studies two people did, where any did or should have."""
    persons = people.persons(material)
    of: list[Sentence] = [
        [f"{each.person} (", each.studies, f" {'study' if each.studies.value == 1 else 'studies'})"]
        for each in persons
    ]
    said: list[Sentence] = [["Data were extracted by ", *_row(of), "."]]
    rules = material.context.built.config.extraction
    share = people.shares(material)
    if rules.extractors == 1 and not (share["two"] or share["part"]):
        return said
    if not (share["two"] or share["part"]):
        return [*said, ["No study was extracted by two people, each was by one alone."]]
    parts: list[Sentence] = [
        [share[id], f" {were(int(share[id].value or 0))} extracted {words}"]
        for id, words in (
            ("two", "by two people independently"),
            ("part", "by two people in part"),
            ("one", "by one person alone"),
        )
        if share[id] or id == "two"
    ]
    return [*said, ["Of these studies, ", *_row(parts), "."]]


def _checked(material: Material) -> list[Sentence]:
    """Return how many values a second person checked, where any did or should have."""
    n = people.checked(material)
    if n:
        answers = f" value{'' if n.value == 1 else 's'} of one person {were(int(n.value or 0))} checked"
        return [[n, f"{answers} against the report by another."]]
    if material.context.built.config.extraction.checker:
        return [["No check by a second person is recorded."]]
    return []


def _agreed(material: Material) -> list[Sentence]:
    whole = people.overall(material)
    if not whole.compared:
        return []
    return [
        [
            "Before anything was settled they agreed on ",
            whole.agreed,
            " of ",
            whole.compared,
            f" values that two people gave ({whole.percent}).",
        ]
    ]


def settled(material: Material) -> list[Sentence]:
    """Return on how many values two people differed, and how that was settled; nothing where they did not."""
    n = people.differences(material)
    if not n["all"]:
        return []
    ways: list[Sentence] = []
    for id in (*people.WAYS, "open"):
        if id in n:
            rows = [row for row in material.differences if people.way(row) == id]
            who = sorted({person for row in rows for person in row.who.split(";") if person})
            ways.append([n[id], f" {_ended(id, len(rows))}{f' ({listed(who)})' if who else ''}"])
    values = " value" if n["all"].value == 1 else " values"
    return [["Two people differed on ", n["all"], f"{values}: ", *_row(ways), "."]]


def _ended(way: str, n: int) -> str:
    """Return how some differences ended."""
    if way == "open":
        return f"{'is' if n == 1 else 'are'} not settled yet"
    return people.WAYS[way] if way == "changed" else f"{were(n)} {people.WAYS[way]}"


def _quoted(material: Material) -> list[Sentence]:
    n = values.quotes(material)
    if not n["all"]:
        return []
    rest: list[Sentence] = [
        [n[state], f" {words}"]
        for state, words in (
            ("unpaged", "in the report, where nobody had named a page"),
            ("other_page", "on another page than the one named"),
            ("nearly", "nearly"),
            ("not_found", "not at all"),
            ("no_text", "in a PDF without text, where nothing can be looked for"),
            ("no_pdf", "not checked, for want of the PDF"),
        )
        if state in n
    ]
    kept = values.values(material)
    return [
        [
            "With ",
            kept["quoted"],
            " of ",
            kept["given"],
            " values the words of the report were kept, and looked for in its PDF by program: of ",
            n["all"],
            f" {'quote' if n['all'].value == 1 else 'quotes'} ",
            *_row(
                [
                    [
                        n["found"],
                        f" {were(int(n['found'].value or 0))} found word for word on the page named",
                    ],
                    *rest,
                ]
            ),
            ".",
        ]
    ]


def _found(material: Material) -> list[Sentence]:
    n = numbers.tallied(material)
    if not n["all"]:
        return [["Checks of the numbers against each other found nothing."]] if material.given else []
    accepted: Sentence = [", ", n["accepted"], " of them accepted with a reason"] if n["accepted"] else []
    what = " thing that does" if n["all"].value == 1 else " things that do"
    return [
        [
            "Numbers were checked against each other by program, which found ",
            n["all"],
            f"{what} not fit",
            *accepted,
            ".",
        ]
    ]


def _row(parts: list[Sentence]) -> Sentence:
    """Return parts of a sentence in a row."""
    row: Sentence = []
    for position, part in enumerate(parts):
        row += [*([] if not position else [" and " if position == len(parts) - 1 else ", "]), *part]
    return row
