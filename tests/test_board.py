"""The route board against a plain recount of the exported events, its doors, and what it says on screen."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from app.__main__ import main
from app.core.filters import Filters
from app.core.newness import TIERS
from app.core.view import View
from app.intake.builder.duplicates import ALIKE, copies
from app.page_context import parse_context
from app.pages.route import update_route
from app.pages.routes import update_board
from app.queries import Queries
from tests.test_web import faults


def exported(client: FlaskClient, path: str) -> pd.DataFrame:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    return pd.read_csv(io.BytesIO(answer.data), keep_default_na=False, na_values=[""], dtype={"date": str})


def months(events: pd.DataFrame, first: str, last: str) -> pd.Series:
    """Which events lie whole between two months: one known only by its year with all its months."""
    return ((events["date"] + "-01").str[:7] >= first) & ((events["date"] + "-12").str[:7] <= last)


def recounted(events: pd.DataFrame, queries: Queries, unit: str, first: str, middle: str, last: str) -> dict[str, Any]:
    """route -> [recent, baseline, before], counted one event at a time."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for event in events.to_dict("records"):
        # An event known only by its year begins and ends with it.
        begun, ended = (event["date"] + "-01")[:7], (event["date"] + "-12")[:7]
        if ended > last or (event["quantity_kg"] == event["quantity_kg"] and event["quantity_kg"] < 5):
            continue
        legs = queries.events.chain(event["event_id"], "place" if unit == "place" else "country")
        if legs.empty:
            continue
        nodes = [legs["origin"].iloc[0], *legs["target"]]
        if unit == "pair":
            nodes = [nodes[0], nodes[-1]]
        if nodes[0] == nodes[-1] and unit == "pair":
            continue
        key = f"{'>'.join(nodes)}|{event['mode']}|{unit}"
        if begun >= middle or ended < middle:
            found[key][0 if begun >= middle else 1 if begun >= first else 2] += 1
        else:
            found[key]  # known by a year that both windows share: the route is on the board, the event in no window
    return dict(found)


@pytest.mark.parametrize("unit", ["chain", "pair", "place"])
def test_the_board_is_a_recount_of_the_export(client: FlaskClient, queries: Queries, unit: str) -> None:
    events = exported(client, "/export/events.csv")
    board = exported(client, f"/export/routes.csv?unit={unit}&evidence=events&asof=2024-06").set_index("route")
    wanted = recounted(events, queries, unit, "2022-01", "2024-01", "2024-06")
    assert len(wanted) > 50
    assert {key: list(row) for key, row in board[["recent", "baseline", "before"]].iterrows()} == wanted


def test_the_period_of_the_filter_ends_the_windows_and_no_more(queries: Queries) -> None:
    filters = Filters(since="2024", until="2024-06")
    assert queries.routes.study(filters, View()).last == "2024-06"
    until = queries.routes.board(filters, queries.routes.study(filters, View()))
    asof = queries.routes.board(Filters(), queries.routes.study(Filters(), View(asof="2024-06")))
    pd.testing.assert_frame_equal(
        until.sort_values("route", ignore_index=True), asof.sort_values("route", ignore_index=True)
    )


def test_an_event_under_the_floor_is_out_and_one_without_weight_is_in(queries: Queries) -> None:
    def routed(floor: float) -> int:
        study = queries.routes.study(Filters(), View(floor_kg=floor, baseline=240, evidence="events"))
        return int(queries.routes.board(Filters(), study)[["recent", "baseline"]].sum().sum())

    events = queries.events.export(Filters())
    named = queries.data.run("SELECT event_id FROM event WHERE route_chain IS NOT NULL")["event_id"]
    w = queries.routes.study(Filters(), View(baseline=240)).windows
    held = events[
        events["event_id"].isin(named)
        & (months(events, w.baseline_first, w.baseline_last) | months(events, w.recent_first, w.recent_last))
    ]
    assert routed(0) == len(held)
    assert routed(1000) == int((~(held["kg"] < 1000)).sum()) > int((held["kg"] >= 1000).sum())


def test_chance_is_that_of_the_board(queries: Queries) -> None:
    study = queries.routes.study(Filters(), View())
    board = queries.routes.board(Filters(), study)
    line = queries.routes.chance(Filters(), study)
    assert line.observed == board.loc[board["baseline"] == 0, "recent"].sum()
    assert line.expected == pytest.approx(line.recent * (board["baseline"] == 1).sum() / line.baseline)


def test_a_route_counts_once_a_day(queries: Queries) -> None:
    view = View(baseline=240)
    assert view.evidence == "days"
    board = queries.routes.board(Filters(), queries.routes.study(Filters(), view)).set_index("route")
    events = queries.events.export(Filters())
    w = queries.routes.study(Filters(), view).windows
    held = events[events["route_chain"].notna() & ~(events["kg"] < 5)]
    before = months(held, w.baseline_first, w.baseline_last)
    wanted = held[before].groupby("route_chain")["date"].nunique()
    assert board.loc[board["baseline"] > 0, "baseline"].to_dict() == wanted.to_dict()
    assert board["baseline"].sum() < before.sum()
    assert (board["recent"] == board["days"]).all() and board["seizures_baseline"].sum() == before.sum()
    assert (board["all_recent"] >= board["recent"]).all() and (board["all_baseline"] >= board["baseline"]).all()


def test_what_the_windows_tell_is_a_recount(queries: Queries) -> None:
    study = queries.routes.study(Filters(), View(recent=12, baseline=120))
    told, w = queries.routes.coverage_of_windows(Filters(), study), study.windows
    events = queries.events.export(Filters())
    events = events[~(events["kg"] < 5)]
    routed = events["route_chain"].notna()
    for which in ("recent", "baseline"):
        within = months(events, getattr(w, f"{which}_first"), getattr(w, f"{which}_last"))
        assert told[which] == int(within.sum()) > told[f"{which}_routed"] == int((within & routed).sum()) > 0
    assert w.recent_first == "2025-04" and w.recent_last == "2026-03"
    assert told["undated"] == int((routed & events["date"].isin(["2025", "2026"])).sum())
    assert told["first"] == events["month"].dropna().min()
    empty = queries.routes.coverage_of_windows(Filters(departure=("AQ",)), study)
    assert empty[["recent", "recent_routed", "copies", "undated"]].tolist() == [0, 0, 0, 0]


def test_a_copy_equals_an_earlier_event_of_its_dataset() -> None:
    row = dict.fromkeys(ALIKE, "x") | {"kg": 5.0, "record_type": "event", "destination": None}
    rows = [row, row, {**row, "kg": 6.0}, {**row, "source": "y"}, {**row, "record_type": "aggregate"}]
    assert copies(pd.DataFrame(rows)).tolist() == [False, True, False, False, False]


def test_a_selected_route_lists_just_its_events(client: FlaskClient) -> None:
    board = exported(client, "/export/routes.csv")
    for row in board.head(5).to_dict("records"):
        listed = exported(client, f"/export/events.csv?sel=route:{row['route']}")
        late = listed[listed["date"].str.len() >= 7]
        light = late["quantity_kg"] < 5
        assert len(late[~light]) == row["recent"] + row["baseline"] + row["before"]


def test_a_tier_narrows_and_a_wrong_value_is_named(client: FlaskClient) -> None:
    whole = exported(client, "/export/routes.csv")
    some = exported(client, "/export/routes.csv?tier=first_sighting")
    assert 0 < len(some) < len(whole) and set(some["tier"]) == {"first_sighting"}
    wrong = client.get("/export/routes.csv?tier=new&recent=0&asof=2024-13&alpha=2&routes=EC&unit=km&gap=99")
    assert {name for name, _value, _problem in faults(wrong)} == {
        "tier",
        "recent",
        "asof",
        "alpha",
        "routes",
        "unit",
        "gap",
    }


def test_the_page_says_what_the_export_says(client: FlaskClient, dash_app: Any) -> None:
    board = exported(client, "/export/routes.csv")
    with dash_app.server.test_request_context():
        head, tools, table, _address = update_board("")
        assert board["tier"].isin(TIERS).all()
        assert table.count('class="route-name"') == min(len(board), 200)
        new = int((board["tier"] == "first_sighting").sum())
        assert f"{new} routes first seen in our data" in head
        assert "Seizures" not in head and "new route" not in f"{head}{tools}{table}".lower()
        one = str(update_route(f"sel=route:{board['route'].iloc[0]}"))
        assert "What else could explain it" in one
        assert "No route is chosen" in str(update_route("sel=route:XX>YY|air|chain"))


def test_a_day_of_several_seizures_is_one_and_its_link_says_how_many(queries: Queries, dash_app: Any) -> None:
    """What counts is a plain number then; the link below is that of the seizures which it opens."""
    query = "baseline=240&floor_kg=0&rank=recent"
    context, _problems = parse_context(query)
    board = queries.routes.board(context.filters, queries.routes.study(context.filters, context.view))
    several = board[(board["baseline"] > 0) & (board["baseline"] != board["seizures_baseline"])]
    assert len(several) > 3 and (several["baseline"] < several["seizures_baseline"]).all()
    with dash_app.server.test_request_context():
        table = update_board(query)[2]
    cells = re.findall(r'<td class="number">(\d+)<small><a [^>]*>(\d+)</a> seizures</small>', table)
    counts = board[["baseline", "seizures_baseline"]].astype(int).astype(str)
    pairs = set(counts.itertuples(index=False, name=None))
    assert cells and set(cells) <= pairs


def test_the_page_says_what_chance_makes_of_routes_that_are_seen_again(queries: Queries, dash_app: Any) -> None:
    study = queries.routes.study(Filters(), View())
    seen, expected = queries.routes.reopened(Filters(), study)
    board = queries.routes.board(Filters(), study)
    n = board["recent"] + board["baseline"] + board["before"]
    first = queries.routes.coverage_of_windows(Filters(), study)["first"]
    months = 12 * (int(study.last[:4]) - int(first[:4])) + int(study.last[5:]) - int(first[5:]) + 1
    a, b = study.recent / months, study.dormant / months
    assert expected == pytest.approx(sum(k * a * (1 - b) ** (k - 1) - a**k for k in n if k))
    with dash_app.server.test_request_context():
        tools = update_board("")[1]
        assert f"{seen} routes are seen again after 12 months or more" in tools
        assert f"chance alone would make {expected:.1f}" in tools
        assert "are seen again after" not in update_board("baseline=6")[1], "too short to say"


def test_the_calibration_takes_the_bursts_of_a_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--calibration", "--runs", "1", "--bursts", "curated"]) == 0
    told = capsys.readouterr().out
    assert "unchanged, bursts, once a day" in told and "a day of a burst" not in told
    own = re.search(r"holds ([\d.]+) seizures", told)
    assert own and 1 < float(own[1]) < 1.4, "few days of these routes hold two"
    assert main(["check", "--calibration", "--runs", "1", "--bursts", "o'nothing"]) == 1
    assert "o'nothing: no dataset" in capsys.readouterr().err


def test_the_layer_draws_what_is_picked(client: FlaskClient) -> None:
    board = exported(client, "/export/routes.csv")
    key = board["route"].iloc[0]
    drawn = client.get(f"/layers/routes.json?routes={key}").get_json()["lines"]
    assert {line["route"] for line in drawn} == {key} and len(drawn) == key.count(">")
    for nothing in ("departure=AQ", "mode=air&max_kg=1"):
        assert client.get(f"/layers/routes.json?{nothing}").get_json()["lines"] == []


def test_a_route_known_by_an_earlier_year_is_no_first_sighting(queries: Queries) -> None:
    """Argentina to the Netherlands by sea: two records of 2022, known by the year alone, and one of April 2025."""
    study = queries.routes.study(Filters(), View(unit="pair", recent=24, asof="2026-03", evidence="events"))
    row = queries.routes.board(Filters(), study).set_index("route").loc["AR>NL|maritime|pair"]
    assert (row["recent"], row["baseline"] + row["before"], row["first"]) == (1, 2, "2022")
    assert row["tier"] != "first_sighting"
