"""Charts that can stand in the middle of a page: bars, bars of change, months, a chain, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.drawing import text_width as lettering
from app.drawing.legend import Entry
from app.drawing.plate import SIZES, Box
from app.drawing.svg import element, words
from app.i18n import Translator

#: A row is no higher than so many sizes of its type.
ROW = 2.9
#: The height of a line of a table in sizes of its type, and how much larger than usual its type may be.
LINE, GROWN = 1.9, 1.5
GAP = 12.0


def swatch(colour: str) -> Any:
    """The sample of an area in a legend."""
    return lambda x, y: element("rect", x=x, y=y - 6, width=14, height=12, fill=colour)


@dataclass(frozen=True)
class Bar:
    """One bar: its name, what stands small beside the name, its value, and the words of the value."""

    name: str
    below: str
    value: float
    said: str


@dataclass(frozen=True)
class Bars:
    """Lying bars, the first on top; where values may fall under zero they grow from a line in the middle."""

    bars: Sequence[Bar]
    signed: bool = False
    role: str = ""
    empty: str = ""

    def legend(self, _style: dict[str, Any], _t: Translator) -> list[list[Entry]]:
        """What a bar is stands beside it."""
        return []

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Names to the left, bars with their values to the right."""
        left, top, width, height = box
        size, ink, muted = SIZES[theme][2] + 1, style["map"]["ink"], style["map"]["label"]
        shown = list(self.bars)
        if not shown:
            return words(left, top + 40, self.empty, size, fill=muted)
        step = min(size * ROW, height / len(shown))
        names = min(width * 0.42, max(self._named(bar, size) for bar in shown))
        room = width - names - 3 * GAP - max(lettering.width(bar.said, size, 600) for bar in shown)
        most = max([abs(bar.value) for bar in shown if bar.value == bar.value] + [1e-9])
        out = []
        for index, bar in enumerate(shown):
            y = top + step * (index + 0.5)
            out.append(self._name(bar, left, names, y, size, ink, muted))
            out.append(self._bar(bar, left + names + GAP, room, y, step, most, size, style, ink))
        return "".join(out)

    def _named(self, bar: Bar, size: float) -> float:
        return lettering.width(bar.name, size, 600) + lettering.width(f"  {bar.below}", size * 0.85)

    def _name(self, bar: Bar, left: float, most: float, y: float, size: float, ink: str, muted: str) -> str:
        fits = lettering.width(bar.name, size, 600) <= most
        name = bar.name if fits else lettering.shorten(bar.name, size, most, 600)
        after = left + lettering.width(f"{name}  ", size, 600)
        name_text = words(left, y + size * 0.35, name, size, font_weight=600, fill=ink)
        room = after + lettering.width(bar.below, size * 0.85) <= left + most + 1
        return name_text + (
            words(after, y + size * 0.35, bar.below, size * 0.85, fill=muted) if bar.below and room else ""
        )

    def _bar(
        self, bar: Bar, x: float, room: float, y: float, step: float, most: float, size: float, style: Any, ink: str
    ) -> str:
        value = 0.0 if bar.value != bar.value else bar.value
        start = x + (room / 2 if self.signed else 0)
        long = abs(value) / most * (room / 2 if self.signed else room)
        kind = "up" if value > 0 else "down" if value < 0 else "same"
        fill = style["changes"][kind] if self.signed else style["roles"].get(self.role, {"colour": ink})["colour"]
        high = min(step * 0.62, size * 1.5)
        begin = start - long if value < 0 else start
        rect = element("rect", x=begin, y=y - high / 2, width=max(long, 0.8), height=high, fill=fill)
        # A value under zero stands on the free side of the line, where it cannot meet the bar's name.
        text_x = start + 6 if value < 0 else begin + long + 6
        return rect + words(text_x, y + size * 0.35, bar.said, size, font_weight=600, fill=ink)


@dataclass(frozen=True)
class Grid:
    """A table: headings, rows of texts, and which columns hold numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: tuple[int, ...] = ()
    empty: str = ""

    def legend(self, _style: dict[str, Any], _t: Translator) -> list[list[Entry]]:
        """A table says its own headings."""
        return []

    def _widths(self, lines: Sequence[Sequence[str]], size: float) -> list[float]:
        return [max(lettering.width(line[c], size, 600) for line in lines) + 2 * GAP for c in range(len(self.head))]

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Columns as wide as their texts; the first takes what is left."""
        left, top, width, height = box
        size, ink, muted = SIZES[theme][2] + 1, style["map"]["ink"], style["map"]["label"]
        rows = list(self.rows)
        if not rows:
            return words(left, top + 40, self.empty, size, fill=muted)
        lines = [list(self.head), *map(list, rows)]
        # A small table grows to fill its page, a wide one shrinks a little before its first column is cut.
        wanted = sum(self._widths(lines, size))
        size *= max(0.8, min(GROWN, height / (len(lines) * size * LINE), width / wanted))
        widths = self._widths(lines, size)
        widths[0] = min(widths[0], max(80.0, width - sum(widths[1:])))
        spare = max(0.0, width - sum(widths)) / len(widths)
        widths = [w + spare for w in widths]
        step, out = min(size * LINE, height / len(lines)), []
        for index, line in enumerate(lines):
            y, x = top + step * (index + 0.62), left
            for c, text in enumerate(line):
                fits = lettering.width(text, size, 600) <= widths[c] - GAP
                shown = text if fits else lettering.shorten(text, size, widths[c] - GAP)
                long = lettering.width(shown, size, 600 if index == 0 or c == 0 else 400)
                start = x + widths[c] - GAP - long if c in self.numbers else x
                heavy = 600 if index == 0 or c == 0 else 400
                out.append(words(start, y, shown, size, font_weight=heavy, fill=muted if index == 0 else ink))
                x += widths[c]
            line_y = top + step * (index + 1)
            rule = {"stroke": style["map"]["border"], "stroke_width": 1 if index == 0 else 0.5}
            out.append(element("line", x1=left, x2=left + min(width, sum(widths)), y1=line_y, y2=line_y, **rule))
        return "".join(out)
