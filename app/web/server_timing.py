"""Server-Timing on every answer: the whole of it, what the engine took, and what the cache had; and for /status, what
all workers have done."""

from __future__ import annotations

import time

from flask import Flask, Response, current_app, g, request

from app import timing
from app.queries._worker_stats import WORKERS, Workers

#: The option that prints the times of every request.
PROFILE = "app.profile"


def register(server: Flask, profile: bool, workers: Workers) -> None:
    """Time every request of a server; ``profile`` prints what the header says, too."""
    server.config[PROFILE] = profile
    server.extensions[WORKERS] = workers
    server.before_request(begin)
    server.after_request(header)
    server.teardown_request(end)


def begin() -> None:
    """A tally for this request."""
    g.tallied = timing.measure()
    g.tally, g.began = g.tallied.__enter__(), time.perf_counter()


def header(answer: Response) -> Response:
    """The header, as browsers show it beside the network log."""
    if "tally" in g:
        tally = g.tally
        asked, hits, misses = (tally.counts.get(name, 0) for name in ("data", "hits", "misses"))
        parts = [
            f"total;dur={1000 * (time.perf_counter() - g.began):.1f}",
            f'data;dur={1000 * tally.spent.get("data", 0.0):.1f};desc="{asked} questions"',
            f'cache;desc="{hits} of {hits + misses} kept"',
        ]
        answer.headers["Server-Timing"] = ", ".join(parts)
        if current_app.config.get(PROFILE):
            print(f"{request.method} {request.full_path[:200]} {answer.status_code} {', '.join(parts)}", flush=True)
    return answer


def end(_error: BaseException | None = None) -> None:
    """The tally is closed, also when the request failed."""
    tally = g.pop("tallied", None)
    if tally is not None:
        tally.__exit__(None, None, None)
        timing.count("requests")
        current_app.extensions[WORKERS].tell()
