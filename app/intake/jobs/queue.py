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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import psutil

from app import memory_limit
from app.core.message import Message, Refused, disk_error
from app.intake.jobs.job_files import SENT, UPLOAD, fail, read, write
from app.settings import Settings

CHUNK = 1 << 20
#: Pieces of work that may wait or run at once.
MOST_WAITING = 20
#: Folders of jobs are removed when they were not written to for so long.
KEEP_SECONDS = 24 * 3600
_TICKET = re.compile(r"[0-9a-f]{24}")


class Jobs:
    """The queue of one server process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.jobs
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._pool: ProcessPoolExecutor | None = None
        #: Tickets of jobs that wait or run.
        self._waiting: set[str] = set()
        #: Watches the memory of the process while it works.
        self._watching: threading.Thread | None = None
        #: Whether the process was ended because it held too much.
        self._too_large = False

    def stage(self, stream: BinaryIO, name: str, most: int) -> str:
        """Keep an upload in a folder of its own; returns its ticket. Raises ``Refused`` when it is larger than ``most``
        bytes or when all uploads together are more than the quota, before more of it is kept; and where the disk does
        not take it."""
        self.sweep()
        room = self.settings.upload_quota_mb * 1_000_000 - self._uploaded_bytes()
        try:
            with self._folder() as folder:
                sent = hashlib.sha256()
                with (folder / UPLOAD).open("wb") as sink:
                    for piece in _pieces(stream, most, room):
                        sent.update(piece)
                        sink.write(piece)
                write(folder / SENT, {"name": safe_name(name), "sha256": sent.hexdigest()})
                return folder.name
        except OSError as error:
            raise Refused(disk_error(error)) from None

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """A new folder of a ticket, gone again where the block fails."""
        folder = self.folder / secrets.token_hex(12)
        folder.mkdir(parents=True)
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _uploaded_bytes(self) -> int:
        """Bytes of all uploads that wait."""
        return sum(path.stat().st_size for path in self.folder.glob(f"*/{UPLOAD}"))

    def start(self, kind: str, asked: Mapping[str, Any]) -> str:
        """Queue a piece of work that needs no file; returns its ticket. Raises ``Refused``, and then there is none."""
        try:
            with self._folder() as folder:
                self.submit(folder.name, kind, asked)
                return folder.name
        except OSError as error:
            raise Refused(disk_error(error)) from None

    def submit(self, ticket: str, kind: str, asked: Mapping[str, Any]) -> None:
        """Queue a piece of work (see ``work.WORK``) on a ticket. Raises ``Refused``, also when the queue is full."""
        # Read by the first import alone: it stands on the builder and all readers of files.
        from app.intake.jobs.work import work

        folder = self.folder_of(ticket)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise Refused(Message("refused.busy"))
            self._waiting.add(ticket)
        try:
            write(folder / "job.json", {"state": "working", "kind": kind, "server": this_process()})
            write(folder / "progress.json", {"step": "waiting", "share": 0})
            future = self._started().submit(work, kind, folder, dict(asked), self.settings)
        except OSError as error:
            self._waiting.discard(ticket)
            raise Refused(disk_error(error)) from None
        future.add_done_callback(functools.partial(self._ended, folder, kind))

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Spawned, not forked: a fork of a process with threads may hold a lock for ever.
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, name="memory", daemon=True)
                self._watching.start()
            return self._pool

    def _watch(self) -> None:
        """While anything is worked on: end a process that holds too much, before it takes the machine."""
        while not self._closing.wait(memory_limit.BEAT):
            with self._lock:
                if not self._waiting:
                    self._watching = None
                    return
            # Those of this module alone: whoever made this server may have other children.
            for child in multiprocessing.active_children():
                if child.pid and memory_limit.resident_mb(child.pid) > self.settings.import_memory_mb:
                    self._too_large = True
                    child.kill()

    def _ended(self, folder: Path, kind: str, future: Future[None]) -> None:
        """What the process could not say itself: that it was killed, and by whom."""
        with self._lock:
            self._waiting.discard(folder.name)
            killed = future.cancelled() or future.exception() is not None
            too_large, self._too_large = self._too_large and killed, False
            self._pool = None if killed else self._pool
        if killed:
            most = Message("refused.memory", mb=self.settings.import_memory_mb)
            with suppress(OSError):  # a folder that was swept meanwhile has nobody who asks
                fail(folder, kind, [most if too_large else Message("refused.stopped")])

    def folder_of(self, ticket: str) -> Path:
        """The folder of a ticket. Raises ``Refused`` when it is not known."""
        folder = self.folder / ticket
        if not _TICKET.fullmatch(ticket) or not folder.is_dir():
            raise Refused(Message("refused.no_upload"))
        return folder

    def state(self, ticket: str) -> dict[str, Any]:
        """``state`` (working: waits or runs; done, failed, none), ``kind``, and step with share, or the notes
        of what went wrong."""
        folder = self.folder_of(ticket)
        job = read(folder / "job.json") or {"state": "none", "kind": ""}
        if job["state"] == "working":
            if not _lives(job["server"]):
                return {"state": "failed", "kind": job["kind"], "notes": [["refused.stopped", {}]]}
            job.update(read(folder / "progress.json") or {})
        return job

    def result(self, ticket: str, name: str) -> Any:
        """What a piece of work left: ``review`` or ``taken``; None when there is none."""
        return read(self.folder_of(ticket) / f"{name}.json")

    def sweep(self) -> None:
        """Remove the folders of jobs that nothing was written to for a day."""
        for folder in self.folder.glob("*"):
            if time.time() - folder.stat().st_mtime > KEEP_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End the process."""
        self._closing.set()
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)


def _pieces(stream: BinaryIO, most: int, room: int) -> Iterator[bytes]:
    taken = 0
    while piece := stream.read(CHUNK):
        taken += len(piece)
        if taken > most:
            raise Refused(Message("refused.too_large", mb=most / 1e6))
        if taken > room:
            raise Refused(Message("refused.quota"))
        yield piece


def safe_name(name: str) -> str:
    """A file name without any folder or control sign; the end of a long one is kept, for it says the format."""
    bare = re.sub(r"[^\w.() -]+", "_", name.replace("\\", "/").split("/")[-1]).strip(" .")
    return bare[-120:] or "file"


def this_process() -> list[float]:
    """What tells this process from every other one, also from a later one of the same number: its number and the
    moment at which it began."""
    return [os.getpid(), psutil.Process().create_time()]


def _lives(process: list[float]) -> bool:
    """Whether a process that ``this_process`` named still runs."""
    try:
        number, began = process
        return bool(psutil.Process(int(number)).create_time() == began)
    except (psutil.NoSuchProcess, ValueError, TypeError):
        return False
    except psutil.Error:  # it may not be looked at, so it is there
        return True
