"""``python -m tests.benchmarks.drawing [ROWS]``: what a map as a file costs, as ratios in one run.

A file of so many seizures is taken in; then each kind of file is made once cold and once warm, and set against the time
that the engine needs to count the events by month. Two at once show that one export does not wait for another.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient

from app import create_app
from app.core.storyboard import PAGES
from app.drawing.decks import KINDS
from app.web.change_requests import HEADER
from tests.benchmarks.analysis import seconds, store

#: 1280 units at one and a half pixels are 1920: the nearest that the door offers is two.
FILES = {
    "PNG, 2560 px": "/export/map.png?times=2",
    "PNG, 300 dpi, A4": "/export/map.png?paper=a4&dpi=300",
    "PDF": "/export/map.pdf?paper=a4",
    "SVG": "/export/map.svg",
    "SVG with seizures": "/export/map.svg?layers=flows,nodes,seizures",
    "PDF of the chain": "/export/chart.pdf?chart=chain",
    "PDF of the board": "/export/chart.pdf?chart=routes",
    "PDF of a country": "/export/country.pdf?at=BE",
    "DOCX of a country": "/export/country.docx?at=BE",
}


def main(rows: int) -> None:
    """Measure and print."""
    with store(rows) as (settings, dataset):
        plain = min(
            seconds(lambda: dataset.run("SELECT month, count(*) FROM event GROUP BY month")) for _try in range(3)
        )
        app = create_app(settings, dataset)
        report(app.server.test_client(), plain)
        deck(app.server.test_client(), plain)
        both(app)


def report(client: FlaskClient, plain: float) -> None:
    """One line for each kind of file."""
    events = client.get("/health").get_json()["events"]
    print(f"{events:,} events; counting them by month {1000 * plain:.0f} ms")
    for name, path in FILES.items():
        cold, warm = seconds(lambda path=path: client.get(path)), seconds(lambda path=path: client.get(path))
        print(f"  {name:18} cold {1000 * cold:6.0f} ms   warm {1000 * warm:6.0f} ms   {warm / plain:6.1f} x")


def deck(client: FlaskClient, plain: float) -> None:
    """A storyboard with a slide of every page that may have one, as each kind of file."""
    slides = [{"page": page, "query": "at=BE,ES" if page == "/countries" else ""} for page in PAGES]
    story = {"format": "storyboard", "form": 1, "title": "Benchmark", "slides": slides}
    made = client.post("/briefings", json=story, headers={HEADER: "1"}).get_json()["id"]
    for kind in KINDS:
        path = f"/export/briefing.{kind}?story={made}"
        cold, warm = seconds(lambda path=path: client.get(path)), seconds(lambda path=path: client.get(path))
        name = f"{len(slides)} slides, {kind.upper()}"
        print(f"  {name:18} cold {1000 * cold:6.0f} ms   warm {1000 * warm:6.0f} ms   {warm / plain:6.1f} x")
    client.delete(f"/briefings/{made}", headers={HEADER: "1"})


def both(app: object) -> None:
    """The page's own answer while two exports are made."""
    server = app.server  # type: ignore[attr-defined]
    alone = seconds(lambda: server.test_client().get("/layers/flows.json"))
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(server.test_client().get, FILES["PNG, 300 dpi, A4"]) for _n in range(2)]
        beside = seconds(lambda: server.test_client().get("/layers/flows.json"))
        sizes = {len(one.result().data) for one in work}
    assert len(sizes) == 1, "two at once give the same file"
    print(f"  flows of the page: alone {1000 * alone:.0f} ms, beside two exports {1000 * beside:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
