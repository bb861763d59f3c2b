"""Where the store lies, by one URL: blank for a DuckDB file in the build folder, ``postgresql://…`` for a database that
several machines share.

A build is written whole beside the one that serves and takes its place at once; a fault on the way leaves the old one
serving. The questions are the same Ibis expressions on each of them.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from app.settings import Settings, store_kind
from app.stores.duck import FileStore
from app.stores.engine import Engine, StoreNotWritten, StoreUnavailable

__all__ = ["Engine", "Store", "StoreNotWritten", "StoreUnavailable", "store_of"]


class Store(Protocol):
    """Versions of the data, one of which serves."""

    #: Where it is, as people may be told: never with a password.
    place: str

    def serving(self) -> str | None:
        """The version that serves, or None before the first build. Raises ``StoreUnavailable``."""

    def publish(self, version: str, tables: dict[str, pd.DataFrame]) -> None:
        """Write a version whole, then let it serve. Raises ``StoreNotWritten``, and then nothing is changed."""

    def sweep(self, keep: int = 3) -> None:
        """Remove all but the newest versions; the one that serves always stays."""

    def is_intact(self, version: str) -> bool:
        """Whether a version still holds what was written, as far as that can be told from outside."""

    def open(self, version: str) -> Engine:
        """A version for reading. Raises ``StoreUnavailable``."""


def store_of(settings: Settings) -> Store:
    """The store of some settings. ValueError names a URL that cannot be used."""
    if store_kind(settings.store_url) == "postgresql":
        from app.stores.postgres import DatabaseStore

        return DatabaseStore(settings.store_url, settings.build)
    return FileStore(settings.build)
