"""Reading shapes in a process of its own: GDAL with five drivers and nothing else, within a bound of memory and of
time.

GDAL opens a good hundred formats and picks its driver by what a file holds, whatever its name is; some formats name
other files or hosts. Which drivers there are is settled when GDAL is loaded, so a process that may have loaded it for
other work cannot read what strangers send. A fault of its code ends this process alone, and a layer without an end the
clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from app import memory_limit
from app.core.message import Refused, messages_from_json, plain
from app.intake.formats.limits import Unreadable
from app.settings import ROOT

DRIVERS = frozenset(["GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf", "KML"])
#: Seconds that a file may take: the seas of all countries take some thirty.
MOST_SECONDS = 900
SHAPES, RESULT = "shapes.parquet", "result.json"


def read(path: Path, names: str, folder: Path, memory_mb: int) -> dict[str, Any]:
    """Read the shapes of a file into ``folder / SHAPES``; returns ``polygons``, ``shapes``, ``bounds`` and ``notes``
    (as ``core.message.plain``). Raises ``Refused`` where they cannot be read."""
    command = [sys.executable, "-m", __name__, str(path.resolve()), str(folder), names, str(memory_mb)]
    try:
        done = subprocess.run(
            command, env=environment(), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("overlay_slow", minutes=MOST_SECONDS // 60) from None
    result = folder / RESULT
    if not result.exists():
        ended = done.returncode == -9
        raise Unreadable("memory", mb=memory_mb) if ended else Unreadable("overlay_damaged", error="–")
    found: dict[str, Any] = json.loads(result.read_bytes())
    if "refused" in found:
        raise Refused(*messages_from_json(found["refused"]))
    return found


def environment() -> dict[str, str]:
    """This process's environment, and in it that GDAL has no driver but those of ``DRIVERS``, no network and no
    helpers."""
    import pyogrio

    others = ",".join(sorted(set(pyogrio.list_drivers()) - DRIVERS))
    own = {"GDAL_SKIP": others, "OGR_SKIP": others, "GDAL_DRIVER_PATH": "disable", "OGR_SQLITE_LOAD_EXTENSIONS": "NO"}
    return {**os.environ, **own, "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none", "SHAPE_RESTORE_SHX": "YES"}


def main(path: str, folder: str, names: str, memory_mb: str) -> None:
    """What the process does."""
    from app.intake.overlays import vectors

    with memory_limit.limited(int(memory_mb), "too much memory"):
        try:
            found = vectors.read(Path(path), names)
        except Refused as refused:
            result: dict[str, Any] = {"refused": plain(refused.notes)}
        else:
            found.frame.to_parquet(Path(folder, SHAPES))
            told = {"polygons": found.polygons, "shapes": len(found.frame), "bounds": found.bounds}
            result = {**told, "notes": plain(found.notes)}
        Path(folder, RESULT).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
