"""What the commands that draw have in common: each asks the endpoint that the page uses, so that a file is
the same however it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from flask.testing import FlaskClient

from app import atomic, create_app
from app.commands.run import ensure_store
from app.data_version import open_data
from app.settings import Settings


def kind_of(out: str, kinds: Iterable[str]) -> str | None:
    """What a file is to be, by its name; None, and said, where it cannot be drawn."""
    suffix = Path(out).suffix.lstrip(".").lower()
    if suffix in kinds:
        return suffix
    print(f"{out}: name the file .{', .'.join(kinds)}", file=sys.stderr)
    return None


def client_of(settings: Settings) -> FlaskClient | None:
    """A test client of the application; the store is built where it must be, None where it cannot be."""
    if ensure_store(settings):
        return None
    data = open_data(settings.build, settings.reference, settings.store_url, settings.cases, settings.overlays)
    return create_app(settings, data).server.test_client()


def save_answer(client: FlaskClient, address: str, path: Path) -> int:
    """Save the answer of an endpoint as a file; print every fault that it names. Returns the exit code."""
    answer = client.get(address)
    if answer.status_code != 200:
        return print_faults(answer.get_json(silent=True) or {})
    try:
        atomic.write(path, answer.data)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{path}: {len(answer.data):,} bytes")
    return 0


def print_faults(refusal: dict[str, object]) -> int:
    """Print why an endpoint refused. Returns the exit code."""
    faults, lines = refusal.get("faults"), refusal.get("error")
    for fault in faults if isinstance(faults, list) else []:
        print(f"{fault['name']} = {fault['value']!r}: {fault['problem']}", file=sys.stderr)
    for line in lines if isinstance(lines, list) else []:
        print(line, file=sys.stderr)
    return 1
