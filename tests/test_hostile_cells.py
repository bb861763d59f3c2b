"""Cells that spreadsheets run, signs that no document holds and markup, through every exporter that there is."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow.parquet
import pypdf
import pytest
from flask.testing import FlaskClient

from app import create_app
from app.cells import RUN
from app.data_version import open_data
from app.intake.plan.execute import plan_and_import
from app.intake.rows.choices import Choices
from app.settings import Settings
from app.web.imports import EXTENSION
from tests.test_import_requests import OWN

WILD = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<script>x</script>",
    "a\ufffeb\uffffc\x07d",
)
TEXTS = ["City", "Concealment", "Agency", "Operation", "Title", "Publisher", "Departure place", "Destination place"]
FILE = "\n".join(
    [",".join(["Date", "Country", "Drug", "kg", "Departure country", "Destination country", *TEXTS])]
    + [
        ",".join(["2021-03-25", "Peru", "Cocaine", f"{n + 1}", "Colombia", "Belgium"] + [f'"{c}"'] * len(TEXTS))
        for n, c in enumerate(w.replace('"', '""') for w in WILD)
    ]
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A server that has a dataset of wild cells beside the shipped one, and a storyboard of wild words."""
    folder = tmp_path_factory.mktemp("wild")
    own = {name: folder / name for name in ("build", "imports", "briefings")}
    house = dataclasses.replace(Settings(), **own)
    path = folder / "wild.csv"
    path.write_text(FILE, encoding="utf-8")
    plan, _version = plan_and_import(path, house, Choices(dataset="wild", title="=1+1 \ufffe", publisher="@x\uffff"))
    assert plan.counts()["accepted"] + plan.counts()["repaired"] == len(WILD)
    app = create_app(house, open_data(house.build, house.reference))
    yield app.server.test_client()
    app.server.extensions[EXTENSION].close()


#: What each export needs besides the filter.
NEEDED = {
    "/export/country.": "at=PE", "/export/route.": "sel=route:CO>PE>BE|unknown|chain",
    "/export/countries.zip": "codes=PE",
    "/export/map.": "title=%3D1%2B1%EF%BF%BE%EF%BF%BF%01", "/export/chart.": "chart=timeline&title=%EF%BF%BE%EF%BF%BF",
}  # fmt: skip


def addresses(door: FlaskClient) -> list[str]:
    """Every address under /export and every account, each kind of it."""
    found = []
    for rule in door.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(("/export/", "/datasets/<dataset>/account")):
            continue
        paths = [rule.rule.replace("<dataset>", "wild")]
        for choice in re.findall(r"<any\(([^)]*)\):\w+>", rule.rule):
            paths = [re.sub(r"<any\([^)]*\):\w+>", c.strip(), p, count=1) for p in paths for c in choice.split(",")]
        names = ("routes", "changes", "ranking", "network")
        found += [q for p in paths for q in ([p.replace("<name>", n) for n in names] if "<name>" in p else [p])]
    return sorted(set(found))


def test_exporters_are_found(door: FlaskClient) -> None:
    assert {path.rpartition(".")[2] for path in addresses(door)} >= {
        "csv", "xlsx", "geojson", "kml", "parquet", "svg", "png", "pdf", "docx", "pptx", "html", "json", "zip",
    }  # fmt: skip
    assert len(addresses(door)) > 25


def storyboard(door: FlaskClient) -> str:
    board = door.post("/briefings", json={"title": "=1+1\ufffe\ud800"}, headers=OWN).get_json()["id"]
    slide = {
        "page": "/",
        "query": "source=wild",
        "title": "@x\uffff\x01\udfff",
        "notes": "n\ufffe",
        "viewport": "3/0/-70",
    }
    assert door.post(f"/briefings/{board}/slides", json=slide, headers=OWN).status_code == 200
    return str(board)


NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?")


def texts(body: bytes, kind: str) -> list[str]:
    """All texts of a file, cell by cell where it has cells; fails where the file cannot be opened."""
    if kind == "csv":
        return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}, "a formula"
        return [str(cell.value) for cell in cells if isinstance(cell.value, str)]
    if kind in ("svg", "kml"):
        return list(ElementTree.fromstring(body).itertext())
    if kind in ("geojson", "json"):
        return [json.dumps(json.loads(body), ensure_ascii=False)]
    if kind == "parquet":
        table = pyarrow.parquet.read_table(io.BytesIO(body)).drop_columns("geometry").to_pydict()
        return [str(value) for column in table.values() for value in column]
    if kind in ("docx", "pptx", "zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            inner = [archive.read(name) for name in archive.namelist() if name.endswith((".pdf", ".docx"))]
        return [t for p in parts for t in ElementTree.fromstring(p).itertext()] + [
            t for p in inner for t in texts(p, "pdf")
        ]
    if kind == "pdf":
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    assert kind == "html" or body.startswith(b"\x89PNG")
    return [body.decode("utf-8", "replace")] if kind == "html" else []


def test_every_exporter_writes_what_opens_everywhere_and_runs_nowhere(door: FlaskClient) -> None:
    version, story = door.get("/health").get_json()["version"], storyboard(door)
    for path in addresses(door):
        kind = path.rpartition(".")[2]
        extra = next((more for start, more in NEEDED.items() if path.startswith(start)), "")
        query = f"story={story}" if "/briefing." in path else f"source=wild&{extra}"
        answer = door.get(f"{path}?{query}")
        assert answer.status_code == 200, (path, answer.get_data()[:300])
        found = texts(answer.get_data(), kind)
        held = " ".join(found)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", held), path
        if kind in ("csv", "xlsx"):
            assert [t for t in found if t.startswith(RUN) and not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", t)] == [], (
                path
            )
        if kind == "html":
            assert "<script>x</script>" not in held
        if kind not in ("png", "zip"):
            assert version in re.sub(r"\s+", "", held) or version in held, path


def test_wild_cells_reach_the_page_as_text_alone(door: FlaskClient) -> None:
    rows = door.get("/explore/rows.json?source=wild&first=0&last=50").get_data(as_text=True)
    assert "cmd|" in rows
    page = json.loads(door.get("/explore.json?source=wild").get_data())
    assert "<script>x" not in json.dumps(page["html"])


def test_the_account_tells_of_signs_that_were_replaced(door: FlaskClient) -> None:
    from app.queries import current

    with door.application.app_context():
        assert "told.unfit" in set(current().data.run("SELECT code FROM doubt")["code"])


def test_files_of_earlier_editions_are_never_written_as_they_were(tmp_path: Path) -> None:
    """No module but app.exports writes CSV or XLSX by itself: all of their cells go through one function."""
    root = Path(__file__).resolve().parents[1] / "app"
    direct = re.compile(r"csv\.writer\(|\.to_csv\(|\.to_excel\(|xlsxwriter|DictWriter")
    found = {p.relative_to(root).as_posix() for p in root.rglob("*.py") if direct.search(p.read_text(encoding="utf-8"))}
    assert found == {"cells.py", "exports/workbook.py"}
