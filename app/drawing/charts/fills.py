"""How bars are filled: in the colour of a row of the style table, in its pattern where another row has that colour, and
hatched where a value is not of a whole period. (Plotly has the same three: see charts.figure.)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.core.style import row_of_look
from app.drawing.svg import element

SIZE = {"width": 5, "height": 5, "patternUnits": "userSpaceOnUse"}


def fill(look: str, partial: bool, style: dict[str, Any]) -> str:
    """The fill of a bar; ``definitions`` must stand in the drawing."""
    if partial:
        return f"url(#{_name('late', look)})"
    row = row_of_look(look, style)
    return f"url(#{_name('own', look)})" if row.get("pattern") else str(row["colour"])


def definitions(looks: Iterable[str], style: dict[str, Any]) -> str:
    """The patterns that ``fill`` names."""
    patterns = []
    for look in looks:
        row, paper = row_of_look(look, style), style["map"]["halo"]
        hatch = element("path", d="M-1,1L1,-1M0,5L5,0M4,6L6,4", stroke=row["colour"], stroke_width=1.4)
        patterns.append(element("pattern", hatch, id=_name("late", look), **SIZE))
        if row.get("pattern") == "dots":
            back = element("rect", width=5, height=5, fill=row["colour"])
            dot = element("circle", cx=2.5, cy=2.5, r=1.3, fill=paper)
            patterns.append(element("pattern", back, dot, id=_name("own", look), **SIZE))
        elif row.get("pattern") == "rules":
            back = element("rect", width=5, height=5, fill=paper)
            rule = element("path", d="M0,2.5L5,2.5", stroke=row["colour"], stroke_width=1.6)
            patterns.append(element("pattern", back, rule, id=_name("own", look), **SIZE))
    return element("defs", *patterns)


def _name(kind: str, look: str) -> str:
    return f"{kind}-{look.partition('.')[2] or 'none'}"
