"""Questions about one version of the data: function(filters, ...) -> small frame. Nothing else asks for events.

``Queries`` holds the questions in groups, each of which asks one ``EventStore``. Answers are kept by the filter's one
text form plus the version of the data, so that a key survives a restart.
"""

from __future__ import annotations

from flask import current_app

from app.data_version import DataVersion
from app.queries._answer_cache import CacheBackend
from app.queries._comparison import Comparison
from app.queries._editions import Editions
from app.queries._event_store import EventStore
from app.queries._events import LIST_COLUMNS, MOST_ROWS, Events
from app.queries._flows import DrawnPath, Flows
from app.queries._overview import Overview
from app.queries._ranking import Ranking
from app.queries._records import Records
from app.queries._reporting import Reporting
from app.queries._route_board import RouteBoard
from app.queries._streams import Streams
from app.queries._summary import Summary
from app.queries._time_cube import TimeCube
from app.stores import StoreUnavailable

__all__ = ["ANSWERS", "EXTENSION", "LIST_COLUMNS", "MOST_ROWS", "DrawnPath", "Queries", "current"]

#: Where the queries of a server stand in ``Flask.extensions``, and its cache.
EXTENSION, ANSWERS = "queries", "answers"


class Queries:
    """Every question that a page, a layer or a file may ask, in groups. Each answer is of bounded size."""

    def __init__(self, data: DataVersion, cache: CacheBackend) -> None:
        self.data = data
        self.store = store = EventStore(data, cache)
        self.summary, self.events = Summary(store), Events(store)
        self.records = Records(store)
        self.reporting = Reporting(store, self.records)
        self.routes = RouteBoard(store, self.reporting)
        self.comparison = Comparison(store, self.routes)
        self.ranking, self.overview = Ranking(store), Overview(store)
        self.flows = Flows(store, self.ranking)
        self.streams = Streams(store, self.flows)
        self.cubes, self.editions = TimeCube(store, self.flows), Editions(store)


def current() -> Queries:
    """The queries of the app that serves this request (see ``store_watch``). Raises ``StoreUnavailable`` when no
    version is open."""
    queries: Queries | None = current_app.extensions[EXTENSION]
    if queries is None:
        raise StoreUnavailable("no version is open")
    return queries
