"""What a cell must be: each rule, and every fault at once."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from app.core import schema
from app.core.schema import Fault, Rule

TODAY = dt.date(2026, 6, 1)
CODES = frozenset(["BE", "EC", "NL"])


def column(*cells: str) -> pd.DataFrame:
    return pd.DataFrame({"cell": list(cells)}, index=pd.RangeIndex(2, len(cells) + 2))


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (schema.one_of("cell", CODES), ["BE", "EC"], ["ZZ", "be", "BE;EC", " "]),
        (schema.many_of("cell", CODES, 2), ["BE", "BE;EC"], ["ZZ", "BE;ZZ", "BE;EC;NL", "BE;", "BE, EC"]),
        (schema.number("cell", 0, 100), ["0", "100", "12.5", "1e1"], ["-1", "100.1", "1,000", "nan", "inf", "12 kg"]),
        (
            schema.date("cell", TODAY),
            ["2026", "2026-06", "2026-06-01", "1999-12-31"],
            ["2027", "2026-07", "2026-06-02", "1.6.2026", "2026-02-30", "soon"],
        ),
        (schema.filled("cell"), ["x", "0"], []),
        (
            schema.link("cell"),
            ["https://a.example/b?c=d#e", "http://a.example"],
            [
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://a.example",
                "a.example",
                "https://",
                "https://a b",
                " https://a.example",
                "JAVASCRIPT:https://a.example",
            ],
        ),
    ],
    ids=["one_of", "many_of", "number", "date", "filled", "link"],
)
def test_a_rule_names_the_bad_cells_and_passes_the_good(rule: Rule, good: list[str], bad: list[str]) -> None:
    frame = column(*good, *bad)
    faults = schema.broken("f.csv", frame, rule)
    assert [(f.row, f.value) for f in faults] == [(2 + len(good) + i, cell) for i, cell in enumerate(bad)]
    assert all(f.file == "f.csv" and f.field == "cell" and f.problem and f.fix for f in faults)


@pytest.mark.parametrize(
    "make",
    [
        lambda needed: schema.one_of("cell", CODES, needed),
        lambda needed: schema.number("cell", 0, 9, needed),
        lambda needed: schema.date("cell", TODAY, needed),
    ],
)
def test_a_blank_passes_unless_the_field_is_needed(make: object) -> None:
    assert schema.broken("f.csv", column("", ""), make(False)) == []  # type: ignore[operator]
    faults = schema.broken("f.csv", column("", ""), make(True))  # type: ignore[operator]
    assert [(f.row, f.problem) for f in faults] == [(2, "blank"), (3, "blank")]


@pytest.mark.parametrize("rule", [schema.filled("cell"), schema.link("cell")])
def test_a_required_field_may_not_be_blank(rule: Rule) -> None:
    assert [f.problem for f in schema.broken("f.csv", column(""), rule)] == ["blank"]


def test_a_missing_and_an_undeclared_column_are_both_named() -> None:
    faults = schema.missing_columns("f.csv", pd.DataFrame(columns=["a", "x"]), ["a", "b"])
    assert [(f.row, f.field, f.problem) for f in faults] == [
        (1, "b", "column missing"),
        (1, "x", "column not declared"),
    ]


def test_a_key_that_stands_twice_is_named_where_it_stands_again() -> None:
    faults = schema.repeated("f.csv", column("k1", "k2", "k1", "k1"), "cell")
    assert [(f.row, f.value) for f in faults] == [(4, "k1"), (5, "k1")]


def test_one_fault_never_hides_another_and_a_rule_for_a_missing_column_is_quiet() -> None:
    frame = pd.DataFrame({"country": ["ZZ", "BE", "QQ"], "kg": ["1", "-5", "x"]}, index=pd.RangeIndex(2, 5))
    rules = [schema.one_of("country", CODES), schema.number("kg", 0, 10), schema.filled("place")]
    faults = schema.check("f.csv", frame, rules)
    assert {(f.row, f.field, f.value) for f in faults} == {
        (2, "country", "ZZ"),
        (4, "country", "QQ"),
        (3, "kg", "-5"),
        (4, "kg", "x"),
    }


def test_a_fault_reads_as_a_sentence_with_file_row_field_and_value() -> None:
    said = str(Fault("events.csv", 7, "lat", "91", "not a number in range", "Give a number"))
    assert said == "events.csv, row 7, lat = '91': not a number in range. Give a number."


def test_a_check_never_changes_a_value() -> None:
    frame = column(" BE ", "x")
    before = frame.copy()
    schema.check("f.csv", frame, [schema.one_of("cell", CODES), schema.link("cell")])
    pd.testing.assert_frame_equal(frame, before)
