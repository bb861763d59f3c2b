"""The country page and the comparison against plain recounts of the exported events."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from app.charts import country_sizes
from app.core import country
from app.core.filters import Filters
from app.core.groups import GROUPS
from app.core.periods import Period
from app.core.sheet import COUNTRY, Subject
from app.core.view import View
from app.drawing import charts, country_sheet
from app.i18n import languages, translator
from app.page_context import parse_context
from app.pages.compare import update_compare
from app.pages.countries import csv_link, update_country
from app.queries import Queries, current
from app.ui import country as ui_country
from app.ui import country_years
from app.ui.markup import render
from app.ui.tags import has_component
from app.wording import country_sections
from app.wording.sheets import sheets_of
from tests.test_board import exported
from tests.test_links import html_of
from tests.test_web import faults

CODES = ("BE", "BR", "CO", "EC", "ES", "SN", "PY", "MA")


def naming(queries: Queries, code: str) -> pd.DataFrame:
    return queries.events.naming(Filters(), Subject(COUNTRY, code))


def carried(events: pd.DataFrame, code: str) -> dict[str, pd.Series]:
    """Which rows of the export give the country each role."""
    transits = events["transit_countries"].fillna("").str.split(";")
    return {
        "production": events["production_country"] == code,
        "departure": events["departure_country"] == code,
        "transit": transits.map(lambda held: code in held),
        "seizure": events["seizure_country"] == code,
        "destination": events["destination_country"] == code,
    }


@pytest.mark.parametrize("code", CODES)
def test_roles_and_situation_are_a_recount_of_the_export(client: FlaskClient, queries: Queries, code: str) -> None:
    events = exported(client, f"/export/events.csv?country={code}")
    held, named = naming(queries, code), carried(events, code)
    assert len(held) == len(events) > 0
    for row in country.roles(held, code).to_dict("records"):
        kg = events.loc[named[row["role"]], "quantity_kg"]
        assert row["n"] == int(named[row["role"]].sum())
        assert row["kg"] == pytest.approx(kg.sum()) or (kg.notna().sum() == 0 and pd.isna(row["kg"]))
        assert pd.isna(row["median"]) if kg.notna().sum() == 0 else row["median"] == pytest.approx(kg.median())
    for row in country.situation(held, code).to_dict("records"):
        mine = named[country.WAYS[row["way"]]] & (events["mode"] == row["mode"])
        assert row["n"] == int(mine.sum()), (row["mode"], row["way"])


@pytest.mark.parametrize("code", CODES)
def test_partners_places_years_and_quality_are_a_recount(client: FlaskClient, queries: Queries, code: str) -> None:
    events = exported(client, f"/export/events.csv?country={code}")
    held, named = naming(queries, code), carried(events, code)
    wanted = events.loc[named["departure"], "destination_country"].fillna("").value_counts().to_dict()
    assert country.partners(held, code, "out").to_dict() == wanted
    wanted = events.loc[named["seizure"], "place"].value_counts().to_dict()
    assert country.places(held, code).to_dict() == wanted
    assert int(country.years(held, code).to_numpy().sum()) == int(named["seizure"].sum())
    quality = country.quality(held)
    assert quality["departure"] == pytest.approx(events["departure_country"].notna().mean())
    assert quality["publishers"] == events["source_publisher"].nunique()


@pytest.mark.parametrize("query", ["", "mode=air&from=2019", "country=EC"])
def test_the_map_of_countries_is_a_recount(client: FlaskClient, query: str) -> None:
    """By any role of the export; a filter on countries does not hide the others from who chooses."""
    body = client.get(f"/layers/countries.json?{query}").get_json()
    events = exported(client, f"/export/events.csv?{query.replace('country=EC', '')}")
    shown = {row["code"]: row["n"] for row in body["countries"]}
    for code in CODES:
        assert shown.get(code, 0) == int(np.logical_or.reduce(list(carried(events, code).values())).sum()), code
    counts = [row["n"] for row in body["countries"]]
    assert counts == sorted(counts, reverse=True) and len(counts) > 20
    for row in body["countries"]:
        above = [*body["bounds"], 10**9][row["shade"] + 1]
        assert body["bounds"][row["shade"]] <= row["n"] < above


@pytest.mark.parametrize("code", ["BE", "NL", "SN"])
def test_a_bar_of_weights_opens_exactly_its_events(client: FlaskClient, queries: Queries, code: str) -> None:
    """Also where a consignment weighs just what bounds a class (10 kg is no part of "5 to under 10")."""
    context = parse_context(f"at={code}", "/countries")[0]
    sheet = sheets_of(queries, context)[code]
    chart = country_sizes.describe(
        sheet, lambda low, high: country_years.events_of_weight(sheet, low, high, context), context.t
    )
    points = [point for series in chart.panels[0].series for point in series.points]
    assert len(points) > 3
    for point in points:
        opened = len(exported(client, f"/export/events.csv{point.link[1:]}"))
        assert opened == chart.panels[0].total(point.year), point


def test_a_country_that_seized_nothing_has_what_others_did(dash_app: Dash, queries: Queries) -> None:
    """No empty axes: its own years say that there is nothing, beside what others seized that was bound for it."""
    every, t = queries.events.export(Filters()), translator("en")
    (code, *_more) = sorted(set(every["destination"].dropna()) - set(every["seizure"].dropna()) - set(GROUPS))
    with dash_app.server.test_request_context():
        context, _problems = parse_context(f"at={code}", "/countries")
        (sheet,) = ui_country.sheets(current(), context, sheets_of(current(), context))
    bodies = dict(sheet)
    assert t("country_page.nothing") in render(bodies[t("country_page.years")])
    assert has_component(bodies[t("country_page.upstream")])
    drawn = charts.of_sheets.country_years(queries, context)
    assert drawn.plate.charts == []


def test_no_fifth_country_is_offered(client: FlaskClient) -> None:
    rows = client.get("/layers/countries.json?at=BE,BR,CO,EC").get_json()["countries"]
    assert {row["code"] for row in rows if row["link"]} == {"BE", "BR", "CO", "EC"}
    assert all("BE" not in row["link"].split("at=")[-1] for row in rows if row["code"] == "BE")
    assert all(row["link"] for row in client.get("/layers/countries.json?at=BE").get_json()["countries"])


@pytest.mark.parametrize(
    ("greatest", "bounds"),
    [(0, [1]), (1, [1]), (3, [1, 2]), (170, [1, 2, 5, 20, 50]), (170_000, [1, 10, 100, 1000, 10_000])],
)
def test_classes_of_counts_are_round(greatest: int, bounds: list[int]) -> None:
    assert country.class_bounds(greatest) == bounds


def test_what_was_seized_before_it_left_is_said(client: FlaskClient, queries: Queries) -> None:
    events = exported(client, "/export/events.csv?departure=EC")
    held = events[events["departure_basis"] == "interdicted at departure"]
    found = country.seized_before_leaving(naming(queries, "EC"), "EC")
    assert found["n"] == len(held) > 0 and found["kg"] == pytest.approx(held["quantity_kg"].sum())


def test_a_blank_weight_is_no_zero() -> None:
    frame = pd.DataFrame({"kg": [float("nan"), 5.0]})
    assert country.weight_summary(frame["kg"])["weighed"] == 1 and country.weight_summary(frame["kg"])["median"] == 5
    assert pd.isna(country.weight_summary(frame["kg"].head(1))["kg"])


def test_arrests_that_no_source_states_are_not_none() -> None:
    rows = {
        "operation": ["X", "X", "Y"],
        "event_id": list("abc"),
        "kg": [1.0, None, None],
        "arrests": [None, 2.0, None],
    }
    found = country.operations(pd.DataFrame(rows)).set_index("operation")
    assert found.loc["X", ["n", "kg", "arrests", "told"]].tolist() == [2, 1, 2, 1]
    assert pd.isna(found.loc["Y", "kg"]) and found.loc["Y", "told"] == 0


@pytest.mark.parametrize("language", languages())
def test_every_country_has_the_same_template(dash_app: Dash, queries: Queries, language: str) -> None:
    with dash_app.server.test_request_context():
        counts = queries.summary.named_countries(Filters())
        assert len(counts) > 60
        sections = set()
        for code in [*counts.index[:3], *counts.index[-3:]]:
            page = json.dumps(update_country(f"at={code}&lang={language}"), cls=PlotlyJSONEncoder)
            sections.add(page.count('"tag": "section"') + page.count('"type": "Section"'))
            assert "country_page." not in page and "indicator." not in page
        assert len(sections) == 1 and min(sections) > 5
        beside = json.dumps(update_country("at=BR,CO,EC,PE"), cls=PlotlyJSONEncoder)
        assert beside.count("sheet-name") == 4 and beside.count('"type": "Graph"') == 20


@pytest.mark.parametrize("code", ["BR", "ES", "SN"])
def test_page_and_file_say_the_same(dash_app: Dash, queries: Queries, code: str) -> None:
    """Two painters of one description: every row that the page shows stands in the file, word for word."""
    t = translator("en")
    with dash_app.server.test_request_context():
        context, _problems = parse_context(f"at={code}", "/countries")
        found = sheets_of(queries, context)
        (page,) = ui_country.sheets(queries, context, found)
    shown = {title: unescape(re.sub(r"<[^>]+>", "|", render(body))) for title, body in page if not has_component(body)}
    compared = 0
    for part in country_sheet.parts(queries, context, found[code]):
        others = t("country_page.others", n=99).partition("99")[2]
        for row in part["table"]["rows"][: ui_country.LENGTHS.lists]:
            words = [word for text in row for word in text.split(" · ") if word]
            if not any(word.endswith(others) for word in words) and words[0] != t("unstated"):
                assert all(f"|{word}|" in shown[part["title"]] for word in words), (part["title"], row)
                compared += 1
    assert compared > 15


def test_a_sheet_s_country_takes_the_place_of_the_filter_s(
    client: FlaskClient, queries: Queries, dash_app: Dash
) -> None:
    """The sheet, its links and the file of its events hold the same, also under a filter on other countries."""
    with dash_app.server.test_request_context():
        alone, _problems = parse_context("at=EC&mode=maritime", "/countries")
        under, _problems = parse_context("at=EC&mode=maritime&country=BR", "/countries")
        found = [sheets_of(queries, context) for context in (alone, under)]
        sheets = [ui_country.sheets(current(), c, f) for c, f in zip((alone, under), found, strict=True)]
        hrefs = [str(csv_link(context, found[0]["EC"]).props["href"]) for context in (alone, under)]
        heads = [update_country(f"at=EC&mode=maritime{more}")[0] for more in ("", "&country=BR")]
    assert [render(body) for _title, body in sheets[0][0] if not has_component(body)] == [
        render(body) for _title, body in sheets[1][0] if not has_component(body)
    ]
    sentences = [re.findall(r'id="sentence"[^>]*>(.*?)</p>', head) for head in heads]
    assert sentences[0] == sentences[1] != [] and "Brazil ×" not in re.sub(r"<[^>]+>", " ", heads[1])
    files = [country_sheet.parts(queries, c, f["EC"]) for c, f in zip((alone, under), found, strict=True)]
    assert files[0] == files[1] and any(part["table"]["rows"] for part in files[0])
    assert len(set(hrefs)) == 1 and len(exported(client, hrefs[0])) == len(
        exported(client, "/export/events.csv?mode=maritime&country=EC")
    )


def test_what_has_no_weight_has_none_on_the_sheet(queries: Queries) -> None:
    events = naming(queries, "EC")
    context, _problems = parse_context("at=EC", "/countries")
    rows = country_sections.roles(sheets_of(queries, context)["EC"], context.t).rows
    found = {row[0].text: [cell.text for cell in row[1:]] for row in rows}
    assert (events["seizure"] == "EC").any() and not (events["destination"] == "EC").any()
    assert found["destination"] == ["0", "–", "–", "–"] and found["production"] == ["not stated", "–", "–", "–"]


def test_more_than_four_countries_and_a_bad_period_are_named(client: FlaskClient) -> None:
    wrong = client.get("/export/changes.csv?at=BR,CO,EC,PE,BE&a=2024-01/2023-01&b=soon")
    assert {name for name, _value, _problem in faults(wrong)} == {"at", "a", "b"}


def test_changes_are_a_recount(client: FlaskClient, queries: Queries, dash_app: Dash) -> None:
    query = "a=2021-01/2022-12&b=2023-01/2024-12"
    found = exported(client, f"/export/changes.csv?{query}").set_index(["origin", "target", "mode"])
    wanted: dict[Any, list[int]] = {}
    for event in exported(client, "/export/events.csv").to_dict("records"):
        # Both periods are of whole years: an event known only by its year lies in one of them.
        year = event["date"][:4]
        side = 0 if year in ("2021", "2022") else 1 if year in ("2023", "2024") else None
        if side is None:
            continue
        legs = queries.events.chain(event["event_id"], "country")
        for key in set(zip(legs["origin"], legs["target"], legs["mode"], strict=True)):
            wanted.setdefault(key, [0, 0])[side] += 1
    assert len(wanted) > 40
    assert dict(zip(found.index, found[["events_a", "events_b"]].values.tolist(), strict=True)) == wanted
    with dash_app.server.test_request_context():
        _head, _tools, moved, _address = update_compare(query)
        assert "compare." not in str(update_compare(query)) and html_of(moved).count("<tr") > 20


def test_streams_of_two_periods_are_a_recount(client: FlaskClient, queries: Queries) -> None:
    """Each stretch of A, of B and of their difference, from the file of flows and the lanes."""
    query = "a=2021-01/2022-12&b=2023-01/2024-12"
    flows = exported(client, f"/export/changes.csv?{query}")
    lanes = queries.data.sea_lanes("country").lanes
    sailed = flows[(flows["mode"] == "maritime") & (flows["origin"] + ">" + flows["target"]).isin(lanes.keys())]
    recount: dict[str, dict[int, int]] = {"a": {}, "b": {}}
    for row in sailed.to_dict("records"):
        for stretch in lanes[f"{row['origin']}>{row['target']}"]:
            for side, sums in recount.items():
                sums[stretch] = sums.get(stretch, 0) + int(row[f"events_{side}"])
    layers = {w: client.get(f"/layers/change.json?which={w}&{query}").get_json() for w in ("a", "b", "change")}
    for side, sums in recount.items():
        drawn: dict[int, float] = {}
        for lane, _group, value in layers[side]["streams"]["loads"]:
            for stretch in lane:
                drawn[stretch] = drawn.get(stretch, 0) + value
        assert drawn == {stretch: n for stretch, n in sums.items() if n} and len(drawn) > 50
    changed = {lane[0]: value * (-1 if less else 1) for lane, less, value in layers["change"]["streams"]["loads"]}
    expected = {s: recount["b"][s] - recount["a"][s] for s in recount["a"]}
    assert changed == {stretch: n for stretch, n in expected.items() if n} and min(changed.values()) < 0
    full = max(max(sums.values()) for sums in recount.values())
    assert {layer["streams"]["full"] for layer in layers.values()} == {full}, "one scale for all three"
    assert not [line for line in layers["a"]["lines"] if line["mode"] == "maritime"], "no flow is drawn twice"
    lines = client.get(f"/layers/change.json?which=a&draw=lines&{query}").get_json()
    assert lines["streams"] is None and [line for line in lines["lines"] if line["mode"] == "maritime"]


def test_a_year_lies_in_whole_years_and_in_no_part_of_one(queries: Queries) -> None:
    events = queries.events.export(Filters())
    bare = events[(events["date_precision"] == "year") & (events["year"] == 2021)]
    assert len(bare) > 0
    for text, inside in (("2021", len(bare)), ("2020/2021", len(bare)), ("2021-01/2021-11", 0)):
        period = Period.parse(text)
        assert period is not None
        months = events["month"].fillna("")
        dated = int(months.between(period.first, period.last).sum())
        years = events["date"].between("2020", "2021") if text == "2020/2021" else events["date"] == "2021"
        whole = int((years & (events["date_precision"] == "year")).sum()) if inside else 0
        assert queries.comparison.period_totals(Filters(), period)["n"] == dated + whole
        assert (queries.comparison.period_undated(Filters(), period) > 0) == (inside == 0)


def test_the_three_maps_share_scale_and_frame(client: FlaskClient) -> None:
    bodies = [
        client.get(f"/layers/change.json?which={w}&a=2021/2022&b=2023/2024").get_json() for w in ("a", "b", "change")
    ]
    assert bodies[0]["scale"] == bodies[1]["scale"] == bodies[2]["scale"]
    assert bodies[0]["frame"] == bodies[1]["frame"] == bodies[2]["frame"]
    assert {line["turn"] for line in bodies[2]["lines"]} == {"up", "down"}
    assert client.get("/layers/change.json?which=c").status_code == 400


def test_a_month_divides_the_periods(queries: Queries) -> None:
    a, b = queries.comparison.periods(Filters(), View(split="2024-01")) or (None, None)
    assert (a, b) == (Period("2023-01", "2023-12"), Period("2024-01", "2024-12"))
    named = queries.comparison.periods(Filters(), View(split="2024-01", a="2020-01/2020-06"))
    assert named == (Period("2020-01", "2020-06"), Period("2024-01", "2024-12"))
    assert queries.comparison.periods(Filters(), View(split="2999-01")) == queries.comparison.periods(Filters(), View())


@pytest.mark.parametrize("role", ["departure", "seizure", "destination"])
def test_countries_that_lost_or_gained_are_a_recount(client: FlaskClient, role: str) -> None:
    found = exported(client, f"/export/changes.csv?a=2021/2022&b=2023/2024&moved={role}").set_index("node")
    events = exported(client, "/export/events.csv")
    column = {"departure": "departure_country", "destination": "destination_country"}.get(role)
    for side, years in (("a", ("2021", "2022")), ("b", ("2023", "2024"))):
        held = events[events["date"].str[:4].isin(years)]
        mine = found.loc[found[f"events_{side}"] > 0, f"events_{side}"]
        if column:
            assert mine.to_dict() == held[column].value_counts().to_dict()
        else:
            assert mine.sum() == len(held), "every event has one place of seizure: a country or a sea area"
