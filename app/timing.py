"""Where the time of a request goes: how long it asked the engine, how often the cache had the answer.

A request (or any other work) opens a tally; whatever it calls adds to it, without handing it through. What a process
has spent since it began stands in ``TOTALS``, for /status.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Timings:
    """Seconds and the longest time by part (``data``: in the engine; ``answer:…``: an answer that was not kept), and
    counts: how often each part was, ``hits`` and ``misses`` of the cache, and how often it ``failed``."""

    spent: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    longest: dict[str, float] = field(default_factory=dict)

    def add(self, part: str, seconds: float) -> None:
        """More time of a part."""
        self.spent[part] = self.spent.get(part, 0.0) + seconds
        self.longest[part] = max(self.longest.get(part, 0.0), seconds)
        self.count(part)

    def count(self, name: str) -> None:
        """One more of something."""
        self.counts[name] = self.counts.get(name, 0) + 1


#: Of this process, since it began.
TOTALS = Timings()
_lock = threading.Lock()
_now: ContextVar[Timings | None] = ContextVar("tally", default=None)


@contextmanager
def measure() -> Iterator[Timings]:
    """A tally of its own for what happens inside."""
    tally = Timings()
    token = _now.set(tally)
    try:
        yield tally
    finally:
        _now.reset(token)


@contextmanager
def timed(part: str) -> Iterator[None]:
    """The time of what happens inside, added to a part."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - start
        _each(lambda tally: tally.add(part, seconds))


def count(name: str) -> None:
    """One more of something, in this request and in this process."""
    _each(lambda tally: tally.count(name))


def _each(add: Callable[[Timings], None]) -> None:
    tally = _now.get()
    if tally is not None:
        add(tally)
    with _lock:
        add(TOTALS)
