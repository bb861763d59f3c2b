"""Sets of events that a person picked by hand: kept under a key, a filter like any other."""

from __future__ import annotations

import dataclasses
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import cases, create_app
from app.cases import MOST, Cases
from app.core.filters import Filters
from app.core.message import Refused
from app.data_version import DataVersion, open_data
from app.intake.plan.execute import plan_and_import
from app.intake.rows.choices import Choices
from app.queries import Queries, current
from app.settings import Settings

OWN = {"X-Requested-With": "1"}
THREE = ["CSE-2019-0012", "CSE-2021-0032", "CSE-2022-0694"]


def test_the_same_events_have_the_same_key_everywhere(tmp_path: Path) -> None:
    one, two = Cases(tmp_path / "one"), Cases(tmp_path / "two")
    key = one.keep(THREE)
    assert key == two.keep([*reversed(THREE), THREE[0]]) and key != one.keep(THREE[:2])
    assert one.ids(key) == tuple(THREE) and key in one
    assert one.keep(THREE) == key and len(list((tmp_path / "one").iterdir())) == 2
    for stranger in ("", "0" * 12, "../../etc/passwd", key.upper() + "x", f"{key}.txt"):
        assert stranger not in one and one.ids(stranger) == ()


def test_picked_events_are_a_filter(client: FlaskClient, queries: Queries, data: DataVersion) -> None:
    answer = client.post("/cases", json={"ids": [*THREE, "no-such-event"]}, headers=OWN).get_json()
    assert answer["n"] == 3 and answer["key"] == data.cases.keep(THREE)
    filters = Filters(case=answer["key"])
    assert queries.store.columns.ids.at(queries.store.rows(filters).tolist()) == THREE
    page = client.get(f"/explore.json?case={answer['key']}").get_json()["html"]
    assert "picked by hand" in page["head"] and answer["key"] in page["head"]
    both = Filters(case=answer["key"], departure=("EC",))
    departing = set(data.run("SELECT event_id FROM event WHERE departure = 'EC'")["event_id"])
    assert queries.summary.count(both) == len(departing & set(THREE))


def test_a_set_that_is_not_kept_here_is_said_and_refused_for_files(client: FlaskClient) -> None:
    page = client.get("/explore.json?case=ffffffffffff").get_json()
    assert "is not kept on this server" in page["html"]["head"] and page["canonical"] == ""
    assert client.get("/export/events.csv?case=ffffffffffff").status_code == 400


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"ids": ["CSE-2020-0015"]}, 400, "None of these"),
        ({"ids": ["nothing"]}, 400, "None of these"), ({"ids": []}, 400, "None of these"), ({"ids": "CSE"}, 400, ""),
        ({"ids": [1]}, 400, ""), ({}, 400, ""), ({"ids": ["x"] * (MOST + 1)}, 400, "5,000"),
    ],
)  # fmt: skip
def test_what_is_no_set_is_refused_in_words(client: FlaskClient, body: object, status: int, word: str) -> None:
    answer = client.post("/cases", json=body, headers=OWN)
    assert answer.status_code == status and word in answer.get_json()["error"][0]


def test_a_folder_holds_no_more_than_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "MOST_SETS", 2)
    kept = Cases(tmp_path)
    keys = [kept.keep([one]) for one in ("a", "b")]
    with pytest.raises(Refused):
        kept.keep(["c"])
    assert kept.keep(["a"]) == keys[0], "what is kept already stays"


def test_where_nothing_may_be_changed_nothing_offers_it(built: Settings, data: DataVersion) -> None:
    def page(**more: bool) -> dict[str, Any]:
        client = create_app(dataclasses.replace(built, **more), data).server.test_client()  # type: ignore[arg-type]
        return dict(client.get("/explore.json?card=event:CSE-2021-0032").get_json())

    open_, closed = page(), page(allow_changes=False)
    assert "pick" in [column.get("colId") for column in open_["columns"]] and '"pick"' in json.dumps(open_["card"])
    assert "pick" not in [column.get("colId") for column in closed["columns"]]
    assert '"pick"' not in json.dumps(closed["card"])
    total = create_app(built, data).server.test_client().get("/explore.json?card=event:CSE-2020-0015").get_json()
    assert '"pick"' not in json.dumps(total["card"]), "a sum of several seizures is no event"


def test_leaf_is_among_what_was_picked(tmp_path: Path) -> None:
    """Coca leaf is counted apart; a set of it is asked for with its form, and holds it then."""
    house = dataclasses.replace(Settings(), build=tmp_path / "build", imports=tmp_path / "imports", briefings=tmp_path)
    (tmp_path / "leaf.csv").write_text("Date,Country,City,Drug,kg\n2021-03-25,Peru,Callao,Coca leaf,900\n")
    plan_and_import(tmp_path / "leaf.csv", house, Choices(dataset="mine"))
    data = open_data(house.build, house.reference, cases=house.cases)
    (leaf,) = data.run("SELECT event_id FROM event WHERE form = 'leaf'")["event_id"]
    app = create_app(house, data)
    try:
        answer = app.server.test_client().post("/cases", json={"ids": [leaf, THREE[0]]}, headers=OWN).get_json()
    finally:
        app.server.extensions["import-jobs"].close()
    assert "leaf" in answer["form"].split(",")
    with app.server.test_request_context():
        queries = current()
        assert queries.summary.count(Filters(case=answer["key"], form=tuple(answer["form"].split(",")))) == 2
        assert queries.summary.count(Filters(case=answer["key"], form=("leaf",))) == 1
        assert queries.summary.count(Filters(case=answer["key"])) == 1


def test_a_foreign_page_keeps_none(client: FlaskClient) -> None:
    assert client.post("/cases", json={"ids": THREE}).status_code == 403


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.write_text("a file stands in its place")
    folder.chmod(stat.S_IRUSR)
    with pytest.raises(OSError):
        Cases(folder).keep(THREE)
    with pytest.raises(OSError):
        Cases(None).keep(THREE)
