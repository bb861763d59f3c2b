"""Scripts, styles, fonts and the base map as a browser gets them: bundled, named by what is in them, compressed.

``build`` writes them once for each edition of the program, below the build folder; ``web.static_files`` serves them.
Thirty scripts asked for one by one kept two processors busy for a tenth of a second of a first visit (measured), and
small forms made while the server runs needed a thread, a queue and locks.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version as version_of
from pathlib import Path

MANIFEST = "manifest.json"
#: Where the files of a server stand in ``Flask.extensions``.
EXTENSION = "static-files"
#: What is bundled into one file of each kind, in this order and in that of the names. Dash's Graph wants the runtime
#: of regenerator, which is else in a bundle of Dash's for old browsers (100 kB, which no page of ours loads).
SCRIPTS, STYLES = ("vendor/regenerator-runtime.js", "vendor/mgrs.min.js", "js/*.js"), ("*.css",)
#: Scripts of others that are no npm package of Dash's; served as parts of packages or bundled.
VENDOR = "vendor/*.js"
#: Further files that the page asks for by name.
HASHED_FILES = ("basemap/*.json", "fonts/*.woff2")
#: Packages whose scripts the page loads.
PACKAGES = ("dash", "dash-ag-grid", "dash-leaflet")
#: Editions that stay: pages that were opened before an update still ask for theirs.
KEPT = 2
#: Where a style names another file of ours.
_ADDRESS = re.compile(r'url\("?/assets/([^)"]+)"?\)')


@dataclass(frozen=True)
class StaticFiles:
    """What the page asks for. ``folder`` holds the files as they are served (None: ``assets`` itself, file by file);
    ``urls`` is the address of each named file; ``scripts`` and ``styles`` are the addresses in their order."""

    folder: Path | None
    urls: Mapping[str, str]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def unbuilt_files(assets: Path) -> StaticFiles:
    """The files as they were written, one by one: for developers, and where nothing was built."""

    def paths_of(*patterns: str) -> list[str]:
        return [p.relative_to(assets).as_posix() for p in _matching(assets, patterns)]

    scripts, styles = ([f"/assets/{name}" for name in paths_of(*patterns)] for patterns in (SCRIPTS, STYLES))
    return StaticFiles(
        None, {name: f"/assets/{name}" for name in paths_of(*HASHED_FILES)}, tuple(scripts), tuple(styles)
    )


def _matching(assets: Path, patterns: Iterable[str]) -> list[Path]:
    """Files by patterns, in the order of the patterns and then of their names."""
    return [path for pattern in patterns for path in sorted(assets.glob(pattern))]


def content_hash(assets: Path) -> str:
    """A short name of all that is served: the files, and the versions of the packages whose scripts the page loads."""
    hasher = hashlib.sha256(json.dumps([version_of(name) for name in PACKAGES]).encode())
    for path in _matching(assets, (*SCRIPTS, *STYLES, *HASHED_FILES, VENDOR)):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:12]


def load(assets: Path, target: Path) -> StaticFiles:
    """What was built of these files; the files themselves where nothing was."""
    folder = target / content_hash(assets)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        return unbuilt_files(assets)
    return StaticFiles(folder, manifest["urls"], tuple(manifest["scripts"]), tuple(manifest["styles"]))


def is_built(assets: Path, target: Path) -> bool:
    """Whether this edition is there."""
    return (target / content_hash(assets) / MANIFEST).exists()


def build(assets: Path, target: Path, packaged: Mapping[str, bytes]) -> Path:
    """Write this edition below ``target``, whole or not at all; returns its folder. ``packaged`` are scripts of
    packages by the address at which the page asks for them. Raises OSError where nothing can be written."""
    done = target / content_hash(assets)
    if is_built(assets, target):
        return done
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        fresh = Path(folder) / "edition"
        _write(fresh, assets, packaged)
        fresh.chmod(0o755)
        if done.exists():
            shutil.rmtree(done)
        os.replace(fresh, done)
    _sweep(target, done)
    return done


def _write(folder: Path, assets: Path, packaged: Mapping[str, bytes]) -> None:
    named = _matching(assets, HASHED_FILES)
    urls = {path.relative_to(assets).as_posix(): _copy_hashed(folder, assets, path) for path in named}
    script = b"\n".join(path.read_bytes() for path in _matching(assets, SCRIPTS))
    style = "\n".join(path.read_text(encoding="utf-8") for path in _matching(assets, STYLES))
    style = _ADDRESS.sub(lambda match: f'url("{urls[match[1]]}")', style)
    bundles = {f"/assets/app.{_digest(script)}.js": script}
    bundles |= {f"/assets/app.{_digest(style.encode())}.css": style.encode()}
    for url, body in {**bundles, **packaged}.items():
        path = folder / url.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    _compress(path for path in folder.rglob("*") if path.is_file())
    script_url, style_url = bundles
    manifest = {"urls": urls, "scripts": [script_url], "styles": [style_url]}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def _copy_hashed(folder: Path, assets: Path, path: Path) -> str:
    """A copy of a file under a name that says what is in it; returns its address."""
    body, name = path.read_bytes(), path.relative_to(assets)
    url = f"/assets/{name.with_suffix('').as_posix()}.{_digest(body)}{path.suffix}"
    copy = folder / url.lstrip("/")
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(body)
    return url


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


def _compress(paths: Iterable[Path]) -> None:
    """Small forms beside the files, by WhiteNoise's own compressor. Brotli at 10 of 11: half the time for 7 % more
    bytes."""
    import brotli
    from whitenoise.compress import Compressor

    class Small(Compressor):  # type: ignore[misc]
        @staticmethod
        def compress_brotli(data: bytes) -> bytes:
            return brotli.compress(data, quality=10)

    compressor = Small(quiet=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wanted = [str(path) for path in paths if compressor.should_compress(path.name)]
        list(pool.map(compressor.compress, wanted))


def _sweep(target: Path, done: Path) -> None:
    """Remove all but the last editions, and what a build that was killed left."""
    others = sorted((p for p in target.iterdir() if p != done), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
