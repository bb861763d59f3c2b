"""The doors of Explore: everything that follows from an address, and rows of its list."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from app.charts import timeline
from app.core import view as view_room
from app.core.cube import tick_of
from app.core.filters import Filters
from app.core.measures import STREAM
from app.core.view import View
from app.i18n import languages, translator
from app.queries import Queries


def of(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/explore.json?{query}")
    assert answer.status_code == 200 and answer.headers["ETag"]
    found: dict[str, Any] = answer.get_json()
    return found


def test_an_answer_has_every_part_and_its_canonical_address(client: FlaskClient) -> None:
    found = of(client, "destination=ES&mode=air&nonsense=1&sel=month:2019-01")
    assert found["canonical"] == "mode=air&destination=ES&sel=month:2019-01" and found["path"] == "/"
    parts = {"head", "facets", "mapbar", "metric-bar", "top-bar", "timebar", "coverage", "side-head"}
    assert set(found["html"]) == parts and "nonsense" in found["html"]["head"]
    assert found["card"] == [] and found["table"] is None and found["side"] == "side list"
    assert [column["field"] for column in found["columns"]] == ["pick", "date", "place", "kg"]


def keys(answer: dict[str, Any]) -> set[str]:
    """Values of the filter column, as their links name them."""
    return set(re.findall(r'data-key="([^"]+)"', answer["html"]["facets"]))


def test_what_is_folded_comes_when_it_is_unfolded(client: FlaskClient) -> None:
    whole, first = of(client, ""), of(client, "unfolded=")
    left_out = {key.split(":")[0] for key in keys(whole) - keys(first)}
    assert keys(first) < keys(whole) and {"transit", "form", "submode", "departure"} < left_out
    assert {"mode:air", "band:0", "departure:EC", "destination:unstated"} <= keys(first)
    parts = re.findall(r'id="facet-([a-z_-]+)"', whole["html"]["facets"])
    again = of(client, f"unfolded={','.join(parts)}")
    assert len(parts) > 15 and keys(again) == keys(whole)
    assert again["html"]["facets"].replace(" open", "") == whole["html"]["facets"].replace(" open", "")


def test_what_is_in_use_is_not_folded(client: FlaskClient) -> None:
    """A filter that somebody chose stands there to be taken back, also in the tail of a list."""
    used = of(client, "unfolded=&transit=PA&submode=container&seizure=ZA&form=base&q=x")["html"]["facets"]
    held = re.findall(r'data-key="([^"]+)" role="checkbox" aria-checked="(true|false)"', used)
    assert {key for key, on in held if on == "true"} == {"transit:PA", "submode:container", "seizure:ZA", "form:base"}


def test_markup_in_an_address_is_text(client: FlaskClient) -> None:
    found = of(client, "q=%3Cscript%3Ealert(1)%3C/script%3E&colour=%3Cb%3E")
    assert "<script" not in "".join(found["html"].values()) and "&lt;script&gt;" in found["html"]["head"]
    assert "<b>" not in found["html"]["head"]


def test_a_card_comes_as_components_and_a_table_with_its_rows(client: FlaskClient) -> None:
    event = client.get("/explore/rows.json?first=0&last=1").get_json()["rows"][0]["event_id"]
    card = of(client, f"card=event:{event}")
    assert card["side"] == "side card" and isinstance(card["card"], list | dict)
    table = of(client, "panel=flows")["table"]
    assert table["columnDefs"] and len(table["rowData"]) > 500
    signs = [(row["from"], row["to"], row["code"], row["status"]) for row in table["rowData"]]
    assert len(set(signs)) == len(signs) > len({sign[:2] for sign in signs}), "told apart by dot and slant"


def test_blocks_of_the_list_are_the_list(client: FlaskClient, queries: Queries) -> None:
    def block(first: int, last: int, more: str = "") -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"/explore/rows.json?first={first}&last={last}{more}").get_json()
        return found

    every = block(0, 1000)
    assert every["n"] == len(every["rows"]) == int(queries.summary.totals(Filters())["events"])
    assert block(0, 100)["rows"] + block(100, 1000)["rows"] == every["rows"]
    heavy = [row["event_id"] for row in block(0, 20, "&order=-kg")["rows"]]
    frame = (
        queries.events.export(Filters()).dropna(subset="kg").sort_values(["kg", "event_id"], ascending=[False, True])
    )
    assert heavy == frame["event_id"].head(20).tolist()
    only = block(0, 1000, "&departure=EC&order=date")
    assert only["n"] == len(only["rows"]) == int(queries.summary.totals(Filters(departure=("EC",)))["events"])


@pytest.mark.parametrize("span", ["", "first=0", "first=-1&last=5", "first=a&last=5", "first=0&last=1e3"])
def test_a_block_without_plain_ends_is_refused(client: FlaskClient, span: str) -> None:
    assert client.get(f"/explore/rows.json?{span}").status_code == 400


SEEN = "zoom=4&box=-80,-30,20,60"


@pytest.mark.parametrize(
    "query", ["", "mode=air&sel=month:2019-01", "from=2020&level=place&metric=kg", "q=nothing-is-so"]
)
@pytest.mark.parametrize("on", ["flows,nodes", "nodes", "corridors,flows,nodes,seizures", "none"])
def test_what_is_drawn_is_each_layer_that_is_on(client: FlaskClient, query: str, on: str) -> None:
    full = f"{query}&layers={on}"
    whole = client.get(f"/explore/map.json?{full}&{SEEN}&near=1").get_json()
    names = set(on.split(",")) - {"none"}
    many = query in ("", "from=2020&level=place&metric=kg")
    names |= {"streams"} if "flows" in names and many else set()
    assert set(whole) == names | {"time"}
    for name in names:
        own = f"&{SEEN}" if name == "seizures" else ""
        assert whole[name] == client.get(f"/layers/{name}.json?{full}{own}").get_json(), name
    before = client.get(f"/explore/map.json?{full}").get_json()
    later = {"seizures", "flows" if "streams" in names else ""}
    assert before == {name: body for name, body in whole.items() if name not in later}


def test_few_flows_by_sea_have_lines(client: FlaskClient, queries: Queries) -> None:
    """As streams they would be hairlines; a median is no sum along a lane."""
    lines = {}
    for query in ("", "metric=median", "draw=lines", "departure=EC&seizure=HK", "mode=land"):
        filters, view, _problems = view_room.parse(query, queries.data.vocabulary)
        few = len(queries.streams.loads(filters, view.level)) < STREAM["from_flows"]
        body = client.get(f"/explore/map.json?{query}").get_json()
        lines[query] = "flows" in body
        assert ("streams" in body) is not lines[query] and (not few or lines[query])
    assert lines == {
        "": False, "metric=median": True, "draw=lines": True, "departure=EC&seizure=HK": True, "mode=land": True
    }  # fmt: skip


def test_what_is_drawn_is_kind_to_a_link_and_strict_with_the_map(client: FlaskClient) -> None:
    assert client.get("/explore/map.json?nonsense=1").get_json() == client.get("/explore/map.json").get_json()
    on = "/explore/map.json?layers=seizures"
    assert [client.get(f"{on}&{seen}").status_code for seen in (SEEN, "zoom=x", "box=1,2")] == [200, 400, 400]


@pytest.mark.parametrize("time", ["events", "kg"])
@pytest.mark.parametrize("query", ["", "mode=air", "from=2020", "q=nothing-is-called-so"])
def test_the_time_axis_is_the_months(client: FlaskClient, queries: Queries, query: str, time: str) -> None:
    shown = client.get(f"/explore/map.json?{query}&time={time}").get_json()["time"]
    month = {m["mode"]: m for m in shown["modes"]}
    filters, _view, _problems = view_room.parse(query, queries.data.vocabulary)
    frame = queries.summary.months(filters)
    rows = [
        (mode, tick_of(m if isinstance(m, str) else None, int(year)), int(n), None if not known else float(kg))
        for mode, m, year, n, kg, known in frame[["mode", "month", "year", "n", "kg", "kg_known"]].itertuples(
            index=False
        )
    ]
    drawn = [(mode, *row) for mode, m in month.items() for row in zip(m["ticks"], m["n"], m["kg"], strict=True)]
    assert sorted(drawn, key=str) == sorted(rows, key=str)
    assert shown["value"] == ("n" if time == "events" else "kg") and shown["axis"] is not None


def test_the_axis_begins_in_january_and_leaves_room_for_bare_years() -> None:
    months = pd.DataFrame(
        {"tick": [2019 * 12 + 4, -2018], "month": ["2019-05", None], "year": [2019, 2018], "mode": ["air", "air"],
         "n": [1, 2], "kg": [0.0, 3.0], "kg_known": [0, 1]}
    )  # fmt: skip
    found = timeline.columns(months, View())
    assert (found["axis"]["first"], found["axis"]["last"]) == (2019 * 12, 2019 * 12 + 4)
    assert found["axis"]["part"] < found["split"] < 1 and found["modes"][0]["kg"] == [None, 3.0]
    assert found["modes"][0]["ticks"] == [2019 * 12 + 4, -2018]
    assert timeline.columns(months.head(1), View())["axis"]["part"] == 1
    assert timeline.columns(months.tail(1), View(theme="projector"))["axis"] is None


def test_no_filter_moves_the_axis_and_all_events_stand_behind(client: FlaskClient, queries: Queries) -> None:
    whole = client.get("/explore/map.json").get_json()["time"]
    few = client.get("/explore/map.json?seizure=PF").get_json()["time"]
    none = client.get("/explore/map.json?seizure=PF&departure=BE").get_json()["time"]
    assert whole["axis"] == few["axis"] == none["axis"] and whole["ground"] is None and none["modes"] == []
    months = queries.summary.months(Filters())
    for shown in (few, none):
        heights = dict(zip(shown["ground"]["ticks"], shown["ground"]["values"], strict=True))
        assert heights == months.groupby("tick")["n"].sum().to_dict()
    weights = client.get("/explore/map.json?seizure=PF&time=kg").get_json()["time"]["ground"]["values"]
    assert sum(weights) == pytest.approx(months["kg"].sum())


@pytest.mark.parametrize(
    ("heights", "root"), [([1, 2, 3, 60], True), ([1, 2, 3, 40], False), ([], False), ([5], False)]
)
def test_a_month_that_towers_over_the_others_has_a_scale_of_roots(heights: list[int], root: bool) -> None:
    months = pd.DataFrame(
        {"tick": range(24000, 24000 + len(heights)), "month": "2000-01", "year": 2000, "mode": "air", "n": heights,
         "kg": 0.0, "kg_known": 0}
    )  # fmt: skip
    assert timeline.columns(months, View())["root"] is root


def test_all_events_are_those_of_the_form_that_is_asked_for(client: FlaskClient, queries: Queries) -> None:
    shown = client.get("/explore/map.json?form=leaf,base&seizure=PF").get_json()["time"]
    expected = queries.summary.months(Filters(form=("base", "leaf")))["n"].sum()
    assert sum((shown["ground"] or {"values": []})["values"]) == expected > 0


@pytest.mark.parametrize(
    ("query", "asked"), [("", Filters()), ("mode=air&seizure=ES", Filters(mode=("air",), seizure=("ES",)))]
)
@pytest.mark.parametrize("language", languages())
def test_the_title_says_of_how_many(
    client: FlaskClient, queries: Queries, query: str, asked: Filters, language: str
) -> None:
    """Names of departures and destinations stand over the number of events that name any."""
    held, t = queries.events.export(asked), translator(language)
    head = client.get(f"/explore.json?{query}&lang={language}").get_json()
    text = re.sub(r"<[^>]+>", " ", str(head))
    counts = {"from_n": t.number(held["departure"].notna().sum()), "to_n": t.number(held["destination"].notna().sum())}
    assert t("sentence.named", **counts) in text and t("sentence.documented") not in text
    drawn = client.get(f"/export/map.svg?{query}&lang={language}").get_data(as_text=True)
    assert t("sentence.named", **counts) in " ".join(re.sub(r"<[^>]+>", " ", drawn).split())
    assert t("sentence.named", **counts) not in client.get(f"/export/map.svg?{query}&title=Mine").get_data(as_text=True)
