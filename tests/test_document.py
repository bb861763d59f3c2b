"""The first document: what it names, what it leaves for later, and the page that comes with the layout."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from app import create_app, static_build
from app.data_version import DataVersion
from app.i18n import languages, translator
from app.settings import Settings
from app.web import static_files


def named(client: FlaskClient, what: str) -> list[str]:
    """Addresses in the document, by the sign before them."""
    return re.findall(what + r'="(/[^"]+)"', client.get("/").get_data(as_text=True))


@pytest.fixture(scope="module")
def small(built: Settings, data: DataVersion) -> Settings:
    """Settings with the static files of the shipped scripts, built."""
    static_files.build(create_app(built, data), built)
    return built


@pytest.fixture
def served(small: Settings, data: DataVersion) -> Iterator[FlaskClient]:
    yield create_app(small, data).server.test_client()


def test_without_a_build_each_script_and_style_stands_by_itself(
    tmp_path: Path, data: DataVersion, built: Settings
) -> None:
    client = create_app(dataclasses.replace(built, build=tmp_path), data).server.test_client()
    scripts = [a for a in named(client, "script src") if a.startswith("/assets/")]
    own = [f"/assets/js/{path.name}" for path in sorted((built.assets / "js").glob("*.js"))]
    vendored = [f"/assets/vendor/{name}" for name in ("regenerator-runtime.js", "mgrs.min.js")]
    assert scripts == [*vendored, *own]
    assert {client.get(address).status_code for address in scripts} == {200}


def test_plotly_comes_by_itself_and_only_where_a_chart_asks_for_it(served: FlaskClient, client: FlaskClient) -> None:
    assert not [address for address in named(served, "(?:src|href)") if "plotly" in address]
    for server in (served, client):  # what was built, and without a build
        whole = server.get(static_files.PLOTLY_URL)
        assert whole.status_code == 200 and b"plotly.js (cartesian - minified)" in whole.data[:100]
        again = server.get(static_files.PLOTLY_URL, headers={"If-None-Match": whole.headers["ETag"]})
        assert again.status_code == 304 and not again.data
    small = served.get(static_files.PLOTLY_URL, headers={"Accept-Encoding": "br"})
    assert small.headers["Content-Encoding"] == "br" and len(small.data) < 500_000


@pytest.mark.parametrize(("kind", "files"), [("js", "js/*.js"), ("css", "*.css")])
def test_our_files_are_one_of_each_kind(served: FlaskClient, built: Settings, kind: str, files: str) -> None:
    (address,) = [a for a in named(served, "(?:src|href)") if re.fullmatch(rf"/assets/app\.[0-9a-f]{{12}}\.{kind}", a)]
    body = served.get(address).get_data(as_text=True)
    # A style's addresses of fonts are other ones there; its last lines are not.
    written = [path.read_text(encoding="utf-8").rstrip()[-200:] for path in sorted(built.assets.glob(files))]
    places = [body.index(text) for text in written]
    assert len(places) > 4 and places == sorted(places)


def test_files_are_served_small_and_for_ever(served: FlaskClient) -> None:
    addresses = [a for a in named(served, "(?:src|href)") if a.startswith(("/assets/", "/_dash-component-suites/"))]
    fonts = re.findall(r'url\("(/assets/fonts/[^"]+)"\)', served.get(next(a for a in addresses if ".css" in a)).text)
    assert len(addresses) > 7 and len(fonts) == 2
    for address in [a.partition("?")[0] for a in [*addresses, *fonts]]:
        answer = served.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"], address
        assert answer.headers.get("Content-Encoding") == (None if address.endswith(".woff2") else "br"), address
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        again = served.get(address, headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "br"})
        assert again.status_code == 304 and not again.data


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_each_form_holds_the_same(served: FlaskClient, encoding: str) -> None:
    (address,) = [a for a in named(served, "src") if a.startswith("/assets/app.")]
    answer = served.get(address, headers={"Accept-Encoding": encoding} if encoding else {})
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert undo(answer.data) == served.get(address, headers={"Accept-Encoding": "identity"}).data


def test_only_what_the_page_loads_is_served(served: FlaskClient) -> None:
    assert served.get("/manifest.json").status_code == 404


def test_a_static_file_is_asked_under_a_known_name_alone(served: FlaskClient) -> None:
    (address,) = [a for a in named(served, "src") if a.startswith("/assets/app.")]
    assert served.get(address, headers={"Host": "evil.example"}).status_code in (400, 403, 421)


def test_another_content_has_another_address(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    for name in ("js", "basemap", "fonts"):
        (assets / name).mkdir(parents=True)
    (assets / "js" / "10_a.js").write_text("one")
    (assets / "a.css").write_text("a{}")
    first = static_build.build(assets, tmp_path / "out", {"/x/y.js": b"z" * 2000})
    found = static_build.load(assets, tmp_path / "out")
    assert found.folder == first and (first / found.scripts[0].lstrip("/")).read_text() == "one"
    assert (first / "x/y.js.br").exists() and static_build.build(assets, tmp_path / "out", {}) == first
    (assets / "js" / "20_b.js").write_text("two")
    assert static_build.load(assets, tmp_path / "out").folder is None, "nothing was built of these files yet"
    static_build.build(assets, tmp_path / "out", {})
    later = static_build.load(assets, tmp_path / "out")
    assert later.folder and (later.folder / later.scripts[0].lstrip("/")).read_text() == "one\ntwo"
    assert later.scripts != found.scripts and later.styles == found.styles
    (assets / "js" / "30_c.js").write_text("three")
    static_build.build(assets, tmp_path / "out", {})
    assert not first.exists() and later.folder.exists(), "the edition before stays for pages that are open"


def test_developers_get_each_file_and_a_page_that_follows_changes(
    built: Settings, data: DataVersion, tmp_path: Path
) -> None:
    assets = Path(shutil.copytree(built.assets, tmp_path / "assets"))
    client = create_app(dataclasses.replace(built, assets=assets, dev=True), data).server.test_client()
    scripts = named(client, "script src")
    assert "/assets/js/10_address.js" in scripts and scripts[-1] == "/assets/dev/reload.js"
    assert "/dev/state" in client.get("/assets/dev/reload.js").text
    before = client.get("/dev/state").get_json()
    assert client.get("/dev/state").get_json() == before
    os.utime(assets / "10_base.css", (0, 4e9))
    assert client.get("/dev/state").get_json() != before
    client = create_app(built, data).server.test_client()
    assert client.get("/dev/state").status_code == 404 and "reload.js" not in client.get("/").text


def test_a_build_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets = tmp_path / "assets"
    (assets / "js").mkdir(parents=True)
    (assets / "js" / "10_a.js").write_text("one")
    monkeypatch.setattr(static_build, "_compress", lambda _paths: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        static_build.build(assets, tmp_path / "out", {})
    assert list((tmp_path / "out").iterdir()) == []


def test_what_the_map_does_not_need_waits(client: FlaskClient) -> None:
    run, page = named(client, "script src"), client.get("/").get_data(as_text=True)
    assert len(run) > 6
    assert not [a for a in run if "ag_grid" in a or "dash_table" in a or "polyfill" in a]
    (late,) = re.findall(r'<link rel="prefetch" as="script" href="([^"]+)" data-late="1">', page)
    assert "dash_ag_grid" in late and client.get(late).status_code == 200


@pytest.mark.parametrize("language", languages())
def test_the_layout_comes_with_its_page(client: FlaskClient, language: str) -> None:
    layout = laid(client, f"/?lang={language}&mode=air")
    assert '"mode=air' in layout or "&mode=air" in layout
    assert '"id":"events-place"' in layout and translator(language)("legend.title") in layout
    assert "events-place" not in laid(client, "") and "events-place" not in laid(client, "/data")


def laid(client: FlaskClient, address: str) -> str:
    """The layout as a page of this address asks for it."""
    headers = {"Referer": f"http://localhost{address}"} if address else {}
    return client.get("/_dash-layout", headers=headers).get_data(as_text=True)


def test_the_layout_says_which_address_it_was_laid_out_for(client: FlaskClient) -> None:
    """A browser shortens a long Referer to the host: the page then sees that it is not its own, and asks the router."""
    for address, told in {"/data?lang=es": "/data?lang=es", "/": "/?"}.items():
        assert store(laid(client, address), "laid") == {"id": "laid", "data": told}
    assert store(laid(client, ""), "laid")["data"] is None


def store(layout: str, name: str) -> dict[str, Any]:
    """The properties of a store that stands outside of the page."""
    stores = [part["props"] for part in json.loads(layout)["props"]["children"] if part["type"] == "Store"]
    return next(dict(props) for props in stores if props["id"] == name)


@pytest.mark.parametrize("language", languages())
def test_the_document_says_its_language(client: FlaskClient, language: str) -> None:
    assert f'<html lang="{language}"' in client.get(f"/ranks?lang={language}").get_data(as_text=True)
    assert '<html lang="en"' in client.get("/?lang=<x>").get_data(as_text=True)
