"""A country on two pages: the same figures as the page, texts that are never code, and the view inside."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.__main__ import main
from app.core import country
from app.core.filters import Filters
from app.core.sheet import COUNTRY, Subject
from app.core.view import View
from app.drawing import embedded_state
from app.drawing.country_sheet import parts
from app.i18n import languages, translator
from app.page_context import PageContext
from app.queries import Queries
from app.queries._events import Events
from app.wording.sheets import sheets_of
from tests.test_web import faults


@pytest.mark.parametrize("code", ["BR", "BE", "SN", "AQ"])
def test_a_sheet_is_a_pdf_of_few_pages_that_says_its_caveat(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/export/country.pdf?at={code}")
    assert answer.status_code == 200 and f"country-{code}.pdf" in answer.headers["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert 1 <= len(pages) <= 3 and float(pages[0].mediabox.width) == pytest.approx(595.3, abs=0.5)
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    t = translator("en")
    assert t.country(code) in text and t("app.caveat")[:60] in text and "TLP:CLEAR" in text
    for title in ("country_page.roles", "country_page.situation", "country_page.new_routes", "country_page.quality"):
        assert t(title) in text
    drawn = code != "AQ"  # nothing is reported of it, so there is nothing to draw
    for chart in ("country_page.years_of", "country_page.carriers_of", "country_page.sizes_of"):
        assert (t(chart, name=t.country(code)) in text) == drawn, "its charts stand at the end"
    said = embedded_state.found_in(answer.data)
    assert said is not None and said["query"].startswith(f"country={code}")


@pytest.mark.parametrize("language", sorted(languages()))
def test_its_figures_are_those_of_the_page(queries: Queries, language: str) -> None:
    t = translator(language)
    context = PageContext("/", Filters(), View(lang=language, at=("BR",)), t)
    found = {p["title"]: p["table"] for p in parts(queries, context, sheets_of(queries, context)["BR"])}
    assert len(found) == 10
    events = queries.events.naming(Filters(), Subject(COUNTRY, "BR"))
    rows = {r[0]: r[1:] for r in found[t("country_page.roles")]["rows"]}
    for r in country.roles(events, "BR").to_dict("records"):
        if r["role"] != "production":
            assert rows[t(f"role.{r['role']}")][0] == t.number(r["n"])
    bound = found[t("country_page.to")]["rows"]
    assert sum(int(n.replace(",", "").replace(".", "")) for _name, n in bound) == int(
        country.events_in_role(events, "departure", "BR").sum()
    )
    for table in found.values():
        assert all(len(row) == len(table["head"]) for row in table["rows"])


def test_without_a_country_the_door_says_what_it_wants(client: FlaskClient) -> None:
    assert {name for name, _v, _p in faults(client.get("/export/country.pdf"))} == {"at"}
    assert client.get("/export/country.pdf?at=XX").status_code == 400


def test_words_of_a_record_are_no_code(client: FlaskClient, queries: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    wild = '#panic("x") $a$ <b> *bold* \\ "'
    events = queries.events.naming(Filters(), Subject(COUNTRY, "BR"))
    frame = events.assign(place=wild, concealment=wild, operation=wild)
    monkeypatch.setattr(Events, "naming", lambda *_a: frame)
    answer = client.get("/export/country.pdf?at=BR")
    assert answer.status_code == 200
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert '#panic("x") $a$ <b> *bold*' in text


def test_many_sheets_are_made_and_a_wrong_code_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--at", "br, SN", "--out", str(tmp_path / "sheets"), "--query", "lang=es"]) == 0
    made = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert made == ["br.pdf", "sn.pdf"]
    assert "Brasil" in PdfReader(tmp_path / "sheets" / "br.pdf").pages[0].extract_text()
    assert main(["report", "--at", "BR,../X", "--out", str(tmp_path / "more")]) == 1
    assert sorted(path.name for path in (tmp_path / "more").iterdir()) == ["br.pdf"]
    assert "at = '../X'" in capsys.readouterr().err
