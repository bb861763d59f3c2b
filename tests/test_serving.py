"""How a server keeps its answers and says where its time goes; a shared cache that is gone makes it slower, no more."""

from __future__ import annotations

import dataclasses
import os
import pickle
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import redis
from dash import Dash
from flask.testing import FlaskClient

from app import create_app, timing
from app.__main__ import main
from app.data_version import DataVersion
from app.i18n import languages, translator
from app.pages import status
from app.queries import ANSWERS
from app.queries import _codec as codec
from app.queries._cache import REST, ServerCache, config_of
from app.queries._event_store import SizeLimitedCache
from app.queries._worker_stats import GONE, KEY, WORKERS
from app.settings import ROOT, Settings
from tests.servers import free_port, redis_server

FLOWS = "/layers/flows.json?departure=EC"


def app_of(built: Settings, data: DataVersion, url: str, **more: object) -> Dash:
    return create_app(dataclasses.replace(built, cache_url=url, **more), data)


def kept(answer: object) -> tuple[int, int, int]:
    """Questions to the engine, answers kept, and answers asked for, as the header says."""
    header = answer.headers["Server-Timing"]  # type: ignore[attr-defined]
    asked, held, every = re.findall(r'desc="(\d+) questions".*desc="(\d+) of (\d+) kept"', header)[0]
    return int(asked), int(held), int(every)


@pytest.mark.parametrize("url", ["memcached://x", "file:", "redis:///0", "http://x", "x"])
def test_a_cache_that_there_is_not_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="CACHE_URL"):
        config_of(url)


def test_every_answer_says_where_its_time_went(client: FlaskClient) -> None:
    for path in ("/health", FLOWS, "/", "/export/events.csv", "/nowhere"):
        header = client.get(path).headers["Server-Timing"]
        total, data = (float(found) for found in re.findall(r"dur=([\d.]+)", header))
        assert total >= data >= 0


def test_what_was_asked_once_is_not_asked_again(built: Settings, data: DataVersion) -> None:
    client = app_of(built, data, "").server.test_client()
    first, again = kept(client.get(FLOWS)), kept(client.get(FLOWS))
    assert first[0] > 0 and again[0] == 0 and again[1] == again[2] > 0


def test_times_are_printed_where_they_are_asked_for(
    built: Settings, data: DataVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    app_of(built, data, "", profile=True).server.test_client().get(FLOWS)
    assert re.search(r"GET /layers/flows.json\?departure=EC 200 total;dur=", capsys.readouterr().out)


def test_two_servers_share_their_answers_in_files(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    url = f"file:{tmp_path}/cache"
    one, other = (app_of(built, data, url).server.test_client() for _n in range(2))
    first, second = one.get(FLOWS), other.get(FLOWS)
    assert kept(first)[1] < kept(first)[2] and kept(second) == (0, 1, 1), "the answer is there as a whole"
    assert first.data == second.data


def test_a_folder_of_answers_that_is_damaged_is_no_error(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    app = app_of(built, data, f"file:{tmp_path}/cache")
    wanted = app.server.test_client().get(FLOWS).data
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(b"\x00not an answer")
    answer = app_of(built, data, f"file:{tmp_path}/cache").server.test_client().get(FLOWS)
    assert answer.status_code == 200 and answer.data == wanted


def test_two_servers_share_their_answers_in_redis_and_go_on_without_it(
    built: Settings, data: DataVersion, tmp_path: Path
) -> None:
    port = free_port()
    with redis_server(tmp_path, port) as server:
        one, other = (app_of(built, data, f"redis://127.0.0.1:{port}/0") for _n in range(2))
        first = one.server.test_client().get(FLOWS)
        second = kept(other.server.test_client().get(FLOWS))
        assert kept(first)[0] > 1 and second == (0, 1, 1)
        assert redis.Redis(port=port).dbsize() > 0
        server.kill()
        server.wait()
        start = time.monotonic()
        gone = other.server.test_client().get(FLOWS)
        assert gone.status_code == 200 and gone.data == first.data and kept(gone)[0] > 0
        again = other.server.test_client().get(FLOWS)
        assert again.status_code == 200 and time.monotonic() - start < 60
    with redis_server(tmp_path, port):
        other.server.extensions[ANSWERS]._rests_until = 0.0
        assert kept(other.server.test_client().get(FLOWS))[1] == 0
        assert kept(other.server.test_client().get(FLOWS)) == (0, 1, 1), "it is used again as soon as it answers"


def test_a_cache_that_failed_is_left_alone_for_a_while(
    dash_app: Dash, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = ServerCache(dash_app.server, "")
    asked = []

    def fails(key: str) -> None:
        asked.append(key)
        raise OSError("gone")

    monkeypatch.setattr(answers._cache, "get", fails)
    assert answers.get("a") is None and answers.get("b") is None and asked == ["a"]
    answers._failed(OSError("asked before"))
    assert caplog.text.count("the cache does not answer") == 1
    answers._rests_until -= REST + 1
    assert answers.get("c") is None and asked == ["a", "c"]


@pytest.mark.parametrize("language", languages())
def test_status_says_what_is_served_and_what_it_cost(dash_app: Dash, client: FlaskClient, language: str) -> None:
    client.get("/layers/flows.json?departure=PE")
    with dash_app.server.test_request_context():
        found = status.update_status(f"lang={language}")[1]
    t = translator(language)
    assert client.get("/health").get_json()["version"] in found and str(os.getpid()) in found
    assert t("status.cache_process") in found and ">sizes<" in found and "status." not in found


def test_every_worker_s_figures_stand_in_status(
    built: Settings, data: DataVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (app_of(built, data, f"file:{tmp_path}") for _n in range(2))
    for process, app in ((11, one), (22, other)):
        monkeypatch.setattr(os, "getpid", lambda process=process: process)
        assert app.server.test_client().get("/health").status_code == 200
    with one.server.app_context():  # whichever server is just answering in this process, each asks its own cache
        told = other.server.extensions[WORKERS].every()
    assert [each.process for each in told] == [11, 22] and all(each.requests > 0 for each in told)
    with other.server.test_request_context():
        found = status.update_status("lang=en")[1]
    assert "· 11<" in found and "· 22 (this one)<" in found and "0 s ago" in found
    # What nobody has heard of for an hour is not there, nor what another edition has written.
    old = dataclasses.astuple(dataclasses.replace(told[0], at=told[0].at - GONE - 1))
    other.server.extensions[ANSWERS].set(KEY, [old, ("another", "edition")])
    assert [each.process for each in other.server.extensions[WORKERS].every()] == [22]


def test_a_tally_is_one_s_own_and_everything_is_in_the_whole() -> None:
    before = timing.TOTALS.counts.get("x", 0)
    with timing.measure() as one:
        with timing.timed("x"), timing.measure() as inner:
            timing.count("x")
        assert inner.counts == {"x": 1} and one.counts == {"x": 1} and one.spent["x"] >= 0
    timing.count("x")
    assert timing.TOTALS.counts["x"] == before + 3


def test_many_at_once_get_their_answers_while_others_are_let_go() -> None:
    held, made = SizeLimitedCache(most_bytes=4_000), Counter[int]()

    def ask(n: int) -> int:
        def make() -> list[int]:
            made[n % 20] += 1
            return [n % 20] * 10

        found: list[int] = held.get_or_make(str(n % 20), make)
        return found[0] - n % 20

    with ThreadPoolExecutor(8) as people:
        assert set(people.map(ask, range(4_000))) == {0}
    assert held._cache.currsize <= 4_000 and 2 < len(held._cache) < 20 < sum(made.values())
    before = made.copy()
    ask(7)
    ask(7)
    assert sum((made - before).values()) <= 1, "what was used last is not made again"
    assert held.get_or_make("large", lambda: [1] * 1000) == [1] * 1000 and held.get("large") is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "abc", "PORT must be a whole number from 1 on"),
        ("STORE_URL", "mysql://x", "STORE_URL must be blank or postgresql:"),
        ("CACHE_URL", "memcached://x", "CACHE_URL must be blank, file:"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_runs_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("no JSON")
    assert main(["bench", "--compare", str(tmp_path / "a.json"), str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.startswith("--compare takes two files that --json has written: ")


class Planted:
    """What an intruder puts where answers are shared: it runs when pickle reads it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.mark,))


def test_nothing_that_is_planted_in_a_shared_cache_is_run(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    mark, folder = tmp_path / "ran", tmp_path / "cache"
    client = app_of(built, data, f"file:{folder}").server.test_client()
    wanted = [client.get(path).data for path in SHARED]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    planted = pickle.dumps(Planted(mark))
    pickle.loads(planted)
    assert mark.exists(), "it would run"
    mark.unlink()
    for path in files:
        head = path.read_bytes()[:4]
        path.write_bytes(head + planted)
    again = app_of(built, data, f"file:{folder}").server.test_client()
    assert [again.get(path).data for path in SHARED] == wanted and not mark.exists()


def test_nothing_that_is_planted_in_redis_is_run(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    mark, port = tmp_path / "ran", free_port()
    with redis_server(tmp_path, port):
        url = f"redis://127.0.0.1:{port}/0"
        wanted = [app_of(built, data, url).server.test_client().get(path).data for path in SHARED]
        held = redis.Redis(port=port)
        assert held.dbsize() > 3
        for key in held.scan_iter():
            assert held.get(key)[1 + codec.SIZE :][:1] in (codec.BYTES, codec.JSON, codec.FRAME)
            held.set(key, pickle.dumps(Planted(mark)))
        again = app_of(built, data, url).server.test_client()
        assert [again.get(path).data for path in SHARED] == wanted and not mark.exists()


SHARED = ("/layers/flows.json?departure=EC", "/cube?departure=EC", "/layers/nodes.json", "/export/routes.csv")


@pytest.mark.parametrize("junk", [b'J{"a":1}', b"J[1,2]", b'J"x"', b"J5", b"Bjunk", b"", b"A", b"flipped"])
def test_what_does_not_belong_into_a_shared_cache_counts_as_not_there(
    built: Settings, data: DataVersion, tmp_path: Path, junk: bytes
) -> None:
    client = app_of(built, data, f"file:{tmp_path}").server.test_client()
    wanted = [client.get(path).data for path in SHARED]
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        middle = 4 + (len(content) - 4) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 8]) + content[middle + 1 :]
        path.write_bytes(flipped if junk == b"flipped" else content[:4] + junk)
    again = app_of(built, data, f"file:{tmp_path}").server.test_client()
    assert [again.get(path).data for path in SHARED] == wanted
    assert [again.get(path).data for path in SHARED] == wanted, "and what was made anew is kept"


def test_an_answer_of_another_key_is_not_there() -> None:
    content = codec.pack("one", "text")
    assert codec.unpack("one", content) == "text" and codec.unpack("other", content) is None


def test_no_module_reads_pickle() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    assert len(sources) > 100 and not [text for text in sources if re.search(r"^\s*(import|from) pickle", text, re.M)]


FRAMES = [
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, None]}),
    pd.DataFrame({"a": pd.Series(["x", None], dtype=object), "n": pd.Series([None, None], dtype=object)}),
    pd.DataFrame({"d": pd.to_datetime(["2020-01-01", None]), "l": pd.Series([["a"], ["b", "c"]], dtype=object)}),
    pd.DataFrame({"k": [1]}, index=pd.Index(["x"], name="event_id")),
    pd.DataFrame({"a": [], "b": []}),
    pd.DataFrame({"t": [True, False]}, index=[5, 7]),
]


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_a_frame_comes_back_as_it_was(frame: pd.DataFrame) -> None:
    content = codec.encode(frame)
    assert content is not None
    back = codec.decode(content)
    pd.testing.assert_frame_equal(back, frame, check_dtype=False, check_index_type=False, check_column_type=False)
    assert [str(kind) for kind in back.dtypes] == [str(kind) for kind in frame.dtypes]


@pytest.mark.parametrize("value", ["text", b"bytes\x00", 7, 1.5, [["a", 1], ["b", None]], {"a": [1]}, "", []])
def test_a_plain_value_comes_back_as_it_was(value: Any) -> None:
    content = codec.encode(value)
    assert content is not None and codec.decode(content) == value


@pytest.mark.parametrize("content", [b"", b"\x80\x04.", b"Anonsense", b"J{", b"Zx", pickle.dumps({"a": 1})])
def test_what_was_written_by_somebody_else_is_not_there(content: bytes) -> None:
    assert codec.decode(content) is None


def test_what_cannot_be_shared_stays_in_its_process(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    assert codec.encode(object()) is None and codec.encode({"a": object()}) is None
    server = app_of(built, data, f"file:{tmp_path}").server
    answers = server.extensions[ANSWERS]
    thing = Counted(3)
    answers.set("x", thing)
    assert answers.get("x") == thing and not [p for p in tmp_path.rglob("*") if b"Counted" in p.read_bytes()]


@dataclasses.dataclass(frozen=True)
class Counted:
    n: int
