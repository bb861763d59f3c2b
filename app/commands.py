"""Commands that draw: a map or a chart of a query, sheets of countries, a storyboard; each by the door that the page
uses, so that a file is the same however it was asked for."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from app import create_app
from app.builder import Progress
from app.core.text import slug
from app.dataset import open_dataset
from app.drawing import files
from app.drawing.decks import KINDS
from app.i18n import Translator, translator
from app.routes.guard import HEADER
from app.settings import Settings

Bar = Callable[[Translator], AbstractContextManager[Progress]]


def drawn(settings: Settings, asked: argparse.Namespace, bar: Bar) -> int:
    """Carry one of these commands out; the exit code."""
    suffix = Path(asked.out).suffix.lstrip(".").lower()
    wanted = {"snapshot": list(files.KINDS), "briefing": list(KINDS)}.get(asked.command)
    if wanted is not None and suffix not in wanted:
        print(f"{asked.out}: name the file .{', .'.join(wanted)}", file=sys.stderr)
        return 2
    client = create_app(
        settings, open_dataset(settings.build, settings.reference, settings.store_url)
    ).server.test_client()
    if asked.command == "report":
        return sheets(client, asked, bar)
    return snapshot(client, asked, suffix) if asked.command == "snapshot" else briefing(client, asked, suffix)


def snapshot(client: FlaskClient, asked: argparse.Namespace, kind: str) -> int:
    """The map of a query, or a chart of it."""
    query = asked.query.lstrip("?")
    door = f"/export/chart.{kind}?chart={asked.chart}&{query}" if asked.chart else f"/export/map.{kind}?{query}"
    return saved(client, door, Path(asked.out))


def sheets(client: FlaskClient, asked: argparse.Namespace, bar: Bar) -> int:
    """The sheets of many countries into a folder; one that fails is named, the others are made."""
    folder, codes = Path(asked.out), [code.strip().upper() for code in asked.at.split(",") if code.strip()]
    folder.mkdir(parents=True, exist_ok=True)
    rest, kind, wrong = asked.query.lstrip("?"), asked.kind, 0
    with bar(translator("en")) as progress:
        for i, code in enumerate(codes):
            progress("drawing", i / len(codes))
            wrong += saved(client, f"/export/country.{kind}?at={quote(code)}&{rest}", folder / f"{slug(code)}.{kind}")
    return 1 if wrong or not codes else 0


def briefing(client: FlaskClient, asked: argparse.Namespace, kind: str) -> int:
    """A storyboard of this server, or of a file: that one is on the shelf only while it is drawn."""
    path, story = Path(asked.story), asked.story
    taken = path.suffix == ".json"
    if taken:
        try:
            value = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        answer = client.post("/briefings", json=value, headers={HEADER: "1"})
        if answer.status_code != 200:
            return told(answer.get_json())
        story = answer.get_json()["id"]
    notes = "&notes=1" if asked.notes else ""
    door = f"/export/briefing.{kind}?story={quote(story)}&lang={quote(asked.lang)}{notes}"
    code = saved(client, door, Path(asked.out))
    if taken:
        client.delete(f"/briefings/{story}", headers={HEADER: "1"})
    return code


def saved(client: FlaskClient, address: str, path: Path) -> int:
    """What a door of the program answers, as a file; every fault that it names is printed."""
    answer = client.get(address)
    if answer.status_code != 200:
        return told(answer.get_json(silent=True) or {})
    scratch = Path(f"{path}.new")
    scratch.write_bytes(answer.data)
    os.replace(scratch, path)
    print(f"{path}: {len(answer.data):,} bytes")
    return 0


def told(refusal: dict[str, object]) -> int:
    """Print what a door refused, and why."""
    faults, lines = refusal.get("faults"), refusal.get("error")
    for fault in faults if isinstance(faults, list) else []:
        print(f"{fault['name']} = {fault['value']!r}: {fault['problem']}", file=sys.stderr)
    for line in lines if isinstance(lines, list) else []:
        print(line, file=sys.stderr)
    return 1
