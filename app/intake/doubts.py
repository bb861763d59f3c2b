"""What an analyst should look at before trusting a file. Nothing is dropped or changed on such grounds.

Each doubt names its rows. The rules were drawn from published files: whole submissions sent twice, one country under
two names, a unit that changes at a threshold (all below 1 "gram", all above "kilogram"), exports cut at a round limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from app.core.text import joined

#: Row counts at which exports are cut.
LIMITS = frozenset({1_000, 10_000, 50_000, 65_535, 100_000, 1_048_575})
#: A country's rows are called a repeated submission from so many rows, when nearly all of them stand twice.
SUBMISSION, NEARLY_ALL = 20, 0.95
#: So many rows on each side of 1 make a threshold of units; one over the other is a factor of a thousand.
SIDE = 20
OUTLIER = 1_000.0


@dataclass(frozen=True)
class Doubt:
    """A code (repeated, submission, two names, unit threshold, outlier, cut short), words, and the rows behind it."""

    kind: str
    what: str
    rows: tuple[int, ...]


def rows_of(mask: pd.Series) -> tuple[int, ...]:
    """Row numbers where a mask is true."""
    return tuple(int(row) for row in mask.index[mask])


def repeated(rows: pd.DataFrame, country: pd.Series) -> list[Doubt]:
    """Rows that stand more than once word for word, and countries whose rows nearly all do."""
    said = joined([rows[name] for name in rows], "\x1f") if len(rows.columns) else pd.Series(dtype=object)
    twice, again = said.duplicated(keep=False), said.duplicated()
    found = []
    if again.any():
        found.append(
            Doubt("repeated", f"{int(again.sum()):,} rows repeat an earlier one word for word", rows_of(again))
        )
    for name, share in twice.groupby(country).agg(["mean", "size"]).iterrows():
        if name and share["size"] >= SUBMISSION and share["mean"] >= NEARLY_ALL:
            what = f"nearly every row of {name!r} stands twice ({int(share['size']):,} rows): sent two times?"
            found.append(Doubt("submission", what, rows_of(twice & (country == name))))
    return found


def two_names(rows: pd.DataFrame, country: pd.Series, code: pd.Series, column: str | None) -> list[Doubt]:
    """One country under two names with the same rows under both."""
    if column is None or rows.empty:
        return []
    rest = joined([rows[name] for name in rows if name != column] or [country], "\x1f")
    found = []
    for shared, names in country.groupby(code).unique().items():
        bags = {name: tuple(sorted(rest[country == name])) for name in names} if len(names) > 1 and shared else {}
        for first in sorted(bags):
            for second in sorted(bags):
                if first < second and bags[first] == bags[second]:
                    what = f"{first!r} and {second!r} are one country and have the same {len(bags[first]):,} rows"
                    found.append(Doubt("two names", what, rows_of(country == second)))
    return found


def unit_threshold(amount: pd.Series, unit: pd.Series, country: pd.Series) -> list[Doubt]:
    """Countries whose grams are all under 1 and whose kilograms are all at least 1: the unit follows the number."""
    found = []
    for name in country[unit == "g"].unique():
        here = country == name
        grams, kilos = here & (unit == "g") & amount.notna(), here & (unit == "kg") & amount.notna()
        both = grams.sum() >= SIDE and kilos.sum() >= SIDE
        if both and (amount[grams] < 1).all() and (amount[kilos] >= 1).all():
            what = f"{name!r}: every gram is under 1 and every kilogram at least 1; the grams may be kilograms"
            found.append(Doubt("unit threshold", what, rows_of(grams)))
    return found


def outliers(kg: pd.Series) -> list[Doubt]:
    """Weights a thousand times above nearly all others, and over a tonne."""
    known = kg.dropna()
    if len(known) < SIDE:
        return []
    far = (kg > OUTLIER * max(known.quantile(0.95), 1e-9)) & (kg > 1000)
    what = f"{int(far.sum()):,} weights are a thousand times above nearly all others: another unit?"
    return [Doubt("outlier", what, rows_of(far))] if far.any() else []


def cut_short(rows: pd.DataFrame) -> list[Doubt]:
    """A file of exactly so many rows as exports stop at."""
    if len(rows) not in LIMITS:
        return []
    return [Doubt("cut short", f"exactly {len(rows):,} rows: the export may have been cut short", ())]


def doubts(
    rows: pd.DataFrame, column: str | None, country: pd.Series, code: pd.Series, amount: pd.Series, unit: pd.Series,
    kg: pd.Series,
) -> list[Doubt]:  # fmt: skip
    """Every doubt about the records of a table; ``column`` is the heading that holds the country of seizure."""
    return [
        *cut_short(rows),
        *repeated(rows, country),
        *two_names(rows, country, code, column),
        *unit_threshold(amount, unit, country),
        *outliers(kg),
    ]
