"""Imports asked for on the page: files wait in a staging folder; one process beside the server works on them in turn.

A process of its own keeps the page quick while a file is read, gives its memory back, and may be killed at any moment:
what it has not finished never happened. All that is known of a job stands in its folder, so any process can tell.
"""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from app.core.note import Note, Refused
from app.imports.staged import SENT, UPLOAD, fail, read, write
from app.settings import Settings

CHUNK = 1 << 20
#: Uploads that nobody confirmed are swept after so many seconds.
KEPT = 24 * 3600
_TICKET = re.compile(r"[0-9a-f]{24}")


class Jobs:
    """The queue of one server process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.jobs
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def stage(self, stream: BinaryIO, name: str, most: int) -> str:
        """Keep an upload in a folder of its own; returns its ticket. Raises ``Refused`` when it is larger than ``most``
        bytes, before more of it is kept."""
        self.sweep()
        ticket = secrets.token_hex(12)
        folder = self.folder / ticket
        folder.mkdir(parents=True)
        sent = hashlib.sha256()
        try:
            with (folder / UPLOAD).open("wb") as sink:
                for piece in _pieces(stream, most):
                    sent.update(piece)
                    sink.write(piece)
            write(folder / SENT, {"name": safe_name(name), "sha256": sent.hexdigest()})
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError) and error.errno == 28:
                raise Refused(Note("refused.no_space")) from None
            raise
        return ticket

    def ticket(self) -> str:
        """A folder for work that needs no file."""
        ticket = secrets.token_hex(12)
        (self.folder / ticket).mkdir(parents=True)
        return ticket

    def submit(self, ticket: str, kind: str, asked: Mapping[str, Any]) -> None:
        """Queue a piece of work (see ``work.WORK``) on a ticket."""
        # Read by the first import alone: it stands on the builder and all readers of files.
        from app.imports.work import work

        folder = self.of(ticket)
        write(folder / "job.json", {"state": "working", "kind": kind, "server": os.getpid()})
        write(folder / "progress.json", {"step": "waiting", "share": 0})
        future = self._started().submit(work, kind, folder, dict(asked), self.settings)
        future.add_done_callback(functools.partial(self._ended, folder, kind))

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Spawned, not forked: a fork of a process with threads may hold a lock for ever.
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            return self._pool

    def _ended(self, folder: Path, kind: str, future: Future[None]) -> None:
        """What the process could not say itself: that it was killed."""
        if future.cancelled() or future.exception() is not None:
            with self._lock:
                self._pool = None
            fail(folder, kind, [Note("refused.stopped")])

    def of(self, ticket: str) -> Path:
        """The folder of a ticket. Raises ``Refused`` when it is not known."""
        folder = self.folder / ticket
        if not _TICKET.fullmatch(ticket) or not folder.is_dir():
            raise Refused(Note("refused.no_upload"))
        return folder

    def state(self, ticket: str) -> dict[str, Any]:
        """``state`` (working, done, failed, none), ``kind``, and step with share, or the notes of what went wrong."""
        folder = self.of(ticket)
        job = read(folder / "job.json") or {"state": "none", "kind": ""}
        if job["state"] == "working":
            if not _lives(job["server"]):
                return {"state": "failed", "kind": job["kind"], "notes": [["refused.stopped", {}]]}
            job.update(read(folder / "progress.json") or {})
        return job

    def result(self, ticket: str, name: str) -> Any:
        """What a piece of work left: ``review`` or ``taken``; None when there is none."""
        return read(self.of(ticket) / f"{name}.json")

    def sweep(self) -> None:
        """Remove uploads of yesterday."""
        for folder in self.folder.glob("*"):
            if time.time() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)


def _pieces(stream: BinaryIO, most: int) -> Iterator[bytes]:
    taken = 0
    while piece := stream.read(CHUNK):
        taken += len(piece)
        if taken > most:
            raise Refused(Note("refused.too_large", mb=most / 1e6))
        yield piece


def safe_name(name: str) -> str:
    """A file name without any folder or control sign; the end of a long one is kept, for it says the format."""
    bare = re.sub(r"[^\w.() -]+", "_", name.replace("\\", "/").split("/")[-1]).strip(" .")
    return bare[-120:] or "file"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
