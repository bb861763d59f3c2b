"""``overlays``: list the overlays, take one in, change or remove one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import memory_limit
from app.core.marking import MARKINGS, UNMARKED, is_lower
from app.core.message import Message, Refused, disk_error
from app.core.overlay import STYLES
from app.i18n import translator
from app.intake import datasets
from app.intake.overlays import Wanted, checked, take_in, text
from app.overlays import Overlays
from app.settings import Settings

FORMATS = "GeoPackage, zipped Shapefile, GeoJSON, FlatGeobuf, KML, MBTiles or PMTiles"
SAID = ("title", "source", "marking", "style")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add = parser.add_argument
    add("file", nargs="?", default="", help=f"a map to take in: {FORMATS}")
    add("--change", default="", metavar="KEY", help="change what is said of an overlay")
    add("--remove", default="", metavar="KEY", help="remove an overlay with its file")
    add("--title", default="", help="its title (the file's name otherwise)")
    add("--source", default="", help="who made it, and its licence")
    add("--marking", choices=(*MARKINGS, UNMARKED), default="", help="who may see it (TLP 2.0); not marked otherwise")
    add("--style", choices=STYLES, default="", help="how its shapes are drawn")
    add("--names", default="", help="the field with the names of its shapes (the likeliest otherwise)")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Take a file in, or change or remove an overlay, and list those that are there."""
    overlays, t = Overlays(settings.overlays), translator("en")
    try:
        for key in filter(None, (asked.change, asked.remove)):
            if key not in overlays:
                raise Refused(Message("refused.no_overlay", key=key))
        if asked.file:
            _take(settings, asked, overlays)
        if asked.change:
            said = {name: text(getattr(asked, name)) for name in SAID if getattr(asked, name)}
            _change(settings, asked.change, checked(said), overlays)
        if asked.remove:
            overlays.remove(asked.remove)
            datasets.record(settings, "overlay_remove", asked.remove)
    except Refused as refused:
        print("\n".join(map(t.note_text, refused.notes)), file=sys.stderr)
        return 1
    except OSError as error:
        print(t.note_text(disk_error(error)), error, file=sys.stderr)
        return 1
    for overlay in overlays.all():
        print(f"{overlay.key}: {overlay.title} ({overlay.file}), {overlay.marking or t('import.unmarked')}")
    return 0


def _change(settings: Settings, key: str, said: dict[str, str], overlays: Overlays) -> None:
    before = overlays.get(key)
    after = overlays.change(key, **said)
    datasets.record(settings, "overlay_change", after.title)
    if before and is_lower(before.marking, after.marking):
        datasets.record(settings, "lowered", after.title, before=before.marking, after=after.marking or "–")


def _take(settings: Settings, asked: argparse.Namespace, overlays: Overlays) -> None:
    t, path = translator("en"), Path(asked.file)
    sentence = t.note_text(Message("refused.memory", mb=settings.import_memory_mb))
    wanted = Wanted.from_json({name: getattr(asked, name) for name in (*SAID, "names")})
    if not path.is_file():
        raise Refused(Message("refused.no_file", file=path.name))
    with memory_limit.limited(settings.import_memory_mb, sentence):
        overlay, notes = take_in(path, path.name, wanted, overlays, memory_mb=settings.import_memory_mb)
    datasets.record(settings, "overlay_added", overlay.title, file=path.name, hash=overlay.key)
    print("\n".join(map(t.note_text, notes)))
