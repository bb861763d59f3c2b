"""Which version of the data the sources ask for, and which one serves.

Nothing but files is read here, and no library: a start asks this first, and where nothing has changed the code that
builds is never read (it was half of the time of a start)."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.settings import Settings

#: What stands in the build folder: which version serves; and in the folder of a version: the store, and its SHA-256.
POINTER, STORE, SEAL = "current", "store.duckdb", "sha256"
#: What stands in the folder of an imported dataset: its metadata; those of an edition whose store is being built, which
#: count for that build alone until it serves; the mark of a dataset that is being removed; and, in the folder of an
#: edition, its file.
METADATA, PENDING, REMOVING, RAW = "source.toml", "pending.toml", "removing", "raw"
#: What a person decided about two events (see intake.datasets.links), among the imported datasets.
LINKS = "links.json"
_CODE = Path(__file__).resolve().parent


def source_files(settings: Settings, pending: str = "") -> list[Path]:
    """The metadata file of each source, by name: the shipped ones, then the imported ones that are not being removed.
    The metadata of a ``pending`` dataset, which takes effect with this build, stands in a file of their own."""
    shipped = sorted(settings.sources.glob(f"*/{METADATA}"))
    by_folder = {p.parent: p for p in settings.datasets.glob(f"*/{METADATA}") if not (p.parent / REMOVING).exists()}
    if pending:
        by_folder[settings.datasets / pending] = settings.datasets / pending / PENDING
    return [*shipped, *(by_folder[folder] for folder in sorted(by_folder))]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def imported_bytes(path: Path) -> str:
    """SHA-256 of the file of an imported dataset, by its metadata file; blank where the dataset is switched off (its
    file counts for nothing then) or the file is missing (which the build says)."""
    metadata = read_metadata(path)
    raw = path.parent / str(metadata["edition"]) / RAW
    return file_hash(raw) if metadata.get("enabled", True) and raw.exists() else ""


def recorded_hashes(metadata: dict[str, Any]) -> dict[str, str]:
    """The hash (SHA-256, or its first signs) that the metadata of a source record of each file. For an imported
    dataset that is its one file, ``RAW``; datasets of earlier editions of the program have 16 signs of it."""
    if metadata["layout"] == "imported":
        return {RAW: str(metadata.get("sha256") or metadata["edition"])}
    return {str(name): str(text) for name, text in metadata.get("sha256", {}).items()}


def read_metadata(path: Path) -> dict[str, Any]:
    """The metadata of a source."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def code_files() -> list[Path]:
    """The code that shapes what is read and built."""
    steps = ("formats", "values", "rows", "layouts", "builder")
    folders = [_CODE / name for name in ("core", "stores")] + [_CODE / "intake" / step for step in steps]
    return [_CODE / "intake" / "reference.py", *(path for folder in folders for path in folder.rglob("*.py"))]


def digest(groups: Iterable[tuple[Path, Iterable[Path]]]) -> str:
    """Hash of files by their names below a root and what they hold."""
    hasher = hashlib.sha256()
    for root, files in groups:
        for name, path in sorted((p.relative_to(root).as_posix(), p) for p in files if p.is_file()):
            hasher.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:12]


def reading_of(settings: Settings) -> str:
    """Hash of the code and the reference that a file is read with."""
    tables = [path for path in settings.reference.iterdir() if path.suffix != ".py"]
    return digest([(settings.reference, tables), (_CODE, code_files())])


def version_of(settings: Settings, pending: str = "") -> str:
    """Hash of everything that shapes the store: the bytes of every source, shipped or imported, with its metadata, the
    decisions about records, the reference files and the building code. Whatever is counted otherwise has another
    version: it stands on every export and in every key of what is cached."""
    shipped = digest([(settings.sources, settings.sources.rglob("*")), (settings.imports, [settings.imports / LINKS])])
    parts = [shipped.encode(), reading_of(settings).encode()]
    for path in source_files(settings, pending):
        if settings.datasets in path.parents:
            parts += [path.read_bytes(), imported_bytes(path).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def current_version(build: Path) -> str | None:
    """Version whose file is serving, or None before the first build."""
    pointer = build / POINTER
    if not pointer.exists():
        return None
    version = pointer.read_text().strip()
    return version if (build / version / STORE).exists() else None


def up_to_date_version(settings: Settings) -> str | None:
    """The version that the sources ask for, where its file serves already and is as it was written; else None. Of a
    database nothing is known without asking it."""
    version = None if settings.store_url else current_version(settings.build)
    if version is None or version != version_of(settings):
        return None
    return version if is_intact(settings.build, version) else None


def is_intact(build: Path, version: str) -> bool:
    """Whether the file of a version holds, to the byte, what was written (a second for each gigabyte)."""
    folder = build / version
    try:
        return (folder / SEAL).read_text() == file_hash(folder / STORE)
    except (OSError, ValueError):
        return False
