"""Sets of events that a person picked by hand: kept under a key, a filter like any other."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.cases import MOST, Cases
from app.core.filters import Filters
from app.data_version import DataVersion
from app.queries import Queries

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
        ({"ids": ["nothing"]}, 400, "None of these"), ({"ids": []}, 400, "None of these"), ({"ids": "CSE"}, 400, ""),
        ({"ids": [1]}, 400, ""), ({}, 400, ""), ({"ids": ["x"] * (MOST + 1)}, 400, "5,000"),
    ],
)  # fmt: skip
def test_what_is_no_set_is_refused_in_words(client: FlaskClient, body: object, status: int, word: str) -> None:
    answer = client.post("/cases", json=body, headers=OWN)
    assert answer.status_code == status and word in answer.get_json()["error"][0]


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
