"""Many analysts at once: each clicks a filter every two seconds, on a real server."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from app.bench.server import Served

PAUSE = 2.0
COUNTRIES = ("EC", "BR", "CO", "PE", "BO", "ES", "BE", "NL", "US", "MX")
#: Views that those who work on one case go to and fro between; the first is the one most go to.
VIEWS = tuple(f"departure={code}&from={year}" for year in (2010, 2015, 2018, 2020) for code in COUNTRIES)
#: What a click on Explore asks for, at once as the browser does: the map's layers, and the page.
LAYERS = ("/layers/flows.json", "/layers/nodes.json")


def crowd(server: Served, users: int, seconds: int) -> dict[str, float]:
    """Median and 95th percentile in ms from a click until all of its answers are there: of views that nobody had asked
    for before, and of all; clicks, errors, and the memory of the largest worker."""
    page = page_request(server.address)
    clicks, errors = clicked(lambda query: click(server.address, page, query), users, seconds)
    times = sorted(ms for _query, ms in clicks) or [0.0]
    new = sorted(dict(reversed(clicks)).values()) or [0.0]
    return {
        "a new view, median ms": new[len(new) // 2],
        "median ms": times[len(times) // 2],
        "p95 ms": times[int(0.95 * (len(times) - 1))],
        "clicks": float(len(times)),
        "errors": float(errors),
        "largest worker, MB": server.memory(),
    }


def page_request(address: str) -> Callable[[str], urllib.request.Request]:
    """How the page of Explore is asked for anew: Dash's own request, from what the server says of its callbacks."""
    with urllib.request.urlopen(f"{address}/_dash-dependencies", timeout=60) as answer:
        every = json.loads(answer.read())
    wanted = next(c for c in every if any(i["id"] == "query" for i in c["inputs"]) and "timeline.figure" in c["output"])
    outputs = [
        dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in wanted["output"][2:-2].split("...")
    ]

    def request(query: str) -> urllib.request.Request:
        body = {
            "output": wanted["output"], "outputs": outputs, "changedPropIds": ["query.data"],
            "inputs": [{**i, "value": query} for i in wanted["inputs"]],
            "state": [{**s, "value": None} for s in wanted.get("state", [])],
        }  # fmt: skip
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return urllib.request.Request(f"{address}/_dash-update-component", json.dumps(body).encode(), headers)

    return request


def click(address: str, page: Callable[[str], urllib.request.Request], query: str) -> None:
    """All that one click asks for, at once. Raises OSError where one of them fails."""
    failed: list[OSError] = []

    def ask(request: str | urllib.request.Request) -> None:
        try:
            urllib.request.urlopen(request, timeout=60).read()
        except OSError as error:
            failed.append(error)

    wanted: list[str | urllib.request.Request] = [f"{address}{layer}?{query}" for layer in LAYERS]
    threads = [threading.Thread(target=ask, args=(request,)) for request in [*wanted, page(query)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def clicked(ask: Callable[[str], None], users: int, seconds: int) -> tuple[list[tuple[str, float]], int]:
    """Each user clicks a view, waits for its answers, and pauses: (view, ms) of each click in their order, and how many
    failed."""
    clicks: list[tuple[str, float]] = []
    errors = [0]
    end = time.monotonic() + seconds

    def use(n: int) -> None:
        chance = random.Random(n)
        time.sleep(PAUSE * n / users)
        while time.monotonic() < end:
            query = chance.choices(VIEWS, [1 / (n + 1) for n in range(len(VIEWS))])[0]
            start = time.monotonic()
            try:
                ask(query)
                clicks.append((query, 1000 * (time.monotonic() - start)))
            except OSError:
                errors[0] += 1
            time.sleep(PAUSE)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clicks, errors[0]
