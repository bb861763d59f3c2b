"""How a worker of gunicorn speaks HTTP: waitress reads a request whole and sends an answer whole by itself, and only
what happens in between takes a thread. A client that dribbles holds a socket then, and nothing else.

gunicorn keeps what it is good at: it reads the code once, parts the workers, and replaces one that died. Measured with
20 sockets that send a letter a second: gunicorn's own threads answer nobody else at all, this worker answers as before.
Turned down: gevent (counts run in C for a tenth of a second, and one event loop would wait for them), granian (it
buffers no bodies, so that slow uploads hold its threads), nginx before it (nobody who types ``make serve`` has it)."""

from __future__ import annotations

import copy
import logging
import os
import socket
import time
from types import FrameType
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher

from app.settings import Settings
from app.web.request_checks import MOST_BODY, UPLOADS

#: Seconds for the head of a request; seconds that a body may take anyhow, and bytes a second that it must bring after.
HEAD_SECONDS, BODY_SECONDS, BODY_RATE = 20.0, 60.0, 2_000
#: Seconds that a connection without a request stays open: longer than browsers keep theirs (Chromium: 300), or a
#: request meets a socket that has just been closed.
KEEP_ALIVE = 330
OPTIONS: dict[str, Any] = {
    "ident": None, "connection_limit": 2000, "cleanup_interval": 2, "channel_timeout": KEEP_ALIVE,
    "max_request_header_size": 16_384, "asyncore_use_poll": True, "clear_untrusted_proxy_headers": True,
    "log_socket_errors": False,
}  # fmt: skip


class Parser(HTTPRequestParser):
    """A request that knows when it began and how long its body may be: a file may be long, all else is short."""

    adj: Adjustments

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began = time.monotonic()

    def parse_header(self, header_plus: bytes) -> None:
        """See waitress; called when the head is there."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of thousands of figures
            raise ParsingError("Content-Length is invalid") from error
        self.began = time.monotonic()
        if self.path != UPLOADS:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = MOST_BODY + 1

    def is_late(self, now: float) -> bool:
        """Whether it takes longer than any client that means it."""
        taken = now - self.began
        if not self.headers_finished:
            return taken > HEAD_SECONDS
        return self.body_bytes_received < (taken - BODY_SECONDS) * BODY_RATE


class Channel(HTTPChannel):
    """A connection whose requests are timed."""

    parser_class = Parser


class Timed:
    """Closes connections that nobody uses, and those whose request is late."""

    channel_class = Channel
    active_channels: dict[int, HTTPChannel]

    def maintenance(self, now: float) -> None:
        """See waitress; called every few seconds."""
        super().maintenance(now)  # type: ignore[misc]
        for channel in list(self.active_channels.values()):
            if not channel.requests and channel.request and channel.request.is_late(time.monotonic()):
                channel.will_close = True


class TcpFront(Timed, TcpWSGIServer):
    """A listener at an address."""


class UnixFront(Timed, UnixWSGIServer):
    """A listener at a socket file, as a proxy on the same machine uses it."""


class BufferingWorker(Worker):
    """A gunicorn worker whose connections are waitress's."""

    def run(self) -> None:
        """Serve until told to end; then let running requests finish."""
        # That requests wait for a thread is no fault, and nothing that an operator could mend.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        options = OPTIONS | {"max_request_body_size": Settings.from_env().upload_mb * 1_000_000 + 1}
        adj, self.sockets_map = Adjustments(**options), dict[int, Any]()
        self.fronts = [self._front(listener.sock, adj, dispatcher) for listener in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self._turn()
        for front in self.fronts:
            front.del_channel()
        # A second before gunicorn ends a worker that is not done (its setting graceful_timeout, 30 seconds).
        end = time.monotonic() + max(1, self.cfg.graceful_timeout - 1)
        while time.monotonic() < end and any(busy(front) for front in self.fronts):
            self._turn(0.05)
        dispatcher.shutdown(timeout=1)

    def _front(self, sock: Any, adj: Adjustments, dispatcher: ThreadedTaskDispatcher) -> Any:
        about = (sock.family, sock.type, sock.proto, sock.getsockname())
        kind = UnixFront if sock.family == socket.AF_UNIX else TcpFront
        parts = {"dispatcher": dispatcher, "adj": adj, "sockinfo": about}
        return kind(self.wsgi, self.sockets_map, _sock=sock, bind_socket=False, **parts)

    def _turn(self, seconds: float = 1.0) -> None:
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self.sockets_map, count=1)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Told to end: the loop is woken to hear it."""
        super().handle_exit(sig, frame)
        for front in getattr(self, "fronts", []):
            front.pull_trigger()


def busy(front: Any) -> bool:
    """Whether a listener has requests that are worked on, or answers that are not sent yet."""
    return any(channel.requests or channel.total_outbufs_len for channel in front.active_channels.values())
