"""Overlays on disk: a folder each, ``<key>/overlay.json`` (what is known of it), ``shapes.parquet`` (GeoParquet:
``name`` and geometry in longitude and latitude, polygons first, exactly as they came), ``outlines.json`` (GeoJSON, as
fine as a screen or a page draws them; see ``intake.overlays.outlines``) and ``raw`` (the file as it was sent; of tiles
it is what serves).

The key is made of the file, so what lies under it never changes; title, source, marking and style may. Every process
reads the same files."""

from __future__ import annotations

import fcntl
import functools
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import atomic
from app.core.overlay import KEY, Overlay, shape_of_key

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

METADATA, SHAPES, OUTLINES, RAW = "overlay.json", "shapes.parquet", "outlines.json", "raw"
#: Frames of shapes that a process keeps.
KEPT = 8
#: What was begun so long ago and not ended is nobody's any more.
LEFT_SECONDS = 24 * 3600


class Overlays:
    """The overlays of one folder (None: there are none)."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def all(self) -> list[Overlay]:
        """Every overlay, by its title."""
        files = sorted(self._folder.glob(f"*/{METADATA}")) if self._folder else []
        found = (self.get(path.parent.name) for path in files)
        return sorted((overlay for overlay in found if overlay), key=lambda o: (o.title.casefold(), o.key))

    def get(self, key: str) -> Overlay | None:
        """One overlay; None where it is not kept here."""
        if self._folder is None or not KEY.fullmatch(key):
            return None
        try:
            found = Overlay.from_json(json.loads((self._folder / key / METADATA).read_bytes()))
        except FileNotFoundError:
            return None
        # Another worker may just be removing it.
        return found if (self._folder / key / RAW).exists() else None

    def __contains__(self, text: object) -> bool:
        """Whether an overlay, or a polygon of one (see ``core.overlay.shape_key``), is kept here."""
        if not isinstance(text, str):
            return False
        shape = shape_of_key(text)
        overlay = self.get(shape[0] if shape else text)
        return overlay is not None and (shape is None or overlay.holds(shape[1]))

    def named(self, keys: tuple[str, ...]) -> list[Overlay]:
        """Those of some keys that are kept here, in their order."""
        return [overlay for overlay in map(self.get, keys) if overlay]

    def shapes(self, key: str) -> GeoDataFrame:
        """The shapes of an overlay: ``name`` and geometry, numbered from one on. Raises KeyError where there are
        none."""
        path = self.file(key, SHAPES)
        return _shapes(path, path.stat().st_mtime_ns)

    def file(self, key: str, name: str = RAW) -> Path:
        """One of the files of an overlay. Raises KeyError where it is not kept here."""
        if key not in self or self._folder is None or not (self._folder / key / name).exists():
            raise KeyError(key)
        return self._folder / key / name

    @contextmanager
    def adding(self, overlay: Overlay, raw: Path) -> Iterator[Path]:
        """A folder to put the shapes of a new overlay into; it stands with all of it when the block ends well, and
        takes the place of the one of the same file. Raises OSError where it cannot be written."""
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        self._swept()
        scratch = Path(tempfile.mkdtemp(prefix=".", suffix=".new", dir=self._folder))
        try:
            yield scratch
            shutil.copyfile(raw, scratch / RAW)
            atomic.write(scratch / METADATA, json.dumps(overlay.plain(), ensure_ascii=False))
            with self._lock():
                self._removed(overlay.key)
                scratch.rename(self._folder / overlay.key)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _swept(self) -> None:
        """Without what somebody who was killed left a day ago; what is younger may be another's work."""
        for left in self._folder.glob(".*.new") if self._folder else []:
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One change at a time, whichever worker makes it."""
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def change(self, key: str, **values: Any) -> Overlay:
        """Title, source, marking or style of an overlay changed. Raises KeyError where it is not kept here."""
        if self._folder is None:
            raise KeyError(key)
        with self._lock():
            overlay = self.get(key)
            if overlay is None:
                raise KeyError(key)
            changed = replace(overlay, **values)
            atomic.write(self._folder / key / METADATA, json.dumps(changed.plain(), ensure_ascii=False))
        return changed

    def remove(self, key: str) -> None:
        """Remove an overlay; what is known of it goes first, so that nobody meets half of it."""
        if self._folder is None or not KEY.fullmatch(key):
            return
        with self._lock():
            self._removed(key)

    def _removed(self, key: str) -> None:
        assert self._folder is not None
        (self._folder / key / METADATA).unlink(missing_ok=True)
        shutil.rmtree(self._folder / key, ignore_errors=True)


@functools.lru_cache(maxsize=KEPT)
def _shapes(path: Path, _written: int) -> GeoDataFrame:
    import geopandas

    frame = geopandas.read_parquet(path)
    frame.index = range(1, len(frame) + 1)
    return frame


#: Where nobody has added any.
NO_OVERLAYS = Overlays(None)
