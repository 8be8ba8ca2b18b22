"""`screening`: each stage: how many must decide, conflicts, agreement as the audit page prints it, days."""

from __future__ import annotations

from tamis.manuscript.names import said
from tamis.manuscript.names.made import Names, of, parts
from tamis.manuscript.values import Quantity
from tamis.reports.audit.coefficients import pooled
from tamis.reports.audit.people import reviewed
from tamis.reports.audit.words import UNDEFINED, limits
from tamis.reports.context import Context
from tamis.reports.environment import day
from tamis.reports.sections import screening
from tamis.tables import STAGE_NAMES, STAGES, Agreement

_AGREEMENT_TABLE = "build/screening/agreement.csv"
_MEASURES = {
    "kappa": "Cohen’s kappa",
    "ac1": "Gwet’s AC1",
    "pabak": "kappa adjusted for prevalence and bias (PABAK)",
}
#: The parts of a stage that agreement may be asked for, as the table of agreement has them.
_PARTS = ("pilot", "after_pilot")
_AGREED = [
    ("pairs_of_votes", "pairs of first votes on one citation: three reviewers of one make three"),
    ("observed", "of these pairs, how many in per cent agreed"),
    *((id, words) for id, words in _MEASURES.items()),
    *(
        (f"{id}_interval", f"its 95% confidence interval, of {words}")
        for id, words in _MEASURES.items()
        if id != "pabak"
    ),
    ("observed_interval", "the 95% confidence interval of the observed agreement"),
]
_OF_STAGE = [
    ("reviewers", "how many reviewers must decide on each citation, by the protocol"),
    ("people", "how many reviewers decided on any citation"),
    ("conflicts", "citations that were in conflict at some time"),
    ("citations", "citations that at least two reviewers decided on"),
    (
        "first_day",
        "the day of the first decision, where times are recorded; without the mark of stand-in votes",
    ),
    ("last_day", "the day of the last decision; without that mark, too"),
    ("pairs", "how many pairs of reviewers there are with citations in common"),
    *_AGREED,
]
DESCRIBED = [
    *((f"screening.{stage}.{name}", words) for stage in STAGES for name, words in _OF_STAGE),
    *(
        (f"screening.{stage}.{prefix}.{name}", f"{of}: {words}")
        for stage in STAGES
        for prefix, of in (
            ("pilot", "in the pilot"),
            ("after_pilot", "after the pilot"),
            ("pair.<reviewer>_<reviewer>", "two reviewers"),
        )
        for name, words in _AGREED
    ),
]


def make(context: Context) -> Names:
    """Return the numbers of both stages."""
    named: Names = {}
    for stage in STAGES:
        named |= _stage(context, stage)
    return named


def _stage(context: Context, stage: str) -> Names:
    built, prefix = context.built, f"screening.{stage}"
    called, where = said.screening(stage), STAGE_NAMES[stage]
    people = reviewed(built.decisions, stage)
    days = sorted(time for person in people for time in (person.start, person.end) if time)
    rows = [r for r in built.agreement if (r.stage, r.part, r.table) == (stage, "all", "advance")]
    two = [row for row in rows if row.reviewer_a != "all" and row.reviewer_b != "others"]
    conflicts = screening.verdicts(context, stage)["conflict"]
    named: Names = {
        f"{prefix}.reviewers": Quantity(
            f"{prefix}.reviewers",
            built.config.stages[stage].reviewers,
            f"{where}: reviewers who must decide on each citation",
            built.config.place("screening", "stages", stage, "reviewers"),
            called=called["reviewers"],
        ),
        f"{prefix}.people": Quantity(
            f"{prefix}.people",
            len(people),
            f"{where}: reviewers who decided on any citation",
            "build/screening/decisions.csv",
            f"stage is {stage}; reviewer is not team; each reviewer once",
            context.mark("votes"),
            called=called["people"],
        ),
        f"{prefix}.conflicts": of(f"{prefix}.conflicts", conflicts, *called["conflicts"]),
        f"{prefix}.citations": Quantity(
            f"{prefix}.citations",
            len({pair.first.citation_id for pair in context.pairs[stage]}),
            f"{where}: citations that at least two reviewers decided on",
            "build/screening/decisions.csv",
            f"stage is {stage}; reviewer is not team; two reviewers or more; each citation once",
            context.mark("votes"),
        ),
        f"{prefix}.pairs": Quantity(
            f"{prefix}.pairs",
            len(two),
            f"{where}: pairs of reviewers with citations in common",
            _AGREEMENT_TABLE,
            f"stage is {stage}; part is all; table is advance; each pair once",
            context.mark("agreement"),
        ),
        f"{prefix}.first_day": day(days[0]) if days else "",
        f"{prefix}.last_day": day(days[-1]) if days else "",
    }
    named |= _agreed(context, prefix, pooled(built.agreement, stage, "all"), stage, called)
    for part in _PARTS:
        row = pooled(built.agreement, stage, part)
        named |= _agreed(context, f"{prefix}.{part}", row, stage, called)
    ids = parts(f"{row.reviewer_a}_{row.reviewer_b}" for row in two)
    for row in two:
        pair = f"{row.reviewer_a}_{row.reviewer_b}"
        for name in dict.fromkeys((ids[pair], pair)):
            named |= _agreed(context, f"{prefix}.pair.{name}", row, stage, {})
    return named


def _agreed(
    context: Context, prefix: str, row: Agreement | None, stage: str, called: dict[str, tuple[str, ...]]
) -> Names:
    """Return the agreement in a row; where there is none, it is not recorded, and none of it is undefined."""
    mark = context.mark("agreement")
    n = row.both - row.left_out if row else None
    where = (
        f"stage is {stage}; part is {row.part}; table is {row.table}; reviewer_a is {row.reviewer_a}; "
        f"reviewer_b is {row.reviewer_b}"
        if row
        else ""
    )

    def one(name: str, value: float | None, words: str, digits: int = 0) -> Quantity | str:
        if row and value is None:
            return UNDEFINED
        # A -0.004 is printed as 0.00, and not as -0.00, as on the audit page.
        number = round(value, digits) + 0.0 if isinstance(value, float) else value
        text = f"{STAGE_NAMES[stage]}: {words}"
        more = called.get(name, ())
        return Quantity(f"{prefix}.{name}", number, text, _AGREEMENT_TABLE, where, mark, digits, more)

    share = 100 * row.observed if row and row.observed is not None else None
    named = {
        "pairs_of_votes": one("pairs_of_votes", n, "pairs of first votes that are compared"),
        "observed": one(
            "observed", share, "observed agreement in per cent", 1 if n is None or n >= 100 else 0
        ),
        **{id: one(id, getattr(row, id) if row else None, words, 2) for id, words in _MEASURES.items()},
    }
    for id in ("observed", "kappa", "ac1"):
        ends = (getattr(row, f"{id}_low"), getattr(row, f"{id}_high")) if row else (None, None)
        text = limits(*ends, of_percent=id == "observed", of=n)
        named[f"{id}_interval"] = f"{text}{mark}" if text else ""
    return {f"{prefix}.{name}": value for name, value in named.items()}
