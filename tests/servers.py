"""Real servers that tests start and end; where one cannot be had the test is skipped and says so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def program(name: str, *places: Path) -> str:
    """Where a program lies; its absence is a failure where everything must be there, else the test is skipped."""
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, places)]))
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {name}: see tests/install.sh")
        pytest.skip(f"no {name} on this machine")
    return found


@contextmanager
def redis_server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis server of our own."""
    command = [program("redis-server"), "--port", str(port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until(lambda: redis.Redis(port=port).ping(), redis.ConnectionError)
        yield server
    finally:
        server.kill()
        server.wait()


class Postgres:
    """A PostgreSQL server of our own in a folder. It refuses root, so that root starts it as another user."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"postgresql://tester@127.0.0.1:{self.port}/postgres"
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        self._control = program("pg_ctl", *versions)
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-o", "-A trust -U tester -E UTF8 --locale=C.UTF-8 --no-sync")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"
        self._run("start", "-w", "-o", options, "-l", str(self.folder / "log"))
        until(lambda: psycopg.connect(self.url).close(), psycopg.OperationalError)

    def stop(self) -> None:
        """End it at once, with whatever it is doing."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("stop", "-m", "immediate", "-w")

    def _run(self, *words: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*user, self._control, *words, "-D", str(self.folder / "data")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A server that runs while the test does. Its folder is none of pytest's: those are closed to other users."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def until(answers: object, error: type[Exception], seconds: float = 30) -> None:
    """Ask until there is an answer."""
    end = time.monotonic() + seconds
    while True:
        try:
            answers()  # type: ignore[operator]
            return
        except error:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
