"""What texts call the numbers of the search."""

from __future__ import annotations

from tamis.manuscript.names.said.words import FOUND, FOUND_NOUN, literal

_KIND_OF = (
    r"(?:(?:electronic|bibliographic|online|academic|major|literature|social|science|research|key|"
    r"different) )*"
)
_DATABASES = rf"{_KIND_OF}databases\b"
_NOT_OURS = "additional|other review|each of|of which"
#: How many databases and registers.
QUERIES: dict[str, tuple[str, ...]] = {
    "databases": (
        rf"(?:searched|searching|queried|interrogated) (?:a total of |in )?# {_DATABASES} ! {_NOT_OURS}",
        rf"search(?:es)? ~(?:of|in|on|across|using|over|through) # {_DATABASES} ! {_NOT_OURS}",
        rf"# {_DATABASES} ~(?:searched|queried|interrogated) ! {_NOT_OURS}",
        r"databases searched@",
        rf"= the # {_DATABASES}",
    ),
    "registers": (
        r"(?:searched|searching|search(?:es)? ~(?:of|in|on|across)) # (?:(?:trials?|clinical|study) "
        r")*regist(?:ers|ries)\b",
    ),
}


def source(name: str) -> tuple[str, ...]:
    """Return what the records of a source are called."""
    own = literal(name)
    return (
        rf"\b{own}@ ! duplicat|unique|exclud|alone|\ue012",
        rf"# (?:{FOUND_NOUN} )?(?:{FOUND} )?(?:from|in|through|via) {own}\b(?! (?:and|or|,)) ! duplicat|"
        rf"unique|exclud|includ|only",
        rf"\b{own}(?: search)? (?:alone )?(?:{FOUND}|gave|contributed|provided|resulted in) "
        "(?:a total of )?# ! duplicat|unique|relevant|included|stud(?:y|ies)|\ue012",
    )
