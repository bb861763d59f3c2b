"""Which version of the data a server asks: it follows the store, and outlives a store that goes and comes back."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from app.data_version import DataVersion, open_data
from app.queries import EXTENSION, Queries
from app.queries._answer_cache import CacheBackend
from app.settings import Settings
from app.stores import StoreUnavailable, store_of

#: Where the ``StoreWatch`` of a server stands in ``Flask.extensions``.
STORE_WATCH = "store-watch"
#: A version that cannot be opened is left alone for so many seconds, while the one before it goes on serving.
REST = 10.0
_log = logging.getLogger(__name__)


class StoreWatch:
    """The facade of a server, exchanged as a whole when another version serves."""

    def __init__(self, server: Flask, settings: Settings, cache: CacheBackend, data: DataVersion | None) -> None:
        self._server, self._settings, self._cache = server, settings, cache
        self._store = store_of(settings)
        self._opening = threading.Lock()
        #: The version that could not be opened, and until when it is left alone.
        self.refused: tuple[str, float] | None = None
        server.extensions[STORE_WATCH] = self
        server.extensions[EXTENSION] = Queries(data, cache) if data else None

    @property
    def queries(self) -> Queries | None:
        """The facade, where a version is open."""
        queries: Queries | None = self._server.extensions[EXTENSION]
        return queries

    def follow(self) -> None:
        """Before a request: a version that was built meanwhile takes over; its keys in the cache are its own. Raises
        ``StoreUnavailable`` when the store does not answer."""
        version = self._store.serving()
        if self._is_open(version) or (self.queries and self._rests(version)):
            return
        with self._opening:
            if not self._is_open(version):
                self._open(version)

    def forget(self) -> None:
        """What is open does not answer any more: the next request opens the store anew."""
        self._server.extensions[EXTENSION] = None

    def _is_open(self, version: str | None) -> bool:
        return self.queries is not None and version in (None, self.queries.data.version)

    def _rests(self, version: str | None) -> bool:
        return bool(self.refused and self.refused[0] == version and time.monotonic() < self.refused[1])

    def _open(self, version: str | None) -> None:
        before, settings = self.queries, self._settings
        try:
            opened = open_data(
                settings.build, settings.reference, settings.store_url, settings.cases, settings.overlays
            )
        except Exception as error:
            if before is None:
                raise StoreUnavailable(str(error)) from error
            self.refused = (str(version), time.monotonic() + REST)
            _log.error("version %s cannot be opened (%s); %s goes on serving", version, error, before.data.version)
            return
        self._server.extensions[EXTENSION], self.refused = Queries(opened, self._cache), None
        if before is not None:
            before.data.engine.close()
