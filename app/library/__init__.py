"""Imported datasets on disk: each has a folder with its source.toml and one folder per edition of its file.

A change is prepared beside what serves and takes effect by replacing one small file, so an import that is killed at
any moment leaves everything as it was. One change at a time: others wait for the lock. Every change is recorded.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from app.core.note import Note, Refused
from app.core.text import slug
from app.settings import Settings
from app.versions import FACTS, PENDING

LOG = "log.jsonl"


@contextmanager
def taken(file: Path, wanted: dict[str, Any], settings: Settings) -> Iterator[None]:
    """The dataset taken in, once what stands inside (the build with this dataset ``pending``) has succeeded; what fails
    or is killed there leaves no trace in any later build."""
    folder = settings.imports / wanted["id"]
    with alone(settings):
        _put(file, wanted, folder)
        try:
            yield
            os.replace(folder / PENDING, folder / FACTS)
        finally:
            (folder / PENDING).unlink(missing_ok=True)


def _put(file: Path, wanted: dict[str, Any], folder: Path) -> None:
    edition = folder / wanted["edition"]
    edition.mkdir(parents=True, exist_ok=True)
    scratch = edition / f".{wanted['file']}.new"
    shutil.copyfile(file, scratch)
    os.replace(scratch, edition / wanted["file"])
    _write(folder, wanted, PENDING)


def record(settings: Settings, action: str, dataset: str, **more: Any) -> None:
    """Add a line to the log: what was done to which dataset, when, and by whom (as far as they say)."""
    line = {"when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "action": action, "dataset": dataset, **more}
    settings.imports.mkdir(parents=True, exist_ok=True)
    with (settings.imports / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def log(settings: Settings) -> list[dict[str, Any]]:
    """Every recorded change, newest first; a line that was cut short by a crash is left out."""
    path = settings.imports / LOG
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found[::-1]


def datasets(settings: Settings) -> list[dict[str, Any]]:
    """The source.toml of every imported dataset, by name."""
    return [facts(path.parent.name, settings) for path in sorted(settings.imports.glob(f"*/{FACTS}"))]


def switch(dataset: str, on: bool, settings: Settings) -> None:
    """Switch a dataset on or off; its files stay."""
    with alone(settings):
        _write(settings.imports / dataset, {**facts(dataset, settings), "enabled": on})
    record(settings, "on" if on else "off", dataset)


def cover(dataset: str, coverage: str, settings: Settings) -> None:
    """Write down what a dataset declares to have reported (see core.coverage)."""
    with alone(settings):
        _write(settings.imports / dataset, {**facts(dataset, settings), "coverage": coverage})
    record(settings, "covered", dataset, coverage=coverage)


def remove(dataset: str, settings: Settings) -> None:
    """Remove an imported dataset with its files."""
    with alone(settings):
        facts(dataset, settings)
        shutil.rmtree(settings.imports / dataset)
    record(settings, "removed", dataset)


def facts(dataset: str, settings: Settings) -> dict[str, Any]:
    """The source.toml of a dataset; ``Refused`` names those that there are."""
    path = settings.imports / dataset / FACTS
    if dataset != slug(dataset) or not path.exists():
        there = sorted(p.parent.name for p in settings.imports.glob(f"*/{FACTS}")) or ["–"]
        raise Refused(Note("refused.no_dataset", dataset=dataset, names=there))
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _write(folder: Path, facts_: dict[str, Any], name: str = FACTS) -> None:
    scratch = folder / f".{name}.new"
    scratch.write_text(tomli_w.dumps(facts_), encoding="utf-8")
    os.replace(scratch, folder / name)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the lock of the library; a second import waits here."""
    settings.imports.mkdir(parents=True, exist_ok=True)
    with (settings.imports / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
