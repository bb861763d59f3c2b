"""Work that takes seconds of a processor (maps and sheets as files, long tables) stands in a queue: one piece at a time
in each worker, a few that wait, and beyond those a 503 that says when to ask again. What it makes goes into a file
first, so that a slow reader holds neither the queue nor a thread nor the memory of the server.

Measured before: sixteen A3 maps at once took a minute each and 2.6 GB, eight workbooks 225 s and 3.2 GB."""

from __future__ import annotations

import functools
import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, ParamSpec, cast

from flask import Response, current_app, jsonify, request, send_file

from app.core.message import Message
from app.web.change_requests import request_language

P = ParamSpec("P")
EXTENSION = "heavy"
#: Pieces of work at once and waiting (a browser asks for six pictures of a page at a time), and seconds that one waits.
AT_ONCE, WAITING, PATIENCE = 1, 7, 60.0
#: Seconds after which one who was sent away may come again.
AGAIN = 10


class Full(Exception):
    """The queue takes no more now."""


class Queue:
    """Places for heavy work in one process."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._most, self._patience = at_once + waiting, patience
        self._inside, self._lock = 0, threading.Lock()
        self._places = threading.Semaphore(at_once)

    @contextmanager
    def place(self, begun: bool = False) -> Iterator[None]:
        """A place for as long as the block runs. Raises ``Full``; who has ``begun`` to answer cannot be sent away any
        more, and waits for as long as it takes."""
        with self._lock:
            if self._inside >= self._most and not begun:
                raise Full
            self._inside += 1
        try:
            if not self._places.acquire(timeout=None if begun else self._patience):
                raise Full
            try:
                yield
            finally:
                self._places.release()
        finally:
            with self._lock:
                self._inside -= 1

    def has_room(self) -> bool:
        """Whether one more would be let in just now."""
        return self._inside < self._most


def queue() -> Queue:
    """The queue of the app that serves this request."""
    registered: Queue = current_app.extensions[EXTENSION]
    return registered


def heavy(view: Callable[P, Response]) -> Callable[P, Response]:
    """A view whose work stands in the queue."""

    @functools.wraps(view)
    def queued(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            with queue().place():
                return view(*args, **kwargs)
        except Full:
            return busy_answer()

    return queued


def busy_answer() -> Response:
    """503 with the time to come again, in words."""
    answer = jsonify({"error": [request_language().note_text(Message("refused.heavy", seconds=AGAIN))]})
    answer.status_code = 503
    answer.headers["Retry-After"] = str(AGAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_answer(write: Callable[[BinaryIO], Any], mimetype: str, name: str) -> Response:
    """What ``write`` puts into a file, as an answer under a name. The file has none on disk and goes with the answer;
    a browser that has the same bytes is told so (ETag)."""
    file = tempfile.TemporaryFile(prefix="export-")  # noqa: SIM115 (it goes out with the answer)
    try:
        write(cast(BinaryIO, file))
        size = file.tell()
        file.seek(0)
        tag = hashlib.file_digest(file, "sha256").hexdigest()[:20]
        file.seek(0)
    except BaseException:
        file.close()
        raise
    answer = send_file(file, mimetype, as_attachment=True, download_name=name, etag=False)
    answer.set_etag(tag)
    answer.cache_control.no_cache, answer.cache_control.max_age = True, 0
    answer.content_length = size
    answer.make_conditional(request.environ)
    return answer
