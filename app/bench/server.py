"""A real server on a store, for those who measure: gunicorn with two workers that share their answers in files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.settings import MALLOC, Settings


@dataclass(frozen=True)
class Served:
    """Where a server answers, its first process, and the ms from its start to its first answer."""

    address: str
    process: int
    first_ms: float

    def workers(self) -> list[Path]:
        """What the system tells of its workers; none where it does not tell."""
        folders = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = status.read_text().splitlines()
            except OSError:
                continue
            fields = dict(line.split(":", 1) for line in lines if ":" in line)
            if fields.get("PPid", "").strip() == str(self.process):
                folders.append(status.parent)
        return folders

    def memory(self) -> float:
        """The greatest memory among its workers, in MB: its own and its share of what several have in common; 0 where
        the system does not tell."""
        return max([0.0, *map(proportional, self.workers())])

    def rests(self) -> None:
        """Wait until its workers have made ready what a first reader would wait for."""
        settled(lambda: sum(map(ticks, self.workers())))


def ticks(process: Path) -> int:
    """Ticks of processor that a process has used; 0 where the system does not tell."""
    try:
        return sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
    except OSError:
        return 0


def settled(used: Callable[[], int]) -> None:
    """Wait until processes, whose ticks are told, use no processor any more. At most ten seconds."""
    before, end = -1, time.monotonic() + 10
    while time.monotonic() < end:
        now = used()
        if before >= 0 and now - before <= 2:
            return
        before = now
        time.sleep(0.4)


def proportional(process: Path) -> float:
    """Memory of a process in MB, pages that several share divided among them."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """A server on a free port, with nothing kept from an earlier run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cache = settings.build / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    places = {
        "PORT": str(port), "BUILD_DIR": str(settings.build), "IMPORTS_DIR": str(settings.imports), "WORKERS": "2",
        "BRIEFINGS_DIR": str(settings.briefings), "CACHE_URL": f"file:{cache}", "STORE_URL": settings.store_url,
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:app.gunicorn_conf",
        "app.wsgi:server",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, env={**MALLOC, **os.environ, **places}, stdout=subprocess.DEVNULL)
    try:
        begun = time.monotonic()
        ready(f"http://127.0.0.1:{port}/health")
        yield Served(f"http://127.0.0.1:{port}", server.pid, 1000 * (time.monotonic() - begun))
    finally:
        server.terminate()
        server.wait(20)


def ready(address: str) -> None:
    """Wait for the first answer."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=30).read()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("the server did not answer within two minutes")
