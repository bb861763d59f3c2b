"""Answers that are kept: each is made once, however many requests ask for it at the same time."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from typing import Any, Protocol

import pandas as pd

from app import timing
from app.data_version import DataVersion

#: Rows of a frame that is read row by row.
SMALL = 20_000


def compact_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A small frame with its texts as plain objects, its columns of one kind side by side: it is kept, and taken apart
    row by row, in a third of the time. A large one stays as it is: there columns are worked on whole."""
    texts = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.StringDtype)]
    return frame.astype(dict.fromkeys(texts, object)).copy() if len(frame) <= SMALL else frame


class CacheBackend(Protocol):
    """What a cache must do."""

    def get(self, key: str) -> Any:
        """The answer, or None."""

    def set(self, key: str, value: Any) -> Any:
        """Keep an answer."""


class AnswerCache:
    """A version of the data and the answers about it by name and plain values; keys survive a restart."""

    def __init__(self, data: DataVersion, cache: CacheBackend) -> None:
        self.data = data
        self._cache = cache
        self._making: dict[str, threading.Lock] = {}

    def use_cache(self, cache: CacheBackend) -> None:
        """Keep answers elsewhere from now on: nothing that was kept is known any more."""
        self._cache = cache

    def cached_bytes(self, name: str, make: Callable[[], bytes], *key: Any) -> bytes:
        """The bytes of an answer that follows from the data and its address alone. They are kept small, for there are
        many; the questions behind them are kept, too, for the answers that share them."""
        packed: bytes = self.cached(f"whole:{name}", lambda: zlib.compress(make(), 1), *key)
        return zlib.decompress(packed)

    def cached(self, name: str, make: Callable[[], Any], *key: Any) -> Any:
        """The cached answer for a name and plain values, made when it is not there.

        A page asks the same thing from several requests at once: the first makes the answer, the others wait for it.
        """
        text = "|".join([self.data.version, name, *map(str, key)])
        answer = self._cache.get(text)
        timing.count("hits" if answer is not None else "misses")
        if answer is not None:
            return answer
        with self._making.setdefault(text, threading.Lock()):
            try:
                answer = self._cache.get(text)
                if answer is None:
                    with timing.timed(f"answer:{name}"):
                        answer = make()
                    self._cache.set(text, answer)
            finally:
                self._making.pop(text, None)
        return answer

    def table(self, table: str) -> pd.DataFrame:
        """A small table as it is: corridor, statistic, unresolved."""
        return self.cached("whole", lambda: compact_frame(self.data.run(f'SELECT * FROM "{table}"')), table)
