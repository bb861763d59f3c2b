"""Many analysts at once: a real server on a store, and so many who each click every two seconds."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from app.settings import Settings

PAUSE = 2.0
#: What a click on Explore asks for.
PATHS = ("/layers/flows.json", "/layers/nodes.json", "/export/map.svg?preview=1")
COUNTRIES = ("EC", "BR", "CO", "PE", "BO", "ES", "BE", "NL", "US", "MX")


def crowd(settings: Settings, users: int, seconds: int) -> dict[str, float]:
    """Median and 95th percentile of a click's answer in ms, errors, clicks, and the memory of the largest worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {
        "PORT": str(port), "BUILD_DIR": str(settings.build), "IMPORTS_DIR": str(settings.imports), "WORKERS": "2",
        "BRIEFINGS_DIR": str(settings.briefings), "CACHE_URL": f"file:{settings.build / 'cache'}",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "app.wsgi:server", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    quiet = [*command, "--threads", "8", "--log-level", "error"]
    server = subprocess.Popen(quiet, env={**os.environ, **places}, stdout=subprocess.DEVNULL)
    try:
        begun = time.monotonic()
        ready(f"http://127.0.0.1:{port}/health")
        first = 1000 * (time.monotonic() - begun)
        times, errors = clicked(port, users, seconds)
        ordered = sorted(times) or [0.0]
        return {
            "start to first answer, ms": first,
            "median ms": ordered[len(ordered) // 2],
            "p95 ms": ordered[int(0.95 * (len(ordered) - 1))],
            "clicks": float(len(times)),
            "errors": float(errors),
            "largest worker, MB": memory(server.pid),
        }
    finally:
        server.terminate()
        server.wait(20)


def ready(address: str) -> None:
    """Wait for the first answer."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError("the server did not answer within two minutes")


def clicked(port: int, users: int, seconds: int) -> tuple[list[float], int]:
    """Each user clicks a filter, waits for its answer, and pauses."""
    times: list[float] = []
    errors = [0]
    end = time.monotonic() + seconds

    def use(n: int) -> None:
        chance = random.Random(n)
        time.sleep(PAUSE * n / users)
        while time.monotonic() < end:
            query = f"departure={chance.choice(COUNTRIES)}&from={chance.randrange(2010, 2025)}"
            path = chance.choice(PATHS[:2]) if chance.random() < 0.97 else PATHS[2]
            sign = "&" if "?" in path else "?"
            start = time.monotonic()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}{sign}{query}", timeout=60).read()
                times.append(1000 * (time.monotonic() - start))
            except (urllib.error.URLError, OSError):
                errors[0] += 1
            time.sleep(PAUSE)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors[0]


def memory(parent: int) -> float:
    """The greatest resident memory among the children of a process, in MB; 0 where the system does not tell."""
    found = [0.0]
    for stat in Path("/proc").glob("[0-9]*/status"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        held = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if held.get("PPid", "").strip() == str(parent):
            found.append(int(held.get("VmRSS", "0 kB").split()[0]) / 1024)
    return max(found)
