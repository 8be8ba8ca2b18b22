"""Styles of the Citation Style Language: by name, or a file in `config/`; what Typst's engine needs mended.

A style is data from a stranger: no entities, no document type, a size that a style has. Where the engine
reads CSL otherwise than the specification (https://docs.citationstyles.org), a style is mended before it is
used: `<names>` get a `<name/>` (else nobody is printed), and what stands between the parts of a date goes to
the parts after or before the year (else it is printed after a year alone as well).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.manuscript.citing import graph
from tamis.review import Review

#: Styles of our own: mended copies, with their authors and licence in them.
_SHIPPED = Path(__file__).parent / "styles"
#: No style of the CSL project is half as large, in bytes.
_LARGEST = 1_000_000
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
_BRITISH = ("en", "gb")

#: Short names for styles of the engine, and of ours.
ALIASES = {
    "ama": "american-medical-association",
    "apa": "american-psychological-association",
    "bmj": "british-medical-journal",
    "ieee": "institute-of-electrical-and-electronics-engineers",
    "mla": "modern-language-association",
    "plos": "public-library-of-science",
}
#: Styles by name: those of the engine that cite in the text and come out whole. Left out: styles that cite in
#: footnotes, and two that print nothing between parts (american-anthropological-association and
#: the-institution-of-engineering-and-technology).
NAMES = tuple(
    sorted({*ALIASES, *ALIASES.values(), *(_SHIPPED / "names.txt").read_text(encoding="utf-8").split()})
)
#: Languages of styles by name that are not American; files say theirs themselves.
_LANGUAGES = {
    **dict.fromkeys(
        (
            "american-meteorological-society",
            "bristol-university-press",
            "british-medical-journal",
            "future-medicine",
            "harvard-cite-them-right",
            "nature",
            "royal-society-of-chemistry",
            "sage-vancouver",
            "the-lancet",
        ),
        _BRITISH,
    ),
    "associacao-brasileira-de-normas-tecnicas": ("pt", "br"),
    "deutsche-gesellschaft-für-psychologie": ("de", ""),
    "deutsche-sprache": ("de", ""),
    "sist02": ("ja", ""),
    "springer-fachzeitschriften-medizin-psychologie": ("de", ""),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style: `name` of the engine's own, or `csl`, the text of one; `lang` and `region` of what it adds."""

    name: str = ALIASES["apa"]
    csl: str = ""
    lang: str = "en"
    region: str = ""


def style(review: Review, config: Config, problems: Problems) -> Style:
    """Return the style that the config names, noting what is wrong with it; then it is the default."""
    wanted = config.citation_style.strip()
    place = config.place("citations", "style")
    if wanted.casefold().endswith(".csl") or "/" in wanted or "\\" in wanted:
        return _file(review, wanted, place, problems) or Style()
    if wanted not in NAMES:
        problems.add_at(
            place, f"style {not_one_of(wanted, NAMES)}; or the path of a file, such as config/journal.csl"
        )
        return Style()
    return named(wanted)


def named(name: str) -> Style:
    """Return a style by a name of `NAMES`."""
    name = ALIASES.get(name, name)
    lang, region = _LANGUAGES.get(name, ("en", ""))
    own = _SHIPPED / f"{name}.csl"
    return Style(name, own.read_text(encoding="utf-8") if own.exists() else "", lang, region)


def _file(review: Review, wanted: str, place: str, problems: Problems) -> Style | None:
    """Return a style of a file in `config/`; None where it is none, with the reason as a problem."""
    folder = review.config.parent.resolve()
    path = (review.root / wanted).resolve()
    if not path.is_relative_to(folder) or path.suffix.casefold() != ".csl":
        name = re.split(r"[/\\\\]", wanted)[-1]
        inside = (folder / name).suffix.casefold() == ".csl" and (folder / name).is_file()
        hint = f"; write config/{name}" if inside else ""
        problems.add_at(place, f"{wanted!r} is no file config/<name>.csl{hint}")
    elif not path.is_file():
        problems.add_at(place, f"there is no {wanted}")
    elif path.stat().st_size > _LARGEST:
        problems.add(review.place(path), f"larger than {_LARGEST:,} bytes: no style is")
    else:
        made = from_text(path.read_bytes())
        if isinstance(made, Style):
            return made
        problems.add(review.place(path), made)
    return None


def from_text(data: bytes) -> Style | str:
    """Return the style of a file, mended; or what is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is not in UTF-8, as styles are"
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        return "it has a document type or entities, which no style needs"
    try:
        root = ElementTree.fromstring(text.encode("utf-8"))  # noqa: S314 (it has no entities)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"it is no XML: {error}"
    if wrong := graph.wrong(root) or _wrong(root):
        return wrong
    mend(root)
    ElementTree.register_namespace("", _NAMESPACE)
    lang, _, region = root.get("default-locale", "en").partition("-")
    made = Style("", ElementTree.tostring(root, encoding="unicode"), lang.casefold(), region.casefold())
    return _refused(made) or made


def _wrong(root: ElementTree.Element) -> str:
    """Return why a file is no style that manuscripts can use; empty where it is one."""
    if root.tag != f"{_CSL}style":
        return f"it is no style: its first element is not <style> of {_NAMESPACE}"
    if not root.get("version", "").startswith("1.0"):
        return f"it is a style of CSL {root.get('version') or '(no version)'}; styles of CSL 1.0 are read"
    for link in root.iter(f"{_CSL}link"):
        if link.get("rel") == "independent-parent":
            parent = link.get("href", "").rpartition("/")[2]
            instead = (
                f"write {parent!r} as the style"
                if parent in NAMES
                else f"save {parent}.csl in config/ instead"
            )
            return f"it only says that it is like the style {parent!r}, and holds none itself: {instead}"
    if root.get("class") == "note":
        return "it cites in footnotes, and a manuscript has none: take one that cites by author and year"
    missing = [
        part for part in ("citation", "bibliography") if root.find(f"{_CSL}{part}/{_CSL}layout") is None
    ]
    return f"it has no <{missing[0]}> with a <layout>" if missing else ""


def _refused(made: Style) -> str:
    """Return what the engine says against a style; empty where it takes it."""
    from tamis.manuscript.citing.typst import Cited, EngineError, compiled

    try:
        compiled({"a": {"type": "misc", "title": "A", "date": 2000}}, [Cited((("a", "p. 1"),))], made)
    except EngineError as error:
        return f"it cannot be used: {error}"
    return ""


@cache
def locator_label(csl: str) -> str:
    """Return what a style's own text has before a page that is cited: `p. `, `p` or nothing."""
    for label in ElementTree.fromstring(csl).iter(f"{_CSL}label"):  # noqa: S314 (ours, or read before)
        if label.get("variable") == "locator":
            return "p" if label.get("strip-periods") == "true" else "p. "
    return ""


def mend(root: ElementTree.Element) -> None:
    """Change what the engine reads otherwise than CSL 1.0.2 has it; see the head of this module."""
    inherits = {
        names for substitute in root.iter(f"{_CSL}substitute") for names in substitute.iter(f"{_CSL}names")
    }
    for names in root.iter(f"{_CSL}names"):
        if names not in inherits and names.find(f"{_CSL}name") is None:
            names.insert(0, ElementTree.Element(f"{_CSL}name"))
    for date in root.iter(f"{_CSL}date"):
        parts = date.findall(f"{_CSL}date-part")
        between = date.get("delimiter")
        year = next((at for at, part in enumerate(parts) if part.get("name") == "year"), None)
        if between is None or year is None:
            continue
        del date.attrib["delimiter"]
        for at, part in enumerate(parts):
            if at > year:
                part.set("prefix", between + part.get("prefix", ""))
            elif at < year:
                part.set("suffix", part.get("suffix", "") + between)
