"""The house stands as DESIGN has it: who may import whom, and what keeps in step with what."""

import ast
from pathlib import Path

import pytest

from tamis import keys
from tamis.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "workflow" / "tamis"
STAGES = {"searches", "dedupe", "screening", "fulltext", "extraction", "appraisal", "synthesis"}
#: What each part may import; a part that is named nowhere may import everything.
GROUND = {"errors", "tables", "provenance", "store", "review", "yamlfile", "config", "formats", "pdf"}
ALLOWED = (
    {name: GROUND - {"pdf"} for name in GROUND}
    | {stage: GROUND | {stage} for stage in STAGES}
    | {
        "flow": GROUND | {"flow"},
        "checks": GROUND | {"checks"},
        "reports": GROUND | STAGES | {"flow", "checks", "reports"},
    }
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
        assert first != "pymupdf" or part == "pdf", f"{path.name} imports pymupdf; only pdf.py may"
        if first == "tamis" and part in ALLOWED:
            assert rest[0] in ALLOWED[part], f"{path.relative_to(PACKAGE)} may not import tamis.{rest[0]}"


def test_every_command_has_a_module_with_a_first_line_for_its_help():
    import importlib

    for name, (module, _) in COMMANDS.items():
        loaded = importlib.import_module(module)
        assert callable(loaded.run) and callable(loaded.add_arguments), name
        assert loaded.__doc__ and loaded.__doc__.splitlines()[0].strip(), name


def test_the_page_of_keys_is_the_one_the_schemas_make():
    assert (ROOT / "config" / "README.md").read_text(encoding="utf-8") == keys.readme(), "make docs"


def test_a_new_review_gets_the_same_git_attributes():
    assert (ROOT / ".gitattributes").read_text() == (PACKAGE / "skeleton" / "dot-gitattributes").read_text()


def test_the_snakefile_has_no_logic():
    text = (ROOT / "Snakefile").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    for path in [ROOT / "Snakefile", *sorted((ROOT / "workflow" / "rules").glob("*.smk"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.strip().startswith(("def ", "run:", "script:", "lambda")), f"{path.name}: {line}"


def test_the_lock_names_hashes_and_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert len(pinned) > 50 and all("==" in line and line.endswith("\\") for line in pinned)
    assert "://" not in text and "index" not in text.replace("index-url", "index")
