"""Twelve flows that a diagram can go wrong on, for the sheet of pictures and the tests."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.flow.boxes import BeforeCount, Flow, Marks, OpenCount, ReasonCount, SourceCount, Undrawn
from tamis.flow.labels import BOXES

WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
HEBREW = "מאגר המידע הלאומי של הספרייה הלאומית בירושלים"
ARABIC = "قاعدة بيانات المجلات العلمية العربية في مكتبة الإسكندرية"
CHINESE = "中国生物医学文献服务系统收录的全部核心期刊与学位论文数据库"


@dataclass(frozen=True)
class Case:
    """A flow, what it is called, and the language of its labels."""

    title: str
    flow: Flow
    language: str = "en"


def counts(
    *, other: bool = False, updated: bool = False, times: int = 1, **more: int | None
) -> dict[str, int | None]:
    """Return boxes that add up, each so many times as large."""
    boxes = {
        "database_results": 640, "register_results": 60, "duplicates": 120, "excluded_automatic": 30,
        "excluded_other": 4, "records_screened": 546, "records_excluded": 480, "dbr_sought_reports": 66,
        "dbr_notretrieved_reports": 6, "dbr_assessed": 60, "dbr_excluded": 42, "new_studies": 15,
        "new_reports": 18,
    }  # fmt: skip
    if other:
        boxes |= {
            "website_results": 12, "organisation_results": 8, "citations_results": 20, "other_results": 40,
            "other_sought_reports": 40, "other_notretrieved_reports": 2, "other_assessed": 38,
            "other_excluded": 33, "new_studies": 19, "new_reports": 23,
        }  # fmt: skip
    if updated:
        boxes |= {"previous_studies": 11, "previous_reports": 14}
        boxes["total_studies"] = boxes["new_studies"] + 11
        boxes["total_reports"] = boxes["new_reports"] + 14
    large = {name: n * times for name, n in boxes.items()}
    return {**dict.fromkeys(BOXES), **large, **more}


def reasons(arm: str, total: int, *labels: str) -> tuple[ReasonCount, ...]:
    """Return a total shared out over reasons."""
    each, left = divmod(total, len(labels))
    return tuple(ReasonCount(arm, f"r{at}", label, each + left * (not at)) for at, label in enumerate(labels))


def sources(kind: str, total: int, *names: str) -> tuple[SourceCount, ...]:
    """Return a total shared out over sources."""
    each, left = divmod(total, len(names))
    return tuple(SourceCount(name, kind, each + left * (not at)) for at, name in enumerate(names))


PLAIN = ("Wrong population", "Wrong outcome", "Not research")
DATABASES = sources("database", 640, "MEDLINE", "Embase", "Web of Science")
STRANGE = (
    "<script>alert('1')</script> & co.", "", "👩‍👩‍👧‍👦🇩🇪🏳️‍🌈👍🏽 emoji" * 2, "e\u0301\u0323\u0302a\u030a" * 24,
    "\u202eright-to-left override\u202c", "Żółć, ﬁn, № 5 — 100 % ‰ Ѿ", ARABIC, HEBREW, CHINESE,
)  # fmt: skip

CASES = {
    "new_v1": Case("New review, databases and registers only", Flow(
        counts(records_excluded_automatic=100), sources=DATABASES, reasons=reasons("databases", 42, *PLAIN)
    )),
    "new_v2": Case("New review, other methods too", Flow(
        counts(other=True), sources=(*DATABASES, *sources("website", 12, "WHO", "OECD")),
        reasons=reasons("databases", 42, *PLAIN) + reasons("other", 33, *PLAIN[:2]),
    )),
    "updated_v1": Case("Updated review, databases and registers only", Flow(
        counts(updated=True), updated=True, sources=DATABASES, reasons=reasons("databases", 42, *PLAIN),
        before=(BeforeCount("excluded_title_abstract", 1200), BeforeCount("included", 14)),
    )),
    "updated_v2": Case("Updated review, other methods too", Flow(
        counts(other=True, updated=True), updated=True,
        reasons=reasons("databases", 42, "Reason 1", "Reason 2", "Reason 3")
        + reasons("other", 33, "Reason 1", "Reason 2", "Reason 3"),
    )),
    "pooled": Case("Other methods pooled with the rest, an update, a meta-analysis", Flow(
        counts(updated=True, website_results=20, other_results=20, duplicates=140, meta_analysis_studies=9,
               meta_analysis_reports=10),
        updated=True, pooled=True, reasons=reasons("databases", 42, *PLAIN),
        sources=(*DATABASES, SourceCount("Ofsted", "website", 20, stand_in=True)),
        marks=Marks("†", "†", "Search records are stand-ins."),
    )),
    "unfinished": Case("Not finished, not recorded, and exits without a box", Flow(
        counts(other=True, duplicates=150, excluded_automatic=None, records_excluded=280,
               dbr_notretrieved_reports=None, dbr_assessed=54, dbr_excluded=24, other_sought_reports=33,
               other_assessed=19, other_excluded=5, new_studies=None, new_reports=19),
        open=(
            OpenCount("databases", "title_abstract", 200),
            *(OpenCount(arm, at, 12) for arm in ("databases", "other") for at in ("retrieval", "full_text")),
        ),
        undrawn=(Undrawn("other", "duplicate", 7), Undrawn("databases", "excluded_after_appraisal", 1),
                 Undrawn("databases", "open_before", 3)),
    )),
    "many": Case("Thirty sources, twenty reasons", Flow(
        counts(other=True),
        sources=(
            *sources("database", 640, *(f"Database number {n}" for n in range(1, 19))),
            *sources("register", 60, *(f"Register {n}" for n in range(1, 5))),
            *sources("organisation", 8, *(f"Organisation {n} for long names" for n in range(1, 9))),
        ),
        reasons=reasons("databases", 42, *(f"Reason {n}, as long as reasons are" for n in range(1, 21)))
        + reasons("other", 33, *(f"Reason {n}" for n in range(1, 8))),
    )),
    "large": Case("Numbers in the millions, a meta-analysis", Flow(
        counts(other=True, updated=True, times=1_234_567, records_excluded_automatic=123_456_789,
               meta_analysis_studies=1_234_567, meta_analysis_reports=2_345_678),
        updated=True,
        sources=sources("database", 640 * 1_234_567, "MEDLINE", "Embase"),
        reasons=reasons("databases", 42 * 1_234_567, *PLAIN) + reasons("other", 33 * 1_234_567, *PLAIN),
    )),
    "long_words": Case("Words of 80 letters, German labels", Flow(
        counts(other=True, updated=True), updated=True,
        sources=sources("database", 640, WORD, "https://www.example.org/" + "a/long/path/" * 6)
        + sources("website", 12, WORD),
        reasons=reasons("databases", 42, WORD, "Falsche Population") + reasons("other", 33, WORD),
    ), "de"),
    "arabic": Case("Arabic labels, Hebrew and Latin sources", Flow(
        counts(other=True, updated=True, times=100, records_excluded_automatic=5_000,
               new_reports=2_297, total_reports=3_697), updated=True,
        sources=sources("database", 64_000, ARABIC, "Web of Science", HEBREW)
        + sources("website", 1_200, HEBREW),
        reasons=reasons("databases", 4_200, "عينة الدراسة خارج نطاق المراجعة", "No outcome (2020)", HEBREW)
        + reasons("other", 3_300, ARABIC),
        open=(OpenCount("databases", "full_text", 3), ),
    ), "ar"),
    "chinese": Case("Chinese labels", Flow(
        counts(other=True, updated=True, meta_analysis_studies=8), updated=True,
        sources=sources("database", 640, CHINESE, "中国知网（CNKI）", "MEDLINE"),
        reasons=reasons("databases", 42, "研究对象不符合纳入标准，且无法从报告中单独提取相关人群的数据")
        + reasons("other", 33, CHINESE),
    ), "zh"),
    "strange": Case("Emoji, marks, markup, an empty label, letters that turn the line", Flow(
        counts(other=True), sources=sources("database", 640, *STRANGE) + sources("website", 12, *STRANGE),
        reasons=reasons("databases", 42, *STRANGE) + reasons("other", 33, *STRANGE),
    )),
}  # fmt: skip
