"""The questions of Explore on a store: how long each takes for filters that an analyst clicks, and how much longer than
the same question written by hand on the raw engine."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.core.clusters import cell_size
from app.core.filters import Filters
from app.core.view import View
from app.data_version import DataVersion
from app.queries import LIST_COLUMNS, Queries

#: Filters that an analyst clicks: one by one, and some together.
FILTERS = [
    Filters(),
    *(Filters(departure=(code,)) for code in ("EC", "BR", "CO", "PE")),
    *(Filters(destination=(code,)) for code in ("ES", "BE")),
    *(Filters(mode=(mode,)) for mode in ("maritime", "air")),
    Filters(since="2020", until="2022"),
    Filters(departure=("EC", "CO"), mode=("maritime",), since="2019"),
    Filters(seizure=("ES",), min_kg=100.0),
    Filters(text="place 3"),
]
WORLD, EUROPE = (0.0, 0.1, 1.0, 0.9), (0.45, 0.28, 0.58, 0.42)
PORT = (0.505, 0.33, 0.515, 0.34)
ROUNDS = 3
FACETS = ("mode", "submode", "production", "departure", "seizure", "destination", "form", "confidence", "precision",
          "source", "band")  # fmt: skip
#: By chain first, then by what the chains name.
CHAINS = "(SELECT chain_country AS chain, count(*) AS n, sum(kg) AS kg, count(kg) AS k FROM event WHERE {w} GROUP BY 1)"
#: The same questions by hand, on the tables as they are; ``{w}`` are the conditions of a filter.
BY_HAND = {
    "totals": "SELECT count(*), sum(kg), count(kg), median(kg), max(kg), min(date), max(date), count(departure), "
    "count(destination) FROM event WHERE {w}",
    "months": "SELECT month, year, mode, count(*), sum(kg), count(kg) FROM event WHERE {w} GROUP BY ALL",
    "flows": f"SELECT flow, sum(n), sum(kg), sum(k) FROM {CHAINS} JOIN chain_leg USING (chain) WHERE once GROUP BY 1",
    "facets": " UNION ALL ".join(
        f"SELECT '{name}', c::VARCHAR, n FROM (SELECT {name} AS c, count(*) AS n FROM event WHERE {{w}} GROUP BY 1)"
        for name in FACETS
    ),
    "roles": f"SELECT node, role, sum(n) FROM {CHAINS} JOIN chain_role USING (chain) GROUP BY ALL",
    "list, first page": f"SELECT {', '.join(LIST_COLUMNS)} FROM event WHERE {{w}} "
    "ORDER BY date DESC, event_id LIMIT 100",
    "seizures, world": f"SELECT floor(mx / {cell_size(2)}) AS i, floor(my / {cell_size(2)}) AS j, count(*), sum(kg), "
    "avg(mx), avg(my), min(mx), max(mx), min(my), max(my), min(event_id), count(DISTINCT place), "
    "arg_min(place, event_id) FROM event WHERE {w} GROUP BY ALL",
    "card": "SELECT * FROM event WHERE event_id = 'SYN-00000042'",
}
EVERY = "record_type = 'event' AND form <> 'leaf'"
COUNTRY = f"{EVERY} AND departure = 'PE'"


class Compiled:
    """A cache that keeps the SQL of a filter alone, as a page does between its questions: each question is asked."""

    def __init__(self) -> None:
        self._sql: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """The SQL, or nothing."""
        return self._sql.get(key)

    def set(self, key: str, value: Any) -> None:
        """Kept where it is SQL."""
        if "|sql|" in key:
            self._sql[key] = value


def questions(queries: Queries) -> dict[str, Callable[[Filters], Any]]:
    """What the Explore page asks for a filter."""
    view, corners = View(), itertools.count()

    def of_new_area(f: Filters) -> int:
        """How many events a rectangle holds that nobody drew before."""
        west = -100 + next(corners) % 1600 / 10
        return queries.summary.count(replace(f, area=f"{west:g},-30|{west + 40:g},40"))

    return {
        "totals": queries.summary.totals,
        "months": queries.summary.months,
        "flows": lambda f: queries.flows.sizes(f, "country"),
        "flows with medians": lambda f: queries.ranking.flows(f, "country"),
        "streams": lambda f: queries.streams.loads(f, "country"),
        "a drawn area": of_new_area,
        "facets": queries.summary.facets,
        "roles": lambda f: queries.summary.roles(f, "country"),
        "list, first page": lambda f: queries.events.page(f, None, [("date", True)], 0, 100),
        "seizures, world": lambda f: queries.summary.clusters(f, 2, WORLD),
        "seizures, a region": lambda f: queries.summary.clusters(f, 5, EUROPE),
        "seizures, a port": lambda f: queries.summary.clusters(f, 9, PORT),
        "card": lambda _f: queries.events.event("SYN-00000042"),
        "drawn share": lambda f: queries.flows.drawn_share(f, view),
        "cube of time": lambda f: queries.cubes.cube(f, view),
    }


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def part(times: list[float], share: float) -> float:
    """The time that a share of the calls stays under."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def asked(data: DataVersion) -> dict[str, float]:
    """Median and 95th percentile of each question over all filters. ``a filter`` is what comes before them all: its
    SQL, its number of events, and the events themselves where they are few enough to be held."""
    times: dict[str, list[float]] = {}
    queries = Queries(data, Compiled())
    for ask in questions(queries).values():
        ask(FILTERS[-1])
    for _round in range(ROUNDS):
        queries.store.use_cache(Compiled())
        for f in FILTERS:
            count_events = functools.partial(queries.summary.count, f)
            times.setdefault("a filter", []).append(timed(count_events))
            for name, ask in questions(queries).items():
                times.setdefault(name, []).append(timed(functools.partial(ask, f)))
    return {
        f"{name}, {statistic} ms": part(each, share)
        for name, each in times.items()
        for statistic, share in (("median", 0.5), ("p95", 0.95))
    }


def fresh(queries: Queries, ask: Callable[[], Any]) -> float:
    """Milliseconds of a question of which nothing is kept but what was compiled."""
    queries.store.use_cache(Compiled())
    return timed(ask)


def against_hand(data: DataVersion) -> dict[str, float]:
    """How many times as long as by hand each question takes, of all events and of a country's (medians of seven)."""
    queries, ratios = Queries(data, Compiled()), {}
    asks = questions(queries)
    for selection, filters, where in (("all", Filters(), EVERY), ("a country", Filters(departure=("PE",)), COUNTRY)):
        for name, sql in BY_HAND.items():
            asks[name](filters)
            own = part([fresh(queries, functools.partial(asks[name], filters)) for _n in range(7)], 0.5)
            hand = part([timed(functools.partial(data.run, sql.format(w=where))) for _n in range(7)], 0.5)
            ratios[f"{name}, {selection}"] = own / hand
    return ratios
