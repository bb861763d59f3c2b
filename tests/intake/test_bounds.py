"""Small files that ask for a thousand times their size: each is refused in words, or read, within little memory as the
operating system counts it."""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.message import Refused
from app.intake import formats
from app.intake.formats import limits, workbooks
from app.settings import ROOT
from tests.intake.conftest import Write, planned

HEAD = ["Date", "Country", "City", "Drug", "kg"]
ROW = ["2021-03-25", "Peru", "Callao", "Cocaine", 12.5]
#: Memory that reading any of these files may take, in MB, the program itself (some 180 MB) with it.
MOST_MB = 600


def book(**cells: object) -> bytes:
    """A workbook with a table of two rows, and further cells by their address."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD, ROW):
        made.active.append(row)
    for address, value in cells.items():
        made.active[address] = value
    made.save(out)
    return out.getvalue()


def zipped(content: bytes, name: str = "t.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def moved(content: bytes) -> bytes:
    """A workbook whose sheet lies where no program puts it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).replace(b"worksheets/sheet1.xml", b"other/sheet1.xml")
            new.writestr(name.replace("worksheets/", "other/"), text)
    return out.getvalue()


def rewritten(
    content: bytes, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml", encoding: str = "utf-8"
) -> bytes:
    """A workbook with another text of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode(encoding) if name == part else text)
    return out.getvalue()


def parquet(rows: int) -> bytes:
    out = io.BytesIO()
    table = pyarrow.table({name: pyarrow.DictionaryArray.from_arrays([0] * rows, ["x"]) for name in HEAD[:2]})
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def wide_then_narrow() -> bytes:
    return (",".join(HEAD) + "," * 1900 + "\n" + "1\n" * 100_000).encode()


#: name -> (the file, the code of its refusal)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "commas.csv": (lambda: b"," * 980_000, "too_wide"),
    "ragged.csv": (wide_then_narrow, "uneven"),
    "semicolons.csv": (lambda: b"a;b\n" + b";" * 3000 + b"\n", "too_wide"),
    "bomb.zip": (lambda: zipped(b"0" * 400_000_000), "bomb"),
    "bomb.csv.gz": (lambda: gzip.compress(b"a,b\n" * 100_000_000, 9), "bomb"),
    "nested.gz": (lambda: gzip.compress(gzip.compress(b"x" * 300_000_000, 9), 9), "bomb"),
    "far.xlsx": (lambda: book(XFD1048576="x"), "stray_cell"),
    "wide.xlsx": (lambda: book(XFD1="x"), "stray_cell"),
    "quoted.xlsx": (
        lambda: rewritten(book(XFD1048576="x"), lambda text: text.replace('r="XFD1048576"', "\n r = 'XFD1048576'")),
        "stray_cell",
    ),
    "row.xlsx": (
        lambda: rewritten(book(), lambda text: text.replace('<row r="2"', '<row r="4294967290"')),
        "no_such_row",
    ),
    "row-and-stray.xlsx": (
        lambda: rewritten(book(D1048576="x"), lambda text: text.replace('<row r="1048576"', '<row r="999999999999"')),
        "no_such_row",
    ),
    "tab.xlsx": (
        lambda: rewritten(book(XFD1048576="x"), lambda text: text.replace('<c r="XFD', '<c\tr="XFD')),
        "stray_cell",
    ),
    "elsewhere.xlsx": (lambda: moved(book(XFD1048576="x")), "stray_cell"),
    "utf16.xlsx": (lambda: rewritten(book(), str, encoding="utf-16"), "no_table"),
    "empty.xlsx": (lambda: rewritten(book(), lambda text: re.sub("<row.*</row>", "", text)), "no_table"),
    "spaces.xlsx": (
        lambda: rewritten(book(), lambda text: text.replace("</sheetData>", " " * 300_000_000 + "</sheetData>")),
        "bomb",
    ),
    "keys.json": (lambda: json.dumps([{f"k{n}": 1} for n in range(50_000)]).encode(), "uneven"),
    "keys.geojson": (
        lambda: json.dumps(
            {"features": [{"properties": {f"k{n % 1999}": 1}} for n in range(60_000)], "type": "FeatureCollection"}
        ).encode(),
        "uneven",
    ),
    "deep.json": (lambda: b"[" * 200_000, "json"),
    "deep.geojson": (lambda: b'{"a":' * 100_000, "geojson"),
    "long.parquet": (lambda: parquet(40_000_000), "too_many_cells"),
    "offset.zip": (lambda: zipped(b"Date,kg\n")[:-12] + b"\xff\xff\xff\x7f" + zipped(b"x")[-8:], "packed"),
    "long.csv": (lambda: b'a,b\n"' + b"x" * 1_100_000 + b'",1\n', "csv"),
}
READ = """
import re, sys
from pathlib import Path
from app.core.message import Refused
from app.intake import formats
try:
    for sheet in formats.read(Path(sys.argv[1])):
        print("read", sheet.cells.shape)
except Refused as refused:
    print(refused.notes[0].code.removeprefix("refused."))
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def read_apart(path: Path) -> tuple[str, int]:
    """What becomes of a file in a process of its own, and the memory in MB that it took."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    said, mb = done.stdout.split("\n")[:2]
    return said, int(mb)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_small_file_never_takes_the_machine(write: Write, name: str) -> None:
    make, code = HOSTILE[name]
    said, mb = read_apart(write(name, make()))
    assert said == code and mb < MOST_MB


@pytest.mark.parametrize("address", ["C1048576", "A1048576", "E900000", "CA1048000"])
def test_a_stray_cell_far_below_is_read_where_it_stands(write: Write, address: str) -> None:
    path = write("stray.xlsx", book(**{address: "a note"}))
    said, mb = read_apart(path)
    assert said.startswith("read (3, ") and mb < MOST_MB
    (sheet,) = formats.read(path)
    assert sheet.cells.index.tolist() == [1, 2, int(re.sub(r"\D", "", address))]
    assert planned(path).reads[0].found.events["kg"].tolist() == [12.5]


def test_rows_of_a_sparse_sheet_are_those_of_a_dense_one() -> None:
    rows = dict(workbooks.dense(book(B9="x"))), dict(workbooks.sparse(book(B9="x")))
    dense, sparse = (
        [[at, *" ".join(map(formats._text, cells)).split()] for at, cells in held["Sheet"]] for held in rows
    )
    assert sparse == [row for row in dense if row[1:]] and len(dense) == 9


@given(st.lists(st.tuples(st.integers(1, 16_384), st.integers(1, 1_048_576)), min_size=1, max_size=20))
def test_the_extent_of_a_sheet_is_its_greatest_row_and_column(cells: list[tuple[int, int]]) -> None:
    addresses = [f"{workbooks.column_letters(column)}{row}" for column, row in cells]
    for usual in (True, False):
        extent = workbooks.Extent()
        text = "".join(
            f'<c r="{a}"><v>1</v></c>' if usual else f"<x:c t='n' r ='{a}'><x:v>1</x:v></x:c>" for a in addresses
        )
        extent.add(text.encode())
        assert (extent.column, extent.row) == (max(c for c, _r in cells), max(r for _c, r in cells))
        assert extent.cells >= len(cells)


def test_cells_without_an_address_are_taken_for_many() -> None:
    extent = workbooks.Extent()
    extent.add(b'<row r="1048576"><c t="n"><v>1</v></c></row>')
    assert (extent.row, extent.column) == (1_048_576, limits.MOST_COLUMNS)


def test_an_archive_whose_parts_are_larger_than_they_say_is_refused(write: Write) -> None:
    content = bytearray(zipped(b"Date,Country\n" * 1000))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (20).to_bytes(4, "little")
    with pytest.raises(Refused, match="packed"):
        formats.read(write("liar.zip", bytes(content)))


@given(st.binary(min_size=1, max_size=6), st.integers(0, 10_000))
def test_a_damaged_archive_is_refused_or_read(tmp_path_factory: pytest.TempPathFactory, patch: bytes, at: int) -> None:
    content = bytearray(zipped(b"Date,Country,Drug,kg\n2021-03-25,Peru,Cocaine,3\n" * 20))
    at %= len(content)
    content[at : at + len(patch)] = patch
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(bytes(content))
    try:
        formats.read(path)
    except Refused:
        return


UNFIT = ["\x07", "\x1b", "\ufffe", "\uffff"]


@pytest.mark.parametrize("sign", UNFIT)
def test_signs_that_no_document_holds_are_replaced_and_told(write: Write, sign: str) -> None:
    path = write("t.csv", ",".join(HEAD) + "\n" + f"2021-03-25,Peru,Cal{sign}lao,Cocaine,3\n" * 3)
    found = planned(path).reads[0].found
    assert set(found.events["place"]) == {"Cal lao"}
    assert [note.values["n"] for note in found.notes if note.code == "told.unfit"] == [3]


def test_half_a_sign_in_json_is_replaced_and_told(write: Write) -> None:
    row = {"Date": "2021-03-25", "Country": "Peru", "City": "Cal\ud800lao", "Drug": "Cocaine", "kg": 3}
    found = planned(write("t.json", json.dumps([row]))).reads[0].found
    assert found.events["place"].tolist() == ["Cal lao"]
    assert [note.values["n"] for note in found.notes if note.code == "told.unfit"] == [1]


def test_no_shipped_text_holds_such_a_sign(write: Write) -> None:
    found = planned(write("t.csv", ",".join(HEAD) + "\n2021-03-25,Peru,Callao,Cocaine,3\n")).reads[0].found
    assert "told.unfit" not in {note.code for note in found.notes}
