"""One size of the benchmark: ``python -m app.bench.one ROWS FOLDER USERS SECONDS`` prints its figures as JSON."""

from __future__ import annotations

import dataclasses
import functools
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.bench.browser import seen
from app.bench.server import served, small_files
from app.bench.users import crowd
from app.builder import build
from app.core.filters import Filters
from app.core.view import View
from app.dataset import Dataset, open_dataset
from app.queries import Queries
from app.settings import Settings

SOURCE = """id = "synthetic"
title = "Synthetic records for a benchmark: no seizures"
layout = "synthetic"
publisher = "Benchmark"
licence = "none"
covers = "2010/2025"
retrieved = "2026-01"
marking = "TLP:CLEAR"
rows = {rows}
seed = 1
caveats = []

[es]
title = "Registros sintéticos para una medición: no son incautaciones"
"""
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
#: The same questions written by hand on the raw engine.
BY_HAND = {
    "totals": "SELECT count(*), sum(kg), count(kg), median(kg), max(kg) FROM event WHERE record_type = 'event'",
    "months": "SELECT month, year, mode, count(*), sum(kg), count(kg) FROM event WHERE record_type = 'event' "
    "GROUP BY ALL",
    "flows": "SELECT key, count(DISTINCT event_id), sum(leg.kg), count(leg.kg), median(leg.kg) FROM leg "
    "JOIN event USING (event_id) WHERE level = 'country' AND record_type = 'event' GROUP BY key",
}


class Nothing:
    """A cache that keeps nothing, so that each question is asked."""

    def get(self, key: str) -> Any:
        """Never there."""

    def set(self, key: str, value: Any) -> None:
        """Forgotten."""


def questions(queries: Queries) -> dict[str, Callable[[Filters], Any]]:
    """What the Explore page asks for a filter."""
    view = View()
    return {
        "totals": queries.totals,
        "months": queries.months,
        "flows": lambda f: queries.sizes(f, "country"),
        "flows with medians": lambda f: queries.flows(f, "country"),
        "facets": queries.facets,
        "roles": lambda f: queries.roles(f, "country"),
        "list, first page": lambda f: queries.events(f, None, [("date", True)], 0, 100),
        "seizures, world": lambda f: queries.clusters(f, 2, WORLD),
        "seizures, a region": lambda f: queries.clusters(f, 5, EUROPE),
        "seizures, a port": lambda f: queries.clusters(f, 9, PORT),
        "card": lambda _f: queries.event("SYN-00000042"),
        "drawn share": lambda f: queries.drawn_share(f, view),
    }


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def part(times: list[float], share: float) -> float:
    """The time that a share of the calls stays under."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def asked(dataset: Dataset) -> tuple[dict[str, float], dict[str, float]]:
    """Median and 95th percentile of each question over all filters, each compiled once before; and how much longer than
    by hand the unfiltered ones take (medians of seven)."""
    queries = Queries(dataset, Nothing())
    times, ratios = {}, {}
    for name, ask in questions(queries).items():
        ask(FILTERS[-1])
        each = [timed(functools.partial(ask, f)) for _round in range(3) for f in FILTERS]
        times[f"{name}, median ms"], times[f"{name}, p95 ms"] = part(each, 0.5), part(each, 0.95)
    for name, sql in BY_HAND.items():
        ask = questions(queries)[name]
        own = part([timed(functools.partial(ask, Filters())) for _n in range(7)], 0.5)
        hand = part([timed(functools.partial(dataset.run, sql)) for _n in range(7)], 0.5)
        ratios[f"{name}, times by hand"] = own / hand
    return times, ratios


def drawn(settings: Settings, dataset: Dataset) -> dict[str, float]:
    """Files of a filter, warm."""
    from app import create_app

    client = create_app(settings, dataset).server.test_client()
    paths = {
        "map as PNG, 2560 px": "/export/map.png?times=2",
        "map as PDF": "/export/map.pdf?paper=a4",
        "events of a country as CSV": "/export/events.csv?departure=PE",
    }
    found = {}
    for name, path in paths.items():
        client.get(path)
        found[f"{name}, ms"] = timed(functools.partial(client.get, path))
    return found


def main(rows: int, folder: Path, users: int, seconds: int) -> dict[str, dict[str, float]]:
    """Build, open, ask, draw, and let many ask at once."""
    sources = folder / "sources"
    (sources / "synthetic").mkdir(parents=True, exist_ok=True)
    (sources / "synthetic" / "source.toml").write_text(SOURCE.format(rows=rows), encoding="utf-8")
    shutil.copytree(Settings().sources / "curated", sources / "curated", dirs_exist_ok=True)
    settings = dataclasses.replace(
        Settings(), sources=sources, build=folder / "build", imports=folder / "imports", briefings=folder / "briefings"
    )
    building = timed(lambda: build(settings))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    store = sum(path.stat().st_size for path in settings.build.rglob("*.duckdb")) / 1e6
    opened: list[Dataset] = []
    opening = timed(lambda: opened.append(open_dataset(settings.build, settings.reference, settings.store_url)))
    with Flask(__name__).app_context():
        times, ratios = asked(opened[0])
    found = {
        "build": {
            "rows a second": rows / building * 1000, "seconds": building / 1000, "peak memory, MB": peak,
            "store, MB": store, "opening, ms": opening,
        },
        "question, nothing kept": times,
        "against the raw engine": ratios,
        "file, warm": drawn(settings, opened[0]),
    }  # fmt: skip
    return found | (visited(settings, users, seconds) if users else {})


def visited(settings: Settings, users: int, seconds: int) -> dict[str, dict[str, float]]:
    """A real server, a real browser, and then many users at once."""
    with served(settings) as server:
        small_files(server.address)
    with served(settings) as server:
        start = {"start to first answer, ms": server.first_ms}
        browser = seen(server, seconds)
    with served(settings) as server:
        many = crowd(server, users, seconds)
    return {"server": start, "browser": browser, f"{users} users, a click each 2 s": many}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
