"""Seizures of a sheet by a text of theirs (the place, the carrier), year and mode: a panel for each text, on the same
axes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from app.charts.country_years import bars
from app.charts.description import Chart, Panel
from app.core import country as core
from app.core.sheet import Sheet
from app.i18n import Translator


@dataclass(frozen=True)
class Split:
    """What tells the panels apart: a column of the events, how many panels there are, those with the most seizures,
    the keys of the title and of the summary, and the name of the greatest number of a panel (SharedScales)."""

    column: str
    most: int
    title: str
    summary: str
    top: str


PLACES = Split("place", 6, "places_of", "country_page.places_summary", "place_top")
CARRIERS = Split("submode", 6, "carriers_of", "country_page.carriers_summary", "carrier_top")


def describe(split: Split, sheet: Sheet, link: Callable[[str, int], str], t: Translator) -> Chart:
    """``link`` gives the address of the events of a panel (by its text) and a year. Where none states the text there is
    no panel."""
    shared, events = sheet.shared, sheet.events[["seizure", split.column, "year", "mode"]]
    span = range(shared.first, shared.last + 1)
    texts = events[split.column].astype(object)
    counts = {
        str(name): core.years(events[texts == name], sheet.key).reindex(span, fill_value=0)
        for name in core.texts(events, sheet.key, split.column).drop("", errors="ignore").head(split.most).index
    }
    drawn = [
        bars(table, shared.modes, sheet.filling, functools.partial(link, name), t) for name, table in counts.items()
    ]
    names = [t.code("submode", name) if split.column == "submode" else name for name in counts]
    panels = tuple(Panel(name, series) for name, (series, _totals) in zip(names, drawn, strict=True))
    title = t(sheet.text(split.title), name=sheet.name)
    shown = sum(int(table.to_numpy().sum()) for table in counts.values())
    whole = int(core.years(events, sheet.key).reindex(span, fill_value=0).to_numpy().sum())
    summary = t(split.summary, shown=t.number(shown), all=t.number(whole))
    totals = tuple(total for _series, total in drawn)
    return Chart(
        title,
        "",
        panels,
        shared.first,
        shared.last,
        float(getattr(shared, split.top)),
        f"{title}. {summary}",
        True,
        totals,
    )
