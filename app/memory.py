"""A bound on what a process and its children hold in memory (resident, as the operating system counts it).

A limit of the address space (``setrlimit``) was turned down: libraries map far more than they use, and a process that
meets it is aborted in the middle of their code, without a word."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

#: Seconds between two looks: what is read grows by some hundred MB meanwhile.
BEAT = 0.1


def resident_mb(process: int) -> float:
    """Megabytes that a process, by its number, holds; 0 when it is gone."""
    with suppress(psutil.Error):
        return float(psutil.Process(process).memory_info().rss / 1e6)
    return 0.0


@contextmanager
def watched(most_mb: int, over: Callable[[], None]) -> Iterator[None]:
    """While the block runs, ``over`` is called as soon as this process holds more than ``most_mb``."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(BEAT):
            if resident_mb(os.getpid()) > most_mb:
                over()
                return

    thread = threading.Thread(target=watch, name="memory", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
