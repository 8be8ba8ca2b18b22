"""The appraisal tools: those that are shipped in `tools/`, and a review's own in `config/tools/`.

A file `config/tools/<tool>.wording.yaml` of a review holds a tool's own wording, item by item, for a team
that may use it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tamis import yamlfile
from tamis.appraisal.engine.tool import (
    Answer,
    Condition,
    CountNote,
    CountRule,
    Domain,
    Item,
    Kind,
    NoteRule,
    Overall,
    Rule,
    Screening,
    Sign,
    Tool,
)
from tamis.appraisal.engine.verify import verify
from tamis.errors import InputError, Problems, not_one_of
from tamis.review import Review

SHIPPED = Path(__file__).parents[1] / "tools"
_WORDING = ".wording"


def folder(review: Review) -> Path:
    """Return where a review keeps tools of its own, and the wording of others."""
    return review.config.parent / "tools"


def wording_path(id: str, review: Review) -> Path:
    """Return where a review keeps a tool's own wording, where a team may use it."""
    return folder(review) / f"{id}{_WORDING}.yaml"


def paths(review: Review | None = None) -> dict[str, Path]:
    """Return the file of each tool there is, by its id; a review's own before one that is shipped."""
    folders = [SHIPPED, *([folder(review)] if review else [])]
    found = {
        path.stem: path
        for each in folders
        for path in sorted(each.glob("[!.~]*.yaml"))
        if not path.stem.endswith(_WORDING)
    }
    return dict(sorted(found.items()))


def load(id: str, problems: Problems, review: Review | None = None) -> Tool | None:
    """Return a tool with what a team filled in of its wording, or None with every error in its file noted."""
    tool = load_file(paths(review)[id], problems, review)
    return _worded(tool, review, problems) if tool and review else tool


def load_file(path: Path, problems: Problems, review: Review | None = None) -> Tool | None:
    """Return the tool of a file, or None with every error in it noted."""
    root = SHIPPED.parent if path.parent == SHIPPED else review.root if review else path.parent
    document = yamlfile.load(path, problems, root=root)
    if document is None or not yamlfile.check(document, "tool", problems):
        return None
    tool = _tool(document.value)
    before = len(problems)
    verify(tool, path.stem, document, problems)
    return tool if len(problems) == before else None


def require(id: str, review: Review | None = None) -> Tool:
    """Return a tool.

    Raises:
        InputError: where there is no such tool, or with every error in its file.
    """
    problems = Problems()
    known = paths(review)
    if id not in known:
        problems.add("appraisal tool", not_one_of(id, known))
        raise InputError(problems)
    tool = load(id, problems, review)
    if tool is None or len(problems):
        raise InputError(problems)
    return tool


def _worded(tool: Tool, review: Review, problems: Problems) -> Tool:
    """Return a tool with the wording that a team filled in, noting items that the tool does not have."""
    path = wording_path(tool.id, review)
    if not path.exists():
        return tool
    document = yamlfile.load(path, problems, root=review.root)
    if document is None:
        return tool
    if not isinstance(document.value, dict):
        problems.add(document.file, 'must be lines of an item\'s id and its wording, such as "1.1": "..."')
        return tool
    words = {path[0]: text for path, text in document.texts.items() if len(path) == 1 and text}
    for path_ in document.lines:
        if len(path_) == 1 and path_ not in document.texts:
            problems.add_at(document.place(*path_), f"the wording of {path_[0]} must be a text")
    for id in words:
        if id not in tool.item_ids:
            problems.add_at(document.place(id), f"item {not_one_of(str(id), tool.item_ids)}")
    return replace(
        tool,
        domains=tuple(
            replace(
                domain,
                items=tuple(replace(item, wording=words.get(item.id, item.wording)) for item in domain.items),
            )
            for domain in tool.domains
        ),
    )


def _tool(data: dict[str, Any]) -> Tool:
    judgements = tuple(_sign(each) for each in data.get("judgements", ()))
    domains = tuple(_domain(each, [a["id"] for a in data["answers"]]) for each in data["domains"])
    screening = data.get("screening")
    overall = data.get("overall")
    every = tuple(d.id for d in domains if not screening or d.id != screening["domain"])
    return Tool(
        id=data["id"],
        title=data["title"],
        version=data["version"],
        source=data["source"],
        licence=data["licence"],
        wording=data.get("wording", ""),
        remarks=data.get("remarks", ""),
        score=data.get("score", ""),
        unit=data.get("unit", "study"),
        answers=tuple(
            Answer(
                **{
                    **each,
                    "spellings": tuple(each.get("spellings", ())),
                    "counts_as": each.get("counts_as", each["id"]),
                }
            )
            for each in data["answers"]
        ),
        met=data.get("met", ""),
        not_applicable=data.get("not_applicable", ""),
        missing=Sign("", **data["missing"]),
        judgements=judgements,
        domains=domains,
        overall=None
        if overall is None
        else Overall(
            label=overall.get("label", "Overall"),
            judgements=tuple(_sign(each) for each in overall.get("judgements", ())) or judgements,
            rules=tuple(
                CountRule(
                    each.get("then", ""),
                    frozenset(each.get("is", ())),
                    tuple(each.get("of", ())),
                    each.get("at_least", 1),
                )
                for each in overall.get("rules", ())
            ),
            notes=tuple(
                CountNote(frozenset(each["is"]), each["at_least"], each["text"], each.get("unless", ""))
                for each in overall.get("notes", ())
            ),
        ),
        screening=Screening(screening["domain"], tuple(screening["passes"]), screening["otherwise"])
        if screening
        else None,
        categories=tuple(
            Kind(
                each["id"],
                each["label"],
                tuple(each["due"]),
                tuple(each.get("own", each["due"])),
                tuple(each.get("components", ())),
            )
            for each in data.get("categories", ())
        )
        or (Kind("all", data["title"], every, every),),
        notes=tuple(NoteRule(**each) for each in data.get("notes", ())),
    )


def _sign(data: dict[str, Any]) -> Sign:
    return Sign(**{**data, "spellings": tuple(data.get("spellings", ()))})


def _domain(data: dict[str, Any], answers: list[str]) -> Domain:
    rules = tuple(Rule(each["then"], _condition(each.get("when"))) for each in data.get("rules", ()))
    return Domain(
        id=data["id"],
        label=data["label"],
        short=data.get("short", data["id"]),
        items=tuple(
            Item(
                each["id"],
                each["label"],
                each.get("wording", ""),
                tuple(each.get("answers", answers)),
                _condition(each.get("asked")),
            )
            for each in data["items"]
        ),
        rules=rules,
        judged=bool(rules) or data.get("judged", False),
    )


def _condition(data: Any) -> Condition:
    """Return a condition; a single mapping is a list of one."""
    if data is None:
        return ()
    return tuple(
        {item: frozenset(words) for item, words in each.items()}
        for each in (data if isinstance(data, list) else [data])
    )
