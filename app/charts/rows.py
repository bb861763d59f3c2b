"""What a chart of rows says, once: names down the side, marks and spans on one axis of values. ``row_figure`` makes the
plotly figure of a page and ``drawing.charts.row_plots`` the drawing of a file; both take everything from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.charts.description import STEPS

#: Letters of a name that fit beside a row; the table has all.
LONGEST = 34


@dataclass(frozen=True)
class Mark:
    """A value of a row as a dot; ``text`` is the whole statement, ``link`` the address that a click opens, if any."""

    value: float
    look: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Span:
    """From one value of a row to another, as a line of so many px."""

    low: float
    high: float
    look: str
    width_px: int = 2


@dataclass(frozen=True)
class Row:
    """One name with what stands on its line."""

    name: str
    marks: tuple[Mark, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class RowChart:
    """Rows on an axis from ``least`` to ``top``, the first on top. ``looks`` are the looks of marks and spans with what
    each means, in the order of the legend: a row of the style table (``changes.up``), after a ``+`` what tells two uses
    of it apart."""

    title: str
    value_label: str
    rows: tuple[Row, ...]
    least: float
    top: float
    looks: tuple[tuple[str, str], ...]
    summary: str

    def ticks(self, most: int) -> list[float]:
        """Round values that the axis names, at most so many, the least among them."""
        span = self.top - self.least
        choices = (step * scale for scale in (1, 1000, 1_000_000) for step in STEPS)
        step = next((s for s in choices if span / s <= most - 1), span or 1)
        first = step * (int(self.least / step) + 1)
        return [self.least, *(first + step * n for n in range(int((self.top - first) / step) + 1) if first <= self.top)]


def colour_of(look: str, style: dict[str, Any]) -> str:
    """The colour of a look."""
    table, _dot, row = look.partition("+")[0].partition(".")
    entry = style[table][row]
    return str(entry if isinstance(entry, str) else entry["colour"])


def short_name(name: str) -> str:
    """The name of a row, cut where it would run into the axis."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
