"""Whatever stands in a table: each row is told once, the four sum to the file, and what lands is in range."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.message import Refused
from app.intake.plan.planner import plan_import
from app.intake.rows.choices import Choices
from app.intake.rows.editions import compare
from app.settings import Settings
from tests.intake.conftest import CONTEXT

DATES = st.sampled_from(["2021-03-25", "25/03/2021", "13 de marzo de 2022", "", "nunca", "2021", "31/02/2020", "44280"])
PLACES = st.sampled_from(["Perú", "Ecuador", "Total", "", "Atlántida", "BR", "EU", "Desconocido", "<b>x</b>"])
DRUGS = st.sampled_from(["Cocaína", "Heroína", "Hoja de coca", "TOTAL", "", "Cocaína y heroína", "crack"])
AMOUNTS = st.one_of(st.sampled_from(["1.250,5", "12", "-3", "", "--", "abc", "5 g", "1e400"]), st.text(max_size=6))
ROWS = st.lists(st.tuples(DATES, PLACES, DRUGS, AMOUNTS), min_size=1, max_size=25)


def written(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Fecha", "País", "Droga", "Cantidad (kg)"), *rows])
    return path


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_the_account_always_sums_and_what_lands_is_in_range(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = written(tmp_path / "rows.csv", rows)
    try:
        made = plan_import(path, Settings(), CONTEXT, Choices.from_json({"day_first": True, "decimal": ","}))
    except Refused:
        return
    account = made.account
    assert sum(made.counts().values()) == len(account) == account["row"].nunique()
    assert len(account) >= len([row for row in rows if any(cell.strip() for cell in row)])
    for read in made.reads:
        events = read.found.events
        kept = account[account["outcome"].isin(["accepted", "repaired"])]
        assert sorted(events["row"] if len(events) else []) == sorted(kept["row"])
        if len(events):
            assert events["event_id"].is_unique and set(events["event_id"]) == set(kept["event_id"])
            assert events["seizure"].str.fullmatch("[A-Z]{2}").all() and (events["kg"].dropna() >= 0).all()
            assert events["date"].between("1900", "2026-11-24").all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y"]), st.sampled_from([1.0, 2.0, None]))),
    st.data(),
)
def test_editions_add_up_on_both_sides(rows: list[tuple[str, str, float | None]], data: st.DataObject) -> None:
    def events(some: list[tuple[str, str, float | None]], name: str) -> pd.DataFrame:
        blank = dict.fromkeys(["mode", "submode", "production", "departure", "destination", "concealment", "form"], "")
        held = [
            {
                **blank,
                "event_id": f"{name}{n}",
                "date": "2021-01-0" + str(1 + "abc".index(d)),
                "place": p,
                "kg": k,
                "seizure": "PE",
            }
            for n, (d, p, k) in enumerate(some)
        ]
        return pd.DataFrame(held, columns=["event_id", "date", "place", "kg", "seizure", *blank]).astype({"kg": float})

    other = data.draw(st.permutations(rows))[: data.draw(st.integers(0, len(rows)))]
    found = compare(events(rows, "o"), events(list(other), "n"))
    counts = found.counts()
    assert counts["same"] + counts["changed"] + counts["added"] == len(other)
    assert counts["same"] + counts["changed"] + counts["withdrawn"] == len(rows)
    if rows:
        same = compare(events(rows, "o"), events(rows, "n")).counts()
        assert same == {"added": 0, "changed": 0, "withdrawn": 0, "same": len(rows)}
