"""What the config says of fields of the form: each must be there, and of the type that is wanted."""

from __future__ import annotations

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.proforma.fields import Column, Proforma


def check_fields(config: Config, proforma: Proforma, problems: Problems) -> None:
    """Note every field that the config names and the pro-forma does not have, or has as another type.

    What is counted, and what groups the rows of a table, has a known set of values: it is a choice.
    """

    def field(name: str, *path: str | int, choice: bool) -> None:
        found = proforma.field(name)
        if found is None:
            text = f"field {not_one_of(name, [field.id for field in proforma.fields])}"
            problems.add_at(config.place(*path), text)
        elif choice and found.type not in ("choice", "choices"):
            text = f"field {name!r} must be of type choice or choices, and is of type {found.type}"
            problems.add_at(config.place(*path), text)

    for t, use in enumerate(config.appraisal.tools):
        path = ("appraisal", "tools", t)
        if use.design:
            field(use.design, *path, "design", choice=True)
            designs = proforma.field(use.design)
            known = [choice.id for choice in designs.choices] if designs else []
            for choice in use.categories:
                if designs and choice not in known:
                    problems.add_at(config.place(*path, "categories", choice), not_one_of(choice, known))
        elif use.categories:
            text = "which field of the pro-forma says the design? design: is missing"
            problems.add_at(config.place(*path, "categories"), text)
    for t, table in enumerate(config.tables):
        own = _columns_of(config, proforma, t, problems)
        for f, name in enumerate(table.fields):
            if name in own:
                continue
            if name.partition(":")[0] == "appraisal":
                tools = [use.id for use in config.appraisal.tools]
                if ":" in name and name.partition(":")[2] not in tools:
                    text = f"tool {not_one_of(name.partition(':')[2], tools)}"
                    problems.add_at(config.place("synthesis", "tables", t, "fields", f), text)
                continue
            field(name, "synthesis", "tables", t, "fields", f, choice=False)
        if table.group_by in own and own[table.group_by].type != "choice":
            text = (
                f"column {table.group_by!r} must be of type choice, and is of type {own[table.group_by].type}"
            )
            problems.add_at(config.place("synthesis", "tables", t, "group_by"), text)
        elif table.group_by and table.group_by not in own:
            field(table.group_by, "synthesis", "tables", t, "group_by", choice=True)
    for c, name in enumerate(config.counts):
        field(name, "synthesis", "counts", c, choice=True)


def _columns_of(config: Config, proforma: Proforma, t: int, problems: Problems) -> dict[str, Column]:
    """Return the columns of the field whose rows are those of a table of the config, by id; none: it names no
    field."""
    rows = config.tables[t].rows
    tables = {field.id: field for field in proforma.fields if field.type == "table"}
    if rows and rows not in tables:
        text = f"table {not_one_of(rows, tables)}; rows are those of a field of type table"
        problems.add_at(config.place("synthesis", "tables", t, "rows"), text)
    return {column.id: column for column in tables[rows].columns} if rows in tables else {}
