"""What a file of shapes is, told by its first bytes, and what an archive packs, unpacked here within bounds."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.intake.formats.limits import Unreadable, bounded

#: The first bytes of a file -> the suffix of its format.
FORMATS = {b"SQLite format 3\0": "gpkg", b"fgb\x03": "fgb", b"{": "geojson", b"<": "kml"}
#: Members of a Shapefile that are read.
MEMBERS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: What a zipped file may hold once it is unpacked, and of how many Shapefiles.
MOST_UNPACKED, MOST_LAYERS = 1_000_000_000, 50
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


@contextmanager
def opened(path: Path) -> Iterator[list[Path]]:
    """Copies of a file (of those that it packs) under names that say their format; gone when the block ends."""
    with path.open("rb") as file:
        first = file.read(4096)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if first.startswith(b"PK\x03\x04"):
            yield _unpacked(path, folder)
            return
        start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
        suffix = next((suffix for magic, suffix in FORMATS.items() if start.startswith(magic)), None)
        if suffix is None:
            raise Unreadable("overlay_format")
        if suffix == "kml":
            _check_markup(path.read_bytes())
        target = folder / f"shapes.{suffix}"
        target.symlink_to(path.resolve())
        yield [target]


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """The Shapefiles of an archive, or the one other file in it. A path inside the archive is never used."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
            if sum(m.file_size for m in members) > MOST_UNPACKED:
                raise Unreadable("unpacked_too_large", mb=MOST_UNPACKED / 1e6)
            stems = sorted({m.filename[:-4] for m in members if m.filename.lower().endswith(".shp")})
            if not stems:
                return [_single(archive, members, folder)]
            for number, stem in enumerate(stems[:MOST_LAYERS]):
                for member in members:
                    suffix = Path(member.filename).suffix.lower()
                    if member.filename[: -len(suffix) or None] == stem and suffix in MEMBERS:
                        (folder / f"{number}{suffix}").write_bytes(_content(archive, member))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable("packed", error=str(error)) from None
    return sorted(folder.glob("*.shp"))


def _single(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Path:
    """The one file of an archive that has a format; the others of a KMZ are its pictures."""
    for member in members:
        content = _content(archive, member) if len(members) == 1 or member.filename.endswith(".kml") else b""
        start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
        for magic, suffix in FORMATS.items():
            if content and start.startswith(magic):
                if suffix == "kml":
                    _check_markup(content)
                target = folder / f"shapes.{suffix}"
                target.write_bytes(content)
                return target
    raise Unreadable("overlay_zip")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        return bounded(file, MOST_UNPACKED, member.compress_size)


def _check_markup(content: bytes) -> None:
    """Raises ``Unreadable`` where markup declares entities: no map needs them, and a few make gigabytes."""
    if _DECLARES.search(content):
        raise Unreadable("overlay_entities")
