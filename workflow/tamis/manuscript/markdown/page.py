"""A manuscript as a page of HTML that needs nothing else: no script, no request, figures within it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from markupsafe import Markup

from tamis.reports.environment import TEMPLATES
from tamis.typeset.blocks import Block, Document, Figure, Heading, Items, Paragraph, Run, Runs, Table
from tamis.typeset.text import clean, is_web

_STYLE = """
*{box-sizing:border-box}
html{font:100%/1.6 var(--serif);color:var(--ink);background:var(--paper)}
main{max-width:46rem;margin:0 auto;padding:3rem 1.5rem 5rem;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{font-weight:600;line-height:1.2;margin:2.2rem 0 .7rem;text-wrap:balance}
h1{font-size:1.9rem;margin:0 0 2rem;padding-bottom:1rem;border-bottom:2px solid var(--ink)}
h2{font-size:1.4rem}h3{font-size:1.15rem}h4,h5,h6{font-size:1rem}
p,ul,ol,blockquote{margin:0 0 1rem}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
code{font:.85em/1.4 var(--mono);white-space:pre-wrap}
.plain{list-style:none;padding:0 0 0 1.4rem;text-indent:-1.4rem}.plain p{margin:0 0 .5rem}
.note{font-size:.88rem;color:var(--soft)}
blockquote{padding-left:1rem;border-left:3px solid var(--line)}
figure{margin:2rem 0}figure img{display:block;width:100%;height:auto}
figcaption,caption{text-align:left;font:.9rem/1.4 var(--sans);padding:0 0 .5rem}
figure.picture figcaption{padding:.5rem 0 0}
.wide{overflow-x:auto;margin:0 0 1.5rem}
table{border-collapse:collapse;width:100%;font:.86rem/1.4 var(--sans);font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:1px solid var(--ink);border-top:2px solid var(--ink)}
.right{text-align:right}.center{text-align:center}
@media print{main{max-width:none;padding:0}h1,h2,h3,h4{break-after:avoid}tr,figure.picture{break-inside:avoid}
thead{display:table-header-group}a{color:inherit;text-decoration:none}.wide{overflow:visible}}
@page{margin:22mm 20mm}
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def page(document: Document, figures: Callable[[str], Path]) -> str:
    """Return a document as a page; `figures(name)` is the SVG of a figure."""
    look = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    colours = re.search(r":root\s*\{[^}]*\}", look)
    body = _joined(_block(block, figures) for block in document.blocks)
    top = Markup("<h1>{}</h1>\n").format(_plain(document.title)) if document.title else ""
    made = Markup(
        '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        "<style>{style}</style>\n</head>\n<body>\n<main>\n{top}{body}\n</main>\n</body>\n</html>\n"
    ).format(
        lang=document.lang,
        policy=_POLICY,
        title=_plain(document.title),
        style=Markup((colours[0] if colours else "") + _STYLE),  # noqa: S704  our own files
        top=top,
        body=body,
    )
    return str(made)


def _block(block: Block, figures: Callable[[str], Path]) -> Markup:
    if isinstance(block, Heading):
        level = min(block.level + 1, 6)
        return Markup("<h{0}>{1}</h{0}>").format(level, _runs(block.runs))
    if isinstance(block, Paragraph):
        if block.kind == "quote":
            return Markup("<blockquote><p>{}</p></blockquote>").format(_runs(block.runs))
        kind = Markup(' class="note"') if block.kind == "note" else Markup("")
        kind += Markup(' id="{}"').format(block.id) if block.id else Markup("")
        return Markup("<p{}>{}</p>").format(kind, _runs(block.runs))
    if isinstance(block, Items):
        items = _joined(
            Markup("<li>{}</li>").format(
                _runs(item[0].runs)
                if len(item) == 1 and isinstance(item[0], Paragraph) and not item[0].id
                else _joined(_block(each, figures) for each in item)
            )
            for item in block.items
        )
        kind = Markup(' class="plain"') if block.plain else Markup("")
        return Markup("<{0}{2}>\n{1}\n</{0}>").format("ol" if block.ordered else "ul", items, kind)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Figure):
        data = base64.b64encode(figures(block.name).read_bytes()).decode()
        return Markup(
            '<figure class="picture"><img src="data:image/svg+xml;base64,{}" alt="{}">'
            "<figcaption>{}</figcaption></figure>"
        ).format(data, _plain(block.alt), _caption(block))
    return Markup("")


def _table(table: Table) -> Markup:
    rows = list[Markup]()
    for at, row in enumerate(table.rows):
        cells = list[Markup]()
        for cell in row:
            head = "col" if at < table.heads else cell.head
            more = Markup(' scope="{}"').format(head) if head else Markup("")
            if cell.columns > 1:
                more += Markup(' colspan="{}"').format(cell.columns)
            if cell.rows > 1:
                more += Markup(' rowspan="{}"').format(cell.rows)
            if cell.align in ("right", "center"):
                more += Markup(' class="{}"').format(cell.align)
            colours = (("background", cell.fill), ("color", cell.ink))
            looks = [f"{key}:{value}" for key, value in colours if _COLOUR.match(value)]
            if looks:
                more += Markup(' style="{}"').format(";".join(looks))
            lines = Markup("<br>").join(_runs(line) for line in cell.lines)
            cells.append(Markup("<{0}{1}>{2}</{0}>").format("th" if head else "td", more, lines))
        rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    above, under = rows[: table.heads], rows[table.heads :]
    caption = Markup("<caption>{}</caption>").format(said) if (said := _caption(table)) else Markup("")
    note = Markup('\n<p class="note">{}</p>').format(_runs(table.note)) if table.note else Markup("")
    made = Markup("<table>{}<thead>{}</thead><tbody>{}</tbody></table>")
    return (
        Markup('<div class="wide" tabindex="0" role="region" aria-label="{}">').format(
            _plain("".join(run.text for run in table.caption) or table.label or "Table")
        )
        + made.format(caption, _joined(above), _joined(under))
        + Markup("</div>")
        + note
    )


def _caption(block: Table | Figure) -> Markup:
    label = Markup("<strong>{}.</strong> ").format(_plain(block.label)) if block.label else Markup("")
    return label + _runs(block.caption)


def _runs(runs: Runs) -> Markup:
    return Markup("").join(map(_run, runs))


def _run(run: Run) -> Markup:
    made = Markup("<br>").join(Markup("{}").format(line) for line in clean(run.text).split("\n"))
    kinds = (("code", run.code), ("sup", run.sup), ("sub", run.sub), ("em", run.italic), ("strong", run.bold))
    for tag, wanted in kinds:
        if wanted:
            made = Markup("<{0}>{1}</{0}>").format(tag, made)
    leads = is_web(run.link) or run.link.startswith("#")
    return Markup('<a href="{}">{}</a>').format(run.link, made) if leads else made


def _plain(text: str) -> str:
    return " ".join(clean(text).split())


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)
