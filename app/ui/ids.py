"""Every element id, once. The style sheet and the scripts use these same names."""

from __future__ import annotations

PATH = "path"
LINK = "link"
QUERY = "query"
DATA_QUERY = "data-query"
CANONICAL = "canonical"
SETTLED = "settled"
PAGE = "page"
HEAD = "head"
FACETS = "facets"
#: Stores of HTML parts by the id of their place; each has a store of its own that says they were put in,
#: for one store for all would make every part wait for the slowest.
HTML = ("head-html", "facets-html", "time-html", "side-html")
HEAD_HTML, FACETS_HTML, TIME_HTML, SIDE_HTML = HTML
SHOWN = ("head-shown", "facets-shown", "time-shown", "side-shown")
HEAD_SHOWN, FACETS_SHOWN, TIME_SHOWN, SIDE_SHOWN = SHOWN
TIMELINE = "timeline"
TIMEBAR = "timebar"
MAP = "map"
MAPBAR = "mapbar"
METRIC_BAR = "metric-bar"
TOP_BAR = "top-bar"
LEGEND = "legend"
MAP_NOTE = "map-note"
SIDE = "side"
SIDE_HEAD = "side-head"
SIDE_BODY = "side-body"
EVENTS = "events"
TABLE = "table"
CARD = "card"
CHAIN_MAP = "chain-map"
ABOUT = "about"
