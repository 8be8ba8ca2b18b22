"""config/README.md and records/README.md: every key and every column, made from the schemas themselves.

So they cannot go stale; `python -m tamis.guide` writes both anew.
"""

from __future__ import annotations

import re
from dataclasses import Field
from inspect import cleandoc
from pathlib import Path
from typing import Any

from tamis import tables
from tamis.store import write_text
from tamis.yamlfile import schema

_CONFIG = """# config/

What a team decides before and while it works, as data. `config.yaml` is the protocol, `proforma.yaml` the
extraction form, `references.bib` what the report cites beyond the included studies. `people.yaml`, which
git ignores, may hold the reviewers' names, for `tamis scrub`: a line `R1: Ann Lee` for each, or
`R1: {name: Ann Lee, email: ann@example.org, also: [A. Lee]}`.

This page is made from `workflow/schemas/` (`make docs`). Keys in **bold** must be there; a `*` stands for a
key of your own.
"""

#: A whole tool, as small as can be.
EXAMPLE = """\
id: checklist
title: Our checklist
version: "2026"
source: Our own, agreed before the search.
licence: Ours.
answers:
  - {id: "yes", label: "Yes", symbol: "+", colour: "#009E73"}
  - {id: "no", label: "No", symbol: "−", colour: "#D55E00", comment: true}
  - {id: unclear, label: Unclear, symbol: "?", colour: "#F0E442", comment: true}
missing: {label: Missing, symbol: "○", colour: "#FFFFFF"}
domains:
  - id: all_questions
    label: All questions
    items:
      - {id: Q1, label: Who takes part}
      - {id: Q2, label: How it was measured}
"""

_TOOL = f"""
An appraisal tool is a file like this, and nothing else: those shipped (`tamis tools` lists them), and any in
`config/tools/`, which `tamis tools config/tools/<id>.yaml` checks. Ids and answers that are numbers, yes or
no need quotation marks (`"1.1"`, `"no"`). Rules are read from above, and the first that fits holds; each way
of answering must end in one judgement. A team that may use a tool's own wording keeps it in
`config/tools/<id>.wording.yaml`, one line an item (`tamis tools <id> --wording` makes the file). A whole
small tool, `config/tools/checklist.yaml`, to begin with:

```yaml
{EXAMPLE}```

"""

_RECORDS = """# records/

What the team writes, and the pipeline never changes. Every table may be CSV (commas, semicolons or tabs) or
XLSX, as your spreadsheet saves it, with its columns in any order; columns in **bold** must be there. A person
is named by the id that stands in `config/config.yaml`, such as R1. Several values in one cell are separated
by `;`. A date is best written as 2021-09-17. Nothing is ever deleted: who changes a decision adds a line.

Beside the tables there are, in `searches/`, the search exports exactly as they were downloaded; in
`fulltext/`, the PDFs (git ignores them); and in `extraction/`, one file for each study and person, such as
`smith2020.R1.yaml`, that gives a value for each field of `config/proforma.yaml` (`tamis forms extraction`
writes blank ones, also as a workbook). A value stands alone, or with the words that it rests on; so does a
row of a table:

```yaml
form: 1                        # the version of the form
country: united_kingdom        # a choice, by its id
funding: not reported          # or NR; not applicable, NA
sample:
  value: "120 families in two counties"
  quote: "we recruited 120 families"
  page: 4
results:                       # a table: a row begins with -
  - outcome: Re-entry to care
    events_1: 4
    n_1: 50
    quote: "four of the 50 families returned"
    page: 9
```

This page is made from `workflow/tamis/tables.py` (`make docs`).
"""


_NAMES = """
## Manuscripts: `records/manuscript/*.docx` and `*.md`

What authors write, in Word or Markdown; each run makes the finished document, of the same name, in
`reports/`. In double braces stand names, as `{{ flow.records_screened }}`; what stands here between `<` and
`>` is an id of the review, such as that of a reason or of a choice in the pro-forma. What else may stand in
braces (figures, citations, checklist items) stands in Tamis's docs/manuscript.md.

| name | what it is |
| --- | --- |
"""

_TABLES = """
`{{ table("searches", caption="Sources searched") }}`, in a paragraph of its own, is a table:

| table | what it shows |
| --- | --- |
"""


def pages() -> dict[str, str]:
    """Return the pages: path in a review's folder, and text."""
    return {"config/README.md": config_page(), "records/README.md": records_page()}


def records_page() -> str:
    """Return the text of records/README.md: each table that people write, column by column."""
    parts = [_RECORDS]
    for table in tables.tables():
        # The docstring of such a table begins with its place: People's `records/studies.csv`: ...
        found = re.match(r"People's (.*?`records/\S+`\)?)[,:] (.*)", cleandoc(table.__doc__ or ""), re.DOTALL)
        if found:
            parts.append(f"\n## {found[1]}\n\n{found[2][:1].upper()}{found[2][1:]}\n\n")
            parts.append("| column | what it holds |\n| --- | --- |\n")
            parts.extend(_column(field) for field in tables.columns(table) if field.name != "place")
    return "".join(parts) + _names()


def _names() -> str:
    """Return what a manuscript may name."""
    from tamis.manuscript import names, tables

    rows = [f"| `{name}` | {words} |\n" for name, words in names.described()]
    made = [f"| `{name}` | {words} |\n" for name, words in tables.described()]
    return "".join([_NAMES, *rows, _TABLES, *made])


def _column(field: Field[Any]) -> str:
    name = f"**`{field.name}`**" if field.metadata["present"] else f"`{field.name}`"
    words = ", ".join(field.metadata["words"])
    return f"| {name} | {field.metadata['doc']}{f'. One of: {words}' if words else ''} |\n"


def config_page() -> str:
    """Return the text of config/README.md."""
    parts = [_CONFIG]
    for name, title, text in (
        ("config", "config.yaml", ""),
        ("proforma", "proforma.yaml", ""),
        ("tool", "tools/*.yaml", _TOOL),
    ):
        root = schema(name)
        parts.append(f"\n## {title}\n{text}\n| key | what it is |\n| --- | --- |\n")
        parts.extend(_rows(root, root, ""))
    return "".join(parts)


def _rows(node: dict[str, Any], root: dict[str, Any], prefix: str) -> list[str]:
    rows = []
    any_other = node.get("additionalProperties")
    keys = {**node.get("properties", {}), **({"*": any_other} if isinstance(any_other, dict) else {})}
    for key, value in keys.items():
        name = f"{prefix}{key}"
        bold = key in node.get("required", ())
        rows.append(f"| {'**' if bold else ''}`{name}`{'**' if bold else ''} | {_text(value, root)} |\n")
        below = _resolve(value, root)
        if below.get("type") == "array":
            rows.extend(_rows(_resolve(below["items"], root), root, f"{name}[]."))
        else:
            rows.extend(_rows(below, root, f"{name}."))
    return rows


def _resolve(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    target: dict[str, Any] = root["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
    return target


def _text(node: dict[str, Any], root: dict[str, Any]) -> str:
    below = _resolve(node, root)
    texts = [str(node.get("description", "")).strip()]
    if "anyOf" in below and below is not node:  # a shape that needs words of its own
        texts.append(str(below["description"]).strip())
    if words := below.get("enum"):
        texts.append(f"One of: {', '.join(map(str, words))}.")
    return " ".join(text for text in texts if text)


if __name__ == "__main__":
    for name, page in pages().items():
        write_text(Path(name), page)
