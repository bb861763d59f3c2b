"""Many analysts at once: each clicks a filter every two seconds, on a real server."""

from __future__ import annotations

import random
import threading
import time
import urllib.request
from collections.abc import Callable

from app import FIRST_ROWS
from app.bench.server import Served

PAUSE = 2.0
COUNTRIES = ("EC", "BR", "CO", "PE", "BO", "ES", "BE", "NL", "US", "MX")
#: Views that those who work on one case go to and fro between; the first is the one most go to.
VIEWS = tuple(f"departure={code}&from={year}" for year in (2010, 2015, 2018, 2020) for code in COUNTRIES)
#: What a click on Explore asks for, at once as the browser does: map and time axis, the page, and the first rows of its
#: list.
URLS = ("/explore/map.json", "/explore.json?unfolded=&", f"/explore/rows.json?{FIRST_ROWS}&")


def crowd(server: Served, users: int, seconds: int) -> dict[str, float]:
    """Median and 95th percentile in ms from a click until all of its answers are there: of views that nobody had asked
    for before, and of all; clicks, errors, and the memory of the largest worker."""
    clicks, errors = clicked(lambda query: click(server.address, query), users, seconds)
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


def click(address: str, query: str) -> None:
    """All that one click asks for, at once. Raises OSError where one of them fails."""
    failed: list[OSError] = []

    def ask(url: str) -> None:
        try:
            urllib.request.urlopen(f"{address}{url}{'' if '?' in url else '?'}{query}", timeout=60).read()
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(url,)) for url in URLS]
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
