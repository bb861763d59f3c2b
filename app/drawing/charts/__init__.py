"""Charts as plates, by name: what is drawn of a query, its own title, and what must be said beside it.

``CHARTS`` serves charts as files (``/export/chart.svg?chart=chain``) and the slides of pages that are no map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from app.charts import annual_figures
from app.charts import country_places as places_of
from app.charts import country_sizes as sizes_of
from app.charts import country_upstream as upstream_of
from app.charts import country_years as years_of
from app.charts.description import Chart
from app.core import published
from app.core.country import ALWAYS, CAUGHT, ROLES, WAYS, SharedScales, shared_scales
from app.core.country import roles as roles_of
from app.core.country import situation as situation_of
from app.core.filters import Filters
from app.core.view import View
from app.drawing.charts.chain import Chain
from app.drawing.charts.months import Months
from app.drawing.charts.plates import Bar, Bars, Grid
from app.drawing.charts.plots import Plots
from app.drawing.plate import Plate
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import comparison, headings, route_board
from app.wording import ranking as ranking_wording
from app.wording.comparison import kg_or_dash as weight

#: Panels beside each other on the page of published figures.
FIGURE_COLUMNS = 8
#: Columns of panels, a place in each; of more than two countries each has one row.
PLACE_COLUMNS = 3
#: Most rows of a chart: legible from the back of a room. The page and its table as a file have all.
MOST = 14


@dataclass(frozen=True)
class DrawnChart:
    """A chart on its page: a plate with the title that its figures give it, a note, and the filter that the sentence
    states (a page's own periods stand in the place of the filter's). ``sentence`` stands in its place where the figures
    are not counted from events."""

    plate: Plate
    title: str
    note: str
    filters: Filters
    sentence: str = ""


Make = Callable[[Queries, PageContext], DrawnChart]


def first_of(shown: Sequence[object], all_rows: pd.DataFrame, t: Translator) -> str:
    """How many rows of all a chart has."""
    return t("export.first_rows", n=t.number(len(shown)), all=t.number(len(all_rows)))


def chain(queries: Queries, context: PageContext) -> DrawnChart:
    """Departure, transit, seizure, destination."""
    groups = queries.overview.chains(context.filters, context.view.sel)
    title = headings.overview_title(queries, context) if context.view.sel else context.t("overview.alluvial")
    return DrawnChart(Chain(groups, context.t), title, context.t("export.chain_note"), context.filters)


def timeline(queries: Queries, context: PageContext) -> DrawnChart:
    """Months by mode."""
    t, value = context.t, "n" if context.view.time == "events" else "kg"
    filling = queries.reporting.filling_from(context.filters)
    undated = queries.summary.months(context.filters)
    n = int(undated.loc[undated["month"].isna(), "n"].sum())
    notes = [t("time.undated", n=n)] if n else []
    notes += [t("coverage.late", month=t.date(filling))] if filling else []
    plate = Months(queries.summary.months(context.filters), value, t, filling)
    title = t("time.title" if value == "n" else "time.title_kg")
    return DrawnChart(plate, title, " · ".join(notes), context.filters.cleared("from", "to"))


def ranking(queries: Queries, context: PageContext) -> DrawnChart:
    """Countries or places of a role by a measure."""
    t, view = context.t, context.view
    ranked = queries.ranking.ranking(context.filters, view)
    counted = view.by in ("events", "events_less", "graded")
    bars = []
    for r in ranked[ranked[view.by].notna() & (ranked[view.by] > 0)].head(MOST).to_dict("records"):
        bar_label = t.number(r[view.by]) if counted else t.kg(r[view.by])
        bars.append(Bar(t.place(queries.data.places[r["key"]]), "", float(r[view.by]), bar_label))
    what = f"{t(f'role.{view.of}').capitalize()}: {t(f'ranks.{view.by}')}."
    note = f"{what} {first_of(bars, ranked, t)}"
    plate = Bars(bars, role=view.of, empty=t("title.none"))
    return DrawnChart(plate, ranking_wording.ranking_title(queries, context, ranked), note, context.filters)


def routes(queries: Queries, context: PageContext) -> DrawnChart:
    """The route board."""
    t, study = context.t, queries.routes.study(context.filters, context.view)
    dated = context.filters.cleared("from", "to")
    if study is None:
        return DrawnChart(Grid([], [], empty=t("title.none")), t("title.none"), "", dated)
    ranked = queries.routes.ranked_board(context.filters, context.view)
    rows = [
        [
            route_board.route_label(r["route"], queries, t), route_board.tier_name(r["tier"], study.dormant, t),
            t.number(r["recent"]), t.number(r["baseline"]), weight(r["kg_recent"], t), route_board.p_text(r["q"], t),
            t.date(str(r["last"])[:7]),
        ]
        for r in ranked.head(MOST).to_dict("records")
    ]  # fmt: skip
    keys = ("col_route", "col_tier", "col_recent", "col_baseline", "col_kg", "col_q")
    head = [*(t(f"board.{key}") for key in keys), t("country_page.last")]
    finding = route_board.finding_text(queries.routes.chance(context.filters, study), study, t)
    note = f"{finding}. {first_of(rows, ranked, t)}"
    plate = Grid(head, rows, (2, 3, 4, 5, 6), t("title.none"))
    return DrawnChart(
        plate, route_board.board_title(queries.routes.board(context.filters, study), study, t), note, dated
    )


def movers(queries: Queries, context: PageContext) -> DrawnChart:
    """What moved between two periods."""
    t, periods = context.t, queries.comparison.periods(context.filters, context.view)
    dated = context.filters.cleared("from", "to")
    if periods is None:
        return DrawnChart(Bars([], empty=t("title.none")), t("title.none"), "", dated)
    totals = (
        queries.comparison.period_totals(context.filters, periods[0]),
        queries.comparison.period_totals(context.filters, periods[1]),
    )
    moved = queries.comparison.moved(context.filters, context.view)
    changed = moved[moved["change"] != 0]
    bars = []
    for r in changed.head(MOST).to_dict("records"):
        sign = "+" if r["change"] > 0 else "−"
        bar_label = f"{sign}{t.number(abs(r['change']))}  ({t.number(r['events_a'])} → {t.number(r['events_b'])})"
        name, mode = comparison.flow_label(queries, context, r)
        below = " · ".join(text for text in (mode, t("compare.few") if r["few"] else "") if text)
        bars.append(Bar(name, below, float(r["change"]), bar_label))
    spans = [
        f"{comparison.period_text(period, t)}: {t.number(part['n'])}"
        for period, part in zip(periods, totals, strict=True)
    ]
    key = t("export.movers_key", a=spans[0], b=spans[1])
    note = f"{key} {t('compare.note')} {first_of(bars, changed, t)}"
    plate = Bars(bars, signed=True, empty=t("title.none"))
    return DrawnChart(plate, comparison.comparison_title(totals, periods, t), note, dated)


def countries(queries: Queries, context: PageContext) -> DrawnChart:
    """Countries side by side: their roles, and how they stand by air and by sea."""
    t, codes = context.t, context.view.at
    columns = []
    for code in codes:
        events = queries.events.naming(context.filters, code)
        stated = bool(events["production"].notna().any())
        by_role = roles_of(events, code).to_dict("records")
        modes = {(r["mode"], r["way"]): r for r in situation_of(events, code).to_dict("records")}
        cells = [t("unstated") if r["role"] == "production" and not stated else count_with_kg(r, t) for r in by_role]
        columns.append(cells + [count_with_kg(modes[mode, way], t) for mode in ALWAYS for way in WAYS])
    names = [t(f"role.{role}").capitalize() for role in ROLES]
    names += [f"{t.code('mode', mode)}: {t(f'country_page.{way}')}" for mode in ALWAYS for way in WAYS]
    rows = [[name, *cells] for name, cells in zip(names, zip(*columns, strict=True), strict=True)] if codes else []
    plate = Grid(["", *(t.country(code) for code in codes)], rows, tuple(range(1, len(codes) + 1)), t("title.none"))
    title = t.all_of([t.country(code) for code in codes]) or t("country_page.title")
    return DrawnChart(plate, title, t("export.count_kg"), context.filters)


def country_years(queries: Queries, context: PageContext) -> DrawnChart:
    """Seizures in the countries of the address by year and mode, a panel for each."""
    t, codes = context.t, context.view.at
    events_by_country = {code: queries.events.naming(context.filters, code) for code in codes}
    shared, filling = shared_scales(events_by_country, years_of.MOST), queries.reporting.filling_from(context.filters)
    title = t("country_page.years_of", name=t.all_of([t.country(code) for code in codes]) or "–")
    country_charts = [
        years_of.describe(e, code, shared, filling, lambda _y: "", t) for code, e in events_by_country.items()
    ]
    if not any(chart.totals[0] for chart in country_charts):
        return DrawnChart(Plots([], 1, t), title, "", context.filters)
    panels = tuple(replace(c.panels[0], title=t.country(code)) for code, c in zip(codes, country_charts, strict=True))
    whole = replace(country_charts[0], panels=panels, totals=tuple(c.totals[0] for c in country_charts))
    note = t("coverage.late", month=t.date(filling)) if filling else ""
    return DrawnChart(Plots([whole], min(2, len(codes)), t), title, note, context.filters)


def country_places(queries: Queries, context: PageContext) -> DrawnChart:
    """Seizures at the places of each country of the address by year and mode, a block for each country."""
    return by_country(places_of.describe, "country_page.places_of", PLACE_COLUMNS, places_of.MOST, queries, context)


def country_upstream(queries: Queries, context: PageContext) -> DrawnChart:
    """What the authorities of each country of the address seized beside what others did, a block for each country."""
    return by_country(upstream_of.describe, "country_page.upstream_of", 1, len(CAUGHT), queries, context)


#: A chart of a country with panels by year (charts.country_places, charts.country_upstream).
Describe = Callable[[pd.DataFrame, str, SharedScales, str | None, Callable[[str, int], str], Translator], Chart]


def by_country(
    describe: Describe, title_key: str, columns: int, columns_of_many: int, queries: Queries, context: PageContext
) -> DrawnChart:
    """A block of panels for each country of the address, as ``describe`` says."""
    t, codes = context.t, context.view.at
    events_by_country = {code: queries.events.naming(context.filters, code) for code in codes}
    shared, filling = shared_scales(events_by_country, years_of.MOST), queries.reporting.filling_from(context.filters)
    title = t(title_key, name=t.all_of([t.country(code) for code in codes]) or "–")
    blocks = {code: describe(e, code, shared, filling, lambda _p, _y: "", t) for code, e in events_by_country.items()}
    blocks = {code: block for code, block in blocks.items() if block.panels and shared.last}
    said = [f"{t.country(code)}: {block.summary.removeprefix(f'{block.title}. ')}" for code, block in blocks.items()]
    note = " ".join([*said, *([t("coverage.late", month=t.date(filling))] if filling else [])])
    return DrawnChart(
        Plots([*blocks.values()], columns if len(blocks) < 3 else columns_of_many, t), title, note, context.filters
    )


def country_sizes(queries: Queries, context: PageContext) -> DrawnChart:
    """Weights of what the authorities of each country of the address seized, by mode, a panel for each country."""
    t, codes = context.t, context.view.at
    events_by_country = {code: queries.events.naming(context.filters, code) for code in codes}
    shared = shared_scales(events_by_country, years_of.MOST)
    title = t("country_page.sizes_of", name=t.all_of([t.country(code) for code in codes]) or "–")
    described = {
        code: sizes_of.describe(e, code, shared, lambda _l, _h: "", t) for code, e in events_by_country.items()
    }
    held = {code: chart for code, chart in described.items() if chart.panels}
    if not held:
        return DrawnChart(Plots([], 1, t), title, "", context.filters)
    panels = tuple(replace(chart.panels[0], title=t.country(code)) for code, chart in held.items())
    whole = replace(next(iter(held.values())), panels=panels, totals=tuple(c.totals[0] for c in held.values()))
    note = " ".join(f"{t.country(code)}: {c.summary.removeprefix(f'{c.title}. ')}" for code, c in held.items())
    return DrawnChart(Plots([whole], min(2, len(held)), t), title, note, context.filters)


def figures(queries: Queries, context: PageContext) -> DrawnChart:
    """Published figures over the years, a block for each kind of area."""
    t = context.t
    annual = published.chosen(queries.records.annual(context.filters), context.view.figure, context.view.estimator)
    blocks = annual_figures.describe(annual, lambda _y: "", t)
    plate = Plots(blocks, FIGURE_COLUMNS, t)
    title = f"{t('figures.title')}: {blocks[0].value_label}" if blocks else t("title.none")
    return DrawnChart(plate, title, t("figures.chart_note_file"), context.filters, t("figures.note"))


def count_with_kg(r: dict[str, float], t: Translator) -> str:
    """A count with its stated weight."""
    return f"{t.number(r['n'])} · {weight(r['kg'], t)}" if r["n"] else t.number(0)


#: Charts by name.
CHARTS: dict[str, Make] = {
    "chain": chain,
    "timeline": timeline,
    "ranking": ranking,
    "routes": routes,
    "movers": movers,
    "countries": countries,
    "country_years": country_years,
    "country_places": country_places,
    "country_sizes": country_sizes,
    "country_upstream": country_upstream,
    "figures": figures,
}


def draw_chart(name: str, queries: Queries, filters: Filters, view: View, t: Translator) -> DrawnChart:
    """A chart of a query."""
    return CHARTS[name](queries, PageContext("/", filters, replace(view, card=None), t))
