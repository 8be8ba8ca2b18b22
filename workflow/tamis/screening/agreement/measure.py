"""All that is measured of agreement, from frames of decisions and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tamis.config import Config
from tamis.tables import Agreement, AgreementCell, Confusion, Drift, Misjudged, PanelAgreement

if TYPE_CHECKING:
    import pandas as pd

    from tamis.screening.agreement.votes import Plan


class Measured(NamedTuple):
    """The tables of agreement."""

    agreement: list[Agreement]
    cells: list[AgreementCell]
    panels: list[PanelAgreement]
    confusions: list[Confusion]
    misjudged: list[Misjudged]
    drift: list[Drift]


def measured(config: Config, decisions: pd.DataFrame, verdicts: pd.DataFrame) -> Measured:
    """Return how far reviewers agree, on first independent votes.

    What a row is about:

    - *who*: each pair of reviewers who both decided on something, the first being who stands first in the
      config; `all`, every pair together, where there are several; the config's lead against `others`
      together, where there are several others;
    - *part*: `all`; where there is a pilot batch, `pilot` and `after_pilot` (whatever is not in it); each
      other batch; and periods: the pairs of votes that the row is about, in the order of the later moment of
      each pair, in five parts as equal as can be; where there is a pilot, of those after it. Pairs of one
      moment are never torn apart, so that there may be fewer parts; where there is one alone, or fewer than
      50 pairs whose times are known, there are no periods;
    - *table*: `advance`, what carries a citation on against what excludes it, where a maybe may be neither,
      which is counted; and `words`, the decisions as they were given. There a maybe is a category where
      anybody said it at that stage; PABAK is Brennan and Prediger's coefficient, positive agreement is that
      on include, and prevalence and bias are not defined.

    Drift is the trend over the periods, by the table of advance. Panels are about citations with two votes
    or more: where one reviewer may decide alone, which citations those are depends on the votes. A vote in
    the pilot is misjudged where it says otherwise than what held; a maybe that is neither says nothing.

    Args:
        config: the protocol.
        decisions: tables.Decision.
        verdicts: tables.Verdict; these of its columns: stage, citation_id, outcome.
    """
    from tamis.screening.agreement.votes import plan_of

    return measured_by(plan_of(config), decisions, verdicts)


def measured_by(plan: Plan, decisions: pd.DataFrame, verdicts: pd.DataFrame | None) -> Measured:
    """Return the same by a plan; without verdicts, nothing is misjudged."""
    from tamis.screening.agreement import of_panels, of_two, people
    from tamis.screening.agreement.votes import pairs_of, votes_of

    found = Measured([], [], [], [], [], [])
    for votes in votes_of(decisions, plan):
        twos = pairs_of(votes)
        rows = of_two.measured(votes, twos, plan)
        found.agreement.extend(rows.agreement)
        found.cells.extend(rows.cells)
        found.drift.extend(rows.drift)
        found.panels.extend(of_panels.panels(votes, plan))
        found.confusions.extend(people.confusions(votes, twos))
        if verdicts is not None:
            found.misjudged.extend(people.misjudged(votes, plan, verdicts))
    return found
