"""Charts with two painters: the plotly figure of a page and the drawing of a file say the same: what the data say."""

from __future__ import annotations

import functools
import itertools
import math
import re
import statistics
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.offline import get_plotlyjs_version

from app.charts import annual_figures, country_panels, country_sizes, country_upstream, country_years
from app.charts.description import Chart, Panel, Point, Series
from app.charts.figure import HATCH, figure
from app.charts.locale import graph_config
from app.charts.templates import template
from app.core import published, sizes
from app.core.filters import Filters
from app.core.sheet import Sheet
from app.core.style import ESTIMATOR_STYLE, MODE_STYLE, style_table
from app.core.view import THEMES, View
from app.drawing import page_layout
from app.drawing.charts.plots import Plots, R
from app.i18n import languages, translator
from app.page_context import PageContext
from app.queries import Queries
from app.settings import ROOT
from app.web.static_files import PLOTLY_FILE
from app.wording.sheets import sheets_of

SVG = "{http://www.w3.org/2000/svg}"
CODES = ("ES", "EC", "BE", "BR")


def figures(queries: Queries, name: str) -> list[Chart]:
    held = published.of_figure(queries.records.annual(Filters()), name)
    return annual_figures.describe(held, lambda y: f"/overview?year={y}", translator("en"))


def described(queries: Queries, describe: Callable[[Sheet], Chart], *at: str) -> list[Chart]:
    """A chart of each sheet of an address, of which reports come in from June 2025 on."""
    sheets = sheets_of(queries, PageContext("/", Filters(), View(at=at or CODES), translator("en")))
    return [describe(replace(sheet, filling="2025-06")) for sheet in sheets.values()]


def of_year(sheet: Sheet) -> Chart:
    return country_years.describe(sheet, lambda y: f"/?from={y}", translator("en"))


def of_places(sheet: Sheet) -> Chart:
    return country_panels.describe(country_panels.PLACES, sheet, "/?at={}&from={}".format, translator("en"))


def of_carriers(sheet: Sheet) -> Chart:
    return country_panels.describe(country_panels.CARRIERS, sheet, "/?submode={}&from={}".format, translator("en"))


def of_upstream(sheet: Sheet) -> Chart:
    return country_upstream.describe(sheet, "/?part={}&from={}".format, translator("en"))


def of_sizes(sheet: Sheet) -> Chart:
    return country_sizes.describe(sheet, "/?min_kg={:g}&under={:g}".format, translator("en"))


OF_A_SHEET = (of_year, of_places, of_carriers, of_upstream, of_sizes)


@pytest.fixture(scope="module")
def charts(queries: Queries) -> list[Chart]:
    names = published.indicators(queries.records.annual(Filters()))["figure"]
    found = [chart for name in names for chart in figures(queries, name)]
    for describe in OF_A_SHEET:
        found += described(queries, describe) + described(queries, describe, "BE:antwerp", "XZ-CAR", "@andean")
    assert len(found) > 12
    return found


# What a painter shows, in units of the data: bars as (from year, years, value, colour, hatched), marks as (year, value,
# colour), joins as (from year, to year), and every text.


def shown_by_plotly(chart: Chart, theme: str) -> dict[str, Any]:
    held = figure(chart, theme, columns=3).to_plotly_json()
    bars: list[Any] = []
    marks: list[Any] = []
    joins: list[Any] = []
    texts = [a["text"] for a in held["layout"]["annotations"]]
    for trace in held["data"]:
        texts += [text for text in trace.get("text", ()) if text]
        if trace["type"] == "bar":
            shapes = trace["marker"]["pattern"]["shape"]
            for x, y, wide, shape in zip(trace["x"], trace["y"], trace["width"], shapes, strict=True):
                start = x - (wide + 0.2) / 2 + 0.5
                bars.append((round(start), round(wide + 0.2), y, trace["marker"]["color"], shape == HATCH))
        elif trace["mode"] == "lines":
            known = list(zip(trace["x"], trace["y"], strict=True))
            joins += [(a[0], b[0]) for a, b in itertools.pairwise(known) if None not in (a[0], b[0])]
        else:
            colour = trace["marker"]["color"]
            marks += [(x, y, colour) for x, y in zip(trace["x"], trace["y"], strict=True)]
    names = [trace["name"] for trace in held["data"] if trace["showlegend"]]
    return {"bars": bars, "marks": marks, "joins": joins, "texts": texts, "names": names}


def shown_by_svg(chart: Chart, theme: str) -> dict[str, Any]:
    """Read back from the drawing of one panel after the other."""
    found: dict[str, Any] = {"bars": [], "marks": [], "joins": [], "texts": [], "names": []}
    style = style_table(theme)
    for at, panel in enumerate(chart.panels):
        totals = (chart.totals[at],) if chart.totals else ()
        one = Chart(**{**vars(chart), "panels": (panel,), "totals": totals})
        page = ET.fromstring(page_layout.plate_only(Plots([one], 1, translator("en")), (600, 300), theme))
        lines = sorted((float(e.get("y1") or 0), e) for e in page.iter(f"{SVG}line"))
        zero, edge = lines[-1][0], lines[-1][1]
        left, right = float(edge.get("x1") or 0), float(edge.get("x2") or 0)
        step = (right - left) / (chart.last - chart.first + 1)
        year = functools.partial(year_at, left, step, chart.first)
        read(page, found, year, zero, unit_of(page, one, zero))
        found["texts"] += [e.text for e in page.iter(f"{SVG}text")]
    found["names"] = [e.word for e in Plots([chart], 3, translator("en")).legend(style, translator("en"))[0]]
    return found


def unit_of(page: ET.Element, chart: Chart, zero: float) -> float:
    """Pixels to a unit of the value: by the lines of the axis, or by the highest bar of stacked ones."""
    heights = sorted(float(e.get("y1") or 0) for e in page.iter(f"{SVG}line"))
    if chart.value_ticks() and not chart.stacked:
        return (zero - heights[0]) / chart.value_ticks()[-1]
    bars = [e for e in page.iter(f"{SVG}rect") if e.get("stroke")]
    sums = Counter(p.year for s in chart.panels[0].series for p in s.points for _ in range(int(p.value)))
    top = min((float(e.get("y") or 0) for e in bars), default=zero - 1)
    return (zero - top) / max([*sums.values(), 1])


def year_at(left: float, step: float, first: int, x: float) -> float:
    return first - 0.5 + (x - left) / step


def read(page: ET.Element, found: dict[str, Any], year: Any, zero: float, unit: float) -> None:
    for rect in (e for e in page.iter(f"{SVG}rect") if e.get("stroke")):
        x, wide, high = (float(rect.get(name) or 0) for name in ("x", "width", "height"))
        start, end = year(x) + 0.4, year(x + wide) - 0.4
        hatched = (rect.get("fill") or "").startswith("url(#late-")
        found["bars"].append((round(start), round(end - start) + 1, high / unit, rect.get("stroke"), hatched))
    for dot in page.iter(f"{SVG}circle"):
        if dot.get("r") == f"{R:g}":
            place = year(float(dot.get("cx") or 0)), (zero - float(dot.get("cy") or 0)) / unit
            found["marks"].append((*place, dot.get("fill")))
    for way in page.iter(f"{SVG}path"):
        points = [tuple(map(float, p.split(","))) for p in re.findall(r"-?[\d.]+,-?[\d.]+", way.get("d") or "")]
        if way.get("stroke-width") == "1.8":
            xs = [round(year(x)) for x, _y in points]
            found["joins"] += itertools.pairwise(xs)
        elif way.get("fill") not in (None, "none") and not way.get("stroke"):
            x = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
            y = (points[0][1] + points[2][1]) / 2 if len(points) == 4 else middle_of_triangle(points)
            found["marks"].append((year(x), (zero - y) / unit, way.get("fill")))


def middle_of_triangle(points: list[Any]) -> float:
    return float(points[0][1] + R * 1.2)


def alike(a: list[Any], b: list[Any]) -> bool:
    """Whether two lists hold the same rows, numbers to two digits of the greatest."""
    greatest = max([abs(v) for row in a for v in row if isinstance(v, float)] + [1.0])

    def near(one: Any, two: Any) -> bool:
        numbers = isinstance(one, int | float) and isinstance(two, int | float) and not isinstance(one, bool)
        return math.isclose(one, two, abs_tol=0.01 * greatest) if numbers else one == two

    return len(a) == len(b) and all(
        any(all(near(x, y) for x, y in zip(row, other, strict=True)) for other in b) for row in a
    )


@pytest.mark.parametrize("theme", THEMES)
def test_both_painters_show_the_same(charts: list[Chart], theme: str) -> None:
    for chart in charts:
        screen, file = shown_by_plotly(chart, theme), shown_by_svg(chart, theme)
        for part in ("bars", "marks"):
            rows = [(float(row[0]), *row[1:]) if part == "marks" else row for row in screen[part]]
            assert alike(rows, file[part]) and alike(file[part], rows), (chart.title, part)
        assert Counter(screen["joins"]) == Counter(file["joins"]), chart.title
        assert Counter(screen["texts"]) - Counter(file["texts"]) == Counter(), chart.title
        assert Counter(screen["names"]) == Counter(file["names"]) and screen["names"], chart.title


def test_every_published_figure_is_drawn_as_it_is_stated(queries: Queries) -> None:
    held = queries.records.annual(Filters())
    for name in published.indicators(held)["figure"]:
        rows = published.of_figure(held, name)
        points = [
            p for chart in figures(queries, name) for panel in chart.panels for s in panel.series for p in s.points
        ]
        assert Counter((p.year, p.value, p.partial) for p in points) == Counter(
            zip(rows["year"], rows["value"], ~rows["whole"], strict=True)
        )


def test_words_have_every_digit_that_a_source_states(queries: Queries) -> None:
    held = queries.store.answers.table("statistic")
    stated = {value: translator("en").number(value, 9) for value in held["value"].dropna() if value % 1}
    assert len(stated) > 20
    points = [
        p
        for name in published.indicators(queries.records.annual(Filters()))["figure"]
        for chart in figures(queries, name)
        for panel in chart.panels
        for s in panel.series
        for p in s.points
        if p.value % 1
    ]
    assert len(points) > 20
    assert all(f": {stated[p.value]} " in p.text for p in points)


def test_the_axis_of_small_figures_is_not_rounded_away() -> None:
    """A scale up to 0.04 t has 0.02 and 0.04 on it, in the file as on the page."""
    points = (Point(2020, 0.04, "0.04 t"), Point(2021, 0.01, "0.01 t"))
    panel = Panel("Port", (Series("UNODC", "estimators.UNODC", points),))
    chart = Chart("Ports", "t", (panel,), 2020, 2021, 0.04, "Ports")
    drawn = page_layout.plate_only(Plots([chart], 1, translator("en")), (900, 400), "light")
    texts = {text.text for text in ET.fromstring(drawn).iter(f"{SVG}text")}
    assert {translator("en").number(value, 6) for value in chart.value_ticks()} <= texts and "0" in texts
    assert all(f"{value:g}" != "0" for value in chart.value_ticks())


def test_a_click_on_a_figure_shows_it_on_the_map(queries: Queries) -> None:
    """Of ports, regions and sums over years, which the map has not, nothing can be clicked."""
    annual, opened = queries.records.annual(Filters()), 0
    for name in published.indicators(annual)["figure"]:
        rows = published.of_figure(annual, name)
        for chart in figures(queries, name):
            for point in (p for panel in chart.panels for s in panel.series for p in s.points):
                year = int(point.link.rpartition("=")[2]) if point.link else point.year
                mapped = rows[(rows["year"] == year) & (rows["value"] == point.value)]
                on_map = set(mapped["iso2"]) & set(published.of_map(rows, None, year)["iso2"])
                assert not point.link or (year == point.year and on_map), point
                opened += bool(point.link)
                assert point.link or not (mapped["area_level"].eq("country") & mapped["whole"]).any(), point
    assert opened > 50


def test_blocks_have_a_scale_of_their_own(queries: Queries) -> None:
    tops = {chart.title: chart.top for chart in figures(queries, "quantity_seized_cocaine")}
    assert tops["Countries"] == 739.6 and tops["Agencies and airports"] == 104.3 and len(tops) == 4


def test_the_bars_of_carriers_are_a_recount(queries: Queries) -> None:
    """Of a country, and of the seizures of a sea area, by year; the sentence says what stands in no panel."""
    caribbean = queries.events.export(Filters(area="XZ-CAR"))
    for chart, held in (
        (described(queries, of_carriers)[0], queries.events.export(Filters(seizure=("ES",)))),
        (described(queries, of_carriers, "XZ-CAR")[0], caribbean),
    ):
        held = held[held["year"].between(chart.first, chart.last)]
        counted = held["submode"].astype(object).value_counts()
        bars = [sum(p.value for s in panel.series for p in s.points) for panel in chart.panels]
        assert bars == counted.head(6).tolist()
        assert f"have {counted.head(6).sum()} of {len(held)} seizures" in chart.summary


def test_the_bars_of_places_are_a_recount(queries: Queries) -> None:
    drawn = described(queries, of_places)
    for code, chart in zip(CODES, drawn, strict=True):
        held = queries.events.export(Filters(seizure=(code,)))
        held = held[held["date"].str[:4].astype(int) >= chart.first]
        most = held["place"].value_counts().head(country_panels.PLACES.most)
        assert [len(held[held["place"] == panel.title]) for panel in chart.panels] == most.tolist()
        assert chart.panels and chart.top == drawn[0].top
        for panel, series in ((one, s) for one in chart.panels for s in one.series):
            mode = series.look.partition(".")[2]
            here = held[(held["place"] == panel.title) & (held["mode"] == mode)]
            years = here["date"].str[:4].astype(int).value_counts().to_dict()
            assert {p.year: p.value for p in series.points} == years
            assert all(p.link == f"/?at={panel.title}&from={p.year}" for p in series.points)
        assert f"{most.sum()} of {len(held)} seizures" in chart.summary
    assert max(sum(p.value for s in panel.series for p in s.points if p.year == year)
               for chart in drawn for panel in chart.panels for year in range(2010, 2027)) == drawn[0].top  # fmt: skip


def test_the_bars_of_upstream_are_a_recount(queries: Queries) -> None:
    """What others seized is in no panel of its own; every panel by year, and the sentence says the same."""
    every, t = queries.events.export(Filters()), translator("en")
    drawn = described(queries, of_upstream)
    for code, chart in zip(CODES, drawn, strict=True):
        mine = every[every["year"].between(chart.first, chart.last)]
        own = mine["seizure"] == code
        parts = {
            t("country_page.seized_own"): mine[own],
            t("country_page.inbound_elsewhere"): mine[~own & (mine["destination"] == code)],
            t("country_page.outbound_elsewhere"): mine[~own & (mine["departure"] == code)],
        }
        shown = {panel.title: Counter[int]() for panel in chart.panels}
        for panel in chart.panels:
            for point in (p for s in panel.series for p in s.points):
                shown[panel.title][point.year] += int(point.value)
        counted = {title: Counter(held["year"].astype(int)) for title, held in parts.items() if len(held)}
        assert shown == counted and len(counted) > 1
        numbers = [int(n) for n in re.findall(r"\b(\d+)\b", chart.summary.removeprefix(chart.title))]
        assert numbers == [len(held) for held in parts.values()]
    most = max(panel.total(year) for chart in drawn for panel in chart.panels for year in range(2000, 2030))
    assert {chart.top for chart in drawn} == {most}


def test_the_bars_of_weights_are_a_recount(queries: Queries) -> None:
    """Class by class and mode by mode; the quartiles by Python's own, the box where they stand on the axis."""
    every, t = queries.events.export(Filters()), translator("en")
    for code, chart in zip(CODES, described(queries, of_sizes), strict=True):
        mine = every[(every["seizure"] == code) & (every["kg"] > 0)]
        counted: Counter[tuple[str, str]] = Counter()
        for mode, kg in zip(mine["mode"].astype(str), mine["kg"], strict=True):
            assert chart.axis is not None
            (name,) = [n for n, (low, high) in zip(chart.axis.names, classes(chart), strict=True) if low <= kg < high]
            counted[mode, name] += 1
        (panel,) = chart.panels
        drawn = {
            (s.look.removeprefix("modes."), chart.axis.names[p.year]): p.value for s in panel.series for p in s.points
        }
        assert drawn == dict(counted) and sum(drawn.values()) == len(mine)
        low, median, high = statistics.quantiles(mine["kg"], n=4, method="inclusive")
        assert f"weighs {t.kg(low)} to {t.kg(high)}, the median is {t.kg(median)}" in chart.summary
        assert panel.spread and panel.spread.text == f"median {t.kg(median)}"
        bounds = [classes(chart)[round(place)] for place in (panel.spread.low, panel.spread.middle, panel.spread.high)]
        assert all(a <= kg < b for (a, b), kg in zip(bounds, (low, median, high), strict=True))
    assert len({chart.axis for chart in described(queries, of_sizes)}) == 1, "countries share their axis"


def classes(chart: Chart) -> list[tuple[float, float]]:
    """The bounds of the classes: 1, 2, 5, 10 … from the lowest link on."""
    links = [p.link for s in chart.panels[0].series for p in s.points]
    numbers = [p.year for s in chart.panels[0].series for p in s.points]
    low = float(re.findall(r"min_kg=([\d.e+-]+)", links[0])[0])
    steps = [float(f"{n}e{power}") for power in range(-6, 9) for n in (1, 2, 5)]
    first = steps.index(low) - numbers[0]
    assert chart.axis is not None
    return [(steps[first + n], steps[first + n + 1]) for n in range(len(chart.axis.names))]


@given(st.lists(st.floats(1e-6, 1e7), min_size=1))
def test_each_weight_has_a_class_and_stands_in_it(weights: list[float]) -> None:
    edges = sizes.bounds(min(weights), max(weights))
    assert all(b > a for a, b in itertools.pairwise(edges))
    for kg, number in zip(weights, sizes.class_of(weights, edges).tolist(), strict=True):
        assert edges[number] <= kg < edges[number + 1]
        assert abs(sizes.place_of(kg, edges) - number) <= 0.5 + 1e-9


def test_a_spread_is_the_same_box_in_page_and_file(queries: Queries) -> None:
    for chart in described(queries, of_sizes):
        (panel,) = chart.panels
        assert panel.spread
        box, median = figure(chart, "light").to_plotly_json()["layout"]["shapes"]
        page = ET.fromstring(page_layout.plate_only(Plots([chart], 1, translator("en")), (600, 300), "light"))
        xs = [
            sorted({float(x) for x in re.findall(r"[ML ]?(-?[\d.]+)[ ,]-?[\d.]+", e.get("d") or "")})
            for e in page.iter(f"{SVG}path")
            if e.get("fill") == "none"
        ]
        (low, high), (middle,) = xs[-2:]
        assert (middle - low) / (high - low) == pytest.approx(
            (median["x0"] - box["x0"]) / (box["x1"] - box["x0"]), abs=0.02
        )
        assert (box["x0"], median["x0"], box["x1"]) == (panel.spread.low, panel.spread.middle, panel.spread.high)


def test_the_bars_of_a_country_are_a_recount(queries: Queries) -> None:
    every = queries.events.export(Filters())
    for code, chart in zip(CODES, described(queries, of_year), strict=True):
        mine = every[(every["seizure"] == code) & (every["year"] >= chart.first)]
        counted = Counter(zip(mine["year"].astype(int), mine["mode"].astype(str), strict=True))
        drawn = {(p.year, s.look.removeprefix("modes.")): p.value for s in chart.panels[0].series for p in s.points}
        assert drawn == dict(counted) and drawn
        assert {p.partial for s in chart.panels[0].series for p in s.points if p.year >= 2025} <= {True}


@given(st.lists(st.tuples(st.integers(2000, 2012), st.booleans()), max_size=14))
def test_a_line_joins_whole_years_that_follow_each_other(given_: list[tuple[int, bool]]) -> None:
    points = tuple(Point(year, 1.0, "", partial=partial) for year, partial in given_)
    whole = Counter(p.year for p in points if not p.partial)
    runs = list(Series("", "modes.air", points).lines())
    for run in runs:
        assert [p.year for p in run] == list(range(run[0].year, run[0].year + len(run)))
        assert all(whole[p.year] == 1 for p in run)
    assert sorted(p.year for run in runs for p in run) == sorted(year for year, n in whole.items() if n == 1)
    ends = {run[-1].year + 1 for run in runs}
    assert not [year for year in ends if whole[year] == 1 and year not in {run[0].year for run in runs}]


@given(st.floats(0.001, 1e9))
def test_an_axis_names_one_or_two_values(top: float) -> None:
    named = Chart("", "", (), 2000, 2001, top, "").value_ticks()
    assert 1 <= len(named) <= 2 and named == sorted(named) and named[-1] <= top * 1.000001


def test_what_data_say_is_text_for_plotly() -> None:
    wild = "<b onclick=alert(1)>x</b><a href='javascript:alert(1)'>y</a>"
    series = Series(
        wild, "estimators.UNODC", (Point(2020, 1.0, wild, wild), Point(2021, 1.0, wild, wild, partial=True))
    )
    held = figure(Chart(wild, wild, (Panel(wild, (series,)),), 2020, 2021, 1.0, wild), "light").to_plotly_json()
    told = [a[key] for a in held["layout"]["annotations"] for key in ("text", "hovertext")]
    told += [text for trace in held["data"] for key in ("text", "hovertext") for text in trace.get(key, ())]
    told += [trace["name"] for trace in held["data"]]
    assert len(told) > 6 and not [text for text in told if "<" in text or "&lt;" not in text]


def test_the_bundle_is_of_the_version_that_the_package_speaks_to() -> None:
    head = (ROOT / "assets" / "vendor" / PLOTLY_FILE).read_text(encoding="utf-8")[:200]
    assert f"(cartesian - minified) v{get_plotlyjs_version()}" in head


@pytest.mark.parametrize("theme", THEMES)
def test_a_template_has_the_colours_of_its_theme(theme: str) -> None:
    layout = template(theme)["layout"]
    assert layout["xaxis"]["linecolor"] == style_table(theme)["map"]["border"]
    assert set(style_table(theme)["estimators"]) == set(ESTIMATOR_STYLE) and "" in ESTIMATOR_STYLE
    looks = [(row[0], row[2]) for row in ESTIMATOR_STYLE.values()]
    assert len(set(looks)) == len(looks) and set(style_table(theme)["modes"]) == set(MODE_STYLE)


@pytest.mark.parametrize("language", languages())
def test_plotly_writes_numbers_as_the_language_does(language: str) -> None:
    config = graph_config(language)
    form, t = config["locales"][config["locale"]]["format"], translator(language)
    assert t.number(1234567.5, 1) == f"1{form['thousands']}234{form['thousands']}567{form['decimal']}5"
    assert (
        len(form["months"]) == 12 and len(form["days"]) == 7 and form["days"][0] == t.locale.days["format"]["wide"][6]
    )
    assert config["displayModeBar"] is False
