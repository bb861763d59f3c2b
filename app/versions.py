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

#: What stands in the build folder: which version serves; and in the folder of a version: the store, how long it is.
POINTER, STORE, LENGTH = "current", "store.duckdb", "length"
#: What stands in the folder of an imported dataset: its facts; and those of an edition whose store is being built,
#: which count for that build alone until it serves.
FACTS, PENDING = "source.toml", "pending.toml"
#: What a person decided about two events (see library.links), among the imported datasets.
LINKS = "links.json"
_CODE = Path(__file__).resolve().parent


def source_files(settings: Settings, pending: str = "") -> list[Path]:
    """The file of facts of each source, by name: the shipped ones, then the imported ones. The facts of a ``pending``
    dataset, which takes effect with this build, stand in a file of their own."""
    shipped = sorted(settings.sources.glob(f"*/{FACTS}"))
    found = {path.parent: path for path in settings.imports.glob(f"*/{FACTS}")}
    if pending:
        found[settings.imports / pending] = settings.imports / pending / PENDING
    return [*shipped, *(found[folder] for folder in sorted(found))]


def facts_in(path: Path) -> dict[str, Any]:
    """The facts of a source."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def code_files() -> list[Path]:
    """The code that shapes what is read and built."""
    rooms = ("builder", "core", "importers", "intake", "stores")
    return [_CODE / "reference.py", *(p for room in rooms for p in (_CODE / room).rglob("*.py"))]


def digest(groups: Iterable[tuple[Path, Iterable[Path]]]) -> str:
    """Hash of files by their names below a root and what they hold."""
    found = hashlib.sha256()
    for root, files in groups:
        for name, path in sorted((p.relative_to(root).as_posix(), p) for p in files if p.is_file()):
            found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


def reading_of(settings: Settings) -> str:
    """Hash of the code and the reference that a file is read with."""
    return digest([(settings.reference, settings.reference.glob("*.csv*")), (_CODE, code_files())])


def version_of(settings: Settings, pending: str = "") -> str:
    """Hash of everything that shapes the store: source files, decisions, reference files and the building code."""
    shipped = digest([(settings.sources, settings.sources.rglob("*")), (settings.imports, [settings.imports / LINKS])])
    imported = [p.read_bytes() for p in source_files(settings, pending) if settings.imports in p.parents]
    parts = [shipped.encode(), reading_of(settings).encode(), *imported]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def current_version(build: Path) -> str | None:
    """Version whose file is serving, or None before the first build."""
    pointer = build / POINTER
    if not pointer.exists():
        return None
    version = pointer.read_text().strip()
    return version if (build / version / STORE).exists() else None


def stands(settings: Settings) -> str | None:
    """The version that the sources ask for, where its file serves already and is as long as it was written; else None.
    Of a database nothing is known without asking it."""
    version = None if settings.store_url else current_version(settings.build)
    if version is None or version != version_of(settings):
        return None
    folder = settings.build / version
    try:
        return version if int((folder / LENGTH).read_text()) == (folder / STORE).stat().st_size else None
    except (OSError, ValueError):
        return None
