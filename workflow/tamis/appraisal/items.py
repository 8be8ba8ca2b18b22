"""The open items of one case, with their ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tamis.appraisal.cases.case import Case
from tamis.review import waits_for
from tamis.tables import OpenItem


@dataclass
class Items:
    """Takes the open items of one case."""

    case: Case
    active: Sequence[str]
    found: list[OpenItem] = field(default_factory=list)

    def add(self, what: str, text: str, who: Collection[str], place: str, item: str = "") -> None:
        """Take one; ids are appraisal:<what>:<tool>:<study>[:<result>][:<item>].

        What is open on the same thing twice is one item, with both texts and all who can see to it.
        """
        study, tool, result = self.case.key
        id = ":".join(
            ["appraisal", what, tool, study, *([result] if result else []), *([item] if item else [])]
        )
        at = next((at for at, other in enumerate(self.found) if other.item == id), None)
        if at is None:
            self.found.append(OpenItem(id, text, waits_for(who, self.active), place))
            return
        other = self.found[at]
        texts = dict.fromkeys([*other.text.split("; and "), text])
        whose = waits_for({*other.waits_for.split(";"), *who}, self.active)
        self.found[at] = OpenItem(id, "; and ".join(texts), whose, other.place)

    @property
    def of(self) -> str:
        """The study, and the result, in words."""
        study, _, result = self.case.key
        return f"{study} ({result})" if result else study

    @property
    def log(self) -> str:
        """Where an appraiser's answers go."""
        return f"records/appraisal/{self.case.tool.id}.<you>.csv"
