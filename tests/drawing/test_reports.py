"""Sheets and notes with a person's own words, as PDF and DOCX, and many of them at once."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.__main__ import main
from app.core import text
from app.core.filters import Filters
from app.core.view import View
from app.drawing import country_sheet, embedded_state, route_note
from app.drawing.report import KINDS, MIMETYPES
from app.i18n import languages, translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import report_drawer
from app.wording import route_evidence
from app.wording.country_sections import IN_A_FILE
from app.wording.sheets import sheets_of
from tests.test_board import exported
from tests.test_web import faults

WILD = '#panic("x") $a$ <b> *bold* \\ "quoted" &amp;'
WRITTEN = {"title": f"Our view {WILD}", "lead": f"First {WILD}\n\nSecond line", "said-situation": WILD}


def words(body: bytes, kind: str) -> str:
    """Everything that a report says."""
    if kind == "pdf":
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages)
    book = Document(io.BytesIO(body))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    foot = [p.text for p in book.sections[0].footer.paragraphs]
    return " ".join([*(p.text for p in book.paragraphs), *cells, *foot])


def test_every_kind_has_its_type() -> None:
    assert set(KINDS) == set(MIMETYPES) == set(report_drawer.KINDS) == {"pdf", "docx"}


def parts_of(queries: Queries, text: str, language: str) -> list[dict[str, Any]]:
    context = PageContext("/", Filters(), View(lang=language, at=(text,)), translator(language))
    return country_sheet.parts(queries, context, sheets_of(queries, context)[text])


@pytest.mark.parametrize("text", ["BE:antwerp", "XZ-CAR", "@andean"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_place_and_an_area_have_their_sheet_too(client: FlaskClient, queries: Queries, kind: str, text: str) -> None:
    answer = client.get(f"/export/country.{kind}?at={text}")
    assert answer.status_code == 200
    said, found = words(answer.data, kind), parts_of(queries, text, "en")
    assert len(found) > 6
    for part in found:
        assert part["title"] in said
        for row in part["table"]["rows"][:3]:
            assert all(" ".join(cell.split()[:3]) in said for cell in row), row


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", languages())
def test_a_sheet_says_the_same_in_every_kind(client: FlaskClient, queries: Queries, kind: str, language: str) -> None:
    answer = client.get(f"/export/country.{kind}?at=BR&lang={language}")
    assert answer.status_code == 200 and answer.mimetype == MIMETYPES[kind]
    said, t = words(answer.data, kind), translator(language)
    for part in parts_of(queries, "BR", language):
        assert part["title"] in said
        for row in part["table"]["rows"][:3]:
            assert all(" ".join(cell.split()[:3]) in said for cell in row), row
    assert t("app.caveat")[:60] in said and "TLP:CLEAR" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_s_words_stand_in_the_report_as_text(client: FlaskClient, kind: str) -> None:
    answer = client.post(f"/export/country.{kind}?at=EC", data=WRITTEN)
    said = words(answer.data, kind)
    assert said.count(WILD) == 3 and "Second line" in said and "Our view" in said
    plain = words(client.get(f"/export/country.{kind}?at=EC").data, kind)
    assert WILD not in plain and "Ecuador" in plain


@pytest.mark.parametrize("kind", KINDS)
def test_the_judgement_of_a_note_may_be_changed_or_left(client: FlaskClient, kind: str) -> None:
    route = exported(client, "/export/routes.csv").iloc[0]["route"]
    query = {"sel": f"route:{route}"}
    own = words(
        client.post(f"/export/route.{kind}", query_string=query, data={"lead": "We judge otherwise"}).data, kind
    )
    kept = words(client.post(f"/export/route.{kind}", query_string=query, data={"lead": "  "}).data, kind)
    means = translator("en")("route.note_first_seen", span="")[:40]
    assert "We judge otherwise" in own and means not in own and means in kept


def test_a_word_file_is_one_that_can_be_worked_on(client: FlaskClient) -> None:
    book = Document(io.BytesIO(client.get("/export/country.docx?at=EC").data))
    assert len(book.inline_shapes) == 7 and len(book.tables) >= 6
    heads, t = [p.text for p in book.paragraphs if p.style.name == "Heading 2"], translator("en")
    charts = ("years_of", "upstream_of", "places_of", "carriers_of", "sizes_of")
    named = [t(f"country_page.{name}", name="Ecuador") for name in charts]
    assert heads == [*(t(key) for key in IN_A_FILE), *named]
    assert book.tables[0].rows[0].cells[1].text == "Events"
    assert embedded_state.found_in(book.core_properties.keywords.encode())


def test_the_blocks_on_the_page_are_those_of_the_report(client: FlaskClient, queries: Queries) -> None:
    t = translator("en")
    assert [p["key"] for p in parts_of(queries, "BR", "en")] == list(IN_A_FILE)
    route = exported(client, "/export/routes.csv").iloc[0]["route"]
    note = route_note.note(queries, Filters(), View(), route, t)
    assert note and [p["key"] for p in note.parts] == list(route_evidence.SECTIONS)


def test_a_text_without_end_is_cut_and_the_page_still_made(client: FlaskClient) -> None:
    data = {"lead": "word " * 50_000, "title": "x" * 5000, "unknown": "y", "said-../../etc/passwd": "z"}
    answer = client.post("/export/country.pdf?at=EC", data=data)
    said = words(answer.data, "pdf")
    assert answer.status_code == 200 and said.count("word") < text.MOST_WRITTEN / 4 and "z" * 2 not in said[:100]


@pytest.mark.parametrize("kind", KINDS)
def test_many_come_in_one_archive_while_they_are_drawn(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/export/countries.zip?codes=br,EC,BR&kind={kind}&lang=es", buffered=False)
    pieces = list(answer.response)
    assert answer.status_code == 200 and len(pieces) == 3 and b"country-BR" in pieces[0] and b"country-EC" in pieces[1]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.namelist() == [f"country-BR.{kind}", f"country-EC.{kind}"] and archive.testzip() is None
    assert "Brasil" in words(archive.read(f"country-BR.{kind}"), kind)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "codes"),
        ("codes=", "codes"),
        ("codes=BR,XX", "codes"),
        ("codes=BR&kind=doc", "kind"),
        ("codes=BR&x=1", "x"),
    ],
)
def test_a_batch_that_cannot_be_made_is_named(client: FlaskClient, query: str, named: str) -> None:
    found = faults(client.get(f"/export/countries.zip?{query}"))
    assert {name for name, _v, _p in found} == {named}
    assert named != "codes" or not any("_" in problem for _n, _v, problem in found), "words, no codes"


def test_the_command_line_draws_charts_sheets_and_briefings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "--chart", "chain", "--out", str(tmp_path / "chain.svg")]) == 0
    assert b"<svg" in (tmp_path / "chain.svg").read_bytes()[:100]
    assert main(["report", "--at", "BR", "--kind", "docx", "--out", str(tmp_path)]) == 0
    assert len(Document(str(tmp_path / "br.docx")).tables) > 5
    story = {"format": "storyboard", "form": 1, "title": "T", "slides": [{"page": "/", "title": "One"}]}
    (tmp_path / "story.json").write_text(json.dumps(story))
    assert main(["briefing", str(tmp_path / "story.json"), "--out", str(tmp_path / "deck.pdf"), "--notes"]) == 0
    assert "One" in PdfReader(tmp_path / "deck.pdf").pages[0].extract_text()
    (tmp_path / "bad.json").write_text('{"slides": []}')
    assert main(["briefing", str(tmp_path / "bad.json"), "--out", str(tmp_path / "no.pdf")]) == 1
    assert main(["briefing", str(tmp_path / "none.json"), "--out", str(tmp_path / "no.pdf")]) == 1
    assert main(["briefing", "0123456789ab", "--out", str(tmp_path / "no.pdf")]) == 1
    assert main(["briefing", "0123456789ab", "--out", str(tmp_path / "no.doc")]) == 2
    assert not (tmp_path / "no.pdf").exists() and "no such storyboard" in capsys.readouterr().err
