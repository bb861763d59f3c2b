"""Every element id, once. The style sheet and the scripts use these same names."""

from __future__ import annotations

from typing import NamedTuple

from dash import ALL


class Page(NamedTuple):
    """A page that follows its address (see ui.page_parts): the query that it is asked for, the address of what it
    shows, and its places."""

    query: str
    address: str
    head: str
    tools: str
    body: str


def page(name: str) -> Page:
    """The ids of such a page by its name."""
    parts = {part: f"{name}-{part}" for part in Page._fields}
    return Page(**{**parts, "body": name})


def chart(name: str) -> dict[str, str]:
    """The id of a chart on a page."""
    return {"type": "chart", "name": name}


#: Every chart that stands on a page, as callbacks name them.
CHARTS = {"type": "chart", "name": ALL}
PATH = "path"
LINK = "link"
LAID = "laid"
QUERY = "query"
DATA_QUERY = "data-query"
OPENED = "opened"
PAGE = "page"
HEAD = "head"
FACETS = "facets"
TIMELINE = "timeline"
TIMEBAR = "timebar"
MOVING = "moving"
COVERAGE = "coverage"
MAP = "map"
MAPBAR = "mapbar"
EDGES = "edges"
METRIC_BAR = "metric-bar"
TOP_BAR = "top-bar"
LEGEND = "legend"
MAP_NOTE = "map-note"
SIDE = "side"
EXPORT = "export-map"
EXPORT_PREVIEW = "export-preview"
EXPORT_FAULT = "export-fault"
SIDE_HEAD = "side-head"
#: How many events are picked by hand, and what to do with them.
PICKS = "picks"
SIDE_BODY = "side-body"
EVENTS = "events"
TABLE = "table"
EVENTS_PLACE = "events-place"
TABLE_PLACE = "table-place"
GRIDS = "grids"
CARD = "card"
CHAIN_MAP = "chain-map"
ABOUT = "about"
IMPORT = "import"
IMPORT_QUERY = "import-query"
PAIRS = "pairs"
PAIRS_QUERY = "pairs-query"
BOARD_MAP = "board-map"
OVERVIEW_MAP = "overview-map"
FIGURES = "figures"
FIGURES_MAP = "figures-map"
FIGURES_NOTE = "figures-note"
FIGURES_LIST = "figures-list"
FIGURES_CHARTS = "figures-charts"
COLUMNS = "columns"
ROUTE_MAP = "route-map"
MAP_A = "map-a"
MAP_B = "map-b"
MAP_CHANGE = "map-change"
ADD = "add-slide"
STAGE = "stage"

BOARD = page("board")
ROUTE = page("route")
COMPARE = page("compare")
COUNTRY = page("country")
COUNTRIES_MAP = "countries-map"
SHEET_MAP = "sheet-map"
RANKS = page("ranks")
OVERVIEW = page("overview")
BRIEFING = page("briefing")
STATUS = page("status")
