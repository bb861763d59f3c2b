"""What is known of a job, as small JSON files in the folder of its ticket."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import orjson

from app.core.note import Note, plain


def write(path: Path, value: Any) -> None:
    """Put a value there, whole or not at all."""
    scratch = path.with_suffix(".new")
    scratch.write_bytes(orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS))
    os.replace(scratch, path)


def read(path: Path) -> Any:
    """The value that stands there; None when there is none."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def fail(folder: Path, kind: str, notes: list[Note]) -> None:
    """A piece of work came to nothing: why, and how to mend it."""
    write(folder / "job.json", {"state": "failed", "kind": kind, "notes": plain(notes)})
