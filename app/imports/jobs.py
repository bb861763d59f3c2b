"""Imports asked for on the page: files wait in a staging folder; one process beside the server works on them in turn.

A process of its own keeps the page quick while a file is read, gives its memory back, and may be killed at any moment:
what it has not finished never happened. All that is known of a job stands in its folder, so any process can tell.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import os
import re
import secrets
import shutil
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from app import library
from app.builder import BuildError, Progress
from app.core.note import Note, Refused
from app.importers import Context
from app.imports import report, review, take
from app.imports.planning import Plan, plan
from app.intake import files
from app.intake.answers import Answers
from app.library import links
from app.settings import Settings

CHUNK = 1 << 20
#: Uploads that nobody confirmed are swept after so many seconds.
KEPT = 24 * 3600
_TICKET = re.compile(r"[0-9a-f]{24}")


class Jobs:
    """The queue of one server process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.imports / ".staged"
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def stage(self, stream: BinaryIO, name: str, most: int) -> str:
        """Keep an upload in a folder of its own; returns its ticket. Raises ``Refused`` when it is larger than ``most``
        bytes, before more of it is kept."""
        self.sweep()
        ticket = secrets.token_hex(12)
        folder = self.folder / ticket
        folder.mkdir(parents=True)
        try:
            with (folder / "upload").open("wb") as sink:
                for piece in _pieces(stream, most):
                    sink.write(piece)
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError) and error.errno == 28:
                raise Refused(Note("refused.no_space")) from None
            raise
        os.replace(folder / "upload", folder / safe_name(name))
        _write(folder / "file.json", {"name": safe_name(name)})
        return ticket

    def ticket(self) -> str:
        """A folder for work that needs no file."""
        ticket = secrets.token_hex(12)
        (self.folder / ticket).mkdir(parents=True)
        return ticket

    def submit(self, ticket: str, kind: str, asked: Mapping[str, Any]) -> None:
        """Queue a piece of work (see ``WORK``) on a ticket."""
        folder = self.of(ticket)
        _write(folder / "job.json", {"state": "working", "kind": kind, "server": os.getpid()})
        _write(folder / "progress.json", {"step": "waiting", "share": 0})
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
            _fail(folder, kind, [Note("refused.stopped")])

    def of(self, ticket: str) -> Path:
        """The folder of a ticket. Raises ``Refused`` when it is not known."""
        folder = self.folder / ticket
        if not _TICKET.fullmatch(ticket) or not folder.is_dir():
            raise Refused(Note("refused.no_upload"))
        return folder

    def state(self, ticket: str) -> dict[str, Any]:
        """``state`` (working, done, failed, none), ``kind``, and step with share, or the notes of what went wrong."""
        folder = self.of(ticket)
        job = _read(folder / "job.json") or {"state": "none", "kind": ""}
        if job["state"] == "working":
            if not _lives(job["server"]):
                return {"state": "failed", "kind": job["kind"], "notes": [["refused.stopped", {}]]}
            job.update(_read(folder / "progress.json") or {})
        return job

    def result(self, ticket: str, name: str) -> Any:
        """What a piece of work left: ``review`` or ``taken``; None when there is none."""
        return _read(self.of(ticket) / f"{name}.json")

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


def _write(path: Path, value: Any) -> None:
    scratch = path.with_suffix(".new")
    scratch.write_bytes(orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS))
    os.replace(scratch, path)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def _fail(folder: Path, kind: str, notes: list[Note]) -> None:
    said = [[n.code, n.values] for n in notes]
    _write(folder / "job.json", {"state": "failed", "kind": kind, "notes": said})


# ---- in the process beside the server ----


@functools.cache
def _context(settings: Settings) -> Context:
    return take.context(settings)


#: The last plan, so that confirming it need not read the file again.
_last: dict[str, tuple[Answers, Plan]] = {}


def work(kind: str, folder: Path, asked: dict[str, Any], settings: Settings) -> None:
    """Do one piece of work and leave its result in the folder; what goes wrong is left there as notes."""

    def progress(step: str, share: float) -> None:
        _write(folder / "progress.json", {"step": step, "share": share})

    try:
        WORK[kind](folder, asked, settings, progress)
        _write(folder / "job.json", {"state": "done", "kind": kind})
    except Refused as refused:
        _fail(folder, kind, list(refused.notes))
    except BuildError as error:
        _fail(folder, kind, [Note("refused.build", n=len(error.faults), first=str(error.faults[0]))])
    except OSError as error:
        traceback.print_exc()
        _fail(folder, kind, [Note("refused.no_space" if error.errno == 28 else "refused.fault")])
    except Exception:
        traceback.print_exc()
        _fail(folder, kind, [Note("refused.fault")])


def _plan(folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """How the file would land: ``review.json`` for the page, and the account of every row as files."""
    answers = Answers.of(asked)
    path = folder / _read(folder / "file.json")["name"]
    made = plan(path, settings, _context(settings), answers, progress)
    _last.clear()
    _last[folder.name] = (answers, made)
    _write(folder / "review.json", review.of(made, answers, settings))
    for suffix in ("csv", "json") if made.reads else ():
        report.write(made, folder / f"account.{suffix}")


def _take(folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """Take the file in as it was reviewed; asked again, it says that it is in."""
    if (folder / "taken.json").exists():
        return
    answers = Answers.of(asked)
    kept = _last.get(folder.name)
    if kept is None or kept[0] != answers:
        path = folder / _read(folder / "file.json")["name"]
        kept = (answers, plan(path, settings, _context(settings), answers, progress))
    version = take.carry_out(kept[1], settings, answers, progress)
    made = kept[1]
    _last.clear()
    _write(
        folder / "taken.json",
        {
            "dataset": made.dataset,
            "title": made.facts["title"],
            "version": version,
            "kind": made.profile.kind,
            "counts": made.counts(),
            "figures": len(files.statistics_of(list(made.reads))),
            "change": made.change.counts() if made.change else None,
        },
    )
    (folder / _read(folder / "file.json")["name"]).unlink()


def _change(_folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """Switch or remove a dataset, or link two events, and build without or with it."""
    actions: dict[str, Callable[[], None]] = {
        "on": lambda: library.switch(asked["dataset"], True, settings),
        "off": lambda: library.switch(asked["dataset"], False, settings),
        "cover": lambda: take.cover(asked["dataset"], str(asked.get("coverage", ""))[:2000], settings),
        "remove": lambda: library.remove(asked["dataset"], settings),
        "link": lambda: links.put(settings, asked["kept"], asked["other"], asked["kind"], asked.get("by", "")),
        "unlink": lambda: links.drop(settings, asked["kept"], asked["other"]),
    }
    take.change(settings, actions[asked["action"]], progress)


WORK: dict[str, Callable[[Path, dict[str, Any], Settings, Progress], None]] = {
    "plan": _plan,
    "take": _take,
    "change": _change,
}
