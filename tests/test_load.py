"""What a request may cost: so many questions however many rows it shows, and no memory that stays."""

from __future__ import annotations

import gc
import inspect
import itertools
import re
from pathlib import Path

import pytest
from dash import Dash
from flask import request

from app import create_app
from app.data_version import DataVersion
from app.pages import pages
from app.queries import EXTENSION, Queries, current
from app.settings import Settings
from tests.test_engines import Nothing

#: A page with little on it, and the same page with as much as there is.
WIDTHS = {
    "/": ("departure=UY&min_kg=4000", ""),
    "/overview": ("departure=UY&min_kg=4000", ""),
    "/routes": ("departure=UY&min_kg=4000", "recent=24&baseline=60"),
    "/compare": ("departure=UY&min_kg=4000", "a=2015-01/2019-12&b=2020-01/2024-12"),
    "/countries": ("at=UY", "at=BR"),
    "/ranks": ("departure=UY&min_kg=4000", "level=place"),
    "/data": ("", ""),
}
#: The most questions that any page may ask of the engine for an answer that nobody has asked before.
MOST = 40


@pytest.fixture
def bare(built: Settings, data: DataVersion) -> Dash:
    """An app that keeps nothing."""
    app = create_app(built, data)
    app.server.extensions[EXTENSION] = Queries(data, Nothing())
    return app


def questions(app: Dash, path: str, query: str) -> int:
    """How many questions the answers of all callbacks of a page cost, as the header says."""
    updates = [found for name, found in vars(pages()[path]).items() if name.startswith("update_")]
    assert bool(updates) == (path != "/")
    with app.server.test_request_context(path):
        app.server.preprocess_request()
        for update in updates or [explore]:
            # What comes before the query is no part of the data (how many panels stand beside each other).
            update(*["6"] * (len(inspect.signature(update).parameters) - 1), query)
        answer = app.server.process_response(app.server.make_response(""))
        assert request.path == path
    return int(re.findall(r'desc="(\d+) questions"', answer.headers["Server-Timing"])[0])


def explore(query: str) -> None:
    from app.ui.explore import answer

    answer(current(), query)


@pytest.mark.parametrize("path", WIDTHS)
def test_a_page_asks_as_many_questions_for_much_as_for_little(bare: Dash, path: str) -> None:
    narrow, wide = (questions(bare, path, query) for query in WIDTHS[path])
    # Paths of lines are read once; what a small page leaves out whole (an empty board) it need not ask.
    assert wide <= narrow + 6 and wide <= MOST, (narrow, wide)


@pytest.mark.parametrize("layer", ["flows", "nodes", "corridors"])
def test_a_layer_asks_as_many_questions_for_much_as_for_little(bare: Dash, layer: str) -> None:
    client = bare.server.test_client()
    client.get(f"/layers/{layer}.json")
    asked = [
        int(re.findall(r'desc="(\d+) q', client.get(f"/layers/{layer}.json?{query}").headers["Server-Timing"])[0])
        for query in ("departure=UY&min_kg=4000", "top=200", "level=place&top=200")
    ]
    assert max(asked) <= min(asked) + 1 and max(asked) <= 20


def resident() -> float:
    """Memory of this process in MB."""
    held = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", held)[0]) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the memory figures of Linux")
def test_memory_stays_flat_over_many_different_requests(built: Settings, data: DataVersion) -> None:
    client = create_app(built, data).server.test_client()
    asked = itertools.cycle(
        f"/layers/{layer}.json?departure={code}&from={year}&top={top}"
        for year, code, layer, top in itertools.product(range(2005, 2025), ("EC", "BR"), ("flows", "nodes"), (20, 60))
    )
    for path in itertools.islice(asked, 80):
        assert client.get(path).status_code == 200
    gc.collect()
    before = resident()
    for n, path in enumerate(itertools.islice(asked, 160)):
        # Each is new to the cache, which is full and forgets the oldest; every tenth draws a map.
        assert client.get(f"{path}&min_kg={n / 100:.2f}").status_code == 200
        if n % 40 == 0:
            assert client.get(f"/export/map.svg?from={2005 + n % 20}").status_code == 200
    gc.collect()
    assert resident() - before < 40, "hundreds of further requests leave nothing behind"
