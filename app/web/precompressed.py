"""Scripts, styles and the base map, compressed once as small as can be, and kept beside the store for all workers.

What the server makes for one answer is compressed in passing; what is the same for years deserves a second. The small
form is made by a thread after the start; until it is there the file goes out as everything else does.
"""

from __future__ import annotations

import gzip
import hashlib
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import brotli
from flask import Flask, Response, request

from app import atomic

PATHS = ("/assets/", "/_dash-component-suites/")
KINDS = ("text/", "application/javascript", "application/json", "image/svg")
LEAST = 1_000
YEAR = 365 * 24 * 3600
#: How each encoding is made, the best first.
MAKE: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=10),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


class PrecompressedFiles:
    """The small forms of files, by what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, bytes] = {}
        self._wanted: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._asked: set[str] = set()
        self._starting = threading.Lock()
        self._works = False

    def answer(self, response: Response) -> Response:
        """The small form of a static file, where the reader takes it and it is there."""
        if not request.path.startswith(PATHS) or response.status_code != 200 or request.method != "GET":
            return response
        if not (response.mimetype or "").startswith(KINDS) or response.headers.get("Content-Encoding"):
            return response
        encoding = next((name for name in MAKE if name in request.accept_encodings), None)
        if encoding is None:
            return response
        if "m" in request.args:
            # The address of a script names its last change: another one has another address.
            response.cache_control.public, response.cache_control.max_age = True, YEAR
            response.cache_control.no_cache = None
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < LEAST:
            return response
        small = self.small(encoding, body)
        response.vary.add("Accept-Encoding")
        if small is not None:
            response.set_data(small)
            response.headers["Content-Encoding"] = encoding
            tag, _weak = response.get_etag()
            if tag:
                response.set_etag(tag, weak=True)
        return response

    def small(self, encoding: str, body: bytes) -> bytes | None:
        """The small form of some bytes, or None while it is being made."""
        key = f"{hashlib.sha256(body).hexdigest()[:24]}.{encoding}"
        if key not in self._held:
            try:
                self._held[key] = (self.folder / key).read_bytes()
            except OSError:
                self._want(key, body)
        return self._held.get(key)

    def _want(self, key: str, body: bytes) -> None:
        if key in self._asked:
            return
        self._asked.add(key)
        self._wanted.put((key, body))
        with self._starting:
            if not self._works:
                threading.Thread(target=self._work, name="squeezed").start()
                self._works = True

    def _work(self) -> None:
        """Make what is wanted, one after another; a file that cannot be kept is held in this process alone."""
        while True:
            with self._starting:
                if self._wanted.empty():
                    self._works = False
                    return
                key, body = self._wanted.get()
            made = MAKE[key.rpartition(".")[2]](body)
            with suppress(OSError):
                atomic.write(self.folder / key, made)
            self._held[key] = made


def watch(server: Flask, folder: Path) -> None:
    """Send static files in their small form. Registered after the compression of answers, so that it comes before."""
    squeezed = PrecompressedFiles(folder)
    server.after_request(squeezed.answer)
