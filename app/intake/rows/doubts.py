"""What an analyst should look at before trusting a file. Nothing is dropped or changed on such grounds.

Each doubt names its rows. The rules were drawn from published files: whole submissions sent twice, one country under
two names, a unit that changes at a threshold (all below 1 "gram", all above "kilogram"), exports cut at a round limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

from app.core.message import Message
from app.core.text import join_columns, map_distinct, matching
from app.intake.values.places import Boxes, Gazetteer

#: Row counts at which exports are cut.
LIMITS = frozenset({1_000, 10_000, 50_000, 65_535, 100_000, 1_048_575})
#: A country's rows are called a repeated submission from so many rows, when nearly all of them stand twice.
SUBMISSION, NEARLY_ALL = 20, 0.95
#: So many rows on each side of 1 make a threshold of units; one over the other is a factor of a thousand.
SIDE = 20
_FORMULA = re.compile(r"[=@]\w|[+-][A-Za-z]+\(")
#: Degrees around a country's towns within which a point is no surprise: its waters.
MARGIN = 4.0
OUTLIER = 1_000.0


@dataclass(frozen=True)
class Doubt:
    """What to look at, and the rows behind it."""

    note: Message
    rows: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """Such as repeated, submission, two_names, unit_threshold, outlier, cut_short, elsewhere, swapped."""
        return self.note.code.removeprefix("doubt.")


def doubt(kind: str, mask: pd.Series, **values: Any) -> list[Doubt]:
    """One doubt about the rows where a mask is true; none when there are none."""
    rows = rows_of(mask)
    return [Doubt(Message(f"doubt.{kind}", n=len(rows), **values), rows)] if rows else []


def rows_of(mask: pd.Series) -> tuple[int, ...]:
    """Row numbers where a mask is true."""
    return tuple(int(row) for row in mask.index[mask])


def totals_apart(notes: Iterable[Message]) -> list[Doubt]:
    """Totals of the file that its rows do not sum to, out of what was told of it."""
    apart = [note for note in notes if note.code.startswith("told.total_differs")]
    return [Doubt(Message(f"doubt.{n.code.removeprefix('told.')}", **n.values), (int(n.values["row"]),)) for n in apart]


def repeated(rows: pd.DataFrame, country: pd.Series) -> list[Doubt]:
    """Rows that stand more than once word for word, and countries whose rows nearly all do."""
    joined = join_columns([rows[name] for name in rows], "\x1f") if len(rows.columns) else pd.Series(dtype=object)
    twice, again = joined.duplicated(keep=False), joined.duplicated()
    doubtful = doubt("repeated", again)
    for name, share in twice.groupby(country).agg(["mean", "size"]).iterrows():
        if name and share["size"] >= SUBMISSION and share["mean"] >= NEARLY_ALL:
            doubtful += doubt("submission", twice & (country == name), country=name)
    return doubtful


def two_names(rows: pd.DataFrame, country: pd.Series, code: pd.Series, column: str | None) -> list[Doubt]:
    """One country under two names with the same rows under both."""
    if column is None or rows.empty:
        return []
    rest = join_columns([rows[name] for name in rows if name != column] or [country], "\x1f")
    doubtful = []
    for shared, names in country.groupby(code).unique().items():
        bags = {name: tuple(sorted(rest[country == name])) for name in names} if len(names) > 1 and shared else {}
        for first in sorted(bags):
            for second in sorted(bags):
                if first < second and bags[first] == bags[second]:
                    doubtful += doubt("two_names", country == second, first=first, second=second)
    return doubtful


def unit_threshold(amount: pd.Series, unit: pd.Series, country: pd.Series) -> list[Doubt]:
    """Countries whose grams are all under 1 and whose kilograms are all at least 1: the unit follows the number."""
    doubtful = []
    for name in country[unit == "g"].unique():
        here = country == name
        grams, kilos = here & (unit == "g") & amount.notna(), here & (unit == "kg") & amount.notna()
        both = grams.sum() >= SIDE and kilos.sum() >= SIDE
        if both and (amount[grams] < 1).all() and (amount[kilos] >= 1).all():
            doubtful += doubt("unit_threshold", grams, country=name)
    return doubtful


def outliers(kg: pd.Series) -> list[Doubt]:
    """Weights a thousand times above nearly all others, and over a tonne."""
    known = kg.dropna()
    if len(known) < SIDE:
        return []
    far = (kg > OUTLIER * max(known.quantile(0.95), 1e-9)) & (kg > 1000)
    return doubt("outlier", far)


def cut_short(rows: pd.DataFrame) -> list[Doubt]:
    """A file of exactly so many rows as exports stop at."""
    if len(rows) not in LIMITS:
        return []
    return [Doubt(Message("doubt.cut_short", n=len(rows)))]


def doubts(
    rows: pd.DataFrame, column: str | None, country: pd.Series, code: pd.Series, amount: pd.Series, unit: pd.Series,
    kg: pd.Series,
) -> list[Doubt]:  # fmt: skip
    """Every doubt about the records of a table that their words and figures give; ``column`` holds the country."""
    return [
        *cut_short(rows),
        *repeated(rows, country),
        *two_names(rows, country, code, column),
        *unit_threshold(amount, unit, country),
        *outliers(kg),
        *formulas(rows),
    ]


def formulas(rows: pd.DataFrame) -> list[Doubt]:
    """Cells that a spreadsheet would run. Here they are text, and stay so."""
    is_formula = pd.Series(False, index=rows.index)
    for name in rows:
        is_formula |= matching(rows[name], "=@+-", _FORMULA.match)
    return doubt("formula", is_formula)


def misplaced(lat: pd.Series, lon: pd.Series, code: pd.Series, boxes: Boxes) -> list[Doubt]:
    """Points that lie far from their country, and would lie in it with the axes swapped or a sign turned. Points at sea
    are left alone: another reading of them lies in the country by chance alone."""
    lat, lon = lat.dropna(), lon[lat.notna()]
    code = code[lat.index]
    box = pd.DataFrame([boxes.get(c, (nan,) * 4) for c in code], index=code.index, columns=["s", "w", "n", "e"])

    def inside(y: pd.Series, x: pd.Series) -> pd.Series:
        return y.between(box["s"], box["n"]) & x.between(box["w"], box["e"])

    wide = box.assign(s=box["s"] - MARGIN, w=box["w"] - MARGIN, n=box["n"] + MARGIN, e=box["e"] + MARGIN)
    far = ~(lat.between(wide["s"], wide["n"]) & lon.between(wide["w"], wide["e"]))
    swapped = far & inside(lon, lat)
    turned = far & ~swapped & (inside(-lat, lon) | inside(lat, -lon) | inside(-lat, -lon))
    return doubt("swapped", swapped) + doubt("wrong_sign", turned)


def elsewhere(place: pd.Series, region: pd.Series, code: pd.Series, towns: Gazetteer) -> list[Doubt]:
    """Places that their country does not have and another one does: a row under the wrong country."""
    spoken = join_columns([code, place, region], "\x1f")
    other = map_distinct(spoken, lambda text: "|".join(sorted(towns.elsewhere(*text.split("\x1f")))))
    named = pd.DataFrame({"code": code, "other": other})[(other != "") & ~other.str.contains("|", regex=False)]
    doubtful = []
    for (here, there), rows in named.groupby(["code", "other"]):
        mask = pd.Series(place.index.isin(rows.index), index=place.index)
        doubtful += doubt("elsewhere", mask, country=here, other=there)
    return doubtful
