"""Whether two lists of authors can be the same people: where surnames are shared, given names may differ."""

from __future__ import annotations

import re

from tamis.dedupe.normalise import fold

#: "Marlow AB", as PubMed and Scopus write names without a comma.
_INITIALS_BEHIND = re.compile(r"(.+?)[\s,]+((?:[A-Z]\.?[-\s]?){1,4})")


def _given(authors: str) -> dict[str, str]:
    """Return the initials of each surname, folded; of names without any, and of two of one name, nothing.

    >>> _given("Kim, Jae-Won; O'Hara SB; WHO Group")
    {'kim': 'jw', "o'hara": 'sb'}
    """
    found: dict[str, str] = {}
    several = set()
    for name in authors.split(";"):
        last, comma, rest = name.partition(",")
        if not comma:
            behind = _INITIALS_BEHIND.fullmatch(name.strip())
            if not behind:
                continue
            last, rest = behind[1], behind[2]
        rest, last = rest.strip(), fold(last.strip())
        if rest.isalpha() and rest.isupper() and len(rest) <= 4:
            given = rest.lower()
        else:
            given = "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(rest)))
        if last in found:
            several.add(last)
        if last and given:
            found[last] = given
    return {last: given for last, given in found.items() if last not in several}


def other_people(one: str, other: str) -> bool:
    """Say whether the initials of all surnames that two lists share contradict each other.

    Initials contradict where the first ones differ and neither has all of the other: "Smith, J. Robert" may
    be "Smith, Robert", and "Kim, Jae-Won" is not "Kim, Min-Ji".

    >>> other_people("Kim, Jae-Won; Lee, Soo", "Kim MJ; Lee H"), other_people("Kim, J.; Lee, S.", "Kim, JW")
    (True, False)
    """
    a, b = _given(one), _given(other)
    shared = a.keys() & b.keys()
    return bool(shared) and all(
        a[name][0] != b[name][0] and not (set(a[name]) <= set(b[name]) or set(b[name]) <= set(a[name]))
        for name in shared
    )
