"""A section of a sheet: a table of texts, with what stands behind each cell. A page paints it with links (ui.sections),
a file as a plain table (drawing.country_sheet)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from app.i18n import Translator


@dataclass(frozen=True)
class Link:
    """What stands behind a cell: the events of the filters ``narrowed``, of them those of a selection or with the same
    text in a field (``same``); a route, a card, or the address of a source."""

    narrowed: Mapping[str, Any] = field(default_factory=dict)
    selected: str | None = None
    same: tuple[str, str] | None = None
    route: str = ""
    card: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """A text, what stands small under it, what is behind it; ``kind`` is "" or how it is marked: ``unstated``,
    ``part`` of the row above, ``mode:air``, ``tier:emergent``."""

    text: str
    below: str = ""
    link: Link | None = None
    kind: str = ""


@dataclass(frozen=True)
class Section:
    """A table: the key of its title, headings, rows, which columns are numbers, and a note."""

    key: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    note: str = ""


def kg_text(kg: float, t: Translator) -> str:
    """Kilograms in words; a dash where none is stated."""
    return "–" if kg != kg else t.kg(kg)


def count(n: float, link: Link | None, t: Translator) -> Cell:
    """A number of events, and those events."""
    return Cell(t.number(n), link=link if n else None)


def listed(counts: pd.Series, most: int, t: Translator, name: Any, cell: Any) -> tuple[tuple[Cell, ...], ...]:
    """Values and their numbers, the most first; what is beyond ``most`` as one row, what is not stated ("") last."""
    known = counts[counts.index != ""]
    rows = [(Cell(name(str(value))), cell(str(value), n)) for value, n in known.head(most).items()]
    if len(known) > most:
        rest = Cell(t("country_page.others", n=len(known) - most))
        rows.append((rest, Cell(t.number(known.iloc[most:].sum()))))
    if "" in counts.index:
        none = cell("", counts[""])
        # Which events state no country is no filter's answer; which state no text is.
        stays = none.link if none.link and none.link.same else None
        rows.append((Cell(t("unstated"), kind="unstated"), replace(none, link=stays)))
    return tuple(rows)
