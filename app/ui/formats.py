"""What a page shows, as files: its events and legs as data, its chart as a drawing."""

from __future__ import annotations

from typing import Any

from app.core import view as view_query
from app.core.paper_sizes import CHARTS_OF_PAGE
from app.page_context import PageContext
from app.ui import tags

#: Files of the selected events and of their legs besides the CSV of the events.
FORMATS = (("events", ("xlsx", "geojson", "kml", "parquet")), ("legs", ("csv", "xlsx", "geojson", "kml", "parquet")))
DRAWN = ("png", "svg", "pdf")


def row(name: str, links: list[tuple[str, str]]) -> tags.Element:
    """A kind of file and its formats: (format, address)."""
    buttons = [tags.A(kind.upper(), href=target, className="button", download="") for kind, target in links]
    return tags.Div([tags.Span(name), *buttons], className="row")


def chart(context: PageContext, name: str) -> tags.Element:
    """A chart of the view as a drawing."""
    query = view_query.to_query(context.filters, context.view)
    links = [(kind, f"/export/chart.{kind}?{query}{'&' if query else ''}chart={name}") for kind in DRAWN]
    return row(context.t(f"export.chart_{name}"), links)


def drawer(context: PageContext, rows: list[Any]) -> tags.Element:
    """The files of a page, folded."""
    body = tags.Div(rows, className="drawer-body formats")
    return tags.Details(
        [tags.Summary(context.t("export.formats"), className="button"), body], id="formats", className="drawer"
    )


def file_rows(context: PageContext, query: str) -> list[tags.Element]:
    """The selected events, and their legs with the paths, in other formats; the bars of the months as a drawing."""
    level = f"{query}&level={context.view.level}" if query else f"level={context.view.level}"
    lists = [
        row(context.t(f"export.{name}"), [(kind, f"/export/{name}.{kind}?{level}") for kind in kinds])
        for name, kinds in FORMATS
    ]
    return [*lists, chart(context, "timeline")]


def of_page(context: PageContext) -> tags.Element | None:
    """The charts of a page of analysis as drawings."""
    names = CHARTS_OF_PAGE.get(context.path, ())
    return drawer(context, [chart(context, name) for name in names]) if names else None
