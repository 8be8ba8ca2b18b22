"""The text of BibTeX fields: LaTeX to plain letters, and names.

Databases write plain text into BibTeX (`5% of 20 $`, `a_b`, `C&A`), reference managers LaTeX. So a text is
not run through a LaTeX parser, which takes `%` for a comment, `&` for a column and drops each command it
does not know. What is surely LaTeX is decoded, piece by piece; all else stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from tamis.formats import columns as c

#: Commands that only set the type of what follows them in braces.
_SETTING = re.compile(
    r"emph|text|textrm|textit|textbf|textsc|textsl|texttt|textsf|textup|textmd|textnormal|textsuperscript"
    r"|textsubscript|mbox|hbox|ensuremath|mathrm|mathit|mathbf|mathsf|mathtt|mathbb|mathcal|mathscr"
    r"|mathfrak|operatorname|url|nolinkurl|path|uppercase|lowercase|underline|overline|bar|boldsymbol|bm"
)
#: Commands that set the type up to the end of their group, and others that print nothing.
_SWITCHES = re.compile(
    r"it|em|bf|rm|sc|tt|sl|sf|itshape|bfseries|scshape|slshape|ttfamily|sffamily|rmfamily|upshape"
    r"|normalfont|relax|protect|displaystyle|left|right|big|Big|bigl|bigr|limits|nolimits"
)
#: Signs that the table of `pylatexenc` lacks, or has otherwise than people type them; and what it must not
#: give: `\today` is another text every day.
_SIGNS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textunderscore": "_",
    "textdollar": "$",
    "textpercent": "%",
    "textampersand": "&",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textellipsis": "…",
    "dots": "…",
    "ldots": "…",
    "cdots": "…",
    "textbullet": "•",
    "textperiodcentered": "·",
    "texttrademark": "™",
    "textcelsius": "℃",
    "degree": "°",
    "slash": "/",
    "quad": " ",
    "qquad": " ",
    "space": " ",
    "newline": " ",
    "today": r"\today",
}
#: Commands of one sign.
_ESCAPED = {
    **{sign: sign for sign in "&%$#_{}<>*+|@"},
    **dict.fromkeys(",;: \\", " "),
    **dict.fromkeys("-!/", ""),
}
_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LATEX = re.compile(
    r"\\(?P<mark>[`'^\"~=.])(?:[ ]?\{(?P<in>\\?[^\W\d_]|)\}|(?P<on>\\[ij](?![A-Za-z])|[^\W\d_]))"
    r"|\\(?P<letter>[cvHkrbdu])(?:[ ]?\{(?P<within>\\?[^\W\d_])\}|[ ](?P<next>[^\W\d_]))"
    r"|\\(?:frac|nicefrac|tfrac|dfrac)\{(?P<above>[^{}\\]{0,40})\}\{(?P<below>[^{}\\]{0,40})\}"
    r"|\\href[ ]?\{[^{}]{0,2000}\}"
    r"|\\(?P<name>[A-Za-z]+)(?P<after>\{\}|(?=\{)|[ \t]*)"
    r"|\\(?P<sign>[^A-Za-z\s])"
    r"|\\(?P<space>[ ])"
    r"|[{}]"
)
#: Formulas: as a person would write them, not two sums of money.
_MATH = re.compile(r"(?<!\\)(\${1,2})(?![\s$])([^$]{1,300}?)(?<![\s\\])\1(?!\d)")
_LOOKS_MATH = re.compile(r"[\\^_{]|^[^\W\d]\S*$|^[<>=]+$")
_INDEX = re.compile(r"_(?:\{([\d.,]{1,9})\}|(\d))")
_DEGREE = re.compile(r"\^(?:\{\\circ\}|\\circ(?![A-Za-z]))")
_TIE = re.compile(r"(?<=[A-Za-z][A-Za-z.])~(?=[A-Za-z0-9])")
_DASHES = re.compile(r"(?<![-\\])(---?)(?!-)")
_OPENING, _CLOSING = re.compile(r"(?<!\\)``"), re.compile(r"(?<!\\)''")
_RANGE = re.compile(r"(?<=\w)\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*(?=\w)")

_AND = re.compile(r" and ", re.I)
_AND_COMMAND = re.compile(r" and (?=\\)", re.I)
_BLANK = re.compile(r"(?<!\\)~")
_GROUP = re.compile(r"\{[^{}]*\}")
_JUNIOR = re.compile(r"(?:jr|sr|jnr|snr|[IVX]{1,4})\.?", re.I)


def plain(text: str, prose: bool = True) -> str:
    r"""Return a field's text without LaTeX and without its braces.

    Args:
        text: the text, without what encloses the field.
        prose: also decode what LaTeX does with quotation marks, dashes, ties and formulas, and what stands
            as it is in addresses and identifiers.

    >>> plain(r"{\"O}zkal on CO$_2$ \& {[}Hb], 5% of $\alpha$-{TNF}, ``so''")
    'Özkal on CO2 & [Hb], 5% of α-TNF, “so”'
    """
    if "$" in text:
        text = _MATH.sub(_formula, text)
    if prose:
        if "``" in text:
            text = _CLOSING.sub("”", _OPENING.sub("“", text))
        if "--" in text:
            text = _DASHES.sub(lambda found: "—" if len(found[1]) == 3 else "–", text)
        if "~" in text:
            text = _TIE.sub(" ", text)
    if "\\" in text:
        return _LATEX.sub(_decoded, text)
    return text.replace("{", "").replace("}", "")


def page_range(text: str) -> str:
    """Return pages with plain hyphens: `1--5`, `1 - 5` and `1–5` are `1-5`."""
    return _RANGE.sub("-", text.strip())


def _formula(found: re.Match[str]) -> str:
    inner = found[2]
    if not _LOOKS_MATH.search(inner):
        return found[0]
    inner = _DEGREE.sub("°", _INDEX.sub(lambda index: index[1] or index[2], inner))
    return inner[1:] if inner[0] in "^_" else inner


def _decoded(found: re.Match[str]) -> str:
    if found["mark"] or found["letter"]:
        letter = found["in"] or found["on"] or found["within"] or found["next"] or ""
        return _accented(found["mark"] or found["letter"], letter.removeprefix("\\")) or found[0]
    if found["above"] is not None:
        return f"{found['above']}/{found['below']}"
    if name := found["name"]:
        return _command(name, found["after"], found.string[found.end() : found.end() + 1] == "{", found[0])
    if sign := found["sign"] or found["space"]:
        return _ESCAPED.get(sign, found[0])
    return ""  # a brace, or the address of a link whose text follows


def _accented(mark: str, letter: str) -> str:
    """Return a letter with its accent; nothing where there is no such letter, and so was none meant."""
    if not letter:
        return mark
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[mark])
    return composed if len(composed) == 1 else ""


def _command(name: str, after: str, braces_follow: bool, written: str) -> str:
    if braces_follow and _SETTING.fullmatch(name):
        return ""
    if _SWITCHES.fullmatch(name):
        return ""
    sign = _sign(name)
    if sign is None:
        return written + " " if braces_follow else written
    # LaTeX ends a command at the blank after it; in `\alpha receptor` people mean the blank.
    return sign if after == "{}" or (len(sign) == 1 and sign in _LETTERS) else sign + after


_LETTERS = "œŒæÆåÅøØßłŁıȷđĐðÐþÞ"


@cache
def _sign(name: str) -> str | None:
    """Return the sign that a command prints; None where it is not known, or is more than a sign."""
    if name in _SIGNS:
        return _SIGNS[name]
    prints = getattr(_table().get_macro_spec(name), "simplify_repl", None)
    if isinstance(prints, str) and "%" not in prints and 0 < len(prints) <= 2 and not prints.isspace():
        return prints
    return None


@cache
def _table() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    return get_default_latex_context_db()


# --- names --------------------------------------------------------------------------------------


def names(text: str) -> str:
    r"""Return the names of an author or editor field as `Last, First; Last, First`.

    >>> names(r"Ludwig van Example and {World Health Organization} and Test, Jr, A. and others")
    'van Example, Ludwig; World Health Organization; Test, A., Jr'
    """
    text = " ".join(text.split())
    if text.startswith("{") and _is_group(text):
        parts = _AND.split(text[1:-1])  # all of it is in braces: people, or one organisation
        if len(parts) > 1 and all("," in part or part.lower() == "others" for part in parts):
            text = text[1:-1]
    if "{" in text:
        from bibtexparser.middlewares.names import split_multiple_persons_names

        # It loses a backslash, and what follows, that stands right behind an `and`.
        found = split_multiple_persons_names(_AND_COMMAND.sub(r"\g<0>{}", text))
    else:
        found = [name for part in _AND.split(text) for name in part.split(";")]
    people = (_name(name.strip()) for name in found if name.strip().lower() != "others")
    return "; ".join(filter(None, people))


def _name(text: str) -> str:
    whole = c.clean(plain(_BLANK.sub(" ", text)))
    if text.startswith("{") and _is_group(text):
        return whole.replace(";", ",")
    if "," in whole and ("{" not in text or "," in _GROUP.sub("", text)):
        parts = [part.strip() for part in whole.split(",")]
        if len(parts) == 3 and _JUNIOR.fullmatch(parts[1]):
            parts = [parts[0], parts[2], parts[1]]
        return c.person(", ".join(filter(None, parts))).replace(";", ",")
    named = c.person(whole).replace(";", ",")
    if "," in named or " " not in whole or c.is_organisation(whole):
        return named
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    name = parse_single_name_into_parts(text, strict=False)
    last, given = " ".join(name.von + name.last), " ".join(name.first)
    return c.clean(plain(f"{last}, {given}" if given else last)).replace(";", ",")


def _is_group(text: str) -> bool:
    """Say whether all of a text stands in one pair of braces."""
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            return brace.end() == len(text)
    return False


_BRACE = re.compile(r"(?<!\\)[{}]")
