"""The first document: what it names, what it leaves for later, and the page that comes with the layout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.i18n import languages, translator
from app.settings import Settings
from app.web.bundle import KINDS, Bundle


def named(client: FlaskClient, what: str) -> list[str]:
    """Addresses in the document, by the sign before them."""
    return re.findall(what + r'="(/[^"]+)"', client.get("/").get_data(as_text=True))


@pytest.mark.parametrize("kind", KINDS)
def test_our_files_are_one_of_each_kind(client: FlaskClient, kind: str) -> None:
    (address,) = [a for a in named(client, "(?:src|href)") if a.startswith("/assets/joined.") and f".{kind}?" in a]
    body = client.get(address).get_data(as_text=True)
    files = sorted(Settings().assets.glob(KINDS[kind][0]))
    places = [body.index(path.read_text(encoding="utf-8")) for path in files]
    assert len(files) > 4 and places == sorted(places)
    assert not [a for a in named(client, "(?:src|href)") if re.match(r"/assets/(js/)?\d", a)]


@pytest.mark.parametrize("kind", KINDS)
def test_another_content_has_another_address(tmp_path: Path, kind: str) -> None:
    (tmp_path / "js").mkdir()
    file = tmp_path / KINDS[kind][0].replace("*", "10_a")
    file.write_text("one")
    files = Bundle(tmp_path)
    first = files.address(kind)
    assert files.body(kind) == b"one" and files.address(kind) == first
    file.with_name(file.name.replace("10_a", "20_b")).write_text("two")
    assert files.body(kind) == b"one\ntwo" and files.address(kind) != first


def test_what_the_map_does_not_need_waits(client: FlaskClient) -> None:
    run, page = named(client, "script src"), client.get("/").get_data(as_text=True)
    assert len(run) > 6
    assert not [a for a in run if "ag_grid" in a or "dash_table" in a or "polyfill" in a]
    (late,) = re.findall(r'<link rel="prefetch" as="script" href="([^"]+)" data-late="1">', page)
    assert "dash_ag_grid" in late and client.get(late).status_code == 200


@pytest.mark.parametrize("language", languages())
def test_the_layout_comes_with_its_page(client: FlaskClient, language: str) -> None:
    at = {"at": f"/?lang={language}&mode=air"}
    layout = client.get("/_dash-layout", query_string=at).get_data(as_text=True)
    assert '"mode=air' in layout or "&mode=air" in layout
    assert '"id":"events-place"' in layout and translator(language)("legend.title") in layout
    assert "events-place" not in client.get("/_dash-layout").get_data(as_text=True)
    assert "events-place" not in client.get("/_dash-layout", query_string={"at": "/data"}).get_data(as_text=True)
