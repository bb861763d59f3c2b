"""A country on two pages as PDF: the map of what names it, its situation by air and by sea, and what is not known.

The same figures as the page *Countries* (core.country), the same template for every country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core import country as core
from app.core.filters import Filters
from app.core.view import View
from app.drawing import page_layout, report
from app.drawing.charts.months import Months
from app.drawing.report import part, table_block
from app.i18n import Translator, translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import country_sections as sections
from app.wording.moved_routes import moved_routes
from app.wording.section import Section

#: How long the lists of the sheet are.
LENGTHS = sections.Lengths(lists=8, routes=16, figures=24)
#: The map's box on the page, in units of the drawing.
MAP = (680.0, 211.0)
#: The box of its months.
CHART = (680.0, 100.0)


def render(
    queries: Queries, filters: Filters, view: View, code: str, kind: str = "pdf", edits: Mapping[str, str] | None = None
) -> bytes:
    """The sheet of a country as PDF or DOCX, with what a person wrote to it (see drawing.report.edited)."""
    t = translator(view.lang)
    only, seized = replace(filters, country=(code,)), replace(filters, seizure=(code,))
    what = t("country_page.seized_by_month", name=t.country(code))
    plate = Months(queries.summary.months(seized), "n", t, queries.reporting.filling_from(seized), what)
    chart = "" if queries.summary.months(seized).empty else page_layout.plate_only(plate, CHART, "light", t)
    sheet = report.Report(t.country(code), [], parts(queries, filters, view, code, t), chart)
    drawn = report.small_map(queries, only, replace(view, sel=None), "world", MAP)
    return report.render(queries, only, view, sheet, drawn, kind, edits)


def parts(queries: Queries, filters: Filters, view: View, code: str, t: Translator) -> list[dict[str, Any]]:
    """The sections of the sheet, in order."""
    filters = replace(filters, country=())  # as on the page: see ui.country.sheets
    context = PageContext("/", filters, view, t)
    events = queries.events.naming(filters, code)
    shared, moved = core.shared_scales({code: events}, 99), moved_routes(queries, context)
    sections_by_key = {s.key: s for s in sections.of_country(queries, context, code, events, shared, moved, LENGTHS)}
    chosen = [sections_by_key[key] for key in sections.IN_A_FILE]
    return [part(section.key, printed(section), section.note, t) for section in chosen]


def printed(section: Section) -> dict[str, Any]:
    """A section as a table of texts: what stands small under a cell follows it."""
    rows = [[" · ".join(text for text in (cell.text, cell.below) if text) for cell in row] for row in section.rows]
    shares = (4, 3, 0, 4) if section.key == "country_page.figures" else ()
    return table_block(list(section.head), rows, section.numbers, shares=shares)
