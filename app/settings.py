"""Where things lie and how the server runs; the environment may override."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: Environment of a server: threads share two heaps, and Arrow has none of its own. A worker is a sixth smaller.
#: To give large pieces back at once was turned down: every count would wait for the system to clear its pages.
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


def store_kind(url: str) -> str:
    """Where a store lies, by its URL: blank (a file in the build folder) or ``postgresql``; else ValueError."""
    scheme = urlsplit(url).scheme
    if url and scheme not in ("postgresql", "postgres"):
        raise ValueError("STORE_URL must be blank or postgresql://user:password@host:port/database")
    return "postgresql" if url else ""


def cache_kind(url: str) -> str:
    """Where answers are kept, by a URL: blank (in the process), ``file`` (``file:/folder``) or ``redis``
    (``redis://host:port/number``); ValueError for any other."""
    parts = urlsplit(url)
    if not url:
        return ""
    if parts.scheme == "file" and parts.path:
        return "file"
    if parts.scheme in ("redis", "rediss") and parts.hostname:
        return "redis"
    raise ValueError(f"CACHE_URL must be blank, file:/folder or redis://host:port/number, not {url!r}")


def number(name: str, default: int) -> int:
    """A whole number from one on out of the environment; ValueError names a variable that is none."""
    text = os.environ.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise ValueError(f"{name} must be a whole number from 1 on, not {text[:40]!r}")
    return int(text)


@dataclass(frozen=True)
class Settings:
    """Paths and server options.

    ``PORT``, ``HOST``, ``WORKERS``, ``BUILD_DIR``, ``IMPORTS_DIR``, ``BRIEFINGS_DIR``, ``UPLOAD_MB`` (the largest
    upload), ``UPLOAD_QUOTA_MB`` (all uploads that wait), ``IMPORT_MEMORY_MB`` (what the process that reads files may
    hold), ``STORE_URL`` (see stores), ``CACHE_URL`` (see queries._cache), ``PROFILE`` (1: the times of each request are
    printed), ``PAGE_IMPORTS`` (0: files come in by the command line alone), ``ALLOW_CHANGES`` (1: the page may change
    things also beyond loopback; 0: nowhere) and ``ALLOWED_HOSTS`` (names of the server, with commas) come from the
    environment."""

    sources: Path = ROOT / "data" / "sources"
    reference: Path = ROOT / "data" / "reference"
    build: Path = ROOT / "data" / "build"
    imports: Path = ROOT / "data" / "imports"
    briefings: Path = ROOT / "data" / "briefings"
    profiles: Path = ROOT / "data" / "profiles"
    assets: Path = ROOT / "assets"
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 1
    threads: int = 16
    upload_mb: int = 500
    upload_quota_mb: int = 2000
    import_memory_mb: int = 8000
    page_imports: bool = True
    #: Whether the page may change anything: as ``changes_allowed`` says where it is None.
    allow_changes: bool | None = None
    #: Names besides loopback's under which the server may be asked.
    allowed_hosts: tuple[str, ...] = ()
    cache_url: str = ""
    store_url: str = ""
    profile: bool = False
    #: Serve for who changes the program (``python -m app dev``): scripts one by one, and the page reloads itself.
    dev: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def changes_allowed(self) -> bool:
        """Whether files, links, markings and storyboards may be changed by way of the page. Beyond loopback anybody on
        the network could: there it must be allowed by name."""
        return self.is_loopback if self.allow_changes is None else self.allow_changes

    @property
    def imports_allowed(self) -> bool:
        """Whether files may come in by way of the page."""
        return self.page_imports and self.changes_allowed

    @property
    def static(self) -> Path:
        """Static files as they are served (see static_build)."""
        return self.build / "static"

    @property
    def cases(self) -> Path:
        """Sets of events that were picked by hand (see cases): beside the storyboards, whose slides name them."""
        return self.briefings / "cases"

    @property
    def overlays(self) -> Path:
        """Shapes and tiles of one's own for the map (see overlays)."""
        return self.imports / "overlays"

    @property
    def datasets(self) -> Path:
        """Imported datasets, a folder each. Nothing of the program's own stands beside them: a dataset may have any
        name."""
        return self.imports / "datasets"

    @property
    def own_profiles(self) -> Path:
        """Mappings that analysts saved: beside their datasets, not among those that came with the program."""
        return self.imports / "mappings"

    @property
    def jobs(self) -> Path:
        """What is being imported on the page: a folder for each upload, named at random."""
        return self.imports / "jobs"

    @classmethod
    def from_env(cls) -> Settings:
        """Settings as the environment asks; ValueError names the variable that cannot be read."""
        port, workers = number("PORT", 8050), number("WORKERS", 1)
        cache_url, store_url = os.environ.get("CACHE_URL", ""), os.environ.get("STORE_URL", "")
        cache_kind(cache_url)
        store_kind(store_url)
        return cls(
            build=Path(os.environ.get("BUILD_DIR", ROOT / "data" / "build")),
            imports=Path(os.environ.get("IMPORTS_DIR", ROOT / "data" / "imports")),
            briefings=Path(os.environ.get("BRIEFINGS_DIR", ROOT / "data" / "briefings")),
            host=os.environ.get("HOST", "127.0.0.1"),
            port=port,
            workers=workers,
            upload_mb=number("UPLOAD_MB", 500),
            upload_quota_mb=number("UPLOAD_QUOTA_MB", 2000),
            import_memory_mb=number("IMPORT_MEMORY_MB", 8000),
            profile=os.environ.get("PROFILE", "0") == "1",
            cache_url=cache_url,
            store_url=store_url,
            page_imports=os.environ.get("PAGE_IMPORTS", "1") != "0",
            allow_changes={"1": True, "0": False}.get(os.environ.get("ALLOW_CHANGES", "")),
            allowed_hosts=tuple(n.strip().lower() for n in os.environ.get("ALLOWED_HOSTS", "").split(",") if n.strip()),
        )
