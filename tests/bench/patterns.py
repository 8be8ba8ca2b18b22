"""No rule takes for ever at any text: a pattern that tries anew behind each blank takes the square of it.

Every rule of every format is given long runs of what patterns begin with; what is linear needs hundredths of
a second for them.
"""

from __future__ import annotations

import sys
import time

from tamis.formats import FORMATS
from tamis.formats.entry import Raw

#: What patterns begin with, in runs as long as no export has them.
UNITS = (" ", "\xa0", "\n ", ";", "(", ")", "<", ",", "and ", "0", "10.1234/a)")
LENGTH = 30_000
#: CPU seconds of a rule for all runs together.
ENOUGH = 2.0


def seconds(rule: object) -> float:
    """Return the CPU seconds that a rule needs for all runs."""
    begun = time.process_time()
    for unit in UNITS:
        value = unit * (LENGTH // len(unit))
        rule.get(Raw(1, list(rule.tags), [value] * len(rule.tags)))  # type: ignore[attr-defined]
    return time.process_time() - begun


def main() -> int:
    """Print the slowest rule; 1 where it is slower than it may be."""
    rules = [(form.NAME, name, rule) for form in FORMATS for name, rule in form.COLUMNS.rules.items()]
    slowest, form, name = max((seconds(rule), form, name) for form, name, rule in rules)
    told = (
        f"{len(rules)} rules, runs of {LENGTH} characters: the slowest ({form}, {name}) {slowest:.2f} CPU s"
    )
    sys.stdout.write(f"{told}\n")
    return int(slowest > ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
