"""The charts of the sheets of an address as plates: a panel or a block for each sheet (see core.sheet)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.charts import country_sizes as sizes_of
from app.charts import country_upstream as upstream_of
from app.charts import country_years as years_of
from app.charts.country_panels import CARRIERS, PLACES, Split
from app.charts.country_panels import describe as panels_of
from app.charts.description import Chart
from app.core.country import ALWAYS, CAUGHT, ROLES, WAYS
from app.core.country import roles as roles_of
from app.core.country import situation as situation_of
from app.core.sheet import AREA, COUNTRY, Sheet
from app.drawing.charts.drawn_chart import DrawnChart
from app.drawing.charts.plates import Grid
from app.drawing.charts.plots import Plots
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.wording.comparison import kg_or_dash as weight
from app.wording.sheets import sheets_of

#: Columns of panels, a place in each; of more than two sheets each has one row.
PLACE_COLUMNS = 3


def countries(queries: Queries, context: PageContext) -> DrawnChart:
    """Sheets side by side: their roles, and how they stand by air and by sea."""
    t, columns, sheets = context.t, [], list(sheets_of(queries, context).values())
    for sheet in sheets:
        stated = bool(sheet.events["production"].notna().any()) and sheet.subject.kind == COUNTRY
        by_role = roles_of(sheet.events, sheet.key).to_dict("records")
        modes = {(r["mode"], r["way"]): r for r in situation_of(sheet.events, sheet.key).to_dict("records")}
        cells = [t("unstated") if r["role"] == "production" and not stated else count_with_kg(r, t) for r in by_role]
        cells += [count_with_kg(modes[mode, way], t) for mode in ALWAYS for way in WAYS]
        # No area is a transit: legs are drawn through it, which is no observation.
        through = [role == "transit" for role in ROLES] + [way == "through" for _mode in ALWAYS for way in WAYS]
        hidden = [sheet.subject.kind == AREA and drawn for drawn in through]
        columns.append(["–" if none else cell for cell, none in zip(cells, hidden, strict=True)])
    names = [t(f"role.{role}").capitalize() for role in ROLES]
    ways = {way: t(f"country_page.{way}") for way in WAYS}
    if any(sheet.subject.kind != COUNTRY for sheet in sheets):
        ways["seized"] = t("role.seizure").capitalize()
    names += [f"{t.code('mode', mode)}: {ways[way]}" for mode in ALWAYS for way in WAYS]
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
    # Of a place among countries nobody's authorities seize: the title that claims less stands for all.
    first = sorted(sheets.values(), key=lambda sheet: sheet.subject.kind == COUNTRY)[:1]
    key = first[0].text(name) if first else f"country_page.{name}"
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


def count_with_kg(r: dict[str, float], t: Translator) -> str:
    """A count with its stated weight."""
    return f"{t.number(r['n'])} · {weight(r['kg'], t)}" if r["n"] else t.number(0)
