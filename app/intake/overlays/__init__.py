"""Taking an overlay in: GeoPackage, zipped Shapefile, GeoJSON, FlatGeobuf or KML with shapes; MBTiles or PMTiles with
pictures. What a file is its own bytes say, not its name; what cannot be drawn is refused in words, and nothing of it is
kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import atomic
from app.core.characters import replace_unfit
from app.core.marking import MARKINGS, UNMARKED, is_lower
from app.core.message import Message, Refused, messages_from_json
from app.core.overlay import MOST_TEXT, STYLES, Overlay
from app.core.progress import Progress, no_progress
from app.intake.formats.limits import Unreadable
from app.intake.overlays import apart, outlines
from app.intake.overlays.pictures import tiles_of
from app.overlays import OUTLINES, SHAPES, Overlays

CHUNK = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """What a person says of an overlay: a title (the file's name otherwise), who made it and under which licence, its
    marking, its style, and which field holds the names of its shapes (the likeliest otherwise)."""

    title: str = ""
    source: str = ""
    marking: str = ""
    style: str = ""
    names: str = ""

    @classmethod
    def from_json(cls, asked: dict[str, Any]) -> Wanted:
        """The same from JSON. Raises ``Refused`` for what is none of the choices."""
        texts = {name: text(asked.get(name)) for name in ("title", "source", "marking", "style", "names")}
        return cls(**checked(texts))


def text(value: Any) -> str:
    """A text that a person wrote, in one line."""
    return " ".join(replace_unfit(value).split())[:MOST_TEXT] if isinstance(value, str) else ""


def checked(texts: dict[str, str]) -> dict[str, str]:
    """Values of an overlay as they are kept, those alone that are given. Raises ``Refused`` for a style or a marking
    that there is not."""
    out = dict(texts)
    if out.get("marking") == UNMARKED:
        out["marking"] = ""
    allowed = {"style": ("", *STYLES), "marking": ("", *MARKINGS)}
    wrong = [name for name, choices in allowed.items() if name in out and out[name] not in choices]
    if wrong:
        raise Refused(Message("refused.answers", names=wrong))
    return out


def take_in(
    path: Path,
    name: str,
    wanted: Wanted,
    overlays: Overlays,
    progress: Progress = no_progress,
    memory_mb: int = 8000,
) -> tuple[Overlay, list[Message]]:
    """Keep the file ``path``, which people call ``name``, as an overlay; returns it with notes on what became of its
    shapes. Where it is kept already, what is said of it stays unless it is said anew. Raises ``Refused`` where it
    cannot be one or its marking would become lower, OSError where it cannot be written."""
    progress("reading", 0.1)
    key, first = _hashed(path)
    before = overlays.get(key)
    if before and is_lower(before.marking, wanted.marking or before.marking):
        raise Refused(Message("refused.lower_overlay", key=key))
    values: dict[str, Any] = {**_said(wanted, before, name), "key": key, "file": name, "taken": _today()}
    pictures = tiles_of(path, first)
    if pictures:
        overlay = Overlay(**values, kind="tiles", bounds=pictures.bounds, zooms=pictures.zooms)
        with overlays.adding(overlay, path):
            return overlay, []
    with tempfile.TemporaryDirectory(prefix="overlay-") as scratch:
        read = apart.read(path, wanted.names, Path(scratch), memory_mb)
        progress("understanding", 0.7)
        west, south, east, north = read["bounds"]
        sizes: dict[str, Any] = {"shapes": read["shapes"], "polygons": read["polygons"]}
        edges = (west, south, east, north)
        overlay = Overlay(**values, kind="shapes", bounds=edges, names=wanted.names, **sizes)
        with overlays.adding(overlay, path) as folder:
            shutil.copyfile(Path(scratch, SHAPES), folder / SHAPES)
            atomic.write(folder / OUTLINES, outlines.of_file(folder / SHAPES))
    return overlay, messages_from_json(read["notes"])


def _said(wanted: Wanted, before: Overlay | None, name: str) -> dict[str, str]:
    """Title, source, marking and style: as they are wanted, else as they were, else the file's name and the
    defaults."""
    kept = {field: getattr(before, field) if before else "" for field in ("title", "source", "marking", "style")}
    said = {field: getattr(wanted, field) or kept[field] for field in kept}
    return {**said, "title": said["title"] or text(Path(name).stem), "style": said["style"] or STYLES[0]}


def _today() -> str:
    return dt.date.today().isoformat()


def _hashed(path: Path) -> tuple[str, bytes]:
    """The key of a file, and its first bytes."""
    made, first = hashlib.sha256(), b""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            first = first or piece[:4096]
            made.update(piece)
    if not first.strip():
        raise Unreadable("empty")
    return made.hexdigest()[:12], first
