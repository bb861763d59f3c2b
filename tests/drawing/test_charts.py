"""Charts as files: what is drawn is what the data say, every chart stands on every page, and all of it is text."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.core.filters import Filters
from app.core.paper_sizes import CHARTS_OF_PAGE, PAPERS
from app.core.style import MODE_STYLE
from app.core.view import View
from app.drawing import charts
from app.drawing.charts import CHARTS, MOST
from app.drawing.charts.plates import Bars, Grid
from app.i18n import languages, translator
from app.pages import pages
from app.queries import Queries
from tests.test_web import faults

SVG = "{http://www.w3.org/2000/svg}"


def drawn(client: FlaskClient, chart: str, kind: str = "svg", **query: str) -> bytes:
    answer = client.get(f"/export/chart.{kind}", query_string={"chart": chart, **query})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.data


def texts(page: bytes) -> list[str]:
    return [found.text or "" for found in ET.fromstring(page).iter(f"{SVG}text")]


def test_there_are_charts_and_pages_that_have_one() -> None:
    of_pages = {name for names in CHARTS_OF_PAGE.values() for name in names}
    # Explore's own chart, the months, stands beside its map.
    assert of_pages | {"timeline"} == set(CHARTS) and set(CHARTS_OF_PAGE) < set(pages())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_says_what_every_product_says(client: FlaskClient, chart: str, language: str) -> None:
    said = " ".join(texts(drawn(client, chart, lang=language, at="EC,BE", departure="EC")))
    t = translator(language)
    assert t("app.caveat")[:50] in said and "TLP:CLEAR" in said and t("export.sources", names="")[:7] in said
    assert not re.search(r"\b[a-z_]+\.[a-z_]{4,}\b", re.sub(r"\S*\d\S*", "", said)), "a text without words"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("upright", ["0", "1"])
@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_leaves_the_page(client: FlaskClient, chart: str, paper: str, upright: str) -> None:
    page = ET.fromstring(drawn(client, chart, paper=paper, upright=upright, theme="projector", at="BR,CO,EC,ES"))
    wide, high = float(page.get("width") or 0), float(page.get("height") or 0)
    for rect in page.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(name) or 0) for name in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + w <= wide + 0.1 and -0.1 <= y <= y + h <= high + 0.1
    for text in page.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x") or 0) < wide and 0 < float(text.get("y") or 0) < high, text.text


def test_a_ranking_has_the_numbers_of_its_table(queries: Queries) -> None:
    view = View(of="destination", by="events")
    chart = charts.draw_chart("ranking", queries, Filters(), view, translator("en"))
    found = queries.ranking.ranking(Filters(), view)
    assert isinstance(chart.plate, Bars) and len(chart.plate.bars) == MOST
    assert [bar.value for bar in chart.plate.bars] == found["events"].head(MOST).tolist()
    assert f"The first {MOST} of {len(found)}" in chart.note


def test_what_moved_is_what_both_periods_say(queries: Queries) -> None:
    view = View(a="2022", b="2023")
    chart = charts.draw_chart("movers", queries, Filters(), view, translator("en"))
    assert isinstance(chart.plate, Bars) and chart.plate.signed
    for bar in chart.plate.bars:
        before, after = map(int, re.findall(r"\((\d+) → (\d+)\)", bar.said)[0])
        assert bar.value == after - before and "few" in bar.below
    periods = queries.comparison.periods(Filters(), view)
    assert periods and str(int(queries.comparison.period_totals(Filters(), periods[1])["n"])) in chart.title


def test_what_moved_names_both_periods_whatever_its_title(client: FlaskClient) -> None:
    said = " ".join(texts(drawn(client, "movers", a="2022", b="2023", title="Own")))
    assert "Own" in said and "Jan 2022" in said and "Dec 2023" in said and "Orange: more in B" in said


def test_modes_of_one_colour_are_told_apart_by_a_pattern(client: FlaskClient) -> None:
    page = drawn(client, "timeline").decode()
    colours = {mode: light for mode, (light, _dark, _inlay) in MODE_STYLE.items()}
    same = {m for m in colours if list(colours.values()).count(colours[m]) > 1}
    assert (
        {"maritime", "river"} <= same and 'fill="url(#own-river)"' in page and 'fill="url(#own-maritime)"' not in page
    )


def test_countries_side_by_side_are_a_recount(queries: Queries) -> None:
    chart = charts.draw_chart("countries", queries, Filters(), View(at=("BE", "EC")), translator("en"))
    assert isinstance(chart.plate, Grid)
    rows = {row[0]: row[1:] for row in chart.plate.rows}
    every = queries.events.export(Filters())
    for at, code in enumerate(("BE", "EC")):
        n = int((every["departure"] == code).sum())
        assert re.match(rf"{n}\b", rows["Departure"][at])
        sea = every[(every["mode"].astype(str) == "maritime") & (every["seizure"] == code)]
        assert re.match(rf"{len(sea)}\b", rows["Maritime: Seized by its authorities"][at])


def test_the_months_of_a_file_add_up(client: FlaskClient, queries: Queries) -> None:
    page = ET.fromstring(drawn(client, "timeline"))
    lines = list(page.iter(f"{SVG}line"))
    grid, left = sorted(float(line.get("y1") or 0) for line in lines), float(lines[0].get("x1") or 0)
    marks = [text for text in page.iter(f"{SVG}text") if float(text.get("x") or 0) < left]
    values = [float(text.text or "x") for text in marks if re.fullmatch(r"\d{1,2}", text.text or "")]
    unit = (grid[-1] - grid[0]) / max(values)
    bars = [rect for rect in page.iter(f"{SVG}rect") if rect.get("stroke-width") == "0.7"]
    total = sum(float(bar.get("height") or 0) for bar in bars) / unit
    assert total == pytest.approx(int(queries.summary.totals(Filters())["events"]), rel=0.02)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_filter_without_events_is_said(client: FlaskClient, chart: str) -> None:
    said = " ".join(texts(drawn(client, chart, q="nothing is called this", at="BR")))
    assert len(said) > 200


def test_a_pdf_is_text_and_hostile_titles_are_text(client: FlaskClient) -> None:
    wild = '<script>alert(1)</script> #panic() "&amp;'
    body = PdfReader(io.BytesIO(drawn(client, "chain", "pdf", title=wild)))
    assert wild in " ".join(body.pages[0].extract_text().split())


@pytest.mark.parametrize("query", ["chart=none", "chart=chain&region=world", "chart=chain&times=9", "chart=chain&x=1"])
def test_what_is_not_understood_is_named(client: FlaskClient, query: str) -> None:
    assert faults(client.get(f"/export/chart.svg?{query}"))
