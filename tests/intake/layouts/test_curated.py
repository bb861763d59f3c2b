"""The curated layout with faults put in: each is named by file, row, field and value, and none hides another."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core import corridors
from app.core.schema import Fault
from app.intake.layouts import ImportContext, curated
from app.intake.reference import Reference
from app.settings import Settings
from tests.recount import ROWS

REAL = Settings().sources / "curated"
TODAY = dt.date(2026, 7, 1)
CODES = Reference(Settings().reference).codes


@dataclass
class Copy:
    """A copy of the four files in which cells can be changed; rows are numbered as a person sees them."""

    folder: Path

    def rows(self, file: str) -> list[list[str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    def write(self, file: str, rows: list[list[str]]) -> None:
        with (self.folder / file).open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)

    def put(self, file: str, row: int, **cells: str) -> None:
        rows = self.rows(file)
        for field, value in cells.items():
            rows[row - 1][rows[0].index(field)] = value
        self.write(file, rows)

    def cell(self, file: str, row: int, field: str) -> str:
        rows = self.rows(file)
        return rows[row - 1][rows[0].index(field)]

    def lines(self, file: str, change: Callable[[list[str]], list[str]]) -> None:
        path = self.folder / file
        path.write_text("".join(change(path.read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8")

    def faults(self) -> list[Fault]:
        metadata = tomllib.loads((self.folder / "source.toml").read_text(encoding="utf-8"))
        found = curated.read(self.folder, metadata, ImportContext(CODES, TODAY))
        assert bool(found.faults) != bool(found.tables), "a source with a fault gives no table"
        return found.faults

    def named(self) -> set[tuple[str, int, str, str]]:
        return {(f.file, f.row, f.field, f.value) for f in self.faults()}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(Path(shutil.copytree(REAL, tmp_path / "curated")))


def test_the_real_files_have_no_fault(copy: Copy) -> None:
    assert copy.faults() == []


NODES = "EC:Guayaquil@-2.28,-79.91;BE:Antwerp@51.27,4.35"


@pytest.mark.parametrize(
    ("file", "row", "field", "value"),
    [
        ("events.csv", 2, "seizure_country", "ZZ"),
        ("events.csv", 348, "seizure_country", ""),
        ("events.csv", 10, "origin_country", "Ecuador"),
        ("events.csv", 10, "destination_country", "be"),
        ("events.csv", 11, "transit_countries", "PA;ZZ"),
        ("events.csv", 11, "transit_countries", "PA,CR"),
        ("events.csv", 11, "transit_countries", ";".join(["PA"] * 7)),
        ("events.csv", 12, "source_date", "2026-07-02"),
        ("events.csv", 13, "quantity_kg", "-5"),
        ("events.csv", 13, "quantity_kg", "1,200"),
        ("events.csv", 13, "quantity_kg", "about 5"),
        ("events.csv", 13, "quantity_min", "-1"),
        ("events.csv", 14, "lat", "91"),
        ("events.csv", 14, "lon", "-181"),
        ("events.csv", 14, "lat", ""),
        ("events.csv", 15, "source_url", "javascript:alert(1)"),
        ("events.csv", 15, "source_url", ""),
        ("events.csv", 16, "mode", "submarine"),
        ("events.csv", 16, "location_precision", "harbour"),
        ("events.csv", 16, "drug_form", "powder"),
        ("events.csv", 16, "drug_form", ""),
        ("events.csv", 17, "record_type", "sum"),
        ("events.csv", 17, "origin_basis", "guessed"),
        ("events.csv", 17, "confidence", "certain"),
        ("events.csv", 17, "arrests", "-1"),
        ("events.csv", 18, "place", ""),
        ("events.csv", 18, "event_id", ""),
        ("reports.csv", 5, "event_id", "CSE-1999-0001"),
        ("reports.csv", 6, "source_url", "data:text/html,x"),
        ("corridors.csv", 3, "nodes", "Santos to Antwerp"),
        ("corridors.csv", 3, "nodes", ""),
        ("corridors.csv", 3, "nodes", NODES.replace("EC", "ZZ")),
        ("corridors.csv", 3, "nodes", NODES.replace("51.27", "91")),
        ("corridors.csv", 3, "nodes", NODES.replace("4.35", "999")),
        ("corridors.csv", 3, "nodes", NODES.replace("-2.28", "-2.2.8")),
        ("corridors.csv", 4, "kind", "rumour"),
        ("corridors.csv", 4, "countries", "EC;Belgium"),
        ("corridors.csv", 5, "source_url", "www.example.org"),
        ("corridors.csv", 5, "name", ""),
        ("country_year.csv", 7, "value", "many"),
        ("country_year.csv", 7, "value", ""),
        ("country_year.csv", 8, "iso2", "XX"),
        ("country_year.csv", 8, "unit", ""),
        ("country_year.csv", 9, "source_url", "javascript:void(0)"),
    ],
)
def test_a_bad_cell_is_named_where_it_stands(copy: Copy, file: str, row: int, field: str, value: str) -> None:
    copy.put(file, row, **{field: value})
    named = {found for found in copy.named() if found[0] == file}
    assert named == {(file, row, field, value)}


def test_a_date_in_the_future_is_named(copy: Copy) -> None:
    copy.put("events.csv", 20, date="2026-07-02", date_precision="day")
    copy.put("events.csv", 21, date="2027", date_precision="year")
    assert copy.named() == {("events.csv", 20, "date", "2026-07-02"), ("events.csv", 21, "date", "2027")}
    copy.put("events.csv", 20, date="2026-07-01")
    copy.put("events.csv", 21, date="2026")
    assert copy.faults() == []


@pytest.mark.parametrize(("date", "precision"), [("2021-02", "day"), ("2021", "month"), ("2021-02-03", "year")])
def test_a_date_is_as_precise_as_it_claims(copy: Copy, date: str, precision: str) -> None:
    copy.put("events.csv", 30, date=date, date_precision=precision)
    assert copy.named() == {("events.csv", 30, "date_precision", precision)}
    assert date in str(copy.faults()[0])


def test_the_least_weight_is_not_above_the_greatest(copy: Copy) -> None:
    copy.put("events.csv", 40, quantity_min="500", quantity_max="400")
    assert copy.named() == {("events.csv", 40, "quantity_min", "500")}
    copy.put("events.csv", 40, quantity_max="500")
    assert copy.faults() == []


@pytest.mark.parametrize(("file", "key"), [("events.csv", "event_id"), ("corridors.csv", "corridor_id")])
def test_a_key_that_stands_twice_is_named_where_it_stands_again(copy: Copy, file: str, key: str) -> None:
    twice = copy.cell(file, 5, key)
    copy.put(file, 9, **{key: twice})
    assert {found for found in copy.named() if found[0] == file} == {(file, 9, key, twice)}


@pytest.mark.parametrize("file", ["events.csv", "reports.csv", "corridors.csv", "country_year.csv"])
def test_a_missing_and_an_undeclared_column_are_named(copy: Copy, file: str) -> None:
    rows = copy.rows(file)
    gone, rows[0][-1] = rows[0][-1], "remark"
    copy.write(file, rows)
    assert copy.named() == {(file, 1, gone, ""), (file, 1, "remark", "")}


def test_a_column_that_the_source_declares_as_ignored_is_no_fault(copy: Copy) -> None:
    header, *rows = copy.rows("reports.csv")
    copy.write("reports.csv", [[*header, "remark"], *([*row, "x"] for row in rows)])
    assert copy.named() == {("reports.csv", 1, "remark", "")}
    copy.lines("source.toml", lambda lines: [line.replace("reports = []", 'reports = ["remark"]') for line in lines])
    assert copy.faults() == []


@pytest.mark.parametrize("file", ["events.csv", "reports.csv", "corridors.csv", "country_year.csv"])
def test_a_truncated_file_does_not_build_in_silence(copy: Copy, file: str) -> None:
    copy.lines(file, lambda lines: lines[: len(lines) // 4])
    found = [f for f in copy.faults() if f.file == file]
    assert [(f.row, f.field) for f in found] == [(0, "")]
    assert "rows" in found[0].problem or "read" in found[0].problem


def test_a_file_cut_within_its_last_row_is_named(copy: Copy) -> None:
    path = copy.folder / "events.csv"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(text[: text.rindex("\n") + 120], encoding="utf-8")
    faults = [f for f in copy.faults() if f.file == "events.csv"]
    assert faults and {f.row for f in faults} <= {0, ROWS + 1}


def test_a_file_that_is_not_utf_8_is_named(copy: Copy) -> None:
    path = copy.folder / "events.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))
    faults = [f for f in copy.faults() if f.file == "events.csv"]
    assert [f.row for f in faults] == [0]
    assert "UTF-8" in faults[0].problem


@pytest.mark.parametrize("file", ["events.csv", "country_year.csv"])
def test_a_missing_and_an_empty_file_are_named(copy: Copy, file: str) -> None:
    (copy.folder / file).write_text("", encoding="utf-8")
    assert [(f.row, f.file) for f in copy.faults() if f.file == file] == [(0, file)]
    (copy.folder / file).unlink()
    assert [(f.row, f.problem) for f in copy.faults() if f.file == file] == [(0, "file missing")]


def test_faults_of_all_files_are_named_at_once(copy: Copy) -> None:
    copy.put("events.csv", 2, seizure_country="ZZ", quantity_kg="-5")
    copy.put("events.csv", 3, source_url="javascript:x", lat="95")
    copy.put("reports.csv", 2, event_id="CSE-0")
    copy.put("corridors.csv", 2, nodes="nowhere")
    copy.put("country_year.csv", 2, value="x")
    assert copy.named() == {
        ("events.csv", 2, "seizure_country", "ZZ"),
        ("events.csv", 2, "quantity_kg", "-5"),
        ("events.csv", 3, "source_url", "javascript:x"),
        ("events.csv", 3, "lat", "95"),
        ("reports.csv", 2, "event_id", "CSE-0"),
        ("corridors.csv", 2, "nodes", "nowhere"),
        ("country_year.csv", 2, "value", "x"),
    }


def test_a_fault_of_a_file_as_a_whole_does_not_hide_those_of_cells(copy: Copy) -> None:
    copy.put("events.csv", 2, seizure_country="ZZ")
    rows = copy.rows("reports.csv")
    copy.write("reports.csv", [row[:-1] for row in rows])
    copy.lines("corridors.csv", lambda lines: lines[:9])
    named = copy.named()
    assert ("reports.csv", 1, "supports_fields", "") in named
    assert any(file == "corridors.csv" and row == 0 for file, row, _, _ in named)
    assert ("events.csv", 2, "seizure_country", "ZZ") in named


@pytest.mark.parametrize("damage", ["gone", "empty", "date", "event_id", "cell too many"])
def test_one_fault_is_not_named_again_for_each_row_that_depends_on_it(copy: Copy, damage: str) -> None:
    reported = copy.cell("reports.csv", 2, "event_id")
    if damage in ("gone", "empty"):
        (copy.folder / "events.csv").write_text("", encoding="utf-8")
    if damage == "gone":
        (copy.folder / "events.csv").unlink()
    elif damage == "cell too many":
        copy.lines(
            "events.csv",
            lambda lines: [line.rstrip("\n") + ",surplus\n" if line.startswith(reported) else line for line in lines],
        )
    elif damage != "empty":
        copy.put("events.csv", 1, **{damage: "renamed"})
    assert {f.file for f in copy.faults()} == {"events.csv"}
    assert len(copy.faults()) <= 2


@pytest.mark.parametrize("file", ["events.csv", "reports.csv"])
def test_a_heading_that_stands_twice_is_named(copy: Copy, file: str) -> None:
    copy.write(file, [[*row, row[1]] for row in copy.rows(file)])
    twice = copy.cell(file, 1, copy.rows(file)[0][-1])
    assert [(f.file, f.row, f.field) for f in copy.faults()] == [(file, 1, twice)]


def test_a_blank_line_does_not_shift_the_row_number(copy: Copy) -> None:
    copy.put("events.csv", 10, seizure_country="ZZ")
    copy.lines("events.csv", lambda lines: [*lines[:5], "\n", *lines[5:]])
    assert copy.named() == {("events.csv", 11, "seizure_country", "ZZ")}


@pytest.mark.parametrize("row", [2, 9])
def test_a_row_with_a_cell_too_many_is_the_only_one_named(copy: Copy, row: int) -> None:
    copy.lines(
        "country_year.csv",
        lambda lines: [line.rstrip("\n") + ",surplus\n" if i == row - 1 else line for i, line in enumerate(lines)],
    )
    faults = [f for f in copy.faults() if f.file == "country_year.csv"]
    assert faults and {f.row for f in faults} <= {0, row}


def test_cells_are_read_without_their_outer_blanks(copy: Copy) -> None:
    copy.put("events.csv", 2, seizure_country=" DE ", place="Hamburg ")
    assert copy.faults() == []


def test_a_byte_order_mark_is_no_fault(copy: Copy) -> None:
    path = copy.folder / "events.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert copy.faults() == []


def test_a_corridor_s_nodes_are_read_in_order() -> None:
    assert corridors.parse_nodes(NODES) == [
        {"country": "EC", "name": "Guayaquil", "lat": -2.28, "lon": -79.91},
        {"country": "BE", "name": "Antwerp", "lat": 51.27, "lon": 4.35},
    ]
    assert corridors.parse_nodes("nowhere") == []


@pytest.mark.parametrize("sign", ["\x07", "\ufffe", "\uffff"])
def test_a_sign_that_no_document_can_hold_is_named_where_it_stands(copy: Copy, sign: str) -> None:
    copy.put("events.csv", 7, place=f"Ant{sign}werp")
    assert ("events.csv", 7, "place", "Ant werp") in copy.named()
