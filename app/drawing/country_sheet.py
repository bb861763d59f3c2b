"""A country on two pages as PDF: the map of what names it, its situation by air and by sea, and what is not known.

The same figures as the page *Countries* (core.country), the same template for every country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import country as core
from app.core.coverage import runs
from app.core.filters import Filters
from app.core.published import of_part
from app.core.view import View
from app.drawing import report, sheet
from app.drawing.charts.months import Months
from app.drawing.report import part, table_block
from app.i18n import Translator, translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import route_board
from app.wording.moved_routes import moved_routes
from app.wording.published_figures import area_label, indicator_label

#: Lines of a list on the sheet.
LINES = 8
#: Periods of coverage that are named, the latest.
RUNS = 4
#: The map's box on the page, in units of the drawing.
MAP = (680.0, 211.0)
#: The box of its months.
CHART = (680.0, 100.0)


def render(
    queries: Queries, filters: Filters, view: View, code: str, kind: str = "pdf", edits: Mapping[str, str] | None = None
) -> bytes:
    """The sheet of a country as PDF or DOCX, with what a person wrote to it (see drawing.report.edited)."""
    t = translator(view.lang)
    only, seized = replace(filters, country=(code,)), replace(filters, seizure=(code,))
    what = t("country_page.seized_by_month", name=t.country(code))
    plate = Months(queries.summary.months(seized), "n", t, queries.reporting.filling_from(seized), what)
    chart = "" if queries.summary.months(seized).empty else sheet.plate_only(plate, CHART, "light", t)
    found = report.Report(t.country(code), [], parts(queries, filters, view, code, t), chart)
    drawn = report.small_map(queries, only, replace(view, sel=None), "world", MAP)
    return report.render(queries, only, view, found, drawn, kind, edits)


def parts(queries: Queries, filters: Filters, view: View, code: str, t: Translator) -> list[dict[str, Any]]:
    """The sections of the sheet, in order."""
    events = queries.events.naming(filters, code)
    hidden = events.loc[core.events_in_role(events, "seizure", code), "concealment"].fillna("").value_counts()
    out, into = (core.partners(events, code, way) for way in ("out", "into"))
    places = core.places(events, code)
    render = [
        ("country_page.roles", roles(events, code, t), ""),
        ("country_page.situation", situation(events, code, t), ""),
        ("country_page.to", counted(out, t("role.destination"), t, codes=True), ""),
        ("country_page.from", counted(into, t("role.departure"), t, codes=True), ""),
        ("country_page.places", counted(places, t("column.place"), t), ""),
        ("route.concealment", counted(hidden, t("route.concealment"), t), ""),
        ("country_page.new_routes", moved(queries, filters, view, code, t), ""),
        ("country_page.operations", operations(events, t), t("country_page.destruction")),
        ("country_page.figures", figures(queries, filters, code, t), t("figures.note")),
        ("country_page.quality", quality(queries, filters, events, code, t), ""),
    ]
    return [part(key, table, note, t) for key, table, note in render]


def weight(kg: float, t: Translator) -> str:
    """Kilograms; a dash where none is stated."""
    return "–" if kg != kg else t.kg(kg)


def roles(events: pd.DataFrame, code: str, t: Translator) -> dict[str, Any]:
    """Number, kilograms and median by role; a role that no event states for anyone is not zero."""
    stated = {role: role != "production" or events["production"].notna().any() for role in core.ROLES}
    rows = [
        [
            t(f"role.{r['role']}"), t.number(r["n"]) if stated[r["role"]] else t("unstated"), weight(r["kg"], t),
            weight(r["median"], t), weight(r["largest"], t),
        ]
        for r in core.roles(events, code).to_dict("records")
    ]  # fmt: skip
    head = ["", t("column.events"), t("panel.kg"), t("panel.median"), t("country_page.largest")]
    return table_block(head, rows, (1, 2, 3, 4))


def situation(events: pd.DataFrame, code: str, t: Translator) -> dict[str, Any]:
    """By air, by sea and by each other mode: out of, through, into, seized in."""
    found = {(r["mode"], r["way"]): r for r in core.situation(events, code).to_dict("records")}
    shared = core.shared_scales({code: events}, 99)
    rows = []
    for mode in shared.modes:
        cells = [found[mode, way] for way in core.WAYS]
        texts = [f"{t.number(c['n'])}" + (f" · {weight(c['kg'], t)}" if c["n"] else "") for c in cells]
        rows.append([t.code("mode", mode), *texts])
    return table_block(["", *(t(f"country_page.{way}") for way in core.WAYS)], rows, (1, 2, 3, 4))


def counted(found: pd.Series, head: str, t: Translator, codes: bool = False) -> dict[str, Any]:
    """Values by their number, the most first; the rest and what is not stated come last."""
    known = found[found.index != ""]
    rows = [[t.country(str(v)) if codes else str(v), t.number(n)] for v, n in known.head(LINES).items()]
    if len(known) > LINES:
        rows.append([t("country_page.others", n=len(known) - LINES), t.number(known.iloc[LINES:].sum())])
    if "" in found.index:
        rows.append([t("unstated"), t.number(found[""])])
    return table_block([head, t("column.events")], rows, (1,))


def moved(queries: Queries, filters: Filters, view: View, code: str, t: Translator) -> dict[str, Any]:
    """Routes of the board that touch the country and moved."""
    mine = [r for codes, r in moved_routes(queries, PageContext("/", filters, view, t)) if code in codes]
    rows = [
        [
            route_board.route_label(r["route"], queries, t),
            t(f"tier.{r['tier']}"),
            f"{t.number(r['recent'])} / {t.number(r['baseline'])}",
        ]
        for r in mine[: 2 * LINES]
    ]
    return table_block([t("board.col_route"), t("board.col_tier"), t("country_page.recent_baseline")], rows, (2,))


def operations(events: pd.DataFrame, t: Translator) -> dict[str, Any]:
    """Named operations with what the sources state of their results."""
    rows = [
        [r["operation"], t.number(r["n"]), weight(r["kg"], t), t.number(r["arrests"]) if r["told"] else t("unstated")]
        for r in core.operations(events).head(LINES).to_dict("records")
    ]
    head = [t("country_page.operation"), t("column.events"), t("panel.kg"), t("country_page.arrests")]
    return table_block(head, rows, (1, 2, 3))


def figures(queries: Queries, filters: Filters, code: str, t: Translator) -> dict[str, Any]:
    """Stated annual figures, the latest first, each with its estimator and source."""
    held = queries.records.annual(filters)
    mine = held[held["iso2"] == code].sort_values(
        ["area_level", "figure", "area", "year"], ascending=[True, True, True, False]
    )
    rows = []
    for r in mine.head(3 * LINES).to_dict("records"):
        partial = of_part(r)
        period = t.period(r["period"]) + (f" ({t(f'figures.{partial}')})" if partial else "")
        own = "" if r["area_level"] == "country" else f" · {area_label(r, t)}"
        name = indicator_label(r["indicator"], r["form"], r["unit"], t) + own + (f" · {r['by']}" if r["by"] else "")
        source = r["source_publisher"] if isinstance(r["source_publisher"], str) else t("unstated")
        rows.append([name, period, t.number(r["value"], 1), source])
    head = [t("country_page.figure"), t("column.period"), t("column.value"), t("column.publisher")]
    return table_block(head, rows, (2,), shares=(4, 3, 0, 4))


def quality(queries: Queries, filters: Filters, events: pd.DataFrame, code: str, t: Translator) -> dict[str, Any]:
    """How much the events state, how well, and what the sources declare to have covered."""
    found = core.quality(events)
    names = ("departure", "destination", "kg", "day", "point", "confidence")
    rows = [[t(f"country_page.q_{name}"), t.percent(found[name])] for name in names]
    rows.append([t("country_page.q_publishers"), t.number(found["publishers"])])
    rows.append([t("coverage.section"), covered(queries, filters, code, t)])
    return table_block(["", ""], rows, (1,))


def covered(queries: Queries, filters: Filters, code: str, t: Translator) -> str:
    """What the sources declare of a country over the months of its events, in words."""
    months = queries.summary.months(replace(filters, seizure=(code,)))["month"].dropna()
    if months.empty:
        return t("coverage.unknown")
    states = queries.reporting.reported(filters, str(months.min()), str(months.max()))
    found = runs(states.loc[code]) if code in states.index else []
    if len(found) < 2:
        return t(f"coverage.{found[0].state}") if found else t("coverage.unknown")
    said = [
        f"{t('sentence.span', first=t.date(run.first), last=t.date(run.last))}: {t(f'coverage.{run.state}')}"
        for run in found[-RUNS:]
    ]
    return "; ".join(said)
