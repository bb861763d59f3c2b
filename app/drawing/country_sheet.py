"""A country, a place or an area on two or three pages as PDF: the map of what names it, its situation by air and by
sea, what is not known, and its charts.

The same figures as the page *Countries* (core.country), the same template for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.filters import Filters
from app.core.sheet import Sheet
from app.core.view import View
from app.drawing import page_layout, report
from app.drawing.charts.months import Months
from app.drawing.report import part, table_block
from app.drawing.sheet_charts import charts_of
from app.i18n import Translator, translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import country_sections as sections
from app.wording.moved_routes import moved_routes
from app.wording.section import Section
from app.wording.sheets import of_subject, sheets_of

#: How long the lists of the sheet are.
LENGTHS = sections.Lengths(lists=8, routes=16, figures=24)
#: The map's box on the page, in units of the drawing.
MAP = (680.0, 211.0)
#: The box of its months.
CHART = (680.0, 100.0)


def render(
    queries: Queries, filters: Filters, view: View, text: str, kind: str = "pdf", edits: Mapping[str, str] | None = None
) -> bytes | None:
    """The sheet of a subject (a text of ``at=``) as PDF or DOCX, with what a person wrote to it (see
    drawing.report.edited); None for the area of a filter that has none."""
    t = translator(view.lang)
    context = PageContext("/", filters, replace(view, at=(text,)), t)
    sheet = sheets_of(queries, context).get(text)
    if sheet is None:
        return None
    whole, selection = sheet.subject.events_behind(filters)
    seized = replace(sheet.subject.without(filters), **sheet.subject.narrowed("seizure"))
    months = queries.summary.months(seized, sheet.subject.selected("seizure"))
    chart = "" if months.empty else months_of(months, sheet, t)
    paper = report.Report(sheet.name, [], parts(queries, context, sheet), chart, charts_of(sheet, t))
    drawn = report.small_map(queries, whole, replace(view, sel=selection), "world", MAP)
    return report.render(queries, whole, replace(view, sel=selection), paper, drawn, kind, edits, selection)


def months_of(months: pd.DataFrame, sheet: Sheet, t: Translator) -> str:
    """What was seized by month, as a drawing."""
    what = t(sheet.text("seized_by_month"), name=sheet.name)
    return page_layout.plate_only(Months(months, "n", t, sheet.filling, what), CHART, "light", t)


def parts(queries: Queries, context: PageContext, sheet: Sheet) -> list[dict[str, Any]]:
    """The sections of the sheet, in order."""
    context = of_subject(context, sheet.subject)  # as on the page: see ui.country.sheets
    moved = moved_routes(queries, context)
    section_list = {s.key: s for s in sections.of_sheet(queries, context, sheet, moved, LENGTHS)}
    chosen = [section_list[key] for key in sections.in_a_file(sheet.subject)]
    return [part(section.key, printed(section), section.note, context.t) for section in chosen]


def printed(section: Section) -> dict[str, Any]:
    """A section as a table of texts: what stands small under a cell follows it."""
    rows = [[" · ".join(text for text in (cell.text, cell.below) if text) for cell in row] for row in section.rows]
    shares = (4, 3, 0, 4) if section.key == "country_page.figures" else ()
    return table_block(list(section.head), rows, section.numbers, shares=shares)
