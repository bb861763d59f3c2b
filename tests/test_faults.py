"""What may go wrong under a server: the database goes, a store cannot be written or read, a worker is killed."""

from __future__ import annotations

import dataclasses
import itertools
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from app import create_app, versions
from app.__main__ import STOPPED, main
from app.commands import check
from app.data_version import DataVersion, open_data
from app.i18n import languages, translator
from app.intake.builder import build
from app.pages import status
from app.queries import EXTENSION
from app.queries.store_watch import STORE_WATCH
from app.settings import ROOT, Settings
from app.stores import StoreNotWritten, StoreUnavailable, store_of
from tests.servers import free_port, postgres_server, until

#: What Chromium sends when it opens a page.
PAGE = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
}
PATHS = ("/", "/layers/flows.json?departure=EC", "/export/events.csv", "/export/map.svg")


@pytest.fixture
def own(built: Settings, tmp_path: Path) -> Settings:
    """Sources and a built store of one's own."""
    folders = {name: tmp_path / name for name in ("sources", "build")}
    for name, folder in folders.items():
        shutil.copytree(getattr(built, name), folder)
    return dataclasses.replace(built, **folders, imports=tmp_path / "imports", briefings=tmp_path / "briefings")


def touched(settings: Settings) -> None:
    """Another word in a source: the next build has another version."""
    path = settings.sources / "curated" / "source.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n# {time.monotonic_ns()}\n", encoding="utf-8")


def test_a_database_that_goes_is_said_in_words_and_found_again(built: Settings) -> None:
    with postgres_server() as server:
        shared = dataclasses.replace(built, store_url=server.url)
        build(shared)
        client = create_app(shared, open_data(built.build, built.reference, server.url)).server.test_client()
        wanted = [client.get(path).status_code for path in (*PATHS, "/health")]
        assert wanted == [200] * len(wanted)
        server.stop()
        for path, language in itertools.product(PATHS, languages()):
            answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}", headers=PAGE)
            assert answer.status_code == 503 and answer.headers["Retry-After"] and "no-store" in str(answer.headers)
            assert answer.mimetype == "text/html" and translator(language)("gone.title") in answer.text
            assert "Traceback" not in answer.text
        assert client.get("/layers/flows.json", headers={"Accept": "*/*"}).mimetype == "application/json"
        assert client.get("/health").status_code == 503 and client.get("/health").get_json()["status"] == "gone"
        assert client.get("/layers/flows.json").get_json()["error"] == translator("en")("gone.title")
        server.start()
        assert [client.get(path).status_code for path in (*PATHS, "/health")] == wanted


def test_a_server_may_start_before_its_database(built: Settings) -> None:
    with postgres_server() as server:
        shared = dataclasses.replace(built, store_url=server.url)
        build(shared)
        server.stop()
        client = create_app(shared, None).server.test_client()
        assert client.get("/health").status_code == 503
        server.start()
        assert client.get("/health").get_json()["events"] > 300


def test_a_build_that_fails_in_a_database_leaves_the_old_version(built: Settings) -> None:
    with postgres_server() as server:
        store = store_of(dataclasses.replace(built, store_url=server.url))
        assert store.serving() is None
        version = build(dataclasses.replace(built, store_url=server.url))
        tables = open_tables(built)
        with psycopg.connect(server.url, autocommit=True) as held:
            held.execute("ALTER ROLE tester SET statement_timeout = '1ms'")
        with pytest.raises(StoreNotWritten, match="keeps serving"):
            store.publish("feedfeedfeed", tables)
        with psycopg.connect(server.url, autocommit=True) as held:
            held.execute("SET statement_timeout = 0")
            schemas = held.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cocaine_routes_%'").fetchall()
        assert schemas == [(f"cocaine_routes_{version}",)] and store.serving() == version


def test_old_versions_are_swept_from_a_database_and_the_one_that_serves_stays(built: Settings) -> None:
    with postgres_server() as server:
        store, tables = store_of(dataclasses.replace(built, store_url=server.url)), open_tables(built)
        small = {name: tables[name] for name in ("event", "chain_leg", "chain_role", "chain_named", "about")}
        for n in range(5):
            store.publish(f"version{n}", small)
        store.sweep(keep=2)
        with psycopg.connect(server.url) as held:
            found = held.execute("SELECT version FROM cocaine_routes.build ORDER BY 1").fetchall()
            schemas = held.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cocaine_routes_%' ORDER BY 1"
            ).fetchall()
        assert found == [("version3",), ("version4",)] and store.serving() == "version4"
        assert schemas == [("cocaine_routes_version3",), ("cocaine_routes_version4",)]
        store.open("version3").rows("SELECT count(*) FROM leg")


def open_tables(built: Settings) -> dict[str, Any]:
    """The tables of the shipped data, as a build has them."""
    data, found = open_data(built.build, built.reference), {}
    for name, table in data.engine.tables.items():
        if name not in ("leg", "role", "event_country"):
            frame = data.frame(table).drop(columns="digest", errors="ignore")
            days = {c: frame[c].dt.date for c in frame.select_dtypes("datetime")}
            found[name] = frame.assign(**days)
    return found


def test_a_wrong_statement_is_no_store_that_is_gone(data: DataVersion, built: Settings) -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        data.run("SELECT * FROM nowhere")
    assert not isinstance(caught.value, StoreUnavailable)


@pytest.mark.parametrize("url", ["mysql://x/y", "x", "sqlite:///a"])
def test_a_store_that_there_is_not_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="STORE_URL"):
        store_of(dataclasses.replace(Settings(), store_url=url))


def test_a_password_is_never_shown(built: Settings) -> None:
    store = store_of(dataclasses.replace(built, store_url="postgresql://me:secret@127.0.0.1:1/db"))
    assert "secret" not in store.place and "db" in store.place
    with pytest.raises(StoreUnavailable) as caught:
        store.serving()
    assert "secret" not in str(caught.value)


def test_a_new_version_that_cannot_be_read_leaves_the_old_one_serving(own: Settings) -> None:
    app = create_app(own, open_data(own.build, own.reference))
    client = app.server.test_client()
    version = client.get("/health").get_json()["version"]
    broken = own.build / "0123456789ab"
    broken.mkdir()
    (broken / versions.STORE).write_bytes(b"no store" * 1000)
    (own.build / versions.POINTER).write_text("0123456789ab")
    assert [client.get(path).status_code for path in PATHS] == [200] * len(PATHS)
    assert client.get("/health").get_json()["version"] == version
    assert app.server.extensions[STORE_WATCH].refused[0] == "0123456789ab"
    with app.server.test_request_context():
        assert "0123456789ab" in status.update_status("")[1]
    # What cannot be read is built anew, and then it serves.
    fresh = build(own)
    assert client.get("/health").get_json()["version"] == fresh == app.server.extensions[EXTENSION].data.version


def test_a_store_that_was_damaged_where_it_lies_is_built_anew(own: Settings) -> None:
    version = versions.current_version(own.build)
    assert version
    (own.build / version / versions.STORE).write_bytes(b"damaged")
    assert create_app(own, None).server.test_client().get("/health").status_code == 503
    assert build(own) and open_data(own.build, own.reference).run("SELECT count(*) AS n FROM event")["n"][0] > 300


LESS = (
    "UPDATE about SET json = json_merge_patch(json, '{\"columns\": null}')",
    "DELETE FROM column_data WHERE name = 'kg'; UPDATE about SET json = json_merge_patch(json, '{\"columns\": \"x\"}')",
)


@pytest.mark.parametrize("less", LESS)
def test_a_version_of_another_edition_does_not_serve_and_is_said(own: Settings, less: str) -> None:
    """As a server of a newer program finds it on the volume, or in the database, of an older one."""
    version = versions.current_version(own.build)
    assert version
    with duckdb.connect(str(own.build / version / versions.STORE)) as held:
        held.execute(less)
    with pytest.raises(StoreUnavailable, match=f"{version} was built by another edition"):
        open_data(own.build, own.reference)
    client = create_app(own, None).server.test_client()
    assert client.get("/health").status_code == 503 and client.get("/explore.json").status_code == 503
    assert build(own, force=True) and client.get("/health").status_code == 200


def test_a_full_disk_leaves_the_old_version(own: Settings) -> None:
    version, held = versions.current_version(own.build), sorted(p.name for p in own.build.iterdir())
    touched(own)
    code = (
        "import dataclasses, sys; from pathlib import Path\n"
        "from app.settings import Settings; from app.intake.builder import build\n"
        "b, s = map(Path, sys.argv[1:3])\n"
        "build(dataclasses.replace(Settings(), build=b, sources=s, imports=b / 'none'))"
    )

    def full() -> None:
        """No file may grow beyond 200 kB: what a disk that is full says, too."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    command = [sys.executable, "-B", "-c", code, str(own.build), str(own.sources)]
    done = subprocess.run(command, cwd=ROOT, preexec_fn=full, capture_output=True, text=True, check=False)
    assert done.returncode and "StoreNotWritten" in done.stderr and "keeps serving" in done.stderr
    assert versions.current_version(own.build) == version and sorted(p.name for p in own.build.iterdir()) == held
    assert open_data(own.build, own.reference).version == version


@contextmanager
def gunicorn(settings: Settings, folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real server with two workers."""
    port = free_port()
    places = {
        "BUILD_DIR": settings.build, "IMPORTS_DIR": settings.imports, "BRIEFINGS_DIR": settings.briefings,
        "STORE_URL": settings.store_url, "CACHE_URL": f"file:{folder}/cache", "PORT": port, "WORKERS": 2,
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.gunicorn_conf", *options, "app.wsgi:server"]
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            until(lambda: urllib.request.urlopen(f"{address}/health", timeout=5).read(), OSError, 60)
            yield address, server
        finally:
            server.terminate()
            server.wait(40)


def test_run_serves_what_stands_and_ends_without_a_word(built: Settings, tmp_path: Path) -> None:
    version, port = versions.current_version(built.build), free_port()
    shutil.copytree(built.build, tmp_path / "build")
    named = {"BUILD_DIR": tmp_path / "build", "IMPORTS_DIR": tmp_path / "imports", "PORT": port, "WORKERS": 2}
    environment = {**os.environ, **{name: str(value) for name, value in named.items()}}
    log = tmp_path / "log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-m", "app", "run"], env=environment, stdout=out, stderr=out)
    try:
        until(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).read(), OSError, 60)
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(40)
    assert log.read_text().splitlines() == [
        f"Store {version} is ready in {tmp_path / 'build'}",
        f"Serving on http://127.0.0.1:{port} (PORT changes it; Ctrl-C stops)",
    ]
    assert code == 0


#: A worker that is told to end while it opens its store: gunicorn's own answer to that is to leave.
ENDED = """
import signal, sys
import app.wsgi
from app import gunicorn_conf
signal.signal(signal.SIGINT, lambda *_told: sys.exit(7))
def opened():
    signal.raise_signal(signal.SIGINT)
    print("opened", flush=True)
app.wsgi.of_this_process = opened
gunicorn_conf.post_worker_init(None)
print("serves", flush=True)
"""


def test_a_worker_that_opens_its_store_ends_right_after() -> None:
    done = subprocess.run([sys.executable, "-c", ENDED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (7, "opened\n", "")


def test_ctrl_c_ends_what_is_just_being_read_or_done_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "import signal; from app import gunicorn_conf; signal.raise_signal(signal.SIGINT)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (-signal.SIGINT, "")

    def stopped(*_asked: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "carry_out", stopped)
    assert main(["check"]) == STOPPED


def workers(server: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a server's workers."""
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def asked(address: str, statuses: list[int], stop: threading.Event) -> None:
    """Ask again and again, and note what was answered; -1 for a connection that broke."""
    while not stop.is_set():
        try:
            with urllib.request.urlopen(f"{address}/layers/flows.json?departure=EC", timeout=30) as answer:
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
        except OSError:
            statuses.append(-1)


@contextmanager
def readers(address: str, n: int) -> Iterator[list[int]]:
    """So many who ask all the time; their answers."""
    statuses: list[int] = []
    stop = threading.Event()
    threads = [threading.Thread(target=asked, args=(address, statuses, stop)) for _n in range(n)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def grown(statuses: list[int], by: int) -> None:
    """Wait for so many more answers."""
    wanted = len(statuses) + by
    until(lambda: reached(statuses, wanted), ValueError, 60)


def reached(held: list[int], wanted: int) -> None:
    """ValueError until there are so many."""
    if len(held) < wanted:
        raise ValueError("not yet")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs the process list of Linux")
def test_a_killed_worker_takes_no_request_with_it_but_its_own(own: Settings, tmp_path: Path) -> None:
    with gunicorn(own, tmp_path) as (address, server), readers(address, 3) as statuses:
        grown(statuses, 20)
        before = workers(server)
        os.kill(before[0], signal.SIGKILL)
        until(lambda: reached(sorted(set(workers(server)) - set(before)), 1), ValueError, 30)
        grown(statuses, 40)
        lost = [status for status in statuses if status != 200]
        assert len(lost) <= 3 and set(lost) <= {-1}, "each reader loses at most the request that the worker had"


@pytest.mark.parametrize("kind", ["file", "database"])
def test_a_new_version_reaches_every_worker_without_a_failed_request(own: Settings, tmp_path: Path, kind: str) -> None:
    with database_for(own, kind) as settings:
        old = build(settings)
        with gunicorn(settings, tmp_path) as (address, _server), readers(address, 3) as statuses:
            grown(statuses, 10)
            touched(settings)
            new = build(settings)
            grown(statuses, 30)
            found = set()
            for _n in range(20):
                with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:
                    found.add(new if new in answer.read().decode() else old)
        assert new != old and found == {new} and set(statuses) == {200}


@contextmanager
def database_for(own: Settings, kind: str) -> Iterator[Settings]:
    """The same settings on a file or on a database."""
    if kind == "file":
        yield own
        return
    with postgres_server() as server:
        yield dataclasses.replace(own, store_url=server.url)


def test_the_database_may_be_restarted_under_a_server_with_workers(own: Settings, tmp_path: Path) -> None:
    with postgres_server() as server:
        settings = dataclasses.replace(own, store_url=server.url)
        build(settings)
        with gunicorn(settings, tmp_path) as (address, _server):
            server.stop()
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{address}/health", timeout=30)
            assert caught.value.code == 503
            server.start()
            for path in PATHS:
                assert urllib.request.urlopen(address + path, timeout=30).status == 200
