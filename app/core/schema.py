"""What a row of each table must be, and every fault found in a file, all at once.

A frame here holds the TEXT of the file (blank = ""), indexed by the file's own row number (the header is row
1). A check never changes a value; it names file, row, field, value, what is wrong and how to mend it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

import pandas as pd

from app.core import dates

Test = Callable[[pd.Series], pd.Series]
#: What a source states of an event; the other columns are worked out from these.
STATED = (
    "date", "date_precision", "mode", "submode", "form", "production", "departure", "departure_basis",
    "departure_place", "transits", "seizure", "place", "precision", "lat", "lon", "destination", "destination_place",
    "kg", "kg_min", "kg_max", "material_kg", "approximate", "concealment", "coload", "agencies", "operation", "arrests",
    "title", "publisher", "url", "source_date", "confidence", "confidence_note",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one cell (or, with row 0, in the file as a whole)."""

    file: str
    row: int
    field: str
    value: str
    problem: str
    fix: str

    def __str__(self) -> str:
        where = f", row {self.row}" if self.row else ""
        what = f", {self.field} = {self.value!r}" if self.field or self.value else ""
        return f"{self.file}{where}{what}: {self.problem}. {self.fix}."


@dataclass(frozen=True)
class Rule:
    """A test over one column's text; ``ok`` is true where the cell is right. Blanks pass unless ``needed``."""

    field: str
    ok: Test
    problem: str
    fix: str
    needed: bool = False


def one_of(field: str, codes: Collection[str], needed: bool = False) -> Rule:
    """The cell holds one of the codes."""
    shown = ", ".join(sorted(codes)) if len(codes) < 20 else "ISO 3166-1 alpha-2 codes such as BR"
    return Rule(field, lambda s: s.isin(codes), "unknown code", f"Use one of: {shown}", needed)


def many_of(field: str, codes: Collection[str], limit: int) -> Rule:
    """The cell holds at most ``limit`` codes, separated by semicolons."""

    def ok(cells: pd.Series) -> pd.Series:
        return cells.map(lambda c: (p := c.split(";")) and len(p) <= limit and all(x in codes for x in p))

    return Rule(field, ok, "unknown code in the list", f"Use at most {limit} country codes separated by ';'")


def number(field: str, low: float, high: float, needed: bool = False) -> Rule:
    """The cell is a plain number within bounds."""

    def ok(cells: pd.Series) -> pd.Series:
        return pd.to_numeric(cells, errors="coerce").between(low, high)

    return Rule(field, ok, "not a number in range", f"Give a plain number from {low:g} to {high:g}", needed)


def date(field: str, today: dt.date, needed: bool = False) -> Rule:
    """The cell is an ISO year, month or day that does not lie in the future."""

    def ok(cells: pd.Series) -> pd.Series:
        return cells.map(lambda c: dates.is_date(c) and dates.day_range(c)[0] <= today)

    return Rule(
        field,
        ok,
        "no date, or a date in the future",
        f"Give YYYY, YYYY-MM or YYYY-MM-DD, not after {today.isoformat()}",
        needed,
    )


def filled(field: str) -> Rule:
    """The cell is not blank."""
    return Rule(field, lambda s: s != "", "blank", "This field is required", needed=True)


def link(field: str) -> Rule:
    """The cell is a web address; anything else (javascript:, data:) must never become a link."""
    return Rule(
        field,
        lambda s: s.str.match(r"https?://\S+$"),
        "not a web address",
        "Give an address that begins with http:// or https://",
        needed=True,
    )


def missing_columns(file: str, frame: pd.DataFrame, columns: Collection[str]) -> list[Fault]:
    """One fault per column that the layout needs and the file lacks, and per column nobody declared."""
    gone = [
        Fault(file, 1, c, "", "column missing", "Add the column to the header")
        for c in columns
        if c not in frame.columns
    ]
    extra = [
        Fault(file, 1, c, "", "column not declared", "Remove it, or list it in source.toml under 'ignored'")
        for c in frame.columns
        if c not in columns
    ]
    return gone + extra


def repeated(file: str, frame: pd.DataFrame, field: str) -> list[Fault]:
    """A key that stands twice."""
    twice = frame.loc[frame[field].duplicated(), field]
    return [
        Fault(file, int(r), field, v, "key stands twice", "Give each row a key of its own") for r, v in twice.items()
    ]


def broken(file: str, frame: pd.DataFrame, rule: Rule) -> list[Fault]:
    """The faults of one rule over one frame."""
    cells = frame[rule.field]
    wrong = cells[(~rule.ok(cells).astype(bool)) & ((cells != "") | rule.needed)]
    return [
        Fault(file, int(row), rule.field, value, "blank" if value == "" else rule.problem, rule.fix)
        for row, value in wrong.items()
    ]


def check(file: str, frame: pd.DataFrame, rules: Collection[Rule]) -> list[Fault]:
    """All wrong cells of a frame. Rules are tried only on columns that exist, so one fault never hides another."""
    return [fault for rule in rules if rule.field in frame.columns for fault in broken(file, frame, rule)]
