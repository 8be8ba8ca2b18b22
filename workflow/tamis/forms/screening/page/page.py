"""The page as HTML: the list of one reviewer, the flowchart, words to mark, and nothing of anybody else."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tamis.config import Config
from tamis.forms.screening.lot import batch_order
from tamis.forms.screening.page import terms
from tamis.provenance import VERSION
from tamis.tables import STAGE_NAMES, Citation

_FILES = Path(__file__).parent
#: The parts of the script, in the order in which they stand in the page.
_SCRIPTS = ("table.js", "marks.js", "log.js", "view.js", "other.js", "page.js")


def render(
    config: Config,
    person: str,
    stage: str,
    citations: Sequence[Citation],
    batches: Mapping[str, str],
    beside: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Return the page: one file that needs no other and no network, the same bytes for the same list.

    Args:
        config: the protocol: its title, flowchart and words to mark are used, its reviewers are not.
        person: the id of the reviewer whose list it is.
        stage: `title_abstract` or `full_text`.
        citations: what the reviewer is to decide on; the pilot comes first, then batch by batch.
        batches: the batch of each citation that has one, by its id.
        beside: `title` and `details` of the record that names a citation, by its id, as they stand in a log;
            where there is nothing, the title is the citation's.
    """
    ordered = sorted(citations, key=lambda citation: batch_order(batches.get(citation.citation_id, "")))
    digest = _digest(config.title, stage, person, *(citation.citation_id for citation in ordered))
    style = _own("page.css")
    script = "\n".join(('"use strict";\n(function () {', *(_own(name) for name in _SCRIPTS), "})();"))
    data = {
        "digest": digest,
        "file": f"{stage}.{person}.page-{digest[:8]}.csv",
        "rows": [
            _row(each, batches.get(each.citation_id, ""), (beside or {}).get(each.citation_id, {}))
            for each in ordered
        ],
        "questions": [question.id for question in config.flowchart],
        "reasons": config.reasons,
        "needsReason": stage == "full_text",
        "marks": _marks(config),
    }
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            config=config,
            person=person,
            stage=STAGE_NAMES[stage],
            needs_reason=stage == "full_text",
            file=data["file"],
            some=bool(citations),
            batches=list(dict.fromkeys(b for c in ordered if (b := batches.get(c.citation_id, "")))),
            version=VERSION,
            style=Markup(style),  # noqa: S704  our own file
            style_hash=_hash(style),
            script=Markup(script),  # noqa: S704  our own files
            script_hash=_hash(script),
            data=Markup(_json(data)),  # noqa: S704  nothing in it ends its element
        )
    )


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FILES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _row(citation: Citation, batch: str, beside: Mapping[str, str]) -> list[str]:
    """Return what the page shows of a citation, in the order in which `view.js` names its columns."""
    numbers = citation.volume + (f"({citation.issue})" if citation.issue else "")
    where = [citation.journal, str(citation.year or ""), numbers, citation.pages]
    return [
        citation.citation_id,
        citation.title,
        citation.authors,
        ", ".join(part for part in where if part),
        citation.abstract,
        citation.keywords,
        citation.doi,
        citation.pmid,
        citation.url,
        ", ".join(part for part in (citation.type, citation.language) if part),
        batch,
        beside.get("title", citation.title),
        beside.get("details", ""),
    ]


def _marks(config: Config) -> list[tuple[str, str]]:
    """Return words to mark, with what they are: of the search, or for or against a citation."""
    own = [(kind, terms.phrase(word)) for kind in ("include", "exclude") for word in config.highlight[kind]]
    table = config.text.get("search", {}).get("terms", ())
    return [*own, *(("search", word) for word in terms.words(row["terms"] for row in table))]


def _digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for one list of one person."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _json(data: Mapping[str, Any]) -> str:
    """Return JSON that may stand in an element of HTML, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _own(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8").strip()
