"""The benchmark runs, its data say that they are none, and two runs can be set beside each other."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.bench import compared, sizes_of, table
from app.core import modes
from app.intake.builder import context_of
from app.intake.layouts import synthetic
from app.intake.reference import Reference
from app.settings import Settings

CONTEXT = context_of(Reference(Settings().reference), dt.date(2026, 1, 1))


def test_a_small_store_is_measured_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.json"
    assert main(["bench", "--rows", "1k", "--users", "2", "--seconds", "3", "--json", str(path)]) == 0
    found = json.loads(path.read_text())["runs"]["1000"]
    assert len(found) == 7 and all(value >= 0 for group in found.values() for value in group.values())
    crowd = next(group for name, group in found.items() if "users" in name)
    assert crowd["errors"] == 0 and crowd["clicks"] >= 2 and found["build"]["rows a second"] > 0
    printed = capsys.readouterr().out
    assert "flows, p95 ms" in printed and "times as long as by hand" in printed
    assert main(["bench", "--compare", str(path), str(path)]) == 0
    assert "x1.00" in capsys.readouterr().out


def test_synthetic_records_are_the_same_for_a_seed_and_say_what_they_are() -> None:
    one, again, other = (synthetic.synthetic_events(3000, seed, CONTEXT) for seed in (1, 1, 2))
    assert one.equals(again) and not one.equals(other)
    assert one["event_id"].is_unique and one["title"].str.contains("no seizure").all()
    assert set(one["mode"]) <= set(modes.MODES) and set(one["precision"]) <= set(modes.PRECISIONS)
    assert set(one["form"]) <= set(modes.FORMS) and one["date"].between("2010", "2026").all()
    assert 0.25 < one["departure"].notna().mean() < 0.4 and one["kg"].max() > 1000 * one["kg"].median()
    assert one["lat"].notna().all() and one["lon"].between(-180, 180).all()
    assert not (one["transits"] == one["departure"]).any()
    assert one["seizure"].value_counts(normalize=True).iloc[0] > 0.15


def test_synthetic_records_are_never_among_the_shipped_sources() -> None:
    shipped = [path.read_text(encoding="utf-8") for path in Settings().sources.glob("*/source.toml")]
    assert shipped and not any("synthetic" in text for text in shipped)


@pytest.mark.parametrize("text", ["", "0", "ten", "1g", "100m"])
def test_a_size_that_is_none_is_named(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="number of events"):
        sizes_of(text)
    assert main(["bench", "--rows", text]) == 2 and "100k,1m" in capsys.readouterr().err


def test_tables_set_sizes_and_runs_beside_each_other() -> None:
    runs = {"100": {"g": {"a": 2.0}}, "1000": {"g": {"a": 5.0}}}
    assert "x2.5" in table(runs)
    assert "x0.50" in compared({"100": {"g": {"a": 4.0}}}, {"100": {"g": {"a": 2.0}}, "7": {}})
