"""``python tests/supply/sbom.py FILE``: what serves as a CycloneDX document, each package with version, licence and the
hashes of its files. cyclonedx-bom says what the environment holds; what only tests need is left out, and the hashes
come from the lock."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([a-zA-Z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.M)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def key(name: str) -> str:
    """A package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Each package of a lock: its version and the hashes of its files."""
    text = path.read_text(encoding="utf-8")
    starts = [*PINNED.finditer(text)]
    ends = [*(found.start() for found in starts[1:]), len(text)]
    return {key(m[1]): (m[2], HASH.findall(text[m.start() : end])) for m, end in zip(starts, ends, strict=True)}


def environment() -> dict[str, Any]:
    """The environment of this Python, as cyclonedx-bom describes it."""
    tool = str(Path(sys.executable).with_name("cyclonedx-py"))
    command = [
        tool,
        "environment",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--output-reproducible",
        sys.executable,
    ]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def sbom() -> dict[str, Any]:
    """The document."""
    lock, document = locked(ROOT / "requirements.lock"), environment()
    parts = [part for part in document["components"] if key(part["name"]) in lock]
    for part in parts:
        hashes = lock[key(part["name"])][1]
        part["properties"] = [{"name": "lock:sha256", "value": text} for text in hashes]
    kept = {part["bom-ref"] for part in parts} | {document["metadata"]["component"]["bom-ref"]}
    document["components"] = parts
    document["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in kept]}
        for entry in document["dependencies"]
        if entry["ref"] in kept
    ]
    return document


if __name__ == "__main__":
    made = sbom()
    Path(sys.argv[1]).write_text(json.dumps(made, indent=1), encoding="utf-8")
    print(f"{sys.argv[1]}: {len(made['components'])} packages")
