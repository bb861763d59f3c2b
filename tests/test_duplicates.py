"""Events of two datasets that may be one load: found near in place, time and weight; linked by a person, reversibly."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.core.filters import Filters
from app.core.message import Refused
from app.data_version import open_data
from app.intake.builder import duplicates
from app.intake.datasets import links
from app.intake.plan.execute import plan_and_import, rebuild_function
from app.intake.rows.choices import Choices
from app.settings import Settings

DAY = dt.date(2021, 3, 10)


def event(name: str, dataset: str, **facts: Any) -> dict[str, Any]:
    base = {
        "event_id": name, "source": dataset, "seizure": "ES", "kg": 100.0, "lat": 36.1, "lon": -5.4, "day_from": DAY,
        "day_to": DAY, "date_precision": "day", "precision": "port", "operation": None, "record_type": "event",
    }  # fmt: skip
    return {**base, **facts}


def pairs(*events: dict[str, Any], decided: list[dict[str, Any]] | None = None) -> list[tuple[str, str, str]]:
    frame = pd.DataFrame(list(events))
    found = duplicates.candidates(frame, duplicates.link_table(frame, decided or []))
    return list(found[["first", "second", "basis"]].itertuples(index=False, name=None))


FIRST = event("a-1", "a")


@pytest.mark.parametrize(
    ("facts", "basis"),
    [
        ({}, "place"),
        ({"kg": 109.0, "lat": 36.9}, "place"),
        ({"day_from": DAY + dt.timedelta(7), "day_to": DAY + dt.timedelta(7)}, "place"),
        ({"precision": "country", "lat": 40.0}, "country"),
        ({"date_precision": "month", "day_from": dt.date(2021, 3, 1), "day_to": dt.date(2021, 3, 31)}, "place"),
        ({"kg": 112.0}, ""),
        ({"lat": 37.5}, ""),
        ({"day_from": DAY + dt.timedelta(8), "day_to": DAY + dt.timedelta(8)}, ""),
        ({"precision": "country", "seizure": "PT"}, ""),
        ({"date_precision": "year", "day_from": dt.date(2021, 1, 1), "day_to": dt.date(2021, 12, 31)}, ""),
        ({"source": "a"}, ""),
        ({"record_type": "aggregate"}, ""),
    ],
)
def test_what_makes_a_candidate(facts: dict[str, Any], basis: str) -> None:
    assert pairs(FIRST, event("b-1", "b", **facts)) == ([("a-1", "b-1", basis)] if basis else [])


@pytest.mark.parametrize("shift", range(7))
def test_seven_days_are_near_and_eight_are_not_whatever_the_weekday(shift: int) -> None:
    def on(name: str, dataset: str, days: int) -> dict[str, Any]:
        day = DAY + dt.timedelta(days)
        return event(name, dataset, day_from=day, day_to=day)

    assert pairs(on("a-1", "a", shift), on("b-1", "b", shift + 7)) == [("a-1", "b-1", "place")]
    assert pairs(on("a-1", "a", shift), on("b-1", "b", shift + 8)) == []


def test_street_seizures_are_no_candidates_and_one_operation_is() -> None:
    assert pairs(event("a-1", "a", kg=0.5), event("b-1", "b", kg=0.5)) == []
    far = {"kg": 9.0, "lat": -30.0, "day_from": dt.date(2022, 1, 1), "day_to": dt.date(2022, 1, 1)}
    first, second = (
        event("a-1", "a", operation="Operación Ánfora"),
        event("b-1", "b", operation="operacion anfora", **far),
    )
    assert pairs(first, second) == [("a-1", "b-1", "operation")]


def test_a_pair_that_was_decided_is_not_offered_again() -> None:
    two = FIRST, event("b-1", "b")
    assert pairs(*two, decided=[{"kept": "b-1", "other": "a-1", "kind": "distinct", "by": "", "when": ""}]) == []


FILE = """Date,Country,City,Drug,kg
2021-02-24,Belgium,Antwerp,Cocaine,7000
2021-06-01,Belgium,Antwerp,Cocaine,3
"""


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    made = dataclasses.replace(Settings(), build=tmp_path / "build", imports=tmp_path / "imports")
    (tmp_path / "mine.csv").write_text(FILE)
    plan_and_import(tmp_path / "mine.csv", made, Choices())
    return made


def counted(house: Settings) -> tuple[int, float]:
    run = open_data(house.build, house.reference).run
    row = run("SELECT count(*) AS n, sum(kg) AS kg FROM event WHERE record_type = 'event'").iloc[0]
    return int(row["n"]), float(row["kg"])


def test_a_link_takes_one_record_out_of_the_counts_and_back_again(house: Settings) -> None:
    before = counted(house)
    ids = open_data(house.build, house.reference).run("SELECT event_id FROM event WHERE source = 'mine' ORDER BY kg")
    small, large = ids["event_id"]
    links.add_link(house, rebuild_function(house), large, small, "part", "unit 7")
    data = open_data(house.build, house.reference)
    assert counted(house) == (before[0] - 1, pytest.approx(before[1] - 3))
    assert data.run('SELECT kept, other, kind, "by", kg FROM link').values.tolist() == [
        [large, small, "part", "unit 7", 3.0]
    ]
    assert len(data.run(f"SELECT 1 FROM event WHERE event_id = '{small}'")) == 1, "kept, only not counted"
    assert data.run(f"SELECT count(*) AS n FROM leg WHERE event_id = '{small}'")["n"][0] == 0
    links.remove_link(house, rebuild_function(house), small, large)
    assert counted(house) == before


def test_two_records_never_give_way_to_each_other(house: Settings) -> None:
    links.add_link(house, str, "a", "b", "same")
    links.add_link(house, str, "b", "c", "same")
    with pytest.raises(Refused, match="circle"):
        links.add_link(house, str, "c", "a", "revision")
    links.add_link(house, str, "b", "a", "same")
    assert [(link["kept"], link["other"]) for link in links.read(house)] == [("b", "c"), ("b", "a")]
    for wrong in (("a", "a", "same"), ("a", "b", "twin"), ("", "b", "same")):
        with pytest.raises(Refused):
            links.add_link(house, str, *wrong)


def test_the_filter_still_finds_a_repeat_s_weight_at_stake(house: Settings) -> None:
    from app import create_app
    from app.queries import current

    ids = open_data(house.build, house.reference).run("SELECT event_id FROM event WHERE source = 'mine' ORDER BY kg")
    links.add_link(house, rebuild_function(house), "CSE-2021-0001", ids["event_id"][1], "same")
    app = create_app(house, open_data(house.build, house.reference))
    with app.server.app_context():
        held = current().records.repeats(Filters())
        assert (int(held["n"]), float(held["kg"])) == (1, 7000.0)
        assert int(current().records.repeats(Filters(source=("curated",)))["n"]) == 0
