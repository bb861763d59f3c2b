"""Charts of rows: page and file show the same numbers, and the places of a ranking are those of its file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.charts import compare_pairs, ranks_range
from app.charts.row_figure import row_figure
from app.charts.rows import Mark, Row, RowChart, Span, colour_of
from app.core.filters import Filters
from app.core.periods import Period
from app.core.style import style_table
from app.core.view import THEMES, View
from app.drawing import page_layout
from app.drawing.charts.row_plots import RowPlot
from app.i18n import translator
from app.page_context import parse_context
from app.queries import Queries
from app.ui.compare import events_of
from tests.test_board import exported

SVG = "{http://www.w3.org/2000/svg}"
VALUE = st.floats(1, 500).map(lambda x: round(x, 2))
LOOKS = (("map.border", "wide"), ("map.label", "thin"), ("changes.up", "after"), ("modes.air", "dot"))


@st.composite
def charts(draw: st.DrawFn) -> RowChart:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        spans = tuple(Span(*sorted((draw(VALUE), draw(VALUE))), look, 3) for look in ("map.border", "map.label"))
        marks = tuple(Mark(draw(VALUE), look, f"{number} <b>", f"/?n={number}") for look in ("changes.up", "modes.air"))
        rows.append(Row(f"Row {number}", marks, spans))
    top = max(max(s.high for r in rows for s in r.spans), max(m.value for r in rows for m in r.marks))
    return RowChart("Title", "Unit", tuple(rows), 1.0, max(top, 2.0), LOOKS, "Title. Said.")


def by_plotly(chart: RowChart, theme: str) -> tuple[set[Any], set[Any]]:
    marks, spans = set(), set()
    for trace in row_figure(chart, theme).to_plotly_json()["data"]:
        if trace["mode"] == "markers":
            marks |= {(y, round(x, 1), trace["marker"]["color"]) for x, y in zip(trace["x"], trace["y"], strict=True)}
        else:
            ends = list(zip(trace["x"], trace["y"], strict=True))
            for (low, y), (high, _y) in zip(ends[::3], ends[1::3], strict=True):
                spans.add((y, round(low, 1), round(high, 1), trace["line"]["color"]))
    return marks, spans


def by_file(chart: RowChart, theme: str) -> tuple[set[Any], set[Any]]:
    """Read back from the drawing: the values of its own grid say where a value stands."""
    plate = RowPlot(chart)
    drawn = ET.fromstring(page_layout.plate_only(plate, (1600, 1200), theme))
    lines = [
        {k: float(v) for k, v in e.attrib.items() if k[0] in "xy"} | {"c": e.get("stroke")}
        for e in drawn.iter(f"{SVG}line")
    ]
    upright = sorted(line["x1"] for line in lines if line["x1"] == line["x2"] and line["y1"] != line["y2"])
    ticks = chart.ticks(8)
    scale = (ticks[-1] - ticks[0]) / (upright[-1] - upright[0])

    def value(x: float) -> float:
        return ticks[0] + (x - upright[0]) * scale

    dots = [
        (float(e.get("cy") or 0), value(float(e.get("cx") or 0)), e.get("fill")) for e in drawn.iter(f"{SVG}circle")
    ]
    level = [line for line in lines if line["y1"] == line["y2"]]
    order = {y: i for i, y in enumerate(sorted({round(y, 1) for y, _x, _c in dots}))}
    marks = {(order[round(y, 1)], round(x, 1), colour) for y, x, colour in dots}
    spans = {(order[round(s["y1"], 1)], round(value(s["x1"]), 1), round(value(s["x2"]), 1), s["c"]) for s in level}
    return marks, spans


def near(ones: set[Any], others: set[Any]) -> bool:
    """The same marks, to a tenth of a unit either way: a drawing rounds its px."""

    def close(a: Any, b: Any) -> bool:
        return all(abs(x - y) < 0.75 if isinstance(x, float) else x == y for x, y in zip(a, b, strict=True))

    return all(any(close(a, b) for b in others) for a in ones) and all(any(close(a, b) for b in ones) for a in others)


@given(charts(), st.sampled_from(THEMES))
def test_page_and_file_show_the_same(chart: RowChart, theme: str) -> None:
    for page, file in zip(by_plotly(chart, theme), by_file(chart, theme), strict=True):
        assert page and near(page, file)


@given(charts(), st.integers(3, 12))
def test_the_axis_names_few_round_values_within_it(chart: RowChart, most: int) -> None:
    ticks = chart.ticks(most)
    assert ticks[0] == chart.least and ticks == sorted(set(ticks)) and len(ticks) <= most + 1
    assert all(chart.least <= tick <= chart.top for tick in ticks)


def test_each_look_stands_once_in_the_legend_and_markup_is_text() -> None:
    row = Row("<i>", (Mark(3, "modes.air", "<b>x</b>"),), (Span(1, 5, "map.label"),))
    drawn = row_figure(RowChart("T", "U", (row,), 1, 5, LOOKS, "S"), "light").to_plotly_json()
    assert [trace["name"] for trace in drawn["data"] if trace.get("showlegend", True)] == ["thin", "dot"]
    assert drawn["data"][1]["hovertext"] == ["&lt;b&gt;x&lt;/b&gt;"] and drawn["layout"]["yaxis"]["ticktext"] == [
        "&lt;i&gt;"
    ]
    assert colour_of("modes.air+anew", style_table("light")) == colour_of("modes.air", style_table("light"))


@pytest.mark.parametrize("by", ["events", "kg"])
def test_the_places_of_a_ranking_are_those_of_its_file(client: FlaskClient, queries: Queries, by: str) -> None:
    """Recounted from the events: the places by number, and the best and worst as the file of the ranking has them."""
    view = View(of="destination", by=by)
    t = translator("en")
    chart = ranks_range.describe(queries.ranking.ranking(Filters(), view), by, t.country, lambda key: f"/{key}", t)
    file = exported(client, f"/export/ranking.csv?by={by}").set_index("key")
    assert len(chart.rows) == ranks_range.MOST
    if by == "events":
        counts = exported(client, "/export/events.csv")["destination_country"].value_counts()
        expected = [int((counts > counts[row.marks[0].link[1:]]).sum()) + 1 for row in chart.rows]
        assert [row.marks[0].value for row in chart.rows] == expected
    for row in chart.rows:
        held = file.loc[row.marks[0].link[1:]]
        spans = {span.look: (span.low, span.high) for span in row.spans}
        assert spans[ranks_range.MEASURES] == (held["best"], held["worst"])
        assert (ranks_range.ANEW in spans) == (by == "events")


def test_what_moved_is_a_recount_of_both_periods(client: FlaskClient, queries: Queries) -> None:
    """By the destinations of the events of each period; a dot opens exactly them."""
    query = "a=2021/2022&b=2023/2024&moved=destination"
    context = parse_context(query, "/compare")[0]
    changes, t = queries.comparison.moved(context.filters, context.view), context.t
    spans = {"a": Period("2021", "2022"), "b": Period("2023", "2024")}
    chart = compare_pairs.describe(
        changes, lambda r: str(r["node"]), lambda r, which: events_of(context, r, spans[which]), t
    )
    events = exported(client, "/export/events.csv")
    counts = [events.loc[events["date"].str[:4].isin(years), "destination_country"].value_counts()
              for years in (("2021", "2022"), ("2023", "2024"))]  # fmt: skip
    assert len(chart.rows) == compare_pairs.MOST
    for row in chart.rows:
        assert [mark.value for mark in row.marks] == [int(held.get(row.name, 0)) for held in counts]
        for mark in row.marks:
            opened = len(exported(client, f"/export/events.csv{mark.link[1:]}")) if mark.link else 0
            assert opened == mark.value
    changed = [abs(row.marks[1].value - row.marks[0].value) for row in chart.rows]
    assert changed == sorted(changed, reverse=True) and min(changed) > 0
