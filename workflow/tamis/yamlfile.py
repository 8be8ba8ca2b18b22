"""YAML with the line and column of every key, so that an error in it has a place.

Loaded safely (no objects), checked against a JSON schema, every error of a file at once.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tamis.errors import Problems, not_one_of
from tamis.provenance import bundle
from tamis.store import DAMAGED, decode, relative

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its value, and where in the file each key and item stands.

    `lines` maps a path of keys and positions, such as `("screening", "stages", 0)`, to its line; `texts`
    gives a plain value as it was typed, before YAML makes a number of 1.10 and a truth of no.
    """

    file: str
    value: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    texts: dict[Path_, str] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """Return the line of a key, or of the nearest one above it that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, *path: str | int) -> str:
        """Return `file:line` of a key."""
        return f"{self.file}:{self.line(*path)}"


class _Loader(yaml.SafeLoader):
    """The safe loader, but dates stay text: `2021-09-17` is checked and printed as it was written.

    Aliases are refused: nobody needs them here, and a few lines of them can fill a machine's memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # PyYAML's stub has no type
            text = "a text that begins with * needs quotation marks"
            raise yaml.composer.ComposerError(None, None, text, mark)
        return super().compose_node(parent, index)


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, where PyYAML has it: ten times as quick."""


_Loader.yaml_implicit_resolvers = _QuickLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
#: What may be an anchor, without which no alias means anything.
_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&\S", re.MULTILINE)


def load(path: Path, problems: Problems, *, root: Path) -> Document | None:
    """Return a YAML file with the places of its keys; None, and a problem noted, where it is broken."""
    file = relative(path, root)
    try:
        text, encoding = decode(path.read_bytes())
    except FileNotFoundError:
        problems.add(file, "there is no such file")
        return None
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror}")
        return None
    if encoding == DAMAGED:
        problems.add(file, "is not the UTF-16 text that its first bytes announce; save it again as UTF-8")
        return None
    try:
        loader = _loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.add(file, f"holds a character that cannot be typed (code {error.character})", line=line)
        return None
    try:
        node = loader.get_single_node()
        if node is None:
            return Document(file, {}, {(): 1})
        document = Document(file, None)
        if not _walk(node, (), document, problems):
            return None
        return dataclasses.replace(document, value=loader.construct_document(node))
    except yaml.MarkedYAMLError as error:
        said, mark = _in_words(error, text)
        problems.add(
            file,
            f"is not valid YAML: {said}",
            line=mark.line + 1 if mark else 0,
            column=f"column {mark.column + 1}:" if mark else "",
        )
    except RecursionError:
        problems.add(file, "holds lists within lists, too deep to be read")
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError) as error:
        # The last three come of values that contradict their own !!type.
        problems.add(file, f"is not valid YAML: {(str(error) or 'a value').splitlines()[0]}")
    finally:
        loader.dispose()
    return None


#: A key that YAML takes for a text, since no blank is behind its colon.
_TIGHT = re.compile(r"[\s-]*[\w\"']+:\S")
_NO_START = re.compile(r"found character '(.+)' that cannot start any token")


def _in_words(error: yaml.MarkedYAMLError, text: str) -> tuple[str, yaml.Mark | None]:
    """Return what is wrong with YAML, for people, and where."""
    mark = error.problem_mark or error.context_mark
    problem, begin = error.problem or error.context or "", error.context_mark
    if problem == "could not find expected ':'" and begin:
        if _TIGHT.match(text.splitlines()[begin.line]):
            return "a blank is missing behind the colon", begin
        return "a key needs a colon behind it, and a further line of a text blanks before it", begin
    if found := _NO_START.match(problem):
        sign = found[1]
        if sign == "\\t":
            return "a tab; use blanks", mark
        return f"a text that begins with {sign} needs quotation marks", mark
    hint = "look at the indentation, and put texts that hold ': ' or '#' in quotation marks"
    return f"{problem}; {hint}", mark


def _loader(text: str) -> Any:
    """Return a loader of a text: the quick one, unless ours has something to say of it."""
    if not _ANCHOR.search(text):
        try:
            _QuickLoader(text).get_single_node()
            return _QuickLoader(text)
        except (yaml.YAMLError, ValueError, RecursionError):
            pass
    return _Loader(text)


def _walk(node: yaml.Node, path: Path_, document: Document, problems: Problems) -> bool:
    """Note the line of each key; a key that stands twice would silently hide the first, so it is wrong."""
    good = True
    file = document.file
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                problems.add(file, "a key must be a single word", line=line)
                good = False
                continue
            good &= _join(key, document, problems)
            name = key.value
            if name in seen:
                problems.add(file, f"key {name!r} stands twice (also line {seen[name]})", line=line)
                good = False
            seen[name] = line
            document.lines[(*path, name)] = line
            good &= _walk(value, (*path, name), document, problems)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            good &= _walk(value, (*path, position), document, problems)
    else:
        good = _join(node, document, problems)
        document.texts[path] = str(node.value)
    return good


def _join(node: yaml.Node, document: Document, problems: Problems) -> bool:
    r"""Join letters that JSON writes in two halves, `\ud83d\ude42`; note a half that stands alone."""
    try:
        node.value = str(node.value).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        text = r"holds half a letter: one written as \ud83d\ude42 needs both halves; write the letter itself"
        problems.add(document.file, text, line=node.start_mark.line + 1)
        return False
    return True


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """Return the JSON schema `workflow/schemas/<name>.schema.yaml`."""
    text = (bundle() / "workflow" / "schemas" / f"{name}.schema.yaml").read_text(encoding="utf-8")
    # Our own file, so that libyaml's loader will do where PyYAML has it: it is ten times as quick.
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def check(document: Document, name: str, problems: Problems) -> bool:
    """Check a document against a schema, note every error with its line, and say if there was none."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema(name))
    good = True
    for error in validator.iter_errors(document.value):
        good = False
        path: Path_ = tuple(error.absolute_path)
        for text, at in _explain(error, path):
            problems.add(document.file, text, line=document.line(*at))
    return good


#: Stands for a value that is not of its type.
_NONE = object()


def fitting(document: Document, name: str) -> Any:
    """Return as much of a document's value as has the shape that a schema wants, for reading on past errors.

    Keys that are not known and values of a wrong type are left out, and so are items of a list that lack an
    id; a plain value where a text is wanted is taken as it was typed. What must be there and is not is empty.
    """
    whole = schema(name)

    def fit(value: Any, wanted: dict[str, Any], path: Path_) -> Any:
        wanted = whole["$defs"][wanted["$ref"].rpartition("/")[2]] if "$ref" in wanted else wanted
        plain = isinstance(value, str | int | float)
        match wanted.get("type", "string"):
            case "object":
                known = wanted.get("properties", {})
                given = value if isinstance(value, dict) else {}
                if isinstance(more := wanted.get("additionalProperties"), dict):
                    known = dict.fromkeys(given, more) | known
                found = {key: fit(given[key], known[key], (*path, key)) for key in known if key in given}
                found = {key: item for key, item in found.items() if item is not _NONE}
                missing = {key: fit(None, known[key], (*path, key)) for key in wanted.get("required", ())}
                return {key: item for key, item in missing.items() if item is not _NONE} | found
            case "array":
                items = enumerate(value if isinstance(value, list) else [])
                fitted = [fit(item, wanted["items"], (*path, at)) for at, item in items]
                return [
                    item
                    for item in fitted
                    if item is not _NONE and not (isinstance(item, dict) and item.get("id") == "")
                ]
            case "string":
                return document.texts.get(path, str(value)) if plain else "" if value is None else _NONE
            case "number":
                return value if isinstance(value, int | float) and not isinstance(value, bool) else _NONE
            case "integer":
                return value if isinstance(value, int) and not isinstance(value, bool) else _NONE
            case "boolean":
                return value if isinstance(value, bool) else _NONE
            case other:
                raise AssertionError(f"{name}.schema.yaml: no rule for type {other}")

    return fit(document.value, whole, ())


def _name(path: Sequence[str | int]) -> str:
    """Return a path for people: `screening.stages[2].id`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _explain(error: Any, path: Path_) -> list[tuple[str, Path_]]:
    """Return what a schema error means, in words, with the path it belongs to."""
    where = f"{_name(path)}: " if path else ""
    value, wanted = error.instance, error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", {}))
            return [
                (f"{where}key {not_one_of(str(key), known)}", (*path, key))
                for key in value
                if key not in known
            ]
        case "required":
            return [(f"{where}key {key!r} is missing", path) for key in wanted if key not in value]
        case "enum":
            return [(f"{where}{not_one_of(str(value), [str(w) for w in wanted])}", path)]
        case "type":
            plain = isinstance(value, bool | int | float) and "string" in (wanted, *wanted)
            hint = "; put it in quotation marks" if plain else ""
            return [(f"{where}must be {_kinds(wanted)}{hint}", path)]
        case "anyOf":  # what is wrong with it in the shape that it has
            shapes = {sub.relative_schema_path[0]: sub for sub in error.context if _is_shape(sub)}
            near = [sub for sub in error.context if sub.relative_schema_path[0] not in shapes]
            if not near:
                return [(f"{where}must be {_kinds([sub.validator_value for sub in shapes.values()])}", path)]
            return [each for sub in near for each in _explain(sub, tuple(sub.absolute_path))]
        case "pattern":
            hint = error.schema.get("description", f"the pattern {wanted}")
            return [(f"{where}{value!r} does not fit: {hint}", path)]
        case "minLength" | "minItems" | "minProperties":
            return [(f"{where}must not be empty", path)]
        case _:
            return [(f"{where}{error.message}", path)]


def _is_shape(error: Any) -> bool:
    """Return whether a schema error says that the whole value is of another shape."""
    return error.validator == "type" and not error.relative_path


def _kinds(names: Any) -> str:
    """Return types of a schema in words."""
    kinds = {"object": "keys with values", "array": "a list (lines that begin with -)", "string": "a text"}
    kinds |= {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
    return " or ".join(kinds.get(str(n), str(n)) for n in (names if isinstance(names, list) else [names]))
