"""The engine: renders a manuscript's tags, each into a mark, with the published names and nothing else.

Jinja's immutable sandbox is the frame. Within it stand only the names, functions and filters of `published`;
what may be written at all is checked before (`checking`). Its time is bounded by what it may do: no text
grows by being added to itself, numbers stay small, all loops of a manuscript together go round 10,000 times,
and what comes out is at most so long.
"""

from __future__ import annotations

import re
import traceback
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tamis.manuscript.engine.checking import LARGEST
from tamis.manuscript.engine.marks import SLOT, mark, without
from tamis.manuscript.engine.published import (
    NAMESPACES,
    Group,
    Made,
    Marks,
    Published,
    Unrecorded,
    listed,
    unknown,
)
from tamis.manuscript.engine.tags import Tag
from tamis.manuscript.values import Value, capitalize, percent, plain, words
from tamis.reports.numbers import NOT_RECORDED

#: How often all loops of one manuscript may go round, and how many characters may come of it.
MOST_ROUNDS = 10_000
MOST_CHARACTERS = 60_000_000
#: How many works may be cited and how many tables, figures and lists shown, in one manuscript.
MOST_CITED = 2_000
MOST_BLOCKS = 200
#: Two of our own filters, with names that nobody can write.
_PRINT, _ROUND = "print it", "go round"
_START = re.compile(r"\{[{%]\n")


class TagError(Exception):
    """A tag that is well written and cannot be rendered."""

    def __init__(self, tag: int, text: str) -> None:
        self.tag, self.text = tag, text
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class _Called:
    """What a function of a manuscript gives back."""

    kind: str
    keys: tuple[str, ...] = ()
    text: str = ""
    page: str = ""
    narrative: bool = False


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with numbers, groups of names, and no other object's attributes."""

    intercepted_binops = frozenset(["+", "-", "*", "/"])
    intercepted_unops = frozenset(["-", "+"])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what stands behind the point; of the review's names and of `loop` alone."""
        if isinstance(obj, Group) and not attribute.startswith("_"):
            found = obj.below(attribute)
            if found is not None:
                return found
            raise ValueError(f"name {listed(attribute, [*obj])}")
        if isinstance(obj, LoopContext) and attribute in ("index", "first", "last", "length"):
            return getattr(obj, attribute)
        raise ValueError(f"nothing is called {attribute!r} here")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what stands in the brackets, as if it stood behind the point."""
        return self.getattr(obj, str(argument))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add, subtract, multiply and divide numbers."""
        made = super().call_binop(context, operator, _number(left), _number(right))
        number = made.number if isinstance(made, Value) else made
        if number is not None and not abs(number) < LARGEST:
            raise ValueError("the number is too large")
        return made

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """Negate a number."""
        return super().call_unop(context, operator, _number(arg))


def _number(value: Any) -> Value | int | float:
    if isinstance(value, Value | int | float) and not isinstance(value, bool):
        return value
    raise ValueError("only numbers can be added, subtracted, multiplied and divided")


class Engine:
    """Renders the texts of one manuscript; `marks` then hold what each mark stands for."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.marks = Marks()
        self._rounds = self._cited = self._blocks = 0
        self._length = 0
        env = self._env = _Sandbox(
            undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True, auto_reload=False
        )
        names = published.names or {}
        env.globals = {space: Group(names, space) for space in NAMESPACES} | {
            "table": lambda name, caption="": self._block("table", name, caption),
            "figure": lambda name, caption="": self._block("figure", name, caption),
            "references": lambda: self._counted(_Called("references")),
            "ref": lambda name, kind="": self._known("ref", name, text=_kind(kind)),
            "cite": self._cite,
            "item": lambda item: self._known("item", item),
        }
        env.filters = {
            "words": words,
            "percent": percent,
            "capitalize": capitalize,
            _PRINT: self._print,
            _ROUND: self._go_round,
        }
        env.tests = {}

    def render(self, source: str, tags: Sequence[Tag]) -> str:
        """Return a text in which each slot's tag is rendered, and what it prints is a mark.

        Args:
            source: the text, with `marks.slot(n)` where tag `n` stands, and no brace of its own.
            tags: the tags; they have been checked.

        Raises:
            TagError: a tag cannot be rendered.
        """
        text = SLOT.sub(lambda found: _written(tags[int(found[1])]), source)
        order = [n for found in SLOT.finditer(source) if tags[n := int(found[1])].kind != "{#"]
        if not order:
            return text
        starts, line, last = list[int](), 1, 0
        for found in _START.finditer(text):
            line, last = line + text.count("\n", last, found.end()), found.end()
            starts.append(line)

        def tag_at(line: int) -> int:
            return order[max(0, bisect_right(starts, line) - 1)]

        try:
            tree = self._env.parse(text)
            self._prepare(tree, tag_at)
            code = self._env.compile(tree, name="manuscript", filename="<manuscript>")
            template = self._env.template_class.from_code(self._env, code, self._env.globals)
            return "".join(self._bounded(template.root_render_func(template.new_context({}))))
        except TemplateSyntaxError as error:
            raise TagError(tag_at(error.lineno), f"cannot be read: {error.message}") from error
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise TagError(order[0], "the tags from here on are too deeply nested") from error
        except (TemplateError, ValueError, TypeError, ArithmeticError) as error:
            lines = [at.lineno or 0 for at in traceback.extract_tb(error.__traceback__) if "<" in at.filename]
            at = template.get_corresponding_lineno(lines[-1]) if lines else 0
            raise TagError(tag_at(at), _said(error)) from error

    def _prepare(self, tree: nodes.Template, tag_at: Callable[[int], int]) -> None:
        """Have each thing that is printed made a mark, and each loop counted."""
        for output in tree.find_all(nodes.Output):
            output.nodes = [
                node
                if isinstance(node, nodes.TemplateData)
                else nodes.Filter(
                    node,
                    _PRINT,
                    [nodes.Const(tag_at(node.lineno), lineno=node.lineno)],
                    [],
                    None,
                    None,
                    lineno=node.lineno,
                    environment=self._env,
                )
                for node in output.nodes
            ]
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(
                loop.iter, _ROUND, [], [], None, None, lineno=loop.lineno, environment=self._env
            )

    def _bounded(self, parts: Iterator[str]) -> Iterator[str]:
        for part in parts:
            self._length += len(part)
            if self._length > MOST_CHARACTERS:
                raise ValueError("what comes of the manuscript's loops is too long")
            yield part

    def _go_round(self, over: object) -> Iterator[object]:
        """Give what a loop goes through, and count."""
        if not isinstance(over, Group | list | tuple):
            raise ValueError("'for' goes through a group of names or a list in brackets")
        for one in list(over):
            self._rounds += 1
            if self._rounds > MOST_ROUNDS:
                raise ValueError(f"the loops of a manuscript go round {MOST_ROUNDS:,} times at most")
            yield one

    def _print(self, value: object, tag: int) -> str:
        """Return the mark of what a tag printed."""
        if isinstance(value, _Called):
            made = Made(value.kind, tag, None, value.text, value.keys, value.page, value.narrative)
        elif isinstance(value, Value):
            made = Made("live", tag, value, without(str(value)))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            made = Made("live", tag, shown := plain(value), str(shown))
        elif isinstance(value, Unrecorded):
            made = Made("text", tag, None, NOT_RECORDED)
        elif isinstance(value, str):
            made = Made("text", tag, None, without(str(value)))
        elif isinstance(value, Undefined):
            str(value)  # StrictUndefined says what is wrong
            raise AssertionError("an undefined value was printed")
        else:
            raise ValueError("is no number and no text, and cannot be printed")
        return mark(made.kind, self.marks.add(made))

    def _known(self, function: str, name: object, **more: Any) -> _Called:
        """Return a call with a name that is known."""
        text = _text(function, name)
        if wrong := unknown(function, text, self.published):
            raise ValueError(wrong)
        return _Called(function, (text,), **more)

    def _block(self, function: str, name: object, caption: object) -> _Called:
        return self._counted(self._known(function, name, text=without(_text(function, caption))))

    def _counted(self, called: _Called) -> _Called:
        self._blocks += 1
        if self._blocks > MOST_BLOCKS:
            raise ValueError(f"a manuscript shows {MOST_BLOCKS:,} tables and figures at most")
        return called

    def _cite(self, *keys: object, page: object = "", narrative: object = False) -> _Called:
        names = tuple(self._known("cite", key).keys[0] for key in keys)
        self._cited += len(names)
        if self._cited > MOST_CITED:
            raise ValueError(f"a manuscript cites {MOST_CITED:,} times at most")
        where = str(page) if isinstance(page, int) else _text("cite", page)
        return _Called("cite", tuple(dict.fromkeys(names)), page=without(where), narrative=bool(narrative))


def _text(function: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{function}(...) takes texts in quotation marks")
    return " ".join(value.split())


def _kind(value: object) -> str:
    if value not in ("", "table", "figure"):
        raise ValueError('ref(...): kind is "table" or "figure"')
    return str(value)


def _written(tag: Tag) -> str:
    """Return a tag as Jinja reads it, begun with a line break: an error's line tells the tag."""
    if tag.kind == "{#":
        return ""
    return f"{{{{\n{tag.code} }}}}" if tag.kind == "{{" else f"{{%\n{tag.code} %}}"


def _said(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "divides by nought"
    if isinstance(error, OverflowError):
        return "the number is too large"
    if isinstance(error, TypeError):
        return "cannot be computed: numbers, texts and groups of names do not go together"
    return str(error)
