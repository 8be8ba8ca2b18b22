"""Studies and reports that were included: new ones, those of the version before an update, and all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tamis.flow.counted import Counted, Lines, one_each
from tamis.flow.protocol import Counting, Listed, Number, studies_of
from tamis.tables import Exit


def included(
    new: list[Exit], old: list[Exit], citations: Mapping[str, str], counting: Counting
) -> dict[str, Lines | None]:
    """Return the boxes of studies and reports: new ones, those of the version before, and all.

    A study is new where no report of the version before is about it: a new report of an old study adds a
    report only. It is not known which are new while one report of either version has no study.

    Args:
        new: exits of included reports; of an update, those that it found itself.
        old: exits of reports that earlier rounds found and that were included.
        citations: the citation of each record.
        counting: how it is counted.
    """
    previous, known = counting.previous, all(row.studies for row in old)
    listed = previous.listed if previous else {}
    named = _Named(listed, citations, {row.citation_id for row in old})
    gone = {*listed, *(study for row in old for study in studies_of(row))}
    boxes: dict[str, Lines | None] = {
        "new_studies": _studies(new, without=gone) if known or not new else None,
        "new_reports": one_each(new),
    }
    if previous:
        recorded = bool(previous.files or listed)
        boxes["previous_studies"] = _sum(
            _studies(old),
            tuple(
                Counted(1, study.place, text=study.label)
                for id, study in listed.items()
                if not any(id in studies_of(row) for row in old)
            ),
            number=previous.studies,
            recorded=recorded or previous.studies is not None,
        )
        boxes["previous_reports"] = _sum(
            one_each(old),
            named.reports(listed),
            number=previous.reports,
            recorded=previous.reports is not None if previous.studies is not None else recorded,
        )
        for what in ("studies", "reports"):
            before, added = boxes[f"previous_{what}"], boxes[f"new_{what}"]
            boxes[f"total_{what}"] = None if before is None or added is None else (*before, *added)
    if counting.meta_analysis is not None:
        boxes |= _meta_analysis(counting.meta_analysis, [*old, *new], named)
    return boxes


def _meta_analysis(ids: Iterable[str], included: list[Exit], named: _Named) -> dict[str, Lines]:
    """Return the studies that are in a meta-analysis, as far as they are included, and their reports."""
    about: dict[str, Exit] = {}
    for row in included:
        for study in studies_of(row):
            about.setdefault(study, row)
    wanted = [id for id in dict.fromkeys(ids) if id in about or id in named.studies]
    return {
        "meta_analysis_studies": tuple(
            Counted(1, about[id].place, about[id].record_id, id)
            if id in about
            else Counted(1, named.studies[id].place, text=named.studies[id].label)
            for id in wanted
        ),
        "meta_analysis_reports": (
            *one_each(row for row in included if {*studies_of(row)} & {*wanted}),
            *named.reports(wanted),
        ),
    }


class _Named(NamedTuple):
    """The studies that the protocol names of the version before.

    `citations` is the citation of each record, which may name a report; `counted` are the citations of
    reports that earlier rounds found, which count there.
    """

    studies: Mapping[str, Listed]
    citations: Mapping[str, str]
    counted: Collection[str]

    def reports(self, ids: Iterable[str]) -> Lines:
        """Return the reports that the protocol alone names of some studies, each once."""
        found: dict[str, Counted] = {}
        for study in (self.studies[id] for id in ids if id in self.studies):
            for report in study.reports:
                own = self.citations.get(report, report)
                if own not in self.counted:
                    found.setdefault(own, Counted(1, study.place, text=f"{study.label}: {report}"))
        return tuple(found.values())


def _sum(counted: Lines | None, listed: Lines, *, number: Number | None, recorded: bool) -> Lines | None:
    """Return what is counted from records, listed, and given as a number; None where one is not known."""
    if counted is None or not recorded:
        return None
    more = (Counted(number.n, number.place, text=f"{number.n:,} of the version before"),) if number else ()
    return (*counted, *listed, *more)


def _studies(included: list[Exit], without: Iterable[str] = ()) -> Lines | None:
    """Return the studies that included reports are about; None while it is not known of one of them."""
    if not all(row.studies for row in included):
        return None
    found: dict[str, Counted] = {}
    for row in included:
        for study in studies_of(row):
            found.setdefault(study, Counted(1, row.place, row.record_id, study))
    return tuple(line for study, line in found.items() if study not in set(without))
