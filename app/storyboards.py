"""Storyboards on disk: one JSON file each, replaced whole, so that a reader never sees half of one.

Beside them stands what the data were at each version that a slide was made on: a digest of every event. Only so can a
slide say later how many of its events are new, corrected or gone.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd
from flask import current_app

from app import atomic
from app.core import storyboard
from app.core.message import Message, Refused, disk_error
from app.core.storyboard import Storyboard

#: A folder does not hold more than these; the oldest are not thrown away, a new one is refused.
MOST = 1000
EXTENSION = "storyboards"
_VERSION = re.compile(r"[0-9a-f]{6,64}")


class StoryboardStore:
    """The storyboards of one folder. Every process reads the same files; nothing is remembered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def every(self) -> list[Storyboard]:
        """All storyboards that can be read, the latest saved first."""
        boards = []
        for path in self.folder.glob("*.json"):
            try:
                boards.append(self.load(path.stem))
            except Refused:
                continue
        return sorted(boards, key=lambda board: (board.saved, board.id), reverse=True)

    def load(self, identity: str) -> Storyboard:
        """One storyboard. Raises ``Refused`` when there is none, or its file is damaged."""
        path = self._path(identity)
        try:
            return storyboard.of_json(json.loads(path.read_bytes()), identity)
        except FileNotFoundError:
            raise Refused(Message("storyboard.none")) from None
        except (ValueError, RecursionError):
            raise Refused(Message("storyboard.damaged", file=path.name)) from None

    def create(self, board: Storyboard) -> Storyboard:
        """Keep a new storyboard under an id of its own."""
        with self._alone():
            if sum(1 for _path in self.folder.glob("*.json")) >= MOST:
                raise Refused(Message("storyboard.full", most=MOST))
            return self._write(replace(board, id=secrets.token_hex(6), revision=0))

    def save(self, board: Storyboard) -> Storyboard:
        """Replace a storyboard. Raises ``Refused`` when somebody saved it since ``board.revision``."""
        return self.change(board.id, lambda _now: board, board.revision)

    def change(
        self, identity: str, edit: Callable[[Storyboard], Storyboard], revision: int | None = None
    ) -> Storyboard:
        """What ``edit`` makes of a storyboard, in its place; ``revision`` is the one that it must still have."""
        with self._alone():
            now = self.load(identity)
            if revision is not None and revision != now.revision:
                raise Refused(Message("storyboard.stale"))
            return self._write(replace(edit(now), id=identity, revision=now.revision))

    def remove(self, identity: str) -> None:
        """Throw a storyboard away. Raises ``Refused`` when there is none."""
        with self._alone():
            self.load(identity)
            self._path(identity).unlink()

    def _write(self, board: Storyboard) -> Storyboard:
        moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        stored = replace(board, saved=moment, revision=board.revision + 1)
        try:
            atomic.write(self._path(stored.id), json.dumps(storyboard.to_json(stored), ensure_ascii=False, indent=1))
        except OSError as error:
            raise Refused(disk_error(error)) from None
        return stored

    def _path(self, identity: str) -> Path:
        if not storyboard.is_id(identity):
            raise Refused(Message("storyboard.none"))
        return self.folder / f"{identity}.json"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One change at a time, whichever process makes it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise Refused(disk_error(error)) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # ---- what the data were ----

    def remember(self, version: str, digests: Callable[[], pd.DataFrame]) -> None:
        """Keep the digests of a data version (event_id, digest) where they are not kept yet."""
        path = self._digests(version)
        if path is None or path.exists():
            return
        try:
            with atomic.writing(path) as file:
                digests().to_parquet(file, index=False, compression="zstd")
        except OSError as error:
            raise Refused(disk_error(error)) from None

    def remembered(self, version: str) -> pd.DataFrame | None:
        """The digests of a data version; None where no slide was made on it here."""
        path = self._digests(version)
        return pd.read_parquet(path) if path is not None and path.exists() else None

    def _digests(self, version: str) -> Path | None:
        return self.folder / "versions" / f"{version}.parquet" if _VERSION.fullmatch(version) else None


def storyboard_store() -> StoryboardStore:
    """The storyboards of the app that serves this request; ``create_app`` puts them there."""
    store: StoryboardStore = current_app.extensions[EXTENSION]
    return store
