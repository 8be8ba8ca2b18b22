"""Each tag of a manuscript checked by itself, before anything is rendered: one mistake hides no other.

What may stand in a tag is a list of kinds of Jinja's syntax; whatever is not on it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import TemplateSyntaxError, nodes

from tamis.errors import not_one_of
from tamis.manuscript import names as every
from tamis.manuscript.engine.published import (
    CALLED,
    FILTERS,
    FUNCTIONS,
    NAMESPACES,
    Published,
    unknown,
    unknown_name,
)
from tamis.manuscript.engine.tags import Tag, parser, unpaired

_STATEMENTS = ("if", "elif", "else", "endif", "for", "endfor", "set")
_LOOP = ("index", "first", "last", "length")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.CondExpr),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Keyword, nodes.Filter),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg, nodes.Pos),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
_DEEPEST = 40
#: No number of a manuscript is as large.
LARGEST = 1e15
#: So many names of a group are listed.
_SAID = 12


def check(tags: Sequence[Tag], published: Published) -> list[tuple[int, str]]:
    """Return what is wrong, with the number of the tag it is wrong in."""
    wrong = [(at, text) for at, text in unpaired(tags)]
    trees = {
        at: tree for at, tag in enumerate(tags) if tag.kind != "{#" and (tree := _parsed(tag, at, wrong))
    }
    own = {"loop"} | {
        name.name for tree in trees.values() for name in tree.find_all(nodes.Name) if name.ctx == "store"
    }
    for at, tree in trees.items():
        reader = _Reader(published, own)
        reader.read(tree, 0)
        wrong += [(at, text) for text in reader.wrong]
        for name in sorted({n.name for n in tree.find_all(nodes.Name) if n.ctx == "store"}):
            if name in (*NAMESPACES, *FUNCTIONS, "loop"):
                wrong.append((at, f"'{name}' is a name of the review's, and cannot be set"))
    return sorted(wrong)


def _parsed(tag: Tag, at: int, wrong: list[tuple[int, str]]) -> nodes.Template | None:
    """Return a tag's syntax, as if it stood alone; None where it has none of its own."""
    word = tag.word
    if tag.kind == "{%" and word not in _STATEMENTS:
        wrong.append((at, f"statement {not_one_of(word, _STATEMENTS)}"))
        return None
    if tag.kind == "{{":
        source = f"{{{{ {tag.code} }}}}"
    elif word in ("if", "for"):
        source = f"{{% {tag.code} %}}{{% end{word} %}}"
    elif word == "elif":
        source = f"{{% if 0 %}}{{% {tag.code} %}}{{% endif %}}"
    elif word == "set":
        source = f"{{% {tag.code} %}}"
        if "=" not in tag.code:
            wrong.append((at, f"'{tag.code}' sets nothing; write {{% set name = ... %}}"))
            return None
    else:
        if tag.code != word:
            wrong.append((at, f"'{tag.code}': nothing stands behind '{word}'"))
        return None
    if not tag.code:
        wrong.append((at, "'{{ }}' is empty; a name belongs between the braces"))
        return None
    try:
        return parser().parse(source)
    except TemplateSyntaxError as error:
        wrong.append((at, f"'{tag.code}' cannot be read: {_unread(tag, error)}"))
    except (RecursionError, ValueError, OverflowError, MemoryError, SyntaxError):
        wrong.append((at, f"'{tag.code[:40]}' cannot be read: too deep, or not a number"))
    return None


class _Reader:
    """Reads the syntax of one tag, and notes all that is wrong in it."""

    def __init__(self, published: Published, own: set[str]) -> None:
        self.published, self.own = published, own
        self.wrong = list[str]()

    def read(self, node: nodes.Node, depth: int) -> None:
        """Read a part of it and all below."""
        if depth > _DEEPEST:
            self.wrong.append("is too deeply nested")
            return
        if not isinstance(node, _ALLOWED):
            self.wrong.append(f"{_kind(node)} cannot be used in a manuscript")
            return
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                if isinstance(child, nodes.Call):
                    self._call(child)
                else:
                    self.read(child, depth + 1)
            return
        if isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Name):
            self._name(node, whole=True)
            return
        if isinstance(node, nodes.Call):
            name = node.node.name if isinstance(node.node, nodes.Name) else ""
            said = f"'{name}(...)'" if name else "a call"
            self.wrong.append(
                f"{said} cannot stand in an expression; it has a tag of its own"
                if name in FUNCTIONS or not name
                else f"function {not_one_of(name, FUNCTIONS)}"
            )
            return
        if isinstance(node, nodes.Const) and isinstance(node.value, int | float) and not node.value < LARGEST:
            self.wrong.append("the number is too large")
        if isinstance(node, nodes.Filter):
            self._filter(node)
        if isinstance(node, nodes.For):
            self._for(node, depth)
            return
        if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            self.wrong.append("'set' sets one name")
            return
        for below in node.iter_child_nodes():
            self.read(below, depth + 1)

    def _for(self, node: nodes.For, depth: int) -> None:
        """Read a loop, which may go through a group of names, too."""
        if node.recursive or not isinstance(node.target, nodes.Name):
            self.wrong.append("'for' is written {% for one in studies.design %}")
            return
        if isinstance(node.iter, nodes.Getattr | nodes.Getitem | nodes.Name):
            self._name(node.iter, whole=False)
        elif isinstance(node.iter, nodes.List | nodes.Tuple):  # nowhere else: they can be compared for ever
            for each in node.iter.items:
                self.read(each, depth + 1)
        else:
            self.read(node.iter, depth + 1)
        for part in (node.target, node.test):
            if part is not None:
                self.read(part, depth + 1)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS:
            self.wrong.append(f"filter {not_one_of(node.name, FILTERS)}")
        elif node.dyn_args or node.dyn_kwargs:
            self.wrong.append(f"'*' cannot be used in {node.name}(...)")

    def _name(self, named: nodes.Node, *, whole: bool) -> None:
        """Check a dotted name; `whole`: it must be one that has a value, and no group of them."""
        parts = list[str | None]()
        node: nodes.Node = named
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            if isinstance(node, nodes.Getattr):
                parts.append(node.attr)
            elif isinstance(node.arg, nodes.Const):
                parts.append(str(node.arg.value))
            else:
                self.read(node.arg, 0)
                parts.append(None)
            node = node.node
        if not isinstance(node, nodes.Name):
            self.wrong.append("only names have parts; write them with points, such as flow.records_screened")
            return
        root = node.name
        names = [root, *reversed(parts)]
        said = ".".join(name or "[...]" for name in names)
        if hidden := next((name for name in names if name and name.startswith("_")), ""):
            self.wrong.append(f"'{said}': no name begins with an underscore, as {hidden!r} does")
        elif root in FUNCTIONS:
            self.wrong.append(f"'{said}': {root} is called, as {{{{ {CALLED[root]} }}}}")
        elif root in self.own and root not in NAMESPACES:
            self._own(root, names[1:])
        elif root not in NAMESPACES:
            self.wrong.append(
                f"name {not_one_of(root, (*NAMESPACES, *FUNCTIONS, *sorted(self.own - {'loop'})))}"
            )
        elif self.published.names is not None:
            self._published(names, said, whole=whole)
        elif None not in names and not every.possible(said):
            self.wrong.append(unknown_name(said, None))

    def _own(self, root: str, below: Sequence[str | None]) -> None:
        """Check a name that the manuscript sets itself, or Jinja's `loop`."""
        if root == "loop" and (len(below) != 1 or below[0] not in _LOOP):
            self.wrong.append(f"loop.{not_one_of(str(below[0]) if below else '', _LOOP)}")
        elif root != "loop" and below:
            self.wrong.append(f"'{root}' has no parts")

    def _published(self, names: Sequence[str | None], said: str, *, whole: bool) -> None:
        known = self.published.names or {}
        fixed = list[str]()
        for name in names:
            if name is None:
                break
            fixed.append(name)
        start = ".".join(fixed)
        below = [name for name in known if name.startswith(f"{start}.")]
        if len(fixed) < len(names):  # [...] says at run time which
            if not below:
                self.wrong.append(unknown_name(start, known))
        elif start in known:
            return
        elif not below:
            self.wrong.append(unknown_name(start, known))
        elif whole:
            self.wrong.append(f"'{said}' is a group of names: {_listed(below)}")

    def _call(self, node: nodes.Call) -> None:
        """Check a call that stands alone in its tag."""
        if not isinstance(node.node, nodes.Name):
            self.wrong.append("only table, figure, cite, references and item can be called")
            return
        name = node.node.name
        if name not in FUNCTIONS:
            known = (*FUNCTIONS, *NAMESPACES)
            self.wrong.append(f"function {not_one_of(name, FUNCTIONS if name not in known else known)}")
            return
        if node.dyn_args or node.dyn_kwargs:
            self.wrong.append(f"'*' cannot be used in {name}(...)")
        self._arguments(node, name)

    def _arguments(self, node: nodes.Call, name: str) -> None:
        said = list[str]()
        for each in node.args:
            if isinstance(each, nodes.Const) and isinstance(each.value, str):
                said.append(" ".join(each.value.split()))
            elif isinstance(each, nodes.Name) and each.name in self.own:
                said.append("")  # known at run time
            else:
                hint = f', such as {name}("{each.name}")' if isinstance(each, nodes.Name) else ""
                self.wrong.append(f"{name}(...) takes names in quotation marks{hint}; write {CALLED[name]}")
                return
        for word in node.kwargs:
            if word.key not in FUNCTIONS[name]:
                self.wrong.append(f"{name}(...): {not_one_of(word.key, FUNCTIONS[name])}")
            elif isinstance(word.value, nodes.Call):
                self.wrong.append(f"{name}(...): a call cannot stand in {word.key}")
            else:
                self.read(word.value, 1)
        least, most = {"references": (0, 0), "cite": (1, 200)}.get(name, (1, 1))
        if not least <= len(said) <= most:
            self.wrong.append(f"{name}(...) is written {CALLED[name]}")
            return
        for text in said:
            if text and (problem := unknown(name, text, self.published)):
                self.wrong.append(problem)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SAID]) + (
        f", and {len(names) - _SAID:,} more: records/README.md" if len(names) > _SAID else ""
    )


def _unread(tag: Tag, error: TemplateSyntaxError) -> str:
    """Return in plain words why the code of a tag cannot be read."""
    message = error.message or ""
    name = re.match(r"(\w+) +(\w+)\s*$", tag.code)
    if name and name[1] in NAMESPACES:
        return f"a point belongs between the parts of a name, as in {name[1]}.{name[2]}"
    if sign := re.search(r"(\w[\w.]*)\s*([^\w\s.,()\[\]|+*/=<>!'\"-])", tag.code):
        return f"the sign {sign[2]!r} behind {sign[1]!r} has no place here"
    if dash := re.search(r"\b(?:" + "|".join(NAMESPACES) + r")[-.]\w*-\w+", tag.code):
        return f"names have _ where {dash[0]!r} has -"
    if expected := re.search(r"unexpected '\}', expected '(.)'", message):
        return f"a {expected[1]!r} is missing"
    if re.search(r"(?:got|unexpected) '?end", message):
        return "something is missing at its end"
    if found := re.search(r"got '(.+)'|unexpected '(.+)'", message):
        return f"{found[1] or found[2]!r} has no place where it stands"
    return "it is not written as a name, a sum or a call; docs/manuscript.md shows what can stand here"


def _kind(node: nodes.Node) -> str:
    """Return what people call a kind of syntax."""
    kinds = {"Pow": "'**'", "Mod": "'%'", "FloorDiv": "'//'", "Concat": "'~'", "Test": "'is'", "Dict": "'{}'"}
    return kinds.get(type(node).__name__, f"'{type(node).__name__.lower()}'")
