"""Imported datasets as editions of the program before 0.9 laid them out, moved to where they stand now.

There a dataset's folder stood among the program's own (``imports/profiles`` held saved mappings, and a dataset could
have that name), and its file had the name that a person gave it."""

from __future__ import annotations

import fcntl
from pathlib import Path

from app.settings import Settings
from app.versions import METADATA, PENDING, RAW, read_metadata


def move(settings: Settings) -> None:
    """Move what an earlier edition left; does nothing where there is none. A kill in between is gone on with by the
    next call: each step is one rename."""
    old = [path.parent for path in settings.imports.glob(f"*/{METADATA}")]
    mappings = [p for p in (settings.imports / "profiles").glob("*.toml") if p.name not in (METADATA, PENDING)]
    if not old and not mappings:
        return
    with (settings.imports / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in mappings:
            _rename(path, settings.own_profiles / path.name)
        for folder in old:
            _move_dataset(folder, settings.datasets / folder.name)


def _move_dataset(folder: Path, target: Path) -> None:
    """The metadata goes last: until then the next call finds the dataset again. (The old folder may be named
    ``datasets`` itself, so it is emptied, not renamed.)"""
    metadata = read_metadata(folder / METADATA)
    edition = str(metadata["edition"])
    _rename(folder / edition / str(metadata["file"]), target / edition / RAW)
    _rename(folder / METADATA, target / METADATA)


def _rename(source: Path, target: Path) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
