"""A bound on what a process holds in memory (resident, as the operating system counts it).

A limit of the address space (``setrlimit``) was turned down: libraries map far more than they use, and a process that
meets it is aborted in the middle of their code, without a word. Who watches is another process: a thread beside the
reading waits as long as a library holds the interpreter, and gigabytes can come within that time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
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
def limited(most_mb: int, sentence: str) -> Iterator[None]:
    """This process within a bound while the block runs: beyond it, it is ended and the sentence printed."""
    command = [sys.executable, "-m", "app.memory_limit", str(os.getpid()), str(most_mb), sentence]
    watcher = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        watcher.terminate()
        watcher.wait()


def watch(number: int, most_mb: float, sentence: str) -> None:
    """End a process as soon as it holds too much; come back when it is gone."""
    process = psutil.Process(number)
    while process.is_running():
        if resident_mb(number) > most_mb:
            print(sentence, file=sys.stderr, flush=True)
            process.kill()
            return
        time.sleep(BEAT)


if __name__ == "__main__":
    with suppress(psutil.Error, KeyboardInterrupt):
        watch(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
