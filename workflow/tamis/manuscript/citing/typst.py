"""Citations through Typst's engine (hayagriva): works and clusters in, a page of HTML out, and that to runs.

The program is fixed; works, styles and texts reach it as data alone. It reads nothing from disk or network.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from tamis.manuscript.citing.csl import Style
from tamis.manuscript.citing.signs import clean
from tamis.typeset.blocks import Run
from tamis.typeset.text import is_web

_PROGRAM = b"""
#let d = json(bytes(sys.inputs.d))
#set document(date: none)
#set text(lang: d.lang, region: if d.region == "" { none } else { d.region })
#for cluster in d.clusters {
  par[#for one in cluster.cites {
    cite(label(one.key), form: cluster.form, supplement: if one.page == "" { none } else { one.page })
  }]
}
#bibliography(bytes(d.works), style: if d.csl == "" { d.style } else { bytes(d.csl) }, title: none)
"""


class EngineError(ValueError):
    """The engine refuses a style or a work; the text is its own, on one line."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A cluster for the engine: keys of works, each with the page that is cited or nothing.

    narrative: with the names in the sentence.
    """

    cites: tuple[tuple[str, str], ...]
    narrative: bool = False


@dataclass(slots=True)
class Typeset:
    """What came out: a paragraph for each cluster, the references with their ids; links are the engine's."""

    clusters: list[list[Run]] = field(default_factory=list)
    references: list[tuple[str, list[Run]]] = field(default_factory=list)


def compiled(works: Mapping[str, dict[str, Any]], clusters: Sequence[Cited], style: Style) -> Typeset:
    """Return clusters and references in a style.

    Raises:
        EngineError: the style or a work is none that the engine takes.
    """
    import typst

    data = {
        "lang": style.lang,
        "region": style.region,
        "style": style.name,
        "csl": style.csl,
        # JSON is YAML; without escapes, for YAML knows no surrogates.
        "works": json.dumps(works, ensure_ascii=False),
        "clusters": [
            {
                "form": "prose" if cluster.narrative else "normal",
                "cites": [{"key": key, "page": clean(page)} for key, page in cluster.cites],
            }
            for cluster in clusters
        ],
    }
    try:
        made = typst.compile(_PROGRAM, format="html", sys_inputs={"d": json.dumps(data)})
    except typst.TypstError as error:
        raise EngineError(" ".join(str(error).split())) from None
    except BaseException as error:  # what the engine says where it did not expect what it got is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError("the engine gave up on it") from None
    if not isinstance(made, bytes):
        raise EngineError("more than one page came out")
    reader = _Reader()
    reader.feed(made.decode("utf-8"))
    reader.close()
    return reader.made


_LOOKS: dict[str, Callable[[Run], Run]] = {
    **dict.fromkeys(("em", "i"), lambda run: replace(run, italic=True)),
    **dict.fromkeys(("strong", "b"), lambda run: replace(run, bold=True)),
    "sup": lambda run: replace(run, sup=True),
    "sub": lambda run: replace(run, sub=True),
}


class _Reader(HTMLParser):
    """The engine's page to runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Typeset()
        self._into: list[Run] | None = None
        self._open: list[tuple[str, Run]] = []
        self._look = Run("")
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._within = tag
        elif tag == "p" and not self._within:
            self._into = []
            self.made.clusters.append(self._into)
        elif tag == "li":
            self._into = []
            self.made.references.append((dict(attrs).get("id") or "", self._into))
        elif tag in ("br", "div", "p"):
            self.handle_data(" ")
        self._open.append((tag, self._look))
        if tag in _LOOKS:
            self._look = _LOOKS[tag](self._look)
        elif tag == "a":
            self._look = replace(self._look, link=_link(dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, before = self._open.pop()
            self._look = before
            if opened == tag:
                break
        if tag in ("p", "li") and (tag == "li" or not self._within):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None and data:
            self._into.append(replace(self._look, text=data))


def _link(attributes: dict[str, str | None]) -> str:
    """Return where a link leads: to a reference or the web; a reference's way back is none."""
    target = attributes.get("href") or ""
    if attributes.get("role") == "doc-backlink":
        return ""
    return target if target.startswith("#") or is_web(target) else ""
