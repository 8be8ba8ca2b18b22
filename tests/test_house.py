"""The house stands as DESIGN has it: who may import whom, and what keeps in step with what."""

import ast
import tomllib
from pathlib import Path

import pytest

from tamis import guide, provenance
from tamis.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "workflow" / "tamis"
STAGES = {"searches", "dedupe", "screening", "fulltext", "extraction", "appraisal", "synthesis"}
#: The ground that all stand on, from below: each part may import what stands before it, and itself.
GROUND = (
    "errors",
    "numberwords",
    "tables",
    "provenance",
    "encoding",
    "progress",
    "pdf",
    "svg",
    "glyphs",
    "render",
    "typeset",
    "cells",
    "store",
    "isotimes",
    "bulk",
    "review",
    "settled",
    "twins",
    "yamlfile",
    "config",
    "proforma",
    "formats",
    "ids",
    "named",
    "outputs",
    "loose",
    "history",
    "logs",
)
#: What each part may import; a part that is named nowhere may import everything.
ALLOWED = (
    {name: {*GROUND[: at + 1]} for at, name in enumerate(GROUND)}
    | {part: {*GROUND, part} for part in (*STAGES, "flow", "sources", "checks")}
    | {"reports": {*GROUND, *STAGES, "flow", "sources", "checks", "reports"}}
    | {"manuscript": {*GROUND, *STAGES, "flow", "sources", "checks", "reports", "manuscript"}}
)


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield path, "__init__" if parts == ("__init__",) else parts[0]


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize(("path", "part"), list(modules()), ids=lambda value: getattr(value, "stem", value))
def test_imports_go_one_way(path, part):
    for name in imports(path):
        first, *rest = name.split(".")
        assert first != "snakemake", f"{path.name} imports snakemake"
        assert first != "pymupdf" or path == PACKAGE / "pdf" / "worker.py", f"{path} imports pymupdf"
        if first == "tamis" and part in ALLOWED:
            assert rest[0] in ALLOWED[part], f"{path.relative_to(PACKAGE)} may not import tamis.{rest[0]}"


def test_every_module_and_folder_of_the_package_stands_on_the_map():
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house")[1]
    lines = text.split("  tamis/\n")[1].split("\ntests/")[0].splitlines()
    named = {word.rstrip("/") for line in lines for word in line.split() if word.endswith((".py", "/"))}
    there = {path.name for path in PACKAGE.iterdir() if path.name.strip("_") == path.name}
    assert there <= named, f"not on README's map: {', '.join(sorted(there - named))}"
    assert {name for name in named if name.endswith(".py")} <= there


def test_the_parts_that_are_named_are_all_there():
    parts = {part for _, part in modules()}
    assert parts >= {*ALLOWED}
    assert {part for part in parts if (PACKAGE / part / "inputs.py").exists()} - {"flow", "reports"} == STAGES


def test_the_version_is_the_same_in_the_package_and_in_the_program():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == provenance.VERSION


def test_a_change_of_a_source_is_seen_wherever_the_package_lies(tmp_path, monkeypatch):
    package = tmp_path / "bundle" / "__pycache__" / "tamis"  # as in a home folder with such a name
    (package / "__pycache__").mkdir(parents=True)
    monkeypatch.setattr(provenance, "_PACKAGE", package)
    monkeypatch.setattr(provenance, "bundle", lambda: ROOT)

    def digest():
        return provenance.source_digest.__wrapped__()

    digests = [digest()]
    for name, seen in (
        ("a.py", True),
        ("__pycache__/a.pyc", False),
        ("bundle/Snakefile", False),
        ("b.yaml", True),
    ):
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(name)
        digests.append(digest())
        assert (digests[-1] != digests[-2]) == seen, name


def test_every_command_has_a_module_with_a_first_line_for_its_help():
    import importlib

    for name, (module, _) in COMMANDS.items():
        loaded = importlib.import_module(module)
        assert callable(loaded.run) and callable(loaded.add_arguments), name
        assert loaded.__doc__ and loaded.__doc__.splitlines()[0].strip(), name


def test_the_pages_of_keys_and_columns_are_those_that_the_schemas_make():
    for name, page in guide.pages().items():
        assert (ROOT / name).read_text(encoding="utf-8") == page, "make docs"


def test_the_tool_on_the_page_of_keys_is_one(tmp_path):
    from tamis.appraisal.engine import registry
    from tamis.errors import Problems

    (tmp_path / "checklist.yaml").write_text(guide.EXAMPLE, encoding="utf-8")
    problems = Problems()
    assert registry.load_file(tmp_path / "checklist.yaml", problems) and not len(problems)


def test_a_new_review_gets_the_same_git_attributes():
    assert (ROOT / ".gitattributes").read_text() == (PACKAGE / "skeleton" / "dot-gitattributes").read_text()


def test_the_snakefile_has_no_logic():
    text = (ROOT / "Snakefile").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    for path in [ROOT / "Snakefile", *sorted((ROOT / "workflow" / "rules").glob("*.smk"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.strip().startswith(("def ", "run:", "script:", "lambda")), f"{path.name}: {line}"


def test_no_rule_takes_what_an_office_program_leaves_beside_a_file_for_an_input():
    for path in sorted((ROOT / "workflow" / "rules").glob("*.smk")):
        assert "glob(" not in path.read_text(encoding="utf-8"), f"{path.name}: write provenance.files"


def test_the_lock_names_hashes_and_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert len(pinned) > 50 and all("==" in line and line.endswith("\\") for line in pinned)
    assert "://" not in text and "index" not in text.replace("index-url", "index")
