"""One module per layout of source file, found by its name: ``layout = "curated"`` in a source.toml.

A layout module has ``read(folder, metadata, context) -> Imported``. It reads text, checks it with
``core.schema`` and turns it into the tables of the store; it never drops a row in silence.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from app.core.schema import Fault
from app.intake.values.carriers import Carriers
from app.intake.values.headings import Headings
from app.intake.values.places import Gazetteer


@dataclass(frozen=True)
class ImportContext:
    """What a layout may ask: the known country codes, the day after which a date is in the future, and, for files of
    unknown make, the points of countries and the words of the reference."""

    countries: frozenset[str]
    today: dt.date
    anchors: pd.DataFrame = field(default_factory=pd.DataFrame)
    headings: Headings = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    carriers: Carriers = field(default_factory=dict)
    #: The gazetteer, read when the first file asks for it.
    towns: Callable[[], Gazetteer] = Gazetteer
    #: Sheets that this import has read already, by dataset: (edition, what was understood of each table).
    ready: Mapping[str, tuple[str, list[Any]]] = field(default_factory=dict)


@dataclass
class Imported:
    """Tables of one source, the faults found, and how many rows each file had."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


Reader = Callable[[Path, dict[str, Any], ImportContext], Imported]


def layouts() -> dict[str, Reader]:
    """Every layout in this folder: name -> reader."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    return {name: importlib.import_module(f"{__name__}.{name}").read for name in names}
