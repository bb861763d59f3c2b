"""The time axis as plain columns, which the browser draws (assets/js/74_axis.js): months by mode, and events known only
by year apart, never dumped in January."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.core import modes
from app.core.column_store import Numbers
from app.core.cube import tick_of
from app.core.view import View
from app.core.windows import month_of

#: Where the panel of bare years begins, and what lies between it and the months, as parts of the width.
SPLIT, BETWEEN = 0.9, 0.03
#: Left and right of the axes in px, by the size of the type.
MARGINS = {11: (44, 10), 17: (58, 10)}


@dataclass(frozen=True)
class Axis:
    """Where the months lie: the first (a January) and the last, the margins in px, and the part of the width between
    them that is theirs."""

    first: str
    last: str
    left: int
    right: int
    part: float


def text_size(view: View) -> int:
    """Type on the axes in px: legible from the back of a room on the projector."""
    return 17 if view.theme == "projector" else 11


def span_of(months: pd.DataFrame) -> tuple[str, str] | None:
    """First and last month with an event, or None."""
    known = months["tick"].to_numpy()
    known = known[known >= 0]
    return (month_of(int(known.min())), month_of(int(known.max()))) if len(known) else None


def axis_of(months: pd.DataFrame, view: View) -> Axis | None:
    """The axis of the months, or None where there is none to show."""
    span = span_of(months)
    left, right = MARGINS[text_size(view)]
    part = SPLIT - BETWEEN if (months["tick"].to_numpy() < 0).any() else 1
    return Axis(f"{span[0][:4]}-01", span[1], left, right, part) if span else None


def columns(
    months: pd.DataFrame, view: View, filling: str | None = None, every: pd.DataFrame | None = None
) -> dict[str, Any]:
    """What the browser draws: the axis (None where no month is known), the margins and type in px, which value is the
    height (``n`` or ``kg``), the month from which on reports still come in, and for each mode its ticks (see
    ``core.cube.tick_of``) with number and kilograms (None where no event states a weight).

    ``every`` are the months of all data, where a filter leaves less: they give the axis, which no filter moves, and
    stand behind the selected ones as ``ground``."""
    left, right = MARGINS[text_size(view)]
    whole = months if every is None else every
    axis, ticks, heights = axis_of(whole, view), *heights_of(whole, value_of(view))
    return {
        "axis": {**asdict(axis), "first": tick(axis.first), "last": tick(axis.last)} if axis else None,
        "left": left,
        "right": right,
        "split": SPLIT,
        "type": text_size(view),
        "value": value_of(view),
        "filling": tick(filling) if filling else None,
        "modes": by_mode(months),
        "ground": ground(ticks, heights) if len(whole) != len(months) or whole["n"].sum() > months["n"].sum() else None,
        "root": is_uneven(heights),
    }


def value_of(view: View) -> str:
    """The column of the months that is the height."""
    return "n" if view.time == "events" else "kg"


def heights_of(months: pd.DataFrame, column: str) -> tuple[Numbers, Numbers]:
    """The ticks that there are, rising, and the height of each, all modes together."""
    ticks, index = np.unique(months["tick"].to_numpy(), return_inverse=True)
    return ticks, np.bincount(index, np.nan_to_num(months[column].to_numpy(float)), len(ticks))


def ground(ticks: Numbers, heights: Numbers) -> dict[str, list[Any]]:
    """The height of each tick as the browser has it."""
    return {"ticks": ticks.tolist(), "values": heights.tolist()}


#: From so many times the median month on, the largest is drawn on a scale of square roots: else the others are a line.
UNEVEN = 20


def is_uneven(heights: Numbers) -> bool:
    """Whether one month stands so far above the others that these would not be seen beside it."""
    stated = heights[heights > 0]
    return bool(len(stated) and stated.max() > UNEVEN * np.median(stated))


def tick(month: str) -> int:
    """A month as a tick."""
    return tick_of(month, 0)


def by_mode(months: pd.DataFrame) -> list[dict[str, Any]]:
    """Months and bare years of each mode that there is, in the order of the style table."""
    columns = {name: months[name].to_numpy() for name in ("tick", "n", "kg", "kg_known")}
    mode_of = months["mode"].to_numpy()
    rows = {mode: np.flatnonzero(mode_of == mode) for mode in modes.MODES}
    return [
        {
            "mode": mode,
            "ticks": columns["tick"][at].tolist(),
            "n": columns["n"][at].tolist(),
            "kg": [
                kg if known else None
                for kg, known in zip(columns["kg"][at].tolist(), columns["kg_known"][at], strict=True)
            ],
        }
        for mode, at in rows.items()
        if len(at)
    ]
