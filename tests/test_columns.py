"""The file of columns that processes have in common: it holds what the store's table holds, and its faults cost time
only."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.column_store import ChainIndex, Column
from app.stores import columns

MADE = {
    "mode": Column(np.array([0, 1, -1, 0], dtype=np.int8), ["air", "ä land"]),
    "mx": Column(np.array([0.25, 0.5, 0.75, 1.0])),
    "none": Column(np.empty(0, dtype=np.int32)),
}


def packed() -> list[tuple[str, ...]]:
    return [(name, *column.packed().values()) for name, column in MADE.items()]


def never() -> list[tuple[str, ...]]:
    raise AssertionError("the store was asked")


def mapped(values: object) -> bool:
    """Whether an array is part of a mapped file."""
    while values is not None and not isinstance(values, np.memmap):
        values = getattr(values, "base", None)
    return values is not None


def held(found: dict[str, Column]) -> dict[str, tuple[str, list[float], list[str] | None]]:
    return {name: (one.values.dtype.str, one.values.tolist(), one.codes) for name, one in found.items()}


def test_the_file_is_made_once_and_read_by_all(tmp_path: Path) -> None:
    first = columns.columns_of(tmp_path, "v1", packed)
    assert held(first) == held(MADE) and [p.name for p in (tmp_path / "columns").iterdir()] == ["v1.bin"]
    again = columns.columns_of(tmp_path, "v1", never)
    assert held(again) == held(MADE) and mapped(again["mx"].values)
    with pytest.raises(ValueError, match="read-only"):
        again["mode"].values[0] = 1


@pytest.mark.parametrize("size", [0, 4, 40, -1, -9])
def test_a_file_that_is_cut_off_is_made_anew(tmp_path: Path, size: int) -> None:
    columns.columns_of(tmp_path, "v1", packed)
    path = tmp_path / "columns" / "v1.bin"
    path.write_bytes(path.read_bytes()[:size])
    assert held(columns.columns_of(tmp_path, "v1", packed)) == held(MADE)
    assert held(columns.columns_of(tmp_path, "v1", never)) == held(MADE)


def test_where_nothing_can_be_written_a_process_has_them_for_itself(tmp_path: Path) -> None:
    (tmp_path / "columns").write_text("a file where the folder should be")
    assert held(columns.columns_of(tmp_path, "v1", packed)) == held(MADE)
    assert [p.name for p in tmp_path.iterdir()] == ["columns"]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_parts: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(columns, "fill", full)
    assert held(columns.columns_of(tmp_path, "v1", packed)) == held(MADE)
    assert list((tmp_path / "columns").iterdir()) == []


def test_other_rows_have_another_name() -> None:
    other = [
        ("mode", *Column(np.array([1, 0, -1, 0], dtype=np.int8), ["air", "ä land"]).packed().values()),
        *packed()[1:],
    ]
    assert columns.name_of(packed()) == columns.name_of(packed()) != columns.name_of(other)


def test_what_a_killed_writer_left_goes(tmp_path: Path) -> None:
    (tmp_path / "columns").mkdir()
    left, fresh = (tmp_path / "columns" / f".{name}.new" for name in ("left", "fresh"))
    left.write_bytes(b"0"), fresh.write_bytes(b"0")
    os.utime(left, (1, 1))
    columns.columns_of(tmp_path, "v1", packed)
    assert fresh.exists() and not left.exists()


def test_old_versions_go_and_the_newest_stay(tmp_path: Path) -> None:
    for n in range(columns.KEEP + 3):
        columns.columns_of(tmp_path, f"v{n}", packed)
        os.utime(tmp_path / "columns" / f"v{n}.bin", (n, n))
    assert sorted(p.name for p in (tmp_path / "columns").iterdir()) == [f"v{n}.bin" for n in (2, 3, 4)]


@given(st.lists(st.lists(st.integers(0, 9), max_size=4, unique=True), min_size=1, max_size=12))
def test_what_chains_have_turned_round_says_the_same(chains: list[list[int]]) -> None:
    pairs = [(chain, value) for chain, values in enumerate(chains) for value in values]
    chain, value = (np.array([pair[i] for pair in pairs], dtype=np.int32) for i in (0, 1))
    turned = ChainIndex.from_rows(chain, value, len(chains)).transposed()
    for number in range(len(turned.begin) - 1):
        held, _place = turned.take(np.array([number]))
        assert held.tolist() == [chain for chain, values in enumerate(chains) if number in values]


def test_a_flipped_bit_anywhere_is_seen_and_the_file_made_anew(tmp_path: Path) -> None:
    columns.columns_of(tmp_path, "v1", packed)
    path = tmp_path / "columns" / "v1.bin"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(ValueError, match="damaged"):
            columns.read(path)
        assert held(columns.columns_of(tmp_path, "v1", packed)) == held(MADE)
        assert path.read_bytes() == whole
