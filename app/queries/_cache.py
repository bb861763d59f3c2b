"""Which cache keeps the answers, by a URL, and what happens when it is gone: the program is slower, never broken."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cachelib import SimpleCache
from flask import Flask
from flask_caching import Cache

from app import timing
from app.queries._codec import Serializer, pack, unpack
from app.settings import cache_kind

#: A shared cache forgets after a week; its keys bear the data version, so an old answer is never a wrong one.
WEEK = 7 * 24 * 3600
#: A shared cache that failed is left alone for so many seconds: nobody waits for it at each question.
REST = 5.0
#: AnswerCache that a process has for itself.
MOST_OWN = 200
#: How long an answer of a shared cache may take.
PATIENCE = 0.5
_log = logging.getLogger(__name__)


def config_of(url: str) -> dict[str, Any]:
    """The options of flask-caching for a URL (see settings.cache_kind, which raises ValueError)."""
    kind = cache_kind(url)
    if kind == "file":
        folder = str(Path(urlsplit(url).path))
        return {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": folder, "CACHE_THRESHOLD": 20_000} | _shared()
    if kind == "redis":
        waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        return {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": url, "CACHE_OPTIONS": waits} | _shared()
    return {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 2000, "CACHE_DEFAULT_TIMEOUT": 0}


def _shared() -> dict[str, Any]:
    return {"CACHE_DEFAULT_TIMEOUT": WEEK, "CACHE_KEY_PREFIX": "cocaine-routes:"}


class ServerCache:
    """The cache that a server has. What fails in it is logged and counted as not there."""

    def __init__(self, server: Flask, url: str) -> None:
        self.kind = urlsplit(url).scheme or "process"
        cache = Cache(server, config=config_of(url))
        # Its own back end: flask-caching looks for that of whichever server is just answering, and where a process
        # has two, as a test has, the other's does not know this one.
        self._cache = server.extensions["cache"][cache]
        # In one process nobody else writes or reads what is kept; where several share it, nothing of it is run.
        self._shared = cache_kind(url) != ""
        if self._shared:
            self._cache.serializer = Serializer()
        self._rests_until = 0.0
        #: What cannot be shared (see _codec), for this process alone.
        self._own = SimpleCache(threshold=MOST_OWN, default_timeout=0)

    def get(self, key: str) -> Any:
        """The answer, or None."""
        own = self._own.get(key)
        if own is not None or time.monotonic() < self._rests_until:
            return own
        try:
            stored = self._cache.get(key)
            return unpack(key, stored) if self._shared else stored
        except Exception as error:
            return self._failed(error)

    def set(self, key: str, value: Any) -> None:
        """Keep an answer, where that is possible."""
        packed = pack(key, value) if self._shared else value
        if packed is None:
            self._own.set(key, value)
            return
        if time.monotonic() < self._rests_until:
            return
        try:
            self._cache.set(key, packed)
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        now = time.monotonic()
        # Those that were asking already fail, too: one line says it.
        rests, self._rests_until = now < self._rests_until, now + REST
        timing.count("failed")
        if not rests:
            _log.warning("the cache does not answer (%s); asked again in %.0f s", type(error).__name__, REST)
