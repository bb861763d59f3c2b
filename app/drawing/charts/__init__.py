"""Charts as plates, by name: what is drawn of a query, its own title, and what must be said beside it.

``CHARTS`` serves charts as files (``/export/chart.svg?chart=chain``) and the slides of pages that are no map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from app.charts import annual_figures
from app.charts import country_sizes as sizes_of
from app.charts import country_upstream as upstream_of
from app.charts import country_years as years_of
from app.charts.country_panels import CARRIERS, PLACES, Split
from app.charts.country_panels import describe as panels_of
from app.charts.description import Chart
from app.core import published
from app.core.country import ALWAYS, CAUGHT, ROLES, WAYS
from app.core.country import roles as roles_of
from app.core.country import situation as situation_of
from app.core.filters import Filters
from app.core.sheet import COUNTRY, Sheet
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
from app.wording.sheets import sheets_of

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
    """Sheets side by side: their roles, and how they stand by air and by sea."""
    t, columns, sheets = context.t, [], list(sheets_of(queries, context).values())
    for sheet in sheets:
        stated = bool(sheet.events["production"].notna().any()) and sheet.subject.kind == COUNTRY
        by_role = roles_of(sheet.events, sheet.key).to_dict("records")
        modes = {(r["mode"], r["way"]): r for r in situation_of(sheet.events, sheet.key).to_dict("records")}
        cells = [t("unstated") if r["role"] == "production" and not stated else count_with_kg(r, t) for r in by_role]
        columns.append(cells + [count_with_kg(modes[mode, way], t) for mode in ALWAYS for way in WAYS])
    names = [t(f"role.{role}").capitalize() for role in ROLES]
    names += [f"{t.code('mode', mode)}: {t(f'country_page.{way}')}" for mode in ALWAYS for way in WAYS]
    rows = [[name, *cells] for name, cells in zip(names, zip(*columns, strict=True), strict=True)] if columns else []
    plate = Grid(["", *(sheet.name for sheet in sheets)], rows, tuple(range(1, len(sheets) + 1)), t("title.none"))
    title = t.all_of([sheet.name for sheet in sheets]) or t("country_page.title")
    return DrawnChart(plate, title, t("export.count_kg"), context.filters)


def country_years(queries: Queries, context: PageContext) -> DrawnChart:
    """Seizures of the sheets of the address by year and mode, a panel for each."""
    t, sheets = context.t, sheets_of(queries, context)
    title = titled("years_of", sheets, t)
    charts = {text: years_of.describe(sheet, lambda _y: "", t) for text, sheet in sheets.items()}
    if not any(chart.totals[0] for chart in charts.values()):
        return DrawnChart(Plots([], 1, t), title, "", context.filters)
    return DrawnChart(panels_beside(charts, sheets, t), title, late_note(sheets, t), context.filters)


def country_places(queries: Queries, context: PageContext) -> DrawnChart:
    """Seizures at the places of each sheet of the address by year and mode, a block for each."""
    return split(PLACES, queries, context)


def country_carriers(queries: Queries, context: PageContext) -> DrawnChart:
    """Seizures of each sheet of the address by carrier and year, a block for each."""
    return split(CARRIERS, queries, context)


def split(by: Split, queries: Queries, context: PageContext) -> DrawnChart:
    """A panel for each text of a column, a block of them for each sheet."""

    def describe(sheet: Sheet, t: Translator) -> Chart:
        return panels_of(by, sheet, lambda _text, _year: "", t)

    return by_sheet(describe, by.title, PLACE_COLUMNS, by.most, queries, context)


def country_upstream(queries: Queries, context: PageContext) -> DrawnChart:
    """What each sheet of the address seized beside what others did, a block for each."""

    def describe(sheet: Sheet, t: Translator) -> Chart:
        return upstream_of.describe(sheet, lambda _part, _year: "", t)

    return by_sheet(describe, "upstream_of", 1, len(CAUGHT), queries, context)


def by_sheet(
    describe: Callable[[Sheet, Translator], Chart], title_name: str, columns: int, columns_of_many: int,
    queries: Queries, context: PageContext,
) -> DrawnChart:  # fmt: skip
    """A block of panels by year for each sheet of the address, as ``describe`` says."""
    t, sheets = context.t, sheets_of(queries, context)
    blocks = {text: describe(sheet, t) for text, sheet in sheets.items()}
    blocks = {text: block for text, block in blocks.items() if block.panels and sheets[text].shared.last}
    note = " ".join([*said_of(blocks, sheets), late_note(sheets, t)]).strip()
    plate = Plots([*blocks.values()], columns if len(blocks) < 3 else columns_of_many, t)
    return DrawnChart(plate, titled(title_name, sheets, t), note, context.filters)


def country_sizes(queries: Queries, context: PageContext) -> DrawnChart:
    """Weights of what was seized in each sheet of the address, by mode, a panel for each."""
    t, sheets = context.t, sheets_of(queries, context)
    title = titled("sizes_of", sheets, t)
    described = {text: sizes_of.describe(sheet, lambda _l, _h: "", t) for text, sheet in sheets.items()}
    held = {text: chart for text, chart in described.items() if chart.panels}
    if not held:
        return DrawnChart(Plots([], 1, t), title, "", context.filters)
    return DrawnChart(panels_beside(held, sheets, t), title, " ".join(said_of(held, sheets)), context.filters)


def titled(name: str, sheets: Mapping[str, Sheet], t: Translator) -> str:
    """The title of a chart of all sheets."""
    key = next((sheet.text(name) for sheet in sheets.values()), f"country_page.{name}")
    return t(key, name=t.all_of([sheet.name for sheet in sheets.values()]) or "–")


def said_of(charts: Mapping[str, Chart], sheets: Mapping[str, Sheet]) -> list[str]:
    """What each chart says in words, after the name of its sheet."""
    return [f"{sheets[text].name}: {c.summary.removeprefix(f'{c.title}. ')}" for text, c in charts.items()]


def late_note(sheets: Mapping[str, Sheet], t: Translator) -> str:
    """From when on reports still come in; "" where that is not known."""
    filling = next((sheet.filling for sheet in sheets.values()), None)
    return t("coverage.late", month=t.date(filling)) if filling else ""


def panels_beside(charts: Mapping[str, Chart], sheets: Mapping[str, Sheet], t: Translator) -> Plots:
    """Charts of one panel each as the panels of one."""
    panels = tuple(replace(chart.panels[0], title=sheets[text].name) for text, chart in charts.items())
    whole = replace(next(iter(charts.values())), panels=panels, totals=tuple(c.totals[0] for c in charts.values()))
    return Plots([whole], min(2, len(panels)), t)


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
    "country_carriers": country_carriers,
    "country_sizes": country_sizes,
    "country_upstream": country_upstream,
    "figures": figures,
}


def draw_chart(name: str, queries: Queries, filters: Filters, view: View, t: Translator) -> DrawnChart:
    """A chart of a query."""
    return CHARTS[name](queries, PageContext("/", filters, replace(view, card=None), t))
