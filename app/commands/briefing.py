"""``briefing``: a storyboard as a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from app.commands.export_client import client_of, kind_of, print_faults, save_answer
from app.drawing.decks import KINDS
from app.settings import Settings
from app.web.change_requests import HEADER


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("story", help="the file of a storyboard (JSON), or the id of one on this server")
    parser.add_argument("--out", required=True, help="the file: .html, .pdf or .pptx")
    parser.add_argument("--lang", default="en", help="its language")
    parser.add_argument("--notes", action="store_true", help="a handout: each slide with its notes (PDF)")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Draw it into the file."""
    kind = kind_of(asked.out, KINDS)
    if not kind:
        return 2
    client = client_of(settings)
    if not client:
        return 1
    return draw(client, asked, kind)


def draw(client: FlaskClient, asked: argparse.Namespace, kind: str) -> int:
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
            return print_faults(answer.get_json())
        story = answer.get_json()["id"]
    notes = "&notes=1" if asked.notes else ""
    url = f"/export/briefing.{kind}?story={quote(story)}&lang={quote(asked.lang)}{notes}"
    code = save_answer(client, url, Path(asked.out))
    if taken:
        client.delete(f"/briefings/{story}", headers={HEADER: "1"})
    return code
