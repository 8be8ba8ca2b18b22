"""Exports of screening tools, one module a tool: add a module, and name it in `TOOLS`.

A module takes an export to articles and voices (`source`), in the words of the tool; `wording` knows what
words mean, `settle` makes votes of reviewers of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tamis.config import Config
from tamis.errors import Problems
from tamis.screening.imports import abstrackr, asreview, covidence, eppi, listed, rayyan, table
from tamis.screening.imports.item import Item
from tamis.screening.imports.settle import COMMON, OF_TEAM, settled
from tamis.screening.imports.source import Article, Source
from tamis.screening.imports.wording import Wording, wording_of
from tamis.tables import Import


@dataclass(frozen=True, slots=True)
class Tool:
    """A screening tool.

    articles: takes an export to its articles.
    hint: how decisions are exported from it, as the end of a sentence.
    words: what its words for decisions mean.
    """

    articles: Callable[[Source], list[Article]]
    hint: str
    words: Mapping[str, str] = field(default_factory=lambda: COMMON)

    def read(self, path: Path, row: Import, config: Config, problems: Problems, root: Path) -> list[Item]:
        """Return the entries of an export, with the votes on each.

        Args:
            path: the export.
            row: the row of imports.csv that names it.
            config: the protocol.
            problems: takes what is wrong in either.
            root: the review's folder; places are relative to it.
        """
        before = len(problems)
        source = Source(path, row, root, problems, wording_of(row, config, problems))
        if len(problems) > before:
            return []
        return settled(self.articles(source), source, self.words, self.hint)

    def people(self, path: Path, columns: str = "") -> list[str]:
        """Return the names and e-mails of people in an export, where the tool puts them; each once, sorted.

        Args:
            path: the export.
            columns: headings of a table, as the column `columns` of imports.csv names them.

        Raises:
            InputError: the file cannot be read.
        """
        problems = Problems()
        row = Import(
            file=path.name,
            tool="",
            stage="title_abstract",
            reviewer="",
            date="",
            decision="include",
            columns=columns,
        )
        articles = self.articles(Source(path, row, path.parent, problems, Wording()))
        if not articles:
            problems.raise_if_any()
        found = {name for each in articles for name in each.names}
        found |= {name for each in articles for voice in each.voices for name in voice.person}
        # A number says nobody's name.
        return sorted(name for name in found - {*OF_TEAM, ""} if not name.isdigit())


#: Tools by the word that stands in the column `tool` of imports.csv.
TOOLS: Mapping[str, Tool] = {
    "rayyan": Tool(rayyan.articles, rayyan.HINT, rayyan.WORDS),
    "covidence": Tool(covidence.articles, covidence.HINT),
    "eppi": Tool(eppi.articles, eppi.HINT, eppi.WORDS),
    "asreview": Tool(asreview.articles, asreview.HINT, asreview.WORDS),
    "abstrackr": Tool(abstrackr.articles, abstrackr.HINT, abstrackr.WORDS),
    "table": Tool(table.articles, table.HINT),
    "list": Tool(listed.articles, listed.HINT),
}
