"""What is known of a job, as small JSON files in the folder of its ticket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson

from app import atomic
from app.core.message import Message, plain

#: What stands in the folder of a ticket besides the state of its job: the bytes that were sent, and what is known of
#: them (``name``, as a person calls the file, and ``sha256``, of what came in). A person's name is never a path here.
UPLOAD, SENT = "upload", "sent.json"


def write(path: Path, value: Any) -> None:
    """Put a value there, whole or not at all."""
    atomic.write(path, orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS))


def read(path: Path) -> Any:
    """The value that stands there; None when there is none."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def fail(folder: Path, kind: str, notes: list[Message]) -> None:
    """A piece of work came to nothing: why, and how to mend it."""
    write(folder / "job.json", {"state": "failed", "kind": kind, "notes": plain(notes)})
