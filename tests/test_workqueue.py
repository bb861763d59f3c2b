"""Heavy work in a queue: so many at once, so many that wait, 503 beyond; longer files need no more memory."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import chain

import pytest
from flask import Response

from app import create_app
from app.core.filters import Filters
from app.data_version import DataVersion
from app.drawing import snapshot
from app.queries import Queries
from app.settings import ROOT, Settings
from app.web import table_files, workqueue
from tests.recount import EVENTS

HEAVY = (
    "/export/map.png", "/export/chart.svg?chart=timeline", "/export/events.xlsx", "/export/events.csv",
    "/export/legs.kml", "/export/routes.csv", "/export/country.pdf?at=BR", "/export/countries.zip?codes=BR",
)  # fmt: skip


class Holding:
    """A queue whose only place is taken until it is let go."""

    def __init__(self, queue: workqueue.Queue) -> None:
        self.taken, self.let_go = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(queue,))

    def _hold(self, queue: workqueue.Queue) -> None:
        with queue.place():
            self.taken.set()
            self.let_go.wait(60)

    def __enter__(self) -> Holding:
        self._thread.start()
        assert self.taken.wait(60)
        return self

    def __exit__(self, *_error: object) -> None:
        self.let_go.set()
        self._thread.join()


@pytest.mark.parametrize("path", HEAVY)
def test_beyond_the_queue_one_is_sent_away_light_work_goes_on(built: Settings, data: DataVersion, path: str) -> None:
    server = create_app(built, data).server
    server.extensions[workqueue.EXTENSION] = queue = workqueue.Queue(at_once=1, waiting=0)
    client = server.test_client()
    with Holding(queue):
        answer = client.get(path)
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) == workqueue.AGAIN
        assert "Ask again" in answer.get_json()["error"][0]
        assert client.get("/layers/flows.json").status_code == 200
    assert client.get(path).status_code == 200, "the place is free again"


def test_who_waits_gets_the_place_and_who_waits_too_long_is_sent_away() -> None:
    queue, passed = workqueue.Queue(at_once=1, waiting=1, patience=60), list[int]()

    def wait(number: int = 1, begun: bool = False) -> None:
        with queue.place(begun):
            passed.append(number)

    with Holding(queue) as holding:
        waiting = threading.Thread(target=wait)
        waiting.start()
        while queue._inside < 2:  # until it stands in the queue
            threading.Event().wait(0.01)
        with pytest.raises(workqueue.Full), queue.place():
            pass
        assert not passed
        holding.let_go.set()
        waiting.join()
    assert passed == [1] and queue._inside == 0
    with Holding(queue) as holding:
        assert queue.has_room()
        begun = threading.Thread(target=wait, args=(2, True))
        begun.start()
        holding.let_go.set()
        begun.join()
    assert passed == [1, 2]
    short = workqueue.Queue(at_once=1, waiting=1, patience=0.01)
    with Holding(short), pytest.raises(workqueue.Full), short.place():
        pass
    assert short._inside == 0


def test_a_place_is_given_back_when_the_work_fails(
    built: Settings, data: DataVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = create_app(built, data).server
    monkeypatch.setattr(snapshot, "render_map", lambda *_args: 1 / 0)
    assert [server.test_client().get("/export/map.svg").status_code for _n in range(12)] == [500] * 12


def test_a_file_that_would_be_too_long_is_refused_in_words(
    built: Settings, data: DataVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(built, data).server.test_client()
    monkeypatch.setattr(table_files, "MOST_EVENTS", {"xlsx": 100, "kml": 100})
    for kind, status in (("xlsx", 400), ("kml", 400), ("csv", 200), ("geojson", 200)):
        answer = client.get(f"/export/events.{kind}?lang=es")
        assert answer.status_code == status
        assert status == 200 or f"{EVENTS} eventos son más" in answer.get_json()["faults"][0]["problem"]
    assert client.get("/export/events.xlsx?departure=PE").status_code == 200


def test_a_browser_that_has_the_same_bytes_is_told_so(built: Settings, data: DataVersion) -> None:
    client = create_app(built, data).server.test_client()
    first = client.get("/export/events.csv")
    again = client.get("/export/events.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert int(first.headers["Content-Length"]) == len(first.data)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("app.queries._events.BLOCK", 50)
    yield


@pytest.mark.parametrize("query", ["", "departure=EC", "less=5", "sel=node:BE", "production=CO", "q=port"])
def test_blocks_put_together_are_the_whole(queries: Queries, small_blocks: None, query: str) -> None:
    from app.core import view

    filters, shown, _problems = view.parse(query, queries.data.vocabulary)
    blocks = [
        frame["event_id"].tolist() for frame in queries.events.event_blocks(filters, shown.sel, ["event_id", "kg"])
    ]
    assert [*chain(*blocks)] == queries.events.export(filters, shown.sel)["event_id"].tolist()
    assert len(blocks) == max(1, -(-len(queries.store.rows(filters, shown.sel)) // 50))
    legs = [frame["event_id"].tolist() for frame in queries.events.leg_blocks(filters, shown)]
    assert [*chain(*legs)] == queries.events.legs(filters, shown)["event_id"].tolist()


def test_an_empty_selection_is_one_empty_block(queries: Queries) -> None:
    (block,) = queries.events.event_blocks(Filters(production=("CO",)), None, ["event_id"])
    assert block.empty and list(block) == ["event_id"]


WRITE = """
import re, sys, tempfile
from pathlib import Path
import pandas as pd
from app import cells
from app.exports import workbook
def blocks(n):
    for _n in range(n):
        yield pd.DataFrame({"a": ["x" * 20] * 5000, "b": [1.5] * 5000, "c": ["=y"] * 5000})
with tempfile.TemporaryFile() as file:
    if sys.argv[1] == "xlsx":
        workbook.workbook(file, [("a", "b")], "rows", ["a", "b", "c"], workbook.rows_of(blocks(int(sys.argv[2]))))
    else:
        cells.csv_file(file, ["a", "b", "c"], blocks(int(sys.argv[2])), "note")
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_ten_times_the_rows_take_no_more_memory(kind: str) -> None:
    def peak_mb(blocks: int) -> int:
        command = [sys.executable, "-c", WRITE, kind, str(blocks)]
        return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    assert peak_mb(30) < peak_mb(3) + 25


def test_every_endpoint_of_files_stands_in_the_queue(built: Settings, data: DataVersion) -> None:
    """A view that draws or writes without a place would be found here."""
    server = create_app(built, data).server
    light = {"/export/briefing.json"}  # the storyboard as it is kept
    rules = [r for r in server.url_map.iter_rules() if re.match(r"/export/|.*account\.csv|.*\.png", r.rule)]
    views = {r.rule: server.view_functions[r.endpoint] for r in rules if not r.rule.startswith("/import/")}
    assert len(views) > 8
    bare = {rule for rule, view in views.items() if not hasattr(view, "__wrapped__")}
    assert bare == light | {"/export/countries.zip"}, "of the batch each sheet has a place of its own"


def test_an_answer_is_a_file_that_goes_with_it(built: Settings, data: DataVersion) -> None:
    server = create_app(dataclasses.replace(built), data).server
    with server.test_request_context("/export/x"):
        answer: Response = workqueue.file_answer(lambda file: file.write(b"abc"), "text/plain", "a.txt")
        assert answer.get_data() == b"abc" if not answer.direct_passthrough else b"".join(answer.response) == b"abc"
