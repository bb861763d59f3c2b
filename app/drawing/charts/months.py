"""Events (or kg) by month, stacked by mode; those known only by year stand apart, never in January."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.core.flows import round_values
from app.core.modes import MODES
from app.core.windows import index_of
from app.drawing import legend
from app.drawing import text_width as lettering
from app.drawing.charts import fills
from app.drawing.charts.plates import swatch
from app.drawing.plate import SIZES, Box
from app.drawing.svg import element, words
from app.i18n import Translator

#: The part of the width that bare years take where there are some, and what lies between.
APART, BETWEEN = 0.12, 0.03


@dataclass(frozen=True)
class Months:
    """``months`` as ``Summary.months`` gives them; ``value`` is ``n`` or ``kg``; reports of the months from
    ``filling`` on still come in; ``what`` says what is counted, where it is not all of the page's events."""

    months: pd.DataFrame
    value: str
    t: Translator
    filling: str | None = None
    what: str = ""

    def legend(self, style: dict[str, Any], t: Translator) -> list[list[legend.Entry]]:
        """The modes that there are, and what the height is."""
        seen = [m for m in MODES if (self.months["mode"] == m).any()]
        name = self.what or t("time.title" if self.value == "n" else "time.title_kg")
        what = legend.Entry(0, lambda _x, _y: "", name, True)
        return [
            [what],
            [legend.Entry(14, swatch(fills.fill(f"modes.{m}", False, style)), t.code("mode", m)) for m in seen],
        ]

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Two panels on one scale."""
        size, muted = SIZES[theme][2] + 1, style["map"]["label"]
        if self.months.empty:
            return words(box[0], box[1] + 40, self.t("title.none"), size, fill=muted)
        dated, bare = (self.months[self.months["month"].notna()], self.months[self.months["month"].isna()])
        stacks = [part.groupby(key)[self.value].sum() for part, key in ((dated, "month"), (bare, "year"))]
        most = max([float(s.max()) for s in stacks if len(s)] + [1.0])
        axis = max(lettering.width(self.t.number(v), size) for v in round_values(most)) + 10
        left, top, width, height = box[0] + axis, box[1] + size, box[2] - axis, box[3] - size * 3
        part = 1 - (APART + BETWEEN if len(bare) else 0)
        panel = (left, top, width * part, height)
        patterns = fills.definitions([f"modes.{m}" for m in MODES], style)
        out = [
            patterns,
            self.grid(panel, most, size, style),
            self.dated(dated, panel, most, style, size),
        ]
        if len(bare):
            start = left + width * (part + BETWEEN)
            out.append(self.bare(bare, (start, top, width * APART, height), most, style, size))
        return "".join(out)

    def grid(self, panel: Box, most: float, size: float, style: dict[str, Any]) -> str:
        """Lines at round values."""
        left, top, width, height = panel
        out = []
        for value in [0.0, *round_values(most)]:
            y = top + height * (1 - value / most)
            out.append(
                element("line", x1=left, x2=left + width, y1=y, y2=y, stroke=style["map"]["border"], stroke_width=0.7)
            )
            text = self.t.number(value)
            text_x = left - 6 - lettering.width(text, size)
            out.append(words(text_x, y + size * 0.35, text, size, fill=style["map"]["label"]))
        return "".join(out)

    def dated(self, rows: pd.DataFrame, panel: Box, most: float, style: dict[str, Any], size: float) -> str:
        """A bar for each month, and the years under them."""
        if rows.empty:
            return ""
        first, last = int(rows["month"].min()[:4]), index_of(rows["month"].max())
        start = index_of(f"{first}-01")
        step = panel[2] / (last - start + 1)
        out = [
            self.stack(part, panel[0] + step * (index_of(str(month)) - start + 0.08), step * 0.84, panel, most, style)
            for month, part in rows.groupby("month")
        ]
        years = range(first, int(rows["month"].max()[:4]) + 1)
        every = max(1, -(-int(lettering.width("2000  ", size)) // max(1, int(step * 12))))
        for year in years:
            if (year - first) % every == 0:
                x = panel[0] + step * (index_of(f"{year}-01") - start)
                out.append(words(x, panel[1] + panel[3] + size * 1.5, str(year), size, fill=style["map"]["label"]))
        return "".join(out)

    def bare(self, rows: pd.DataFrame, panel: Box, most: float, style: dict[str, Any], size: float) -> str:
        """A bar for each year whose events have no month."""
        years = sorted(rows["year"].unique().tolist())
        step, out = panel[2] / len(years), []
        for index, year in enumerate(years):
            part, x = rows[rows["year"] == year], panel[0] + step * (index + 0.1)
            out.append(self.stack(part, x, step * 0.8, panel, most, style))
        ink, small = {"fill": style["map"]["label"]}, min(size, step * 0.75)
        for index, year in enumerate(years):
            text = str(year) if step > lettering.width("2000", size) else str(year)[2:]
            x = panel[0] + step * (index + 0.5) - lettering.width(text, small) / 2
            out.append(words(x, panel[1] + panel[3] + size * 1.5, text, small, **ink))
        out.append(words(panel[0], panel[1] - size * 0.3, self.t("time.undated_axis"), size, **ink))
        return "".join(out)

    def stack(self, rows: pd.DataFrame, x: float, wide: float, panel: Box, most: float, style: dict[str, Any]) -> str:
        """The modes of one bar, upwards; hatched while reports of its month still come in."""
        totals, y, out = rows.groupby("mode")[self.value].sum(), panel[1] + panel[3], []
        month = rows["month"].iloc[0]
        late = self.filling is not None and isinstance(month, str) and month >= self.filling
        for mode in (m for m in MODES if totals.get(m, 0) > 0):
            high = panel[3] * float(totals[mode]) / most
            y -= high
            edge = {"stroke": style["modes"][mode]["colour"], "stroke_width": 0.7}
            fill = fills.fill(f"modes.{mode}", late, style)
            out.append(element("rect", x=x, y=y, width=wide, height=high, fill=fill, **edge))
        return "".join(out)
