"""A published figure over the years: a panel for each area, a series for each estimator, a chart for each block of
areas. Areas of a block share one scale: an airport's ton stands beside other airports', not beside a country's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from app.charts.description import Chart, Panel, Point, Series
from app.core.style import ESTIMATOR_STYLE
from app.i18n import Translator
from app.wording.published_figures import (
    area_label,
    indicator_label,
    period_text,
    unit_label,
    value_label,
    value_text,
)

#: Blocks of areas in their order -> the levels of their areas.
BLOCKS = {
    "country": ("country",),
    "port": ("port",),
    "agency": ("agency", "airport"),
    "region": ("region", "world"),
}
#: What a letter of a number takes of a panel's width, and a number of its height, as shares: of two numbers that would
#: touch one is written.
LETTER_WIDTH, LABEL_HEIGHT = 0.045, 0.3
#: So many areas of a block are drawn, those with the greatest figures; the table has all.
MOST = 24


def describe(figures: pd.DataFrame, link: Callable[[int], str], t: Translator) -> list[Chart]:
    """A chart for each block that has a figure. ``figures`` are those of one indicator (core.published.of_figure);
    ``link`` gives the address that shows a year on the map. Rows without a value are left out."""
    figures = figures[figures["value"].notna()]
    if figures.empty:
        return []
    figures = figures.assign(
        last=pd.to_numeric(figures["year_end"], errors="coerce").fillna(figures["year"]).astype(int)
    )
    first, last = int(figures["year"].min()), int(figures["last"].max())
    blocks = ((name, figures[figures["area_level"].isin(levels)]) for name, levels in BLOCKS.items())
    return [_block(name, rows, (first, last), link, t) for name, rows in blocks if len(rows)]


def _block(name: str, rows: pd.DataFrame, span: tuple[int, int], link: Callable[[int], str], t: Translator) -> Chart:
    by_area = [part.sort_values("year") for _area, part in rows.groupby(["area_level", "area"], sort=True)]
    by_area.sort(key=lambda part: -float(part["value"].max()))
    shown = by_area[:MOST]
    one = rows.iloc[0]
    what = indicator_label(one["indicator"], one["form"], one["unit"], t)
    title = t(f"figures.block_{name}")
    if len(by_area) > MOST:
        title += f" ({t('figures.first_areas', n=MOST, all=t.number(len(by_area)))})"
    top = float(max(part["value"].max() for part in shown))
    scale = (span[1] - span[0] + 1, top)
    panels = tuple(Panel(area_label(part.iloc[0].to_dict(), t), _series(part, scale, link, t)) for part in shown)
    return Chart(title, what, panels, *span, top, f"{what}: {title}")


def _series(
    part: pd.DataFrame, scale: tuple[int, float], link: Callable[[int], str], t: Translator
) -> tuple[Series, ...]:
    """The series of an area; the latest figure of each bears its value, where it meets no other. ``scale`` is how many
    years and how much a panel spans."""
    known = [by for by in ESTIMATOR_STYLE if (part["estimator"] == by).any()]
    known += sorted(set(part["estimator"]) - set(ESTIMATOR_STYLE))
    labelled: list[tuple[int, float, int]] = []
    series = []
    for by in known:
        rows = part[part["estimator"] == by].to_dict("records")
        latest = max(rows, key=lambda r: (r["whole"], r["year"], r["value"]))
        label = (int(latest["year"]), float(latest["value"]), len(value_label(latest["value"], t)))
        if any(_touch(label, other, scale) for other in labelled):
            latest = None
        else:
            labelled.append(label)
        series.append(
            Series(by or t("figures.unnamed"), look(by), tuple(_point(r, r is latest, link, t) for r in rows))
        )
    return tuple(series)


def _touch(one: tuple[int, float, int], other: tuple[int, float, int], scale: tuple[int, float]) -> bool:
    """Whether the numbers of two values (year, value, letters) would touch."""
    (years, top), letters = scale, (one[2] + other[2]) / 2
    return abs(one[0] - other[0]) < letters * LETTER_WIDTH * years and abs(one[1] - other[1]) < LABEL_HEIGHT * top


def look(by: str) -> str:
    """The row of the style table for an estimator; one that the table does not know looks like "other"."""
    return f"estimators.{by if by in ESTIMATOR_STYLE else 'other'}"


def _point(r: dict[str, Any], labelled: bool, link: Callable[[int], str], t: Translator) -> Point:
    year, value = int(r["year"]), float(r["value"])
    source = r["source_publisher"] if isinstance(r["source_publisher"], str) else t("unstated")
    text = f"{period_text(r, t)}: {value_text(value, t)} {unit_label(r['unit'], t)}. {source}"
    label = value_label(value, t) if labelled else ""
    # The map shows a year of countries: no ports, no sums over years.
    mapped = r["area_level"] == "country" and r["last"] == r["year"]
    return Point(year, value, text, label, not r["whole"], int(r["last"]), link(year) if mapped else "")
