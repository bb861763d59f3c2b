"""Slow and greedy clients against a real server: whoever dribbles holds a socket and nothing else."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from waitress.adjustments import Adjustments

from app import gunicorn_worker
from app.settings import Settings
from tests.servers import until
from tests.test_faults import gunicorn

SLOW = 60
#: The header by which the page says that a request is its own.
OWN = b"X-Requested-With: 1\r\n"


@pytest.fixture(scope="module")
def server(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Host and port of a real server with two workers."""
    folder = tmp_path_factory.mktemp("front")
    with gunicorn(built, folder) as (address, _process):
        parts = urlsplit(address)
        yield str(parts.hostname), int(parts.port or 0)
        assert "Traceback" not in (folder / "log").read_text()


def connected(server: tuple[str, int]) -> socket.socket:
    return socket.create_connection(server, timeout=30)


def answers(server: tuple[str, int]) -> None:
    """Somebody else is answered on a connection of their own."""
    host, port = server
    for path in ("/health", "/layers/flows.json", "/explore.json"):
        with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=30) as answer:
            assert answer.status == 200 and answer.read()


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-",
        b"POST /import/files?name=a HTTP/1.1\r\nHost: localhost\r\n" + OWN + b"Content-Length: 100000\r\n\r\nx",
        b"POST /links HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
    ids=["nothing", "half a head", "half a file", "half a chunk"],
)
def test_clients_that_dribble_stop_nobody(server: tuple[str, int], begun: bytes) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(server)) for _n in range(SLOW)]
        for one in slow:
            one.sendall(begun)
        answers(server)
        for one in slow:
            one.sendall(b"a" if begun else b"G")
        answers(server)


def test_clients_that_read_slowly_stop_nobody(server: tuple[str, int]) -> None:
    asked = b"GET /export/events.geojson HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as stack:
        for _n in range(SLOW):
            one = stack.enter_context(connected(server))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.sendall(asked)
        answers(server)


def test_a_connection_outlives_what_a_browser_takes_for_granted(server: tuple[str, int]) -> None:
    """gunicorn's own two seconds closed sockets under requests that were on their way."""
    held = http.client.HTTPConnection(*server, timeout=30)
    for pause in (0, 3, 0):
        time.sleep(pause)  # the pause is what is tested
        body = json.dumps({"title": "x"})
        held.request("POST", "/briefings", body, {"X-Requested-With": "1", "Content-Type": "application/json"})
        answer = held.getresponse()
        assert answer.status == 200 and answer.read()
    assert gunicorn_worker.KEEP_ALIVE > 300
    held.close()


@pytest.mark.parametrize("path", ["/briefings", "/links", "/_dash-update-component", "/export/country.pdf?at=BR"])
def test_a_body_without_end_is_cut_off_early(server: tuple[str, int], path: str) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: 1\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    )
    piece = b"10000\r\n" + b"[" * 0x10000 + b"\r\n"
    sent, reply = 0, b""
    with connected(server) as one:
        one.sendall(head)
        try:
            while sent < 100_000_000:
                one.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
        try:
            reply = one.recv(4096)
        except OSError:
            reply = b""
    assert sent < 60_000_000, "the rest of it was never taken"
    assert reply == b"" or b" 413 " in reply.split(b"\r\n")[0]
    answers(server)


def test_an_upload_beyond_the_limit_is_told_before_it_is_sent(server: tuple[str, int]) -> None:
    head = b"POST /import/files?name=a HTTP/1.1\r\nHost: localhost\r\n" + OWN + b"Content-Length: 900000000\r\n\r\n"
    with connected(server) as one:
        one.sendall(head)
        assert b" 413 " in one.recv(4096).split(b"\r\n")[0]


def test_a_long_address_is_taken_and_an_endless_one_refused(server: tuple[str, int]) -> None:
    with connected(server) as one:
        one.sendall(b"GET /?q=" + b"a" * 8000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert one.recv(20).startswith(b"HTTP/1.1 200")
    with connected(server) as one:
        one.sendall(b"GET /?q=" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 431 " in one.recv(20)


def test_a_length_of_thousands_of_figures_is_answered(server: tuple[str, int]) -> None:
    with connected(server) as one:
        one.sendall(b"POST /links HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 4500 + b"\r\n\r\n")
        assert b" 400 " in one.recv(40)


def test_many_at_once_are_all_answered(server: tuple[str, int]) -> None:
    faults: list[Exception] = []

    def ask() -> None:
        try:
            answers(server)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=ask) for _n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


def request_of(data: bytes) -> gunicorn_worker.Parser:
    found = gunicorn_worker.Parser(Adjustments(max_request_body_size=10**9))
    found.received(data)
    return found


def test_a_head_has_so_many_seconds_and_a_body_must_keep_coming() -> None:
    head = request_of(HEAD)
    assert not head.is_late(head.began + gunicorn_worker.HEAD_SECONDS - 1) and head.is_late(
        head.began + gunicorn_worker.HEAD_SECONDS + 1
    )
    body = request_of(b"POST /import/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n\r\n")
    body.received(b"x" * 200_000)
    allowed = gunicorn_worker.BODY_SECONDS + 200_000 / gunicorn_worker.BODY_RATE
    assert not body.is_late(body.began + allowed - 1) and body.is_late(body.began + allowed + 1)


def test_a_late_request_is_closed_and_one_that_is_served_is_not() -> None:
    late, early = request_of(HEAD), request_of(HEAD)
    late.began -= gunicorn_worker.HEAD_SECONDS + 1

    class Connection:
        will_close = False

        def __init__(self, request: gunicorn_worker.Parser | None, *served: object) -> None:
            self.request, self.requests, self.last_activity = request, list(served), time.time()

    class Front(gunicorn_worker.TcpFront):
        def __init__(self) -> None:
            self.adj = Adjustments(**gunicorn_worker.OPTIONS)

    held = [Connection(late), Connection(early), Connection(None), Connection(late, "served")]
    front = Front()
    front.active_channels = dict(enumerate(held))  # type: ignore[arg-type]
    front.maintenance(time.time())
    assert [c.will_close for c in held] == [True, False, False, False]
    held[2].last_activity -= gunicorn_worker.KEEP_ALIVE + 1
    front.maintenance(time.time())
    assert held[2].will_close


def test_a_server_that_is_told_to_end_finishes_what_it_has_begun(built: Settings, tmp_path: Path) -> None:
    # However busy this machine is: how long the server waits is gunicorn's own setting.
    with gunicorn(built, tmp_path, "--graceful-timeout", "600") as (address, process):
        found: list[int] = []
        parts = urlsplit(address)
        held = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=600)
        held.request("GET", "/export/country.pdf?at=BR")
        until(lambda: urllib.request.urlopen(f"{address}/health", timeout=30).read(), OSError, 60)
        process.terminate()
        found.append(held.getresponse().status)
        assert found == [200] and process.wait(600) == 0
