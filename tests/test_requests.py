"""Who may ask what: names of the server, foreign pages, sizes, addresses and bodies that are no such thing."""

from __future__ import annotations

import dataclasses
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from app.core.marking import MARKINGS
from app.core.query import whole_number
from app.data_version import DataVersion, open_data
from app.i18n import languages, translator
from app.intake import datasets
from app.intake.plan.execute import plan_and_import
from app.intake.rows.choices import Choices
from app.queries._summary import Summary
from app.settings import Settings
from app.web.imports import EXTENSION
from app.web.request_checks import MOST_BODY, is_known_host
from tests.conftest import copy_of
from tests.test_import_requests import FILE, OWN, staged, worked

FOREIGN = [
    "evil.example", "evil.example:8050", "localhost.evil.example", "127.0.0.1.evil.example", "[::1", "a b",
    "evil.example\u00e9",
]  # fmt: skip
KNOWN = [
    "localhost", "localhost:8050", "127.0.0.1:9", "[::1]:8050", "10.1.2.3", "app.localhost", "LOCALHOST", "localhost.",
]  # fmt: skip
PATHS = ("/", "/health", "/explore.json", "/layers/flows.json", "/export/events.csv", "/import", "/assets/10_base.css")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_is_not_the_server_s_is_refused(client: FlaskClient, path: str, host: str) -> None:
    answer = client.get(path, headers={"Host": host.encode("latin-1").decode("latin-1")})
    assert answer.status_code in (400, 421), answer.status_code
    assert b"events" not in answer.data and b"lines" not in answer.data


@pytest.mark.parametrize("host", KNOWN)
def test_loopback_names_and_addresses_in_figures_are_known(client: FlaskClient, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


def test_names_are_allowed_by_a_setting(built: Settings, data: DataVersion) -> None:
    named = dataclasses.replace(built, allowed_hosts=("routes.police.example", ".customs.example"))
    client = create_app(named, data).server.test_client()
    for host, status in (("routes.police.example", 200), ("ROUTES.police.example:443", 200), ("a.customs.example", 200),
                         ("police.example", 421), ("xcustoms.example", 421)):  # fmt: skip
        assert client.get("/health", headers={"Host": host}).status_code == status, host


@given(st.text(max_size=40))
def test_no_text_breaks_the_check_of_a_name(host: str) -> None:
    assert isinstance(is_known_host(host, ("known.example",)), bool)


CHANGING = [
    ("POST", "/import/files?name=a.csv"), ("POST", "/links"), ("POST", "/datasets/curated/off"), ("POST", "/briefings"),
    ("PUT", "/briefings/000000000000"), ("DELETE", "/briefings/000000000000"), ("POST", "/_dash-update-component"),
    ("POST", "/export/country.pdf?at=BR"), ("POST", "/cases"),
    ("POST", "/overlays/000000000000/remove"),
]  # fmt: skip


def test_every_method_that_may_change_something_is_listed(client: FlaskClient) -> None:
    rules = [r for r in client.application.url_map.iter_rules() if (r.methods or set()) - {"GET", "HEAD", "OPTIONS"}]
    starts = {path.partition("?")[0].split("/")[1] for _method, path in CHANGING}
    assert {rule.rule.split("/")[1] for rule in rules} <= starts | {"<path:path>", ""}


@pytest.mark.parametrize(("method", "path"), CHANGING)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://[", "file://"])
def test_what_a_foreign_page_sends_changes_nothing(client: FlaskClient, method: str, path: str, origin: str) -> None:
    answer = client.open(path, method=method, data="{}", headers={**OWN, "Origin": origin})
    assert answer.status_code == 403 and "did not come from the page" in answer.get_json()["error"][0]


def test_the_page_itself_may_ask(client: FlaskClient) -> None:
    own = {**OWN, "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert client.post("/briefings", json={"title": "x"}, headers=own).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("mode", "dest"), [("no-cors", "image"), ("cors", "empty"), ("no-cors", "script"),
                                            ("navigate", "iframe"), ("navigate", "object"),
                                            ("navigate", "frame"), ("navigate", "embed")])  # fmt: skip
def test_a_foreign_page_learns_nothing_of_what_is_here(client: FlaskClient, site: str, mode: str, dest: str) -> None:
    """The same answer whether a dataset, a country or a file exists or not."""
    foreign = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    paths = ("/export/map.png?source=curated", "/export/map.png?source=nowhere", "/layers/flows.json", "/nothing", "/")
    answers = [client.get(path, headers=foreign) for path in paths]
    assert {answer.status_code for answer in answers} == {403} and len({answer.data for answer in answers}) == 1


def test_a_link_from_elsewhere_opens_a_page(client: FlaskClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/?departure=EC", headers=link).status_code == 200


WANTED = {
    "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
}  # fmt: skip


@pytest.mark.parametrize(
    "path", [*PATHS, "/nothing", "/layers/flows.json?x=1", "/_dash-dependencies", "/export/map.png"]
)
def test_every_answer_bears_the_headers(client: FlaskClient, path: str) -> None:
    for headers in ({}, {"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        answer = client.get(path, headers=headers)
        assert {name: answer.headers.get(name) for name in WANTED} == WANTED
        assert "camera=()" in answer.headers["Permissions-Policy"]
        scripts = answer.headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
        assert "unsafe-inline" not in scripts and "unsafe-eval" not in scripts and "'self'" in scripts


BIG = "9" * 5000
ODD = [
    *(f"/layers/flows.json?{name}={BIG}" for name in ("top", "recent", "min_kg", "less", "from", "floor_kg", "slide")),
    *(f"/layers/flows.json?sel={sel}" for sel in (f"cell:{BIG}", f"cell:3/{BIG}/4/point", f"month:{BIG}")),
    f"/explore/rows.json?first={BIG}&last=1", f"/explore/rows.json?first=1&last={BIG}",
    "/explore/rows.json?first=-1&last=2",
    "/explore/rows.json?first=%C2%B2&last=3", f"/explore/map.json?zoom={BIG}&box=1,2,3,4",
    f"/explore/map.json?zoom=3&box={BIG},2,3,4", f"/layers/seizures.json?zoom={BIG}&box=1,2,3,4",
    "/layers/seizures.json?zoom=3&box=nan,inf,3,4", f"/export/map.svg?viewport={BIG}/1/1",
    f"/export/map.png?times={BIG}",
    f"/export/map.svg?viewport=3/{BIG}/1", f"/export/map.png?dpi={BIG}", f"/export/countries.zip?codes={BIG}",
    f"/cube?top={BIG}", "/_dash-component-suites/dash/..%2f", "/_dash-component-suites/dash/..%2f..%2fetc",
    "/_dash-component-suites/x/y.js", "/assets/..%2f..%2fpyproject.toml", "/assets/%00", "/layers/%2e%2e.json",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_an_address_that_is_none_gets_words(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert 400 <= answer.status_code < 500 and b"Traceback" not in answer.data and len(answer.data) > 20


BODIES = ["[" * 50_000, '{"title":' * 50_000, f'{{"title":{BIG}}}', "", "[]", "null", "\x00"]
BODIES += ['{"a":' + "[" * n + "]" * n + "}" for n in (20, 450, 700, 970)]
BODIES += ['{"title":"' + "x" * 3_000_000]


@pytest.mark.parametrize("path", ["/briefings", "/links", "/datasets/curated/cover", "/_dash-update-component"])
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_none_gets_words(client: FlaskClient, path: str, body: str) -> None:
    answer = client.post(path, data=body, headers={**OWN, "Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500 and b"Traceback" not in answer.data and len(answer.data) > 5


@pytest.mark.parametrize("output", ["x.y", "", 5, None, "..page.children.."])
def test_a_call_of_no_callback_is_refused(client: FlaskClient, output: Any) -> None:
    answer = client.post("/_dash-update-component", json={"output": output, "inputs": 7})
    assert answer.status_code == 400


WRONG = [
    [],
    {},
    7,
    "x",
    None,
    [{}],
    [5],
    [[]],
    [{"id": "x"}],
    [{"id": 5, "property": "data"}],
    [{"id": {}, "property": 1}],
]


def test_no_call_that_is_half_right_reaches_a_callback(client: FlaskClient) -> None:
    outputs = [known["output"] for known in client.get("/_dash-dependencies").get_json()]
    assert len(outputs) > 10
    for output, wrong in itertools.product(outputs, WRONG):
        for name in ("inputs", "state", "outputs"):
            body = {"output": output, "outputs": {"id": "x", "property": "y"}, "inputs": [], "state": [], name: wrong}
            answer = client.post("/_dash-update-component", json=body)
            assert 400 <= answer.status_code < 500, (output, name, wrong)


def test_a_value_that_is_no_text_reaches_no_callback(client: FlaskClient) -> None:
    for known in client.get("/_dash-dependencies").get_json():
        for value in ([1], {"a": 1}, 5, True):
            given = {name: [{**each, "value": value} for each in known.get(name) or []] for name in ("inputs", "state")}
            place = {"id": "x", "property": "y"}
            answer = client.post("/_dash-update-component", json={"output": known["output"], "outputs": place, **given})
            assert 400 <= answer.status_code < 500, (known["output"], value)


@pytest.mark.parametrize("title", ["%01", "%EF%BF%BE", "%EF%BF%BF", "%3D1"])
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_title_of_ones_own_may_hold_any_sign(client: FlaskClient, title: str, kind: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post(f"/export/country.{kind}?at=BR", data=f"title=a{title}b&said-roles={title}", headers=form)
    assert answer.status_code == 200 and len(answer.data) > 1000


def test_a_mark_at_a_place_that_is_none_is_named(client: FlaskClient) -> None:
    mark = {"kind": "note", "points": [[10**400, 1]], "text": ""}
    board = {"format": "storyboard", "form": 1, "title": "x", "slides": [{"page": "/", "marks": [mark]}]}
    assert client.post("/briefings", json=board, headers=OWN).status_code == 400


def test_a_body_without_end_is_cut_off(client: FlaskClient) -> None:
    """Chunked, so that it says no length."""

    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            piece = b"x" * (size if size > 0 else 1 << 20)
            self.taken += len(piece)
            return piece

        def readinto(self, buffer: Any) -> int:
            self.taken += len(buffer)
            return len(buffer)

    endless = Endless()
    environ = create_environ("/briefings", method="POST", headers={**OWN, "Transfer-Encoding": "chunked"})
    environ |= {"wsgi.input": endless, "wsgi.input_terminated": True}
    _body, status, _headers = run_wsgi_app(client.application.wsgi_app, environ)
    assert status.startswith(("400", "413")) and MOST_BODY <= endless.taken < 3 * MOST_BODY


@pytest.mark.parametrize("language", languages())
def test_no_page_here_is_said_in_the_reader_s_language(client: FlaskClient, language: str) -> None:
    page = client.get(f"/layers/x.json?lang={language}", headers={"Accept": "text/html"})
    assert page.status_code == 404 and translator(language)("fault.404") in page.text
    assert client.get("/layers/x.json").mimetype == "text/plain"


def test_a_fault_in_the_program_is_said_without_a_trace(
    built: Settings, data: DataVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(built, data).server.test_client()
    monkeypatch.setattr(Summary, "stored_events", lambda _self: 1 / 0)
    answer = client.get("/health", headers={"Accept": "text/html"})
    assert answer.status_code == 500 and "server log" in answer.text and "ZeroDivision" not in answer.text


EMPTY = ("1999/2000", "1998/1998")


@pytest.mark.parametrize(("a", "b"), [*itertools.product(EMPTY, ["2024/2025"]), ("2024/2025", EMPTY[0]), EMPTY])
def test_a_period_without_any_flow_is_an_answer(client: FlaskClient, a: str, b: str) -> None:
    lines = {}
    for which in ("a", "b", "change"):
        answer = client.get(f"/layers/change.json?which={which}&a={a}&b={b}")
        assert answer.status_code == 200
        lines[which] = len(answer.get_json()["lines"])
    assert (lines["a"] > 0, lines["b"] > 0) == (a not in EMPTY, b not in EMPTY)
    assert lines["change"] == max(lines["a"], lines["b"])
    for path in ("/export/changes.csv", "/export/chart.svg?chart=movers", "/export/changes.csv?moved=departure"):
        assert client.get(f"{path}{'&' if '?' in path else '?'}a={a}&b={b}").status_code == 200


@given(st.text(max_size=30) | st.integers(-10, 10**9).map(str), st.integers(0, 99), st.integers(100, 10**6))
def test_a_whole_number_is_read_within_its_bounds(text: str, least: int, most: int) -> None:
    plain = text.isascii() and text.isdecimal()
    wanted = int(text) if plain and text == (text.lstrip("0") or "0") and least <= int(text) <= most else None
    found = whole_number(text, least, most)
    assert found == wanted or (found is not None and int(text) == found and least <= found <= most)


# ---- beyond loopback ----


@pytest.mark.parametrize(
    ("host", "allowed", "changes"),
    [("127.0.0.1", None, True), ("::1", None, True), ("localhost", None, True), ("0.0.0.0", None, False),
     ("::", None, False), ("10.0.0.5", None, False), ("0.0.0.0", True, True), ("127.0.0.1", False, False)],
)  # fmt: skip
def test_a_server_that_others_reach_changes_nothing_unless_it_is_allowed(
    built: Settings, data: DataVersion, tmp_path: Path, host: str, allowed: bool | None, changes: bool
) -> None:
    open_ = dataclasses.replace(built, host=host, allow_changes=allowed, briefings=tmp_path, imports=tmp_path / "i")
    app = create_app(open_, data)
    client = app.server.test_client()
    posted = [
        client.post("/briefings", json={"title": "x"}, headers=OWN),
        client.post("/import/files?name=a.csv", data=FILE, headers=OWN),
    ]
    assert {answer.status_code for answer in posted} == {200 if changes else 403}
    assert all(changes or "ALLOW_CHANGES=1" in answer.get_json()["error"][0] for answer in posted)
    assert f'data-changes="{"yes" if changes else "no"}"' in client.get("/").get_data(as_text=True)
    page = client.get("/_dash-layout", headers={"Referer": "http://localhost/import"}).get_data(as_text=True)
    body = client.post("/_dash-update-component", json=called(client, "/import")).get_data(as_text=True) if page else ""
    assert ("Drop a file" in body) == changes and client.get("/export/events.csv").status_code == 200
    app.server.extensions[EXTENSION].close()


def called(client: FlaskClient, path: str) -> dict[str, Any]:
    """The call of the callback that writes a page's body."""
    from app.ui import ids

    known = client.get("/_dash-dependencies").get_json()
    wanted = next(c for c in known if c["output"].startswith(ids.IMPORT)) if path == "/import" else {}
    inputs = [{**each, "value": ""} for each in wanted["inputs"]]
    return {"output": wanted["output"], "outputs": {"id": ids.IMPORT, "property": "children"}, "inputs": inputs,
            "changedPropIds": [], "state": []}  # fmt: skip


@pytest.fixture
def marked(built: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A house with a dataset that is marked TLP:RED."""
    house = copy_of(built, tmp_path)
    path = tmp_path / "mine.csv"
    path.write_text(FILE)
    plan_and_import(path, house, Choices(dataset="mine", marking="TLP:RED"))
    yield house


@pytest.mark.parametrize("lower", [*MARKINGS[:-1], "none"])
def test_a_marking_is_lowered_only_when_that_is_said_and_the_log_tells(marked: Settings, lower: str) -> None:
    app = create_app(marked, open_data(marked.build, marked.reference))
    door = app.server.test_client()
    try:
        said = {"dataset": "mine", "marking": lower}
        ticket = staged(door, FILE.replace("1250.5", "1300"))
        review = worked(door, f"/import/{ticket}/plan", said)
        assert "is marked TLP:RED" in review["html"] and 'data-answer="lower_marking"' in review["html"]
        assert worked(door, f"/import/{ticket}/take", said)["state"] == "failed"
        assert datasets.metadata("mine", marked)["marking"] == "TLP:RED"
        assert (
            worked(door, f"/import/{ticket}/take", {**said, "lower_marking": "true", "by": "unit 7"})["state"] == "done"
        )
    finally:
        app.server.extensions[EXTENSION].close()
    after = "" if lower == "none" else lower
    assert datasets.metadata("mine", marked)["marking"] == after
    (line,) = [entry for entry in datasets.log(marked) if entry["action"] == "lowered"]
    assert (line["before"], line["after"], line["by"]) == ("TLP:RED", lower, "unit 7")


def test_beyond_loopback_a_marking_is_lowered_by_the_command_line_alone(marked: Settings, tmp_path: Path) -> None:
    wide = dataclasses.replace(marked, host="0.0.0.0", allow_changes=True)
    app = create_app(wide, open_data(wide.build, wide.reference))
    door = app.server.test_client()
    try:
        ticket = staged(door, FILE.replace("1250.5", "1300"))
        said = {"dataset": "mine", "marking": "TLP:GREEN", "lower_marking": True}
        state = worked(door, f"/import/{ticket}/take", said)
        assert state["state"] == "failed" and "--lower-marking" in state["error"][0]
        same = worked(door, f"/import/{ticket}/take", {"dataset": "mine"})
        assert same["state"] == "done" and datasets.metadata("mine", wide)["marking"] == "TLP:RED"
    finally:
        app.server.extensions[EXTENSION].close()
    path = tmp_path / "again.csv"
    path.write_text(FILE)
    plan_and_import(path, wide, Choices(dataset="mine", marking="TLP:GREEN", lower_marking=True))
    assert datasets.metadata("mine", wide)["marking"] == "TLP:GREEN"
