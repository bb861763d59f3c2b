"""How large the consignments are that a country's authorities seized, or that were seized at a place or in an area, by
mode, on the axes that sheets share."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pandas as pd

from app.charts.description import Axis, Chart, Panel, Point, Series, Spread
from app.core import country as core
from app.core import sizes
from app.core.modes import MODES
from app.core.sheet import Sheet
from app.i18n import Translator

#: The address of the events between two weights in kg, whatever their mode, as in the other charts of a country.
Address = Callable[[float, float], str]


#: How far the axis goes beyond the greatest number: for the box of the quartiles.
ROOM = 1.15


def describe(sheet: Sheet, link: Address, t: Translator) -> Chart:
    """Bars by class of weight, stacked by mode, with a box of the quartiles above them. Without a weight that is stated
    there is no panel."""
    shared, seized = sheet.shared, core.weighed(sheet.events, sheet.key)
    title = t(sheet.text("sizes_of"), name=sheet.name)
    edges = shared.size_bounds
    if seized.empty:
        return Chart(title, "", (), 0, 0, 0.0, title)
    kg = seized["kg"].to_numpy(float)
    counts = core.by_mode(sizes.class_of(kg, edges), seized["mode"], len(edges) - 1)
    names = [t("country_page.size", low=t.kg(low), high=t.kg(high)) for low, high in itertools.pairwise(edges)]
    series = tuple(
        Series(t.code("mode", mode), f"modes.{mode}", _points(counts[mode], mode, edges, names, link, t))
        for mode in MODES
        if counts[mode].any()
    )
    totals = {int(number): t.number(n) for number, n in counts.sum(axis=1).items() if n}
    quartiles = sizes.quartiles(kg)
    low, median, high = map(t.kg, quartiles)
    at_low, at_median, at_high = (sizes.place_of(value, edges) for value in quartiles)
    spread = Spread(at_low, at_median, at_high, t("country_page.size_median", kg=median))
    unstated = int(core.events_in_role(sheet.events, "seizure", sheet.key).sum()) - len(seized)
    summary = t("country_page.sizes_summary", n=t.number(len(seized)), without=t.number(unstated))
    said = t("country_page.sizes_spread", low=low, median=median, high=high)
    axis = Axis(t("country_page.weight"), tuple(names), _ticks(edges, t))
    return Chart(
        title, "", (Panel("", series, spread),), 0, len(names) - 1, ROOM * shared.size_top,
        f"{title}. {summary} {said}", True, (totals,), axis,
    )  # fmt: skip


def _ticks(edges: tuple[float, ...], t: Translator) -> tuple[tuple[float, str], ...]:
    """Powers of ten, where classes meet."""
    return tuple((number - 0.5, t.kg(kg)) for number, kg in enumerate(edges) if f"{kg:e}".startswith("1.0"))


def _points(
    counts: pd.Series, mode: str, edges: tuple[float, ...], names: list[str], link: Address, t: Translator
) -> tuple[Point, ...]:
    name = t.code("mode", mode)
    return tuple(
        Point(
            number, float(n), f"{names[number]}, {name}: {t('sentence.events', n=int(n))}",
            link=link(edges[number], edges[number + 1]),
        )
        for number, n in zip(map(int, counts.index), counts, strict=True)
        if n
    )  # fmt: skip
