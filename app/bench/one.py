"""One size of the benchmark: ``python -m app.bench.one ROWS FOLDER USERS SECONDS`` prints its figures as JSON."""

from __future__ import annotations

import dataclasses
import functools
import json
import resource
import shutil
import sys
from pathlib import Path

from flask import Flask

from app.bench.browser import seen
from app.bench.questions import against_hand, asked, timed
from app.bench.server import served
from app.bench.users import crowd
from app.data_version import DataVersion, open_data
from app.intake.builder import build
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


def drawn(settings: Settings, data: DataVersion) -> dict[str, float]:
    """Files of a filter, warm."""
    from app import create_app

    client = create_app(settings, data).server.test_client()
    paths = {
        "map as PNG, 2560 px": "/export/map.png?times=2",
        "map as PDF": "/export/map.pdf?paper=a4",
        "events of a country as CSV": "/export/events.csv?departure=PE",
    }
    durations = {}
    for name, path in paths.items():
        client.get(path)
        durations[f"{name}, ms"] = timed(functools.partial(client.get, path))
    return durations


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
    opened: list[DataVersion] = []
    opening = timed(lambda: opened.append(open_data(settings.build, settings.reference, settings.store_url)))
    with Flask(__name__).app_context():
        times, ratios = asked(opened[0]), against_hand(opened[0])
    figures = {
        "build": {
            "rows a second": rows / building * 1000, "seconds": building / 1000, "peak memory, MB": peak,
            "store, MB": store, "opening, ms": opening,
        },
        "question, nothing kept": times,
        "times as long as by hand on the raw engine": ratios,
        "file, warm": drawn(settings, opened[0]),
    }  # fmt: skip
    return figures | (visited(settings, users, seconds) if users else {})


def visited(settings: Settings, users: int, seconds: int) -> dict[str, dict[str, float]]:
    """A real server, a real browser, and then many users at once."""
    from app import create_app
    from app.web import static_files

    static_files.build(create_app(settings, None), settings)
    with served(settings) as server:
        start = {"start to first answer, ms": server.first_ms}
        browser = seen(server, seconds)
    with served(settings) as server:
        server.rests()
        many = crowd(server, users, seconds)
    return {"server": start, "browser": browser, f"{users} users, a click each 2 s": many}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
