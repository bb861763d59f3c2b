"""Imported datasets on disk: each has a folder with its source.toml and one folder per edition of its file.

A change is prepared beside what serves and takes effect by replacing one small file, so an import that is killed at
any moment leaves everything as it was. One change at a time: others wait for the lock. Every change is recorded.

``imports/datasets/<id>/source.toml`` and ``<edition>/raw`` (the file, whatever its name was) are the datasets;
``mappings``, ``jobs``, ``links.json`` and ``log.jsonl`` stand beside that folder, so that no name of a dataset or a
file can meet one of ours.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from app import atomic
from app.core.message import Message, Refused
from app.settings import Settings
from app.versions import METADATA, PENDING, RAW, REMOVING, read_metadata, recorded_hashes

LOG = "log.jsonl"
CHUNK = 1 << 20


@contextmanager
def taking_in(file: Path, wanted: dict[str, Any], settings: Settings) -> Iterator[None]:
    """The dataset taken in, once what stands inside (the build with this dataset ``pending``) has succeeded; what fails
    or is killed there leaves no trace in any later build. Raises ``Refused`` where the file is no longer the one whose
    hash was planned."""
    folder = settings.datasets / wanted["id"]
    with lock(settings):
        new = not folder.exists()
        try:
            _put(file, wanted, folder)
            yield
            os.replace(folder / PENDING, folder / METADATA)
            (folder / REMOVING).unlink(missing_ok=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True) if new else (folder / PENDING).unlink(missing_ok=True)
            raise


def _put(file: Path, wanted: dict[str, Any], folder: Path) -> None:
    hasher = hashlib.sha256()
    with file.open("rb") as source, atomic.writing(folder / wanted["edition"] / RAW) as sink:
        while piece := source.read(CHUNK):
            hasher.update(piece)
            sink.write(piece)
        expected = recorded_hashes(wanted).get(RAW, "")
        if not hasher.hexdigest().startswith(expected):
            raise Refused(Message("refused.changed", file=wanted["file"], expected=expected, found=hasher.hexdigest()))
    _write(folder, wanted, PENDING)


def record(settings: Settings, action: str, dataset: str, **more: Any) -> None:
    """Add a line to the log: what was done to which dataset, when, and by whom (as far as they say)."""
    line = {"when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "action": action, "dataset": dataset, **more}
    settings.imports.mkdir(parents=True, exist_ok=True)
    with (settings.imports / LOG).open("ab") as log:
        # A line that a crash cut short must not swallow this one: ``log`` leaves blank lines and torn ones out.
        log.write(b"\n" * (log.tell() > 0) + json.dumps(line, ensure_ascii=False).encode("utf-8"))


def log(settings: Settings) -> list[dict[str, Any]]:
    """Every recorded change, newest first; a line that was cut short by a crash is left out."""
    path = settings.imports / LOG
    changes = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            changes.append(json.loads(line))
        except ValueError:
            continue
    return changes[::-1]


def names(settings: Settings) -> list[str]:
    """Ids of the imported datasets, without those that are being removed."""
    every = sorted(path.parent for path in settings.datasets.glob(f"*/{METADATA}"))
    return [folder.name for folder in every if not (folder / REMOVING).exists()]


def datasets(settings: Settings) -> list[dict[str, Any]]:
    """The source.toml of every imported dataset, by name."""
    return [metadata(name, settings) for name in names(settings)]


def metadata(dataset: str, settings: Settings) -> dict[str, Any]:
    """The source.toml of a dataset; ``Refused`` names those that there are."""
    there = names(settings)
    if dataset not in there:
        raise Refused(Message("refused.no_dataset", dataset=dataset, names=there or ["–"]))
    return read_metadata(settings.datasets / dataset / METADATA)


def change(dataset: str, settings: Settings, build: Callable[[], str], **values: Any) -> str:
    """Metadata of a dataset changed (``enabled``, ``coverage``) and the store built with them; returns its version. A
    build that fails leaves the metadata as it was."""
    with lock(settings):
        before = metadata(dataset, settings)
        folder = settings.datasets / dataset
        return rollback_on_error(build, lambda: _write(folder, {**before, **values}), lambda: _write(folder, before))


def remove(dataset: str, settings: Settings, build: Callable[[], str]) -> str:
    """Remove an imported dataset with its files; returns the version that serves without it.

    The dataset is marked, the store is built without it, and then its files go. A kill in between loses nothing: the
    next start builds without what is marked and finishes (see ``finish_removals``). Where the build fails, the mark is
    taken back."""
    with lock(settings):
        metadata(dataset, settings)
        mark = settings.datasets / dataset / REMOVING
        version = rollback_on_error(build, lambda: atomic.write(mark, b""), lambda: mark.unlink(missing_ok=True))
        finish_removals(settings)
        return version


def finish_removals(settings: Settings) -> None:
    """Delete the files of datasets that are marked as removed. Only after a build without them."""
    for mark in settings.datasets.glob(f"*/{REMOVING}"):
        # The mark goes last: a kill within leaves a folder that still counts as removed.
        for other in mark.parent.iterdir():
            if other != mark:
                shutil.rmtree(other) if other.is_dir() else other.unlink()
        shutil.rmtree(mark.parent)


def rollback_on_error(build: Callable[[], str], do: Callable[[], None], undo: Callable[[], None]) -> str:
    """Make a change and build the store with it; where either fails, the change is taken back."""
    try:
        do()
        return build()
    except BaseException:
        undo()
        raise


def _write(folder: Path, metadata: dict[str, Any], name: str = METADATA) -> None:
    atomic.write(folder / name, tomli_w.dumps(metadata))


@contextmanager
def lock(settings: Settings) -> Iterator[None]:
    """Hold the lock of the library; a second change waits here."""
    settings.imports.mkdir(parents=True, exist_ok=True)
    with (settings.imports / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
