"""What a country's authorities seized, or was seized at a place or in an area, beside what was seized elsewhere and was
bound for it or departed from it. The panels are never added up: what is seized upstream is not of its own making."""

from __future__ import annotations

import functools
from collections.abc import Callable

from app.charts.country_years import bars
from app.charts.description import Chart, Panel
from app.core import country as core
from app.core.sheet import Sheet
from app.i18n import Translator


def describe(sheet: Sheet, link: Callable[[str, int], str], t: Translator) -> Chart:
    """``link`` gives the address of a part (see core.country.CAUGHT) and a year. Without an event that states either
    role there is no panel."""
    shared = sheet.shared
    span = range(shared.first, shared.last + 1)
    parts = core.caught(sheet.events, sheet.key)
    drawn = {
        part: bars(core.by_year(held, span), shared.modes, sheet.filling, functools.partial(link, part), t)
        for part, held in parts.items()
    }
    title = t(sheet.text("upstream_of"), name=sheet.name)
    if not any(totals for _series, totals in drawn.values()):
        return Chart(title, "", (), 0, 0, 0.0, title)
    shown = {part: (series, totals) for part, (series, totals) in drawn.items() if totals}
    panels = tuple(Panel(t(sheet.text(part)), series) for part, (series, _totals) in shown.items())
    counts = {part: t.number(int(core.by_year(held, span).to_numpy().sum())) for part, held in parts.items()}
    summary = t(
        sheet.text("upstream_summary"), seized_own=counts["seized_own"],
        inbound_elsewhere=counts["inbound_elsewhere"], outbound_elsewhere=counts["outbound_elsewhere"],
    )  # fmt: skip
    totals = tuple(totals for _series, totals in shown.values())
    return Chart(
        title, "", panels, shared.first, shared.last, float(shared.caught_top), f"{title}. {summary}", True, totals
    )
