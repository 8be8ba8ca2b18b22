"""The designs that were extracted, which say by the protocol which tool and category a study gets."""

from __future__ import annotations

from tamis.appraisal.cases.case import Design
from tamis.config import Config
from tamis.errors import Problems
from tamis.proforma import load_proforma
from tamis.review import Review
from tamis.store import read_built
from tamis.tables import Datum


class Extracted:
    """Gives the designs that were extracted; reads them where a tool is tied to designs.

    Args:
        review: the review, whose `build/extraction/data.csv` is read.
        config: the protocol.
    """

    def __init__(self, review: Review, config: Config) -> None:
        fields = {use.design for use in config.appraisal.tools if use.design}
        self._data: dict[tuple[str, str], Datum] = {}
        self._labels: dict[tuple[str, str], str] = {}
        if not fields:
            return
        form = load_proforma(review, Problems())
        for name in fields:
            field = form.field(name) if form else None
            self._labels |= {(name, choice.id): choice.label for choice in (field.choices if field else ())}
        for datum in read_built(review.built("extraction", "data"), Datum):
            if datum.field in fields and datum.value and datum.state == "given":
                self._data[datum.study, datum.field] = datum

    def __call__(self, study: str, field: str) -> Design:
        """Return the design of a study."""
        datum = self._data.get((study, field))
        if datum is None:
            return Design()
        choices = tuple(datum.value.split(";"))
        label = "; ".join(self._labels.get((field, choice), choice) for choice in choices)
        return Design(choices, label, datum.place)
