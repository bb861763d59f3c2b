"""What the facade answers against plain recounts of events.csv."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from app.core.filters import FIELDS, ROLE_COLUMNS, Filters
from app.core.operators import Contains
from app.core.query import Vocabulary
from app.core.view import View
from app.queries import Queries
from tests import recount
from tests.recount import EVENTS, ROWS, Row, ids, kg

Test = Callable[[Row], bool]


def has_words(row: Row, *words: str) -> bool:
    text = recount.bare(" ".join(row[c] for c in ("place", "agencies", "concealment", "source_title")))
    return all(word in text for word in words)


def carrier(row: Row) -> tuple[str, str]:
    return recount.CARRIERS[row["mode"]]


CASES: dict[str, Test] = {
    "": lambda r: True,
    "mode=air,maritime&submode=container": lambda r: carrier(r)[0] == "air" or carrier(r) == ("maritime", "container"),
    "mode=air,river&submode=unstated": lambda r: carrier(r) in (("air", ""), ("river", "")),
    "mode=maritime,river&submode=container,unstated": lambda r: (
        carrier(r) == ("maritime", "container") or carrier(r) in (("maritime", ""), ("river", ""))
    ),
    "mode=air&submode=container": lambda r: carrier(r)[0] == "air" or carrier(r) == ("maritime", "container"),
    "destination=BE": lambda r: r["destination_country"] == "BE",
    "destination=BE,NL": lambda r: r["destination_country"] in ("BE", "NL"),
    "destination=BE,unstated": lambda r: r["destination_country"] in ("BE", ""),
    "departure=unstated": lambda r: not r["origin_country"],
    "transit=PA": lambda r: "PA" in recount.transits(r),
    "transit=unstated": lambda r: not r["transit_countries"],
    "production=unstated": lambda r: True,
    "production=CO": lambda r: False,
    "seizure=FR": lambda r: r["seizure_country"] == "FR",
    "country=PY": lambda r: "PY" in recount.named(r),
    "country=PA,SN": lambda r: bool({"PA", "SN"} & recount.named(r)),
    "mode=maritime&submode=container": lambda r: carrier(r) == ("maritime", "container"),
    "mode=air,land": lambda r: carrier(r)[0] in ("air", "land"),
    "submode=unstated": lambda r: carrier(r)[1] == "",
    "form=hydrochloride": lambda r: r["drug_form"] == "cocaine hydrochloride",
    "from=2019&to=2021": lambda r: recount.overlaps(r, "2019", "2021"),
    "from=2021-06-15": lambda r: recount.overlaps(r, "2021-06-15", "2999"),
    "to=2019-02": lambda r: recount.overlaps(r, "1900", "2019-02"),
    "from=2024-11-30&to=2024-11-30": lambda r: recount.overlaps(r, "2024-11-30", "2024-11-30"),
    "min_kg=1000": lambda r: (kg(r) or 0) >= 1000,
    "min_kg=0": lambda r: kg(r) is not None,
    "max_kg=100": lambda r: kg(r) is not None and kg(r) <= 100,
    "min_kg=500&max_kg=1200": lambda r: kg(r) is not None and 500 <= kg(r) <= 1200,
    "q=antwerp": lambda r: has_words(r, "antwerp"),
    "q=ANTWÉRP": lambda r: has_words(r, "antwerp"),
    "q=policia": lambda r: has_words(r, "policia"),
    "q=port%20police": lambda r: has_words(r, "port", "police"),
    "q=%25": lambda r: has_words(r, "%"),
    "q='": lambda r: has_words(r, "'"),
    "agency=customs": lambda r: "customs" in recount.bare(r["agencies"]),
    "concealment=rip": lambda r: "rip" in recount.bare(r["concealment"]),
    "coload=cannabis": lambda r: "cannabis" in recount.bare(r["other_goods"]),
    "confidence=low,medium": lambda r: r["confidence"] in ("low", "medium"),
    "precision=sea": lambda r: r["location_precision"] == "sea",
    "source=curated": lambda r: True,
    "departure=EC&destination=BE&from=2020&mode=maritime": lambda r: (
        (r["origin_country"], r["destination_country"], carrier(r)[0]) == ("EC", "BE", "maritime")
        and recount.overlaps(r, "2020", "2999")
    ),
}
each_case = pytest.mark.parametrize("query", CASES)


@pytest.fixture(scope="session")
def events(event_rows: list[Row]) -> list[Row]:
    return recount.counted(event_rows)


@pytest.fixture
def sea_area(queries: Queries) -> recount.SeaArea:
    return queries.data.reference.sea_area


def filters_of(query: str, vocabulary: Vocabulary) -> Filters:
    filters, problems = Filters.from_query(query, vocabulary)
    assert not problems
    return filters


def chosen(queries: Queries, rows: list[Row], query: str) -> tuple[Filters, list[Row]]:
    """The filter, and the rows that it selects by the recount."""
    return filters_of(query, queries.data.vocabulary), [r for r in rows if CASES[query](r)]


def test_the_file_is_the_one_that_is_known(event_rows: list[Row], events: list[Row]) -> None:
    assert (len(event_rows), len(events)) == (ROWS, EVENTS)


def test_most_cases_select_something_and_leave_something_out(events: list[Row]) -> None:
    sizes = {query: sum(map(test, events)) for query, test in CASES.items()}
    whole = [query for query, n in sizes.items() if n == len(events)]
    assert whole == ["", "production=unstated", "source=curated"]
    assert [query for query, n in sizes.items() if n == 0] == ["production=CO", "q=%25"]


@each_case
def test_a_filter_selects_the_events_that_a_plain_loop_selects(queries: Queries, events: list[Row], query: str) -> None:
    filters, rows = chosen(queries, events, query)
    assert list(queries.events.export(filters)["event_id"]) == ids(rows)


@each_case
def test_totals_are_those_of_a_plain_loop(queries: Queries, events: list[Row], query: str) -> None:
    filters, rows = chosen(queries, events, query)
    totals, known = queries.summary.totals(filters), recount.weights(rows)
    assert (totals["events"], totals["kg_known"]) == (len(rows), len(known))
    if known:
        assert totals["kg"] == pytest.approx(sum(known))
        assert totals["median"] == pytest.approx(statistics.median(known))
        assert totals["largest"] == max(known)
    else:
        assert pd.isna(totals["kg"]) and pd.isna(totals["median"])
    assert totals["departures"] == sum(bool(r["origin_country"]) for r in rows)
    assert totals["destinations"] == sum(bool(r["destination_country"]) for r in rows)


def test_aggregates_are_listed_and_never_counted(queries: Queries, event_rows: list[Row]) -> None:
    aggregates = ids(r for r in event_rows if r["record_type"] == "aggregate")
    assert sorted(queries.events.aggregates()["event_id"]) == aggregates and len(aggregates) == 2
    assert not set(aggregates) & set(queries.events.export(Filters())["event_id"])
    for event_id in aggregates:
        found = queries.events.event(event_id)
        assert found is not None and found["record_type"] == "aggregate"
        assert queries.events.chain(event_id, "country").empty


OWN = {"band": ("min_kg", "max_kg"), "mode": ("mode", "submode"), "submode": ("mode", "submode")}
ROLES = ["production", "departure", "transit", "seizure", "destination", "country"]
FACETS = ["mode", "submode", *ROLES, "form", "confidence", "precision", "date_precision", "source", "band", "concealed"]
FACETED = ["", "destination=BE", "mode=maritime&submode=container", "min_kg=1000", "transit=PA", "country=PA,SN"]


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("query", FACETED)
def test_a_facet_counts_under_every_filter_but_its_own(
    queries: Queries, events: list[Row], query: str, facet: str
) -> None:
    filters, _ = chosen(queries, events, query)
    kept = set(queries.events.export(filters.cleared(*OWN.get(facet, (facet,))))["event_id"])
    expected = Counter(v for row in events if row["event_id"] in kept for v in recount.values(row, facet))
    found = queries.summary.facets(filters)
    assert {value: n for (name, value), n in found.items() if name == facet} == dict(expected)
    assert {name for name, _value in found} <= set(FACETS)


@pytest.mark.parametrize("query", ["", "destination=BE", "mode=air,land"])
def test_months_add_up_to_the_events_with_bare_years_apart(queries: Queries, events: list[Row], query: str) -> None:
    filters, rows = chosen(queries, events, query)
    months = queries.summary.months(filters)
    expected = Counter((r["date"][:7] if len(r["date"]) > 4 else None, int(r["date"][:4]), carrier(r)[0]) for r in rows)
    found = {
        (None if pd.isna(m) else m, int(y), mode): int(n)
        for m, y, mode, n in months[["month", "year", "mode", "n"]].itertuples(index=False)
    }
    assert found == dict(expected)
    assert months["n"].sum() == len(rows)
    assert months["kg_known"].sum() == len(recount.weights(rows))
    assert months["kg"].sum() == pytest.approx(sum(recount.weights(rows)))
    assert months.loc[months["month"].isna(), "n"].sum() == sum(len(r["date"]) == 4 for r in rows)


def test_the_time_axis_keeps_its_surroundings(queries: Queries) -> None:
    narrow, wide = Filters(since="2021", until="2021-06", mode=("air",)), Filters(mode=("air",))
    pd.testing.assert_frame_equal(queries.summary.months(narrow), queries.summary.months(wide))


@pytest.mark.parametrize("query", ["", "destination=BE", "transit=PA", "precision=sea", "min_kg=1000", "production=CO"])
def test_flows_are_those_of_chains_built_by_hand(
    queries: Queries, events: list[Row], sea_area: recount.SeaArea, query: str
) -> None:
    filters, rows = chosen(queries, events, query)
    expected = recount.flows(rows, sea_area)
    found = queries.ranking.flows(filters, "country").set_index("key")
    assert set(found.index) == set(expected)
    for key, flow in found.to_dict("index").items():
        known = recount.weights(expected[str(key)])
        assert (flow["events"], flow["kg_known"]) == (len(expected[str(key)]), len(known)), key
        assert flow["median"] == pytest.approx(statistics.median(known)) if known else pd.isna(flow["median"])
        assert flow["kg"] == pytest.approx(sum(known)) if known else pd.isna(flow["kg"])


@pytest.mark.parametrize("metric", ["events", "kg", "median"])
@pytest.mark.parametrize("top", [1, 5, 60, 1000])
def test_the_drawn_share_is_the_share_of_routed_events_in_the_drawn_flows(
    queries: Queries, events: list[Row], sea_area: recount.SeaArea, metric: str, top: int
) -> None:
    view = View(metric=metric, top=top)
    drawn, held = list(queries.flows.top_flows(Filters(), view)["key"]), recount.flows(events, sea_area)
    drawn_share = queries.flows.drawn_share(Filters(), view)
    assert drawn_share["all"] == len({r["event_id"] for rows in held.values() for r in rows})
    assert drawn_share["shown"] == len({r["event_id"] for key in drawn for r in held[key]})
    assert len(drawn) == min(top, len(held))


@pytest.mark.parametrize("metric", ["events", "kg", "median"])
def test_the_drawn_flows_are_the_largest(queries: Queries, metric: str) -> None:
    every = queries.ranking.flows(Filters(), "country")
    drawn = queries.flows.top_flows(Filters(), View(metric=metric, top=10))
    left = every[~every["key"].isin(drawn["key"])]
    assert drawn[metric].is_monotonic_decreasing
    assert drawn[metric].min() >= left[metric].max()


@pytest.mark.parametrize("view", [View(), View(metric="kg", top=20, level="place"), View(metric="median")])
def test_medians_of_drawn_flows_are_those_of_all_flows(queries: Queries, view: View) -> None:
    every = queries.ranking.flows(Filters(), view.level).set_index("key")["median"]
    drawn = queries.flows.top_flows(Filters(), view)["key"]
    wanted = every[drawn].dropna()
    assert len(wanted) > 10 and queries.flows.medians(Filters(), view) == pytest.approx(wanted.to_dict())
    assert "median" not in queries.flows.top_flows(Filters(), view) or view.metric == "median"


@pytest.mark.parametrize("query", ["", "destination=BE", "precision=sea"])
def test_roles_count_the_events_that_name_a_node(
    queries: Queries, events: list[Row], sea_area: recount.SeaArea, query: str
) -> None:
    filters, rows = chosen(queries, events, query)
    expected: Counter[tuple[str, str]] = Counter()
    for row in rows:
        stops = {
            (row["origin_country"], "departure"),
            (row["destination_country"], "destination"),
            (recount.node(row, sea_area), "seizure"),
            *((t, "transit") for t in recount.transits(row)),
        }
        expected.update(stop for stop in stops if stop[0])
    found = queries.summary.roles(filters, "country")
    counts = zip(found["node"], found["role"], found["n"], strict=True)
    assert {(node, role): int(n) for node, role, n in counts} == dict(expected)


def test_a_filter_never_changes_what_a_width_means_while_the_scale_is_locked(queries: Queries) -> None:
    belgium = Filters(destination=("BE",))
    assert queries.flows.scale(belgium, View()) == queries.flows.scale(Filters(), View())
    free = queries.flows.scale(belgium, View(scale="free"))
    assert not free.locked and free.greatest == queries.ranking.flows(belgium, "country")["events"].max()


def test_an_answer_asked_for_many_times_at_once_is_made_once(queries: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, together = [], threading.Barrier(6)
    ask = queries.data.ask

    def slowly(name: str, *rest: Any, **more: Any) -> pd.DataFrame:
        asked.append(name)
        time.sleep(0.05)  # long enough for all the others to arrive
        return ask(name, *rest, **more)

    def one(_n: int) -> int:
        together.wait(5)
        return int(queries.overview.role_years(Filters(departure=("EC",), min_kg=17.0))["n"].sum())

    monkeypatch.setattr(queries.data, "ask", slowly)
    with ThreadPoolExecutor(6) as people:
        answers = set(people.map(one, range(6)))
    assert asked == ["role_years"] and len(answers) == 1 and answers != {0}


def test_each_part_of_a_filter_is_asked_once_by_many_at_once_and_by_other_filters(
    queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, together = [], threading.Barrier(6)
    numbers = queries.data.numbers

    def slowly(sql: str) -> NDArray[np.int32]:
        asked.append(sql)
        time.sleep(0.02)  # long enough for all the others to arrive
        return numbers(sql)

    def one(n: int) -> int:
        together.wait(5)
        word = "banana" if n % 2 else "container"
        return int(queries.summary.totals(Filters(destination=("BE",), concealment=word))["events"])

    monkeypatch.setattr(queries.data, "numbers", slowly)
    with ThreadPoolExecutor(6) as people:
        answers = set(people.map(one, range(6)))
    assert len(asked) == len(set(asked)) and 1 <= len(answers) <= 2 and 0 not in answers
    assert sum("banana" in sql for sql in asked) == sum("container" in sql for sql in asked) == 1
    before = len(asked)
    queries.summary.totals(Filters(departure=("EC",), concealment="banana"))
    assert len(asked) == before, "filters that share their parts share what those leave"


@pytest.mark.parametrize("way", ["numbers", "ask"])
def test_a_question_that_fails_can_be_asked_again(queries: Queries, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    filters = Filters(departure=("EC",), agency="policia")

    def asked() -> int:
        return int(
            queries.summary.totals(filters)["events"]
            if way == "numbers"
            else queries.overview.role_years(filters)["n"].sum()
        )

    with monkeypatch.context() as broken:
        broken.setattr(queries.data, way, lambda *_, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            asked()
    assert asked() > 0


@pytest.mark.parametrize("role", list(ROLE_COLUMNS))
def test_every_country_of_a_role_at_once_can_be_asked_for(queries: Queries, event_rows: list[Row], role: str) -> None:
    vocabulary = queries.data.vocabulary
    everything = ",".join([*sorted(vocabulary.countries), "unstated"])
    filters, problems = Filters.from_query(f"{role}={everything}", vocabulary)
    counted = sum(r["record_type"] == "event" for r in event_rows)
    assert not problems and queries.summary.totals(filters)["events"] == counted


def test_columns_that_filters_compare_with_codes_or_words_are_text(queries: Queries) -> None:
    kinds = dict(queries.data.table("event").schema().items())
    compared = [c for columns in ROLE_COLUMNS.values() for c in columns] + [
        f.compare.column for f in FIELDS if isinstance(f.compare, Contains)
    ]
    assert {c: str(kinds[c]) for c in compared if not kinds[c].is_string()} == {}
