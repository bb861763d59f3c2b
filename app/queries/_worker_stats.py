"""What the workers of a server have done, told by each to all: they share nothing but the cache of answers."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import astuple, dataclass, fields

from app import timing
from app.queries._answer_cache import CacheBackend

#: Where it stands among the answers; how often a worker tells it at most; and how long one is named that says no more.
KEY, EVERY, GONE = "workers", 2.0, 3600.0
#: Where a server has it.
WORKERS = "workers"


@dataclass(frozen=True)
class WorkerStats:
    """A worker by machine and process, when it was last heard of (seconds since 1970), and its figures since it began:
    requests, answers that were kept and not, times the cache failed, questions to the engine and their seconds."""

    machine: str
    process: int
    at: float
    requests: int
    hits: int
    misses: int
    failed: int
    asked: int
    asked_s: float

    @property
    def name(self) -> tuple[str, int]:
        """Which worker it is."""
        return self.machine, self.process


class Workers:
    """Written whole by whoever tells: two at the same moment lose one of them until it tells again."""

    def __init__(self, shared: CacheBackend) -> None:
        self._shared, self._next = shared, 0.0

    def tell(self) -> None:
        """This worker's figures, unless it has just told them."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self.every()

    def every(self) -> list[WorkerStats]:
        """All workers that were heard of within the hour, this one as it is now; by machine and process."""
        mine = own(time.time())
        # Plain values: another edition of the program may have written them.
        stored = [
            WorkerStats(*values) for values in self._shared.get(KEY) or () if len(values) == len(fields(WorkerStats))
        ]
        others = [worker for worker in stored if mine.at - worker.at < GONE and worker.name != mine.name]
        workers = sorted([*others, mine], key=lambda worker: worker.name)
        self._shared.set(KEY, [astuple(worker) for worker in workers])
        return workers


def own(now: float) -> WorkerStats:
    """What this process has to tell."""
    counts, asked_s = timing.TOTALS.counts, timing.TOTALS.spent.get("data", 0.0)
    requests, hits, misses, failed, asked = (
        counts.get(name, 0) for name in ("requests", "hits", "misses", "failed", "data")
    )
    return WorkerStats(socket.gethostname(), os.getpid(), now, requests, hits, misses, failed, asked, asked_s)
