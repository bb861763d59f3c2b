"""Files that are written whole or not at all: a reader, a full disk or a kill never meets half of one.

``atomicwrites`` was turned down: it has had no release since 2022. What is written goes into a file beside the target,
reaches the disk, and then takes its name; where that fails nothing is left behind and OSError says why."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A new file that replaces ``path`` when the block ends well. The folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with scratch.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except BaseException:
        with suppress(OSError):
            scratch.unlink()
        raise


def write(path: Path, content: bytes | str) -> None:
    """Put bytes, or text as UTF-8, in the place of whatever stands at ``path``."""
    with writing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
