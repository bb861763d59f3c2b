"""Sections of a sheet (wording.section) as tables of the page: counts open their events, names their cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.style import TIER_CHANGE
from app.core.view import href
from app.page_context import HOME, PageContext
from app.ui import board, tags
from app.ui.controls import nav
from app.ui.html_tables import table
from app.ui.markup import anchor
from app.wording.section import Cell, Link, Section


def painted(section: Section, context: PageContext) -> Any:
    """The table of a section, with its note."""
    rows = [[cell(each, context) for each in row] for row in section.rows]
    section_table = table(list(section.head), rows, section.numbers, context.t)
    note = tags.P(section.note, className="hint") if section.note and rows else None
    return tags.Div([section_table, note])


def cell(each: Cell, context: PageContext) -> Any:
    """A cell with what is behind it, and what stands small under it."""
    kind, _sep, value = each.kind.partition(":")
    shown: Any = linked(each.text, each.link, context) if each.link else each.text
    if kind == "mode":
        shown = tags.Span([tags.Span(className=f"dot-{value}"), shown])
    elif kind == "tier":
        shown = tags.Span(shown, className=f"badge change-{TIER_CHANGE[value]}")
    elif kind:
        shown = {"unstated": tags.I, "part": tags.Small}[kind](shown)
    return tags.Span([shown, tags.Small(each.below)]) if each.below else shown


def linked(text: str, link: Link, context: PageContext) -> Any:
    """The text as a link."""
    if link.url:
        away: Any = {"target": "_blank", "rel": "noopener noreferrer"}
        return tags.A(text, href=link.url, **away)
    if link.route:
        return nav(text, href(board.ROUTE, context.filters, replace(context.view, sel=f"route:{link.route}")))
    if link.card:
        return nav(text, href(HOME, context.filters, replace(context.view, card=link.card, sel=None)))
    if context.filters.less:
        # "Without the largest" leaves out the largest of the sheet; of a part of it no address says that.
        return text
    selected = f"same:{link.same[0]}|{link.same[1]}" if link.same else link.selected
    view = replace(context.view, sel=selected, card=None)
    return anchor(text, href(HOME, replace(context.filters, **link.narrowed), view))
