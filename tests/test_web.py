"""The HTTP doors: strict queries, tags, headers, and nothing from another host."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.view import THEMES
from app.data_version import DataVersion
from app.i18n import languages, translator
from app.layers import layers
from app.pages import pages
from app.settings import Settings
from tests.recount import EVENTS

#: What a layer cannot do without
OWN_NEED = {"chain": "event=CSE-2010-0003", "distance": "ends=-79.9,-2.2|4.3,51.3"}
each_layer = pytest.mark.parametrize("name", sorted(layers()))


def layer(client: FlaskClient, name: str, query: str = "") -> TestResponse:
    parts = [part for part in (query, OWN_NEED.get(name, "")) if part]
    return client.get(f"/layers/{name}.json?{'&'.join(parts)}")


def faults(answer: TestResponse) -> list[tuple[str, str, str]]:
    assert answer.status_code == 400 and answer.is_json
    found: list[dict[str, str]] = answer.get_json()["faults"]
    return [(fault["name"], fault["value"], fault["problem"]) for fault in found]


def test_health_says_the_store_answers(client: FlaskClient, data: DataVersion) -> None:
    assert client.get("/health").get_json() == {"status": "ok", "version": data.version, "events": EVENTS}


@pytest.mark.parametrize("language", languages())
def test_an_address_without_a_page_says_so_in_the_reader_s_language(client: FlaskClient, language: str) -> None:
    for answer in (
        client.get("/nowhere", headers={"Accept-Language": language}),
        client.get(f"/nowhere?lang={language}", headers={"Accept-Language": "xx"}),
    ):
        said = answer.get_data(as_text=True)
        assert answer.status_code == 404 and f'lang="{language}"' in said
        assert translator(language)("nav.no_page") in said and "<style>" in said and f'href="/?lang={language}"' in said


def test_the_layers_are_found() -> None:
    assert set(layers()) >= {"flows", "nodes", "seizures", "corridors", "chain"}


@each_layer
def test_a_layer_answers_json(client: FlaskClient, name: str) -> None:
    for query in ("", "destination=BE&lang=es&theme=dark&level=place", "production=CO"):
        answer = layer(client, name, query)
        assert (answer.status_code, answer.mimetype) == (200, "application/json"), query
        assert isinstance(json.loads(answer.data, parse_constant=pytest.fail), dict)


@each_layer
def test_a_layer_names_every_fault_of_a_query(client: FlaskClient, name: str) -> None:
    answer = layer(client, name, "mode=submarine&colour=red&from=2021-13&destination=ZZ,BE&top=0&theme=neon&q=a&q=b")
    assert set(faults(answer)) == {
        ("mode", "submarine", "unknown_value"),
        ("colour", "red", "unknown_name"),
        ("from", "2021-13", "bad_date"),
        ("destination", "ZZ", "unknown_value"),
        ("top", "0", "bad_number"),
        ("theme", "neon", "unknown_value"),
        ("q", "b", "repeated"),
    }


@pytest.mark.parametrize("query", ["colour=", "colour"])
def test_an_unknown_name_is_refused_even_without_a_value(client: FlaskClient, query: str) -> None:
    assert faults(layer(client, "flows", query)) == [("colour", "", "unknown_name")]


def test_an_unknown_layer_is_not_found(client: FlaskClient) -> None:
    for name in ("rivers", "_flow", "__init__"):
        assert client.get(f"/layers/{name}.json").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "box=1,2,3",
        "box=a,b,c,d",
        "box=10,0,-10,5",
        "box=0,10,5,-10",
        "box=nan,0,1,1",
        "box=0,nan,1,1",
        "box=0,0,2000,1",
        "box=",
        "zoom=21",
        "zoom=-1",
        "zoom=2.5",
        "zoom=x",
        "zoom=",
    ],
)
def test_a_bad_viewport_is_refused(client: FlaskClient, query: str) -> None:
    name = query.split("=")[0]
    assert any(name in fault[0] or name in fault[2] for fault in faults(layer(client, "seizures", query)))


def test_every_fault_of_a_viewport_is_named_with_those_of_the_query(client: FlaskClient) -> None:
    found = faults(layer(client, "seizures", "zoom=99&box=1,2&mode=submarine"))
    assert len(found) == 3
    assert all(any(name in " ".join(fault) for fault in found) for name in ("zoom", "box", "mode"))


def test_a_viewport_argument_that_stands_twice_is_refused(client: FlaskClient) -> None:
    assert layer(client, "seizures", "zoom=3&zoom=4").status_code == 400


def test_a_layer_s_own_argument_is_unknown_to_the_others(client: FlaskClient) -> None:
    assert faults(layer(client, "flows", "zoom=3")) == [("zoom", "3", "unknown_name")]


def test_a_chain_needs_an_event_of_the_store(client: FlaskClient) -> None:
    for query in ("", "?event=CSE-0"):
        assert "event" in str(faults(client.get(f"/layers/chain.json{query}")))


@pytest.mark.parametrize(
    ("box", "same"), [("-190,-60,-160,0", "170,-60,200,0"), ("-1000,-85,-900,85", "80,-85,180,85")]
)
def test_a_viewport_may_run_past_the_date_line(client: FlaskClient, box: str, same: str) -> None:
    one, other = (layer(client, "seizures", f"zoom=3&box={b}").get_json()["groups"] for b in (box, same))
    assert one and sorted(g["cell"] for g in one) == sorted(g["cell"] for g in other)


@pytest.mark.parametrize(
    ("sel", "status"),
    [
        ("cell:3.1.1.point", 200),
        ("node:XZ-GOG", 200),
        ("month:2019-??", 200),
        *((bad, 400) for bad in ("cell:--3.1.1.point", "month:-??", "month:2019-13", "node:'", "flow:zz")),
    ],
)
def test_a_selection_narrows_the_export_or_is_refused(client: FlaskClient, sel: str, status: int) -> None:
    answer = client.get("/export/events.csv", query_string={"sel": sel})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Disposition"] != client.get("/export/events.csv").headers["Content-Disposition"]


@pytest.mark.parametrize("language", languages())
def test_texts_for_the_canvas_come_by_language(client: FlaskClient, language: str) -> None:
    body = client.get(f"/i18n/{language}.json").get_json()
    assert body["texts"]["map.illustrative"]
    assert body["countries"]["BE"]["name"] == {"en": "Belgium", "es": "Bélgica"}.get(
        language, body["countries"]["BE"]["name"]
    )
    assert client.get("/i18n/xx.json").status_code == 404


@pytest.mark.parametrize("theme", THEMES)
def test_styles_come_by_theme(client: FlaskClient, theme: str) -> None:
    assert client.get(f"/style/{theme}.json").get_json()["modes"]["air"]["colour"]
    assert client.get("/style/neon.json").status_code == 404


DOORS = [
    "/layers/flows.json?destination=BE",
    "/layers/seizures.json",
    "/export/events.csv?destination=BE",
    "/i18n/en.json",
    "/style/light.json",
]


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient, address: str, encoding: str) -> None:
    first = client.get(address, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200 and first.headers["ETag"]
    kept = {"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]}
    again = client.get(address, headers=kept)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address, headers={**kept, "If-None-Match": '"other"'}).status_code == 200


def test_another_query_has_another_tag(client: FlaskClient) -> None:
    tags = {client.get(f"/layers/flows.json?destination={code}").headers["ETag"] for code in ("BE", "NL", "ES")}
    assert len(tags) == 3


@pytest.mark.parametrize(
    "address",
    [
        *DOORS,
        "/",
        "/data",
        "/health",
        "/layers/rivers.json",
        "/layers/flows.json?x=1",
        "/nowhere",
        "/assets/20_map.css",
        "/_dash-layout",
        "/_dash-dependencies",
    ],
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not re.search(r"https?:|\*|//", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


ELSEWHERE = re.compile(
    r"""(?:\b(?:src|href|action|data-src|poster)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?|\bimport\s*\(?\s*["'`]|\bfrom\s+["'`]"""
    r"""|\b(?:fetch|json|once|open|Worker|WebSocket|EventSource|importScripts|sendBeacon)\(\s*["'`])(?:\w+:)?//""",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://a.example/x.js">',
        "<link href=//a.example/x.css>",
        "url(https://a.example/f.woff2)",
        "@import 'http://a.example/x.css'",
        'fetch("https://a.example")',
        "import('//a.example/m.js')",
        "new WebSocket('wss://a')",
    ],
)
def test_an_address_of_another_host_would_be_seen(text: str) -> None:
    assert ELSEWHERE.search(text)


def test_nothing_of_ours_names_another_host(client: FlaskClient) -> None:
    assets = Settings().assets
    ours = [*assets.glob("js/*.js"), *assets.glob("*.css")]
    texts = {str(path.relative_to(assets)): path.read_text(encoding="utf-8") for path in ours}
    texts |= {path: client.get(path).get_data(as_text=True) for path in pages()}
    assert len([t for t in texts if t.endswith(".js")]) > 5 and len([t for t in texts if t.endswith(".css")]) > 1
    assert {name: ELSEWHERE.findall(text) for name, text in texts.items() if ELSEWHERE.search(text)} == {}


def test_paths_in_assets_cannot_leave_their_folder(client: FlaskClient) -> None:
    assert client.get("/assets/../pyproject.toml").status_code == 404
    assert client.get("/assets/%2e%2e/pyproject.toml").status_code == 404
    assert Path(Settings().assets, "20_map.css").exists() and client.get("/assets/20_map.css").status_code == 200


def test_an_address_without_a_page_says_so(client: FlaskClient) -> None:
    assert client.get("/nope").status_code == 404
    assert "No hay" in client.get("/nope", headers={"Accept-Language": "es"}).get_data(as_text=True)
    assert client.get("/data/?lang=es").headers["Location"].endswith("/data?lang=es")
    assert client.get("/").status_code == client.get("/data").status_code == 200
