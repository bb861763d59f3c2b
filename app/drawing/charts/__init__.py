"""Charts as plates, by name: what is drawn of a query, its own title, and what must be said beside it.

``CHARTS`` serves charts as files (``/export/chart.svg?chart=chain``) and the slides of pages that are no map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from app.charts import annual_figures, compare_pairs, ranks_range
from app.core import published
from app.core.filters import Filters
from app.core.view import View
from app.drawing.charts import of_sheets
from app.drawing.charts.chain import Chain
from app.drawing.charts.drawn_chart import DrawnChart
from app.drawing.charts.months import Months
from app.drawing.charts.plates import Bar, Bars, Grid
from app.drawing.charts.plots import Plots
from app.drawing.charts.row_plots import RowPlot
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording import comparison, headings, route_board
from app.wording import ranking as ranking_wording
from app.wording.comparison import kg_or_dash as weight

#: Panels beside each other on the page of published figures.
FIGURE_COLUMNS = 8
#: Most rows of a chart: legible from the back of a room. The page and its table as a file have all.
MOST = 14


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


def ranking_range(queries: Queries, context: PageContext) -> DrawnChart:
    """The places of a ranking, and how far they move under other measures and if the events were drawn anew."""
    t, view = context.t, context.view
    ranked = queries.ranking.ranking(context.filters, view)

    def name(key: str) -> str:
        return t.place(queries.data.places[key])

    chart = ranks_range.describe(ranked, view.by, name, lambda _key: "", t)
    role, shown = t(f"role.{view.of}").capitalize(), chart.summary.removeprefix(f"{chart.title}. ")
    anew = f" {t('ranks.chance_note')}" if view.by == "events" else ""
    note = f"{role}. {shown}{anew}"
    return DrawnChart(RowPlot(chart, t("title.none")), chart.title, note, context.filters)


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


def moved_pairs(queries: Queries, context: PageContext) -> DrawnChart:
    """What moved most between two periods: its number in A and in B."""
    t, dated = context.t, context.filters.cleared("from", "to")
    periods = queries.comparison.periods(context.filters, context.view)
    if periods is None:
        return DrawnChart(Bars([], empty=t("title.none")), t("title.none"), "", dated)
    changes = queries.comparison.moved(context.filters, context.view)
    chart = compare_pairs.describe(
        changes, lambda r: comparison.row_name(queries, context, r), lambda _r, _which: "", t
    )
    spans = [f"{side}: {comparison.period_text(period, t)}" for side, period in zip("AB", periods, strict=True)]
    note = f"{', '.join(spans)}. {chart.summary.removeprefix(f'{chart.title}. ')} {t('compare.note')}"
    return DrawnChart(RowPlot(chart, t("title.none")), chart.title, note, dated)


def figures(queries: Queries, context: PageContext) -> DrawnChart:
    """Published figures over the years, a block for each kind of area."""
    t = context.t
    annual = published.chosen(queries.records.annual(context.filters), context.view.figure, context.view.estimator)
    blocks = annual_figures.describe(annual, lambda _y: "", t)
    plate = Plots(blocks, FIGURE_COLUMNS, t)
    title = f"{t('figures.title')}: {blocks[0].value_label}" if blocks else t("title.none")
    return DrawnChart(plate, title, t("figures.chart_note_file"), context.filters, t("figures.note"))


#: Charts by name.
CHARTS: dict[str, Make] = {
    "chain": chain,
    "timeline": timeline,
    "ranking": ranking,
    "ranking_range": ranking_range,
    "routes": routes,
    "movers": movers,
    "moved_pairs": moved_pairs,
    "countries": of_sheets.countries,
    "country_years": of_sheets.country_years,
    "country_places": of_sheets.country_places,
    "country_carriers": of_sheets.country_carriers,
    "country_sizes": of_sheets.country_sizes,
    "country_upstream": of_sheets.country_upstream,
    "figures": figures,
}


def draw_chart(name: str, queries: Queries, filters: Filters, view: View, t: Translator) -> DrawnChart:
    """A chart of a query."""
    return CHARTS[name](queries, PageContext("/", filters, replace(view, card=None), t))
