"""Tables of a page as plain HTML; those that are long and sorted by a click are grids (ui.tables)."""

from __future__ import annotations

from typing import Any

from app.i18n import Translator
from app.ui import tags
from app.ui.markup import data_table


def plain_table(head: list[str], rows: list[list[Any]], numbers: tuple[int, ...] = ()) -> tags.Element:
    """A table of texts; some columns hold numbers and stand to the right."""

    def cell(column: int, value: Any) -> tags.Element:
        return tags.Td(value, className="number") if column in numbers else tags.Td(value)

    body = [tags.Tr([cell(column, value) for column, value in enumerate(row)]) for row in rows]
    headings = [
        tags.Th(text, scope="col", className="number" if column in numbers else "") if text else tags.Td("")
        for column, text in enumerate(head)
    ]
    top = [tags.Thead(tags.Tr(headings))] if any(head) else []
    return tags.Table([*top, tags.Tbody(body)], className="import-table")


def table(head: list[str], rows: list[list[Any]], numbers: tuple[int, ...], t: Translator) -> Any:
    """A table, or the words that nothing is reported."""
    return (
        tags.Div(data_table(head, rows, numbers), className="scroll")
        if rows
        else tags.P(t("country_page.nothing"), className="hint")
    )
