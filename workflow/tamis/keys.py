"""config/README.md: every key of the configuration, made from the schemas, so that it cannot go stale.

`python -m tamis.keys` prints it.
"""

from __future__ import annotations

import sys
from typing import Any

from tamis.yamlfile import schema

_HEAD = """# config/

What a team decides before and while it works, as data. `config.yaml` is the protocol, `proforma.yaml` the
extraction form, `references.bib` what the report cites beyond the included studies. `people.yaml`, which
git ignores, may hold the reviewers' names.

This page is made from `workflow/schemas/` (`make docs`). Keys in **bold** must be there.
"""


def readme() -> str:
    """Return the text of config/README.md."""
    parts = [_HEAD]
    for name in ("config", "proforma"):
        root = schema(name)
        parts.append(f"\n## {name}.yaml\n\n| key | what it is |\n| --- | --- |\n")
        parts.extend(_rows(root, root, ""))
    return "".join(parts)


def _rows(node: dict[str, Any], root: dict[str, Any], prefix: str) -> list[str]:
    rows = []
    for key, value in node.get("properties", {}).items():
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
    text = str(node.get("description", "")).strip()
    words = _resolve(node, root).get("enum")
    return f"{text} One of: {', '.join(map(str, words))}." if words else text


if __name__ == "__main__":
    sys.stdout.write(readme())
