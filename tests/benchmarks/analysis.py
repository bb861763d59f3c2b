"""``python -m tests.benchmarks.analysis [ROWS]``: what the analysis pages cost on the server, as ratios in one run.

A file of so many seizures is taken in; then each question is asked once cold, and set against the time that the engine
needs to count the events by month. Machines differ, the ratio moves little.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching import Cache

from app.core.filters import Filters
from app.core.sheet import COUNTRY, Subject
from app.core.view import View
from app.data_version import DataVersion, open_data
from app.intake.builder import build
from app.intake.plan.execute import plan_and_import
from app.intake.rows.choices import Choices
from app.queries import Queries
from app.settings import Settings
from tests.benchmarks.import_rows import write


def seconds(work: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def store(rows: int) -> Iterator[tuple[Settings, DataVersion]]:
    """A store with a file of so many rows beside the shipped data, for as long as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        write(file, rows)
        settings = dataclasses.replace(
            Settings(),
            build=Path(folder) / "build",
            imports=Path(folder) / "imports",
            briefings=Path(folder) / "briefings",
        )
        build(settings)
        plan_and_import(file, settings, Choices())
        yield settings, open_data(settings.build, settings.reference)


def main(rows: int) -> None:
    """Measure and print."""
    with store(rows) as (_settings, data):
        app = Flask(__name__)
        queries = Queries(data, Cache(app, config={"CACHE_TYPE": "SimpleCache"}))
        with app.app_context():
            plain = seconds(lambda: data.run("SELECT month, count(*) FROM event GROUP BY month"))
            report(queries, plain)


def report(queries: Queries, plain: float) -> None:
    """One line for each question."""
    filters, view = Filters(), View(asof="2021-06", floor_kg=0.0)
    study = queries.routes.study(filters, view)
    assert study is not None
    questions: dict[str, Callable[[], Any]] = {
        "route board": lambda: queries.routes.board(filters, study),
        "months of its routes": lambda: queries.routes.route_months(filters, study),
        "two periods": lambda: queries.comparison.changes(filters, View(a="2019/2019", b="2020/2020")),
        "ranking": lambda: queries.ranking.ranking(filters, view),
        "network": lambda: queries.ranking.betweenness(filters, "country"),
        "chain": lambda: queries.overview.chains(filters),
        "roles by year": lambda: queries.overview.role_years(filters),
        "one country": lambda: queries.events.naming(filters, Subject(COUNTRY, "BE")),
    }
    print(f"{int(queries.summary.totals(filters)['events']):,} events; counting them by month {1000 * plain:.0f} ms")
    for name, ask in questions.items():
        taken = seconds(ask)
        print(f"  {name:22} {1000 * taken:6.0f} ms   {taken / plain:6.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
