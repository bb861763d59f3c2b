"""The endpoints of the Import page: what may come in, from whom, how it is followed, and what a fault leaves behind."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.data_version import open_data
from app.intake import datasets
from app.intake.builder import build
from app.intake.jobs.queue import Jobs, safe_name
from app.page_context import parse_context
from app.pages import imports
from app.settings import ROOT, Settings
from app.ui.markup import render
from app.versions import current_version
from app.web.imports import EXTENSION
from tests.conftest import copy_of
from tests.recount import EVENTS, ROWS

FILE = """Date,Country,City,Drug,kg,Destination
2021-03-25,Peru,<b>Callao</b>,Cocaine,1250.5,Belgium
2021-03-26,Peru,Paita,Heroin,3,
,Peru,Paita,Cocaine,3,
"""
OWN = {"X-Requested-With": "1"}


@pytest.fixture(scope="module")
def house(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return copy_of(built, tmp_path_factory.mktemp("house"), upload_mb=1)


@pytest.fixture(scope="module")
def client(house: Settings) -> Iterator[FlaskClient]:
    app = create_app(house, open_data(house.build, house.reference))
    yield app.server.test_client()
    app.server.extensions[EXTENSION].close()


def staged(client: FlaskClient, content: str | bytes = FILE, name: str = "mine.csv") -> str:
    answer = client.post(f"/import/files?name={name}", data=content, headers=OWN)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["ticket"])


def worked(client: FlaskClient, path: str, asked: dict[str, Any] | None = None, lang: str = "en") -> dict[str, Any]:
    """Ask for a piece of work and follow it to its end."""
    answer = client.post(path, json=asked or {}, headers=OWN)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    ticket, end = answer.get_json()["ticket"], time.monotonic() + 60
    while time.monotonic() < end:
        state: dict[str, Any] = client.get(f"/import/{ticket}?lang={lang}").get_json()
        if state["state"] != "working":
            return state
        time.sleep(0.05)
    raise AssertionError(f"waited 60 s for {path}")


def test_a_file_is_reviewed_then_taken_in_and_can_be_switched_and_removed(client: FlaskClient, house: Settings) -> None:
    ticket = staged(client)
    review = worked(client, f"/import/{ticket}/plan")
    assert review["state"] == "done" and "another drug" in review["html"] and "no date" in review["html"]
    assert "&lt;b&gt;Callao" in review["html"] and "<b>Callao" not in review["html"]
    assert not datasets.datasets(house), "a review takes nothing in"
    rows = json.loads(client.get(f"/import/{ticket}/account.json").get_data())["rows"]
    assert [row["outcome"] for row in rows] == ["accepted", "set aside", "rejected"]
    assert client.get(f"/import/{ticket}/account.csv").get_data(as_text=True).count("\n") == 4
    answers = {"title": "Mine", "marking": "TLP:AMBER", "by": "unit 7", "save_as": "My layout", "mapped": False}
    assert worked(client, f"/import/{ticket}/take", answers)["state"] == "done"
    assert client.get("/health").get_json()["events"] == EVENTS + 1
    assert [d["marking"] for d in datasets.datasets(house)] == ["TLP:AMBER"]
    entry = datasets.log(house)[0]
    assert (entry["action"], entry["by"], entry["counts"]["accepted"]) == ("imported", "unit 7", 1)
    assert (house.own_profiles / "my-layout.toml").exists()
    assert worked(client, "/datasets/mine/cover", {"coverage": "reported; PE 2021-01 not"})["state"] == "done"
    assert datasets.metadata("mine", house)["coverage"] == "reported; PE 2021-01 not"
    side = client.get("/import/parts/side").get_json()["html"]
    assert "What it covers: reported; PE 2021-01 not" in side and 'data-action="cover"' in side
    refused = worked(client, "/datasets/mine/cover", {"coverage": "<b>"})
    assert refused["state"] == "failed" and "Coverage <b> is none" in refused["error"][0]
    assert worked(client, "/datasets/mine/off")["state"] == "done"
    assert client.get("/health").get_json()["events"] == EVENTS
    assert "My" not in client.get("/import/parts/side").get_json()["html"].split("Record")[0]
    assert worked(client, "/datasets/mine/remove")["state"] == "done"
    assert not datasets.datasets(house) and client.get("/health").get_json()["events"] == EVENTS


def test_a_mapping_that_was_saved_is_recognised_and_a_taken_name_changes_nothing(client: FlaskClient) -> None:
    text = "Wann;Wo;Was;Wieviel\n2021-03-25;Callao;Cocaine;12\n"
    mapping = {"date": "Wann", "place": "Wo", "drug": "Was", "quantity": "Wieviel"}
    said = {"columns": mapping, "mapped": True, "constants": {"seizure": "PE", "unit": "kg"}}
    ticket = staged(client, text, "german.csv")
    wrong = worked(client, f"/import/{ticket}/take", {**said, "save_as": "unodc-ids-a"})
    assert wrong["state"] == "failed" and "unodc-ids-a" in wrong["error"][0]
    assert client.get("/health").get_json()["events"] == EVENTS, "refused before anything was built"
    assert worked(client, f"/import/{ticket}/take", {**said, "save_as": "German list"})["state"] == "done"
    worked(client, "/datasets/german/remove")
    again = worked(client, f"/import/{staged(client, text, 'next.csv')}/plan")
    assert "disabled" not in again["html"] and "german-list" in again["html"]


def test_a_newer_edition_tells_what_it_changes(client: FlaskClient) -> None:
    worked(client, f"/import/{(ticket := staged(client))}/plan")
    worked(client, f"/import/{ticket}/take", {"dataset": "editions"})
    newer = FILE.replace("1250.5", "1300").replace("Heroin", "Cocaine")
    ticket = staged(client, newer)
    html = worked(client, f"/import/{ticket}/plan", {"dataset": "editions"})["html"]
    assert "1,251 kg → 1,300 kg" in html and "1 added" in html and "0 withdrawn" in html
    worked(client, "/datasets/editions/remove")


def test_what_cannot_be_read_is_refused_in_the_reader_s_language(client: FlaskClient) -> None:
    broken = staged(client, b"PK\x03\x04" + bytes(50), "x.xlsx")
    state = worked(client, f"/import/{broken}/plan", lang="es")
    assert state["state"] == "failed" and "descomprimir" in state["error"][0]
    wrong = worked(client, f"/import/{staged(client)}/plan", {"nonsense": 1})
    assert wrong["state"] == "failed" and "nonsense" in wrong["error"][0]
    missing = worked(client, f"/import/{staged(client)}/plan", {"columns": {"seizure": ""}})
    assert (
        missing["state"] == "done"
        and "No column holds the country" in missing["html"]
        and "disabled" in missing["html"]
    )


def test_only_the_page_itself_may_change_anything(client: FlaskClient) -> None:
    assert client.post("/import/files?name=a.csv", data=FILE).status_code == 403
    foreign = {**OWN, "Sec-Fetch-Site": "cross-site"}
    for path in ("/import/files?name=a.csv", "/datasets/curated/remove", "/links"):
        assert client.post(path, data=FILE, headers=foreign).status_code == 403


def test_an_upload_over_the_limit_is_refused_before_it_is_kept(client: FlaskClient, house: Settings) -> None:
    before = sorted(house.jobs.glob("*"))
    answer = client.post("/import/files?name=big.csv", data=b"0" * 1_000_001, headers=OWN)
    assert answer.status_code == 413 and "1 MB" in answer.get_json()["error"][0]
    jobs = Jobs(house)
    with pytest.raises(Exception, match="too_large"):
        jobs.stage(io.BytesIO(b"0" * 1_000_001), "big.csv", 1_000_000)
    assert sorted(house.jobs.glob("*")) == before


@pytest.mark.parametrize("ticket", ["0" * 24, "..", "0123", "%2e%2e%2f" * 3])
def test_an_unknown_ticket_is_refused(client: FlaskClient, ticket: str) -> None:
    assert client.get(f"/import/{ticket}").status_code in (400, 404, 405)
    assert client.post(f"/import/{ticket}/plan", json={}, headers=OWN).status_code in (400, 404, 405)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\peru.csv", "peru.csv"),
        ("<b>.csv", "_b_.csv"),
        ("", "file"),
        ("..", "file"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, wanted: str) -> None:
    assert safe_name(name) == wanted


def test_the_page_may_be_closed_to_imports(house: Settings) -> None:
    closed = dataclasses.replace(house, page_imports=False)
    app = create_app(closed, open_data(house.build, house.reference))
    client = app.server.test_client()
    assert client.post("/import/files?name=a.csv", data=FILE, headers=OWN).status_code == 404
    assert client.get("/import/template.csv").status_code == 404
    with app.server.test_request_context("/import"):
        said = render(imports.body(parse_context("")[0]))
    assert "python -m app import" in said and 'id="drop"' not in said and "Drop a file" not in said


def test_the_template_speaks_the_reader_s_language(client: FlaskClient) -> None:
    assert "País de incautación" in client.get("/import/template.csv?lang=es").get_data(as_text=True)
    assert client.get("/import/template.xlsx?lang=en").get_data().startswith(b"PK")


def test_a_worker_that_is_killed_loses_nothing_and_the_next_work_goes_on(client: FlaskClient, house: Settings) -> None:
    ticket = staged(client)
    worked(client, f"/import/{ticket}/plan")
    jobs: Jobs = client.application.extensions[EXTENSION]
    assert jobs._pool is not None
    (process,) = jobs._pool._processes.values()
    before = current_version(house.build)
    client.post(f"/import/{ticket}/take", json={}, headers=OWN)
    os.kill(process.pid, signal.SIGKILL)
    end = time.monotonic() + 30
    while (state := client.get(f"/import/{ticket}").get_json())["state"] == "working" and time.monotonic() < end:
        time.sleep(0.05)
    assert state["state"] == "failed" and "stopped from outside" in state["error"][0]
    assert current_version(house.build) == before and not datasets.datasets(house)
    assert worked(client, f"/import/{ticket}/take")["state"] == "done"
    worked(client, "/datasets/mine/remove")


def killed_after(seconds: float, house: Settings, file: Path) -> int:
    """The exit code of an import that is killed after a while."""
    environment = {**os.environ, "BUILD_DIR": str(house.build), "IMPORTS_DIR": str(house.imports)}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "import", str(file)], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(10)


def test_an_import_killed_at_any_moment_leaves_what_was_or_what_should_be(built: Settings, tmp_path: Path) -> None:
    house = copy_of(built, tmp_path)
    before = build(house)
    rows = [f"2021-03-{day:02d},Peru,Callao {n},Cocaine,{n}.5" for n in range(1, 400) for day in range(1, 29)]
    file = tmp_path / "many.csv"
    file.write_text("\n".join(["Date,Country,City,Drug,kg", *rows]))
    codes = []
    for tenths in (15, 25, 32, 38, 45, 60, 600):
        codes.append(killed_after(tenths / 10, house, file))
        version = current_version(house.build)
        assert version is not None
        count = open_data(house.build, house.reference).run("SELECT count(*) AS n FROM event")["n"][0]
        done = bool(datasets.datasets(house))
        assert (version == before) == (count == ROWS) and count in (ROWS, ROWS + len(rows))
        assert build(house) == current_version(house.build)
        after = open_data(house.build, house.reference).run("SELECT count(*) AS n FROM event")["n"][0]
        assert after == (ROWS + len(rows) if done else ROWS), "a later build takes in nothing that was not finished"
        if done:
            break
    assert codes[0] == -signal.SIGKILL and done, "the last one was let finish"
