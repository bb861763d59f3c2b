"""From a table of stated figures (period x area) to statistics: kept and listed, never drawn or counted as events.

A layout says which columns hold area, period, drug and value; ``wide = "years"`` means a column for each year, each
with a number format of its own (a published series writes 2020 with a decimal comma and every other year with a point:
read alike, its total is wrong by 64 % and nothing fails).
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from app.core.message import Message
from app.core.statistics import COLUMNS
from app.core.text import fold, map_distinct
from app.intake.rows.columns import Lexicon, Reader
from app.intake.rows.profile import Profile
from app.intake.rows.tables import Table
from app.intake.rows.understand import Understood, account_frame
from app.intake.values import days, drugs, names, units

_YEAR = re.compile(r"(19|20)\d{2}")
_TOTAL = re.compile(r"(grand )?total( nacional| national| general| country| pais)?")
_ZERO = re.compile(r"-\s*0|0")
#: Constants of a layout that stand on every row of it.
FIXED = ("series", "indicator", "estimator", "area_level")


def understand(table: Table, profile: Profile, lexicon: Lexicon, dataset: str, today: dt.date) -> Understood:
    """Statistics of one table, with the account of each of its rows: set aside as aggregate, or why not."""
    if profile.constants.get("wide") == "years":
        return wide(table, profile, lexicon, today)
    reader = Reader(table, profile, lexicon, today)
    period, partial = periods(reader)
    rows = pd.DataFrame({"period": period, "partial": partial})
    rows["value"], rows["unit"] = in_kilograms(reader.numbers("quantity"), reader.units())
    rows["drug"], rows["form"] = reader.text("drug"), drugs.forms(reader.text("drug"))
    rows["events"] = reader.numbers("events") if reader.has("events") else np.nan
    for name in ("subarea", "component"):
        rows[name] = reader.text(name)
    rows["area"] = reader.text("area")
    outcome, rule, detail = _account(reader, rows)
    return _understood(reader, rows, outcome, rule, detail)


def wide(table: Table, profile: Profile, lexicon: Lexicon, today: dt.date) -> Understood:
    """A column for each year: one statistic for each row and year that holds a figure."""
    reader = Reader(table, profile, lexicon, today)
    years = [str(name) for name in table.rows if _YEAR.fullmatch(str(name))]
    area, aside = reader.text("area"), table.aside.reindex(table.rows.index).fillna("")
    total = aside.isin(["", "total"]) & map_distinct(
        area, lambda text: bool(_TOTAL.fullmatch(fold(text).strip()))
    ).astype(bool)
    counted = (aside == "") & (area != "") & ~total
    zero = {
        year: map_distinct(table.rows[year], lambda text: bool(_ZERO.fullmatch(text))).astype(bool) for year in years
    }
    parts = []
    for year in years:
        values = reader.numbers("value", table.rows[year].where(~zero[year], "0"))
        parts.append(pd.DataFrame({"period": year, "value": values[counted], "row": values.index[counted]}))
        for row, stated in values[total].dropna().items():
            reader.notes.append(_check(int(row), float(stated), float(values[counted].sum()), year))
    rows = pd.concat(parts).dropna(subset="value").set_index("row")
    rows["area"], rows["subarea"] = area.reindex(rows.index), reader.text("subarea").reindex(rows.index)
    rows = rows.assign(partial=False, drug="", form=None, events=np.nan, component="", unit=profile.constants["unit"])
    outcome = pd.Series("set aside", index=table.rows.index, dtype=object)
    rule = pd.Series("aggregate", index=table.rows.index, dtype=object)
    rule = (
        rule.where(aside == "", aside)
        .mask(total, "total")
        .mask((rule == "aggregate") & (area == "") & (aside == ""), "blank")
    )
    return _understood(reader, rows, outcome, rule, area)


def _check(row: int, stated: float, whole: float, column: str) -> Message:
    apart = abs(stated - whole)
    code = "told.total_fits_in" if apart <= 1e-9 * abs(whole) else "told.total_differs_in"
    return Message(code, row=row, column=column, said=stated, sum=whole, apart=apart)


def periods(reader: Reader) -> tuple[pd.Series, pd.Series]:
    """ISO year or month of each row, "" when it says none, and whether its year is not complete yet (FYTD).

    ``fiscal_start`` is the month in which a fiscal year begins: October of the US year 2019 is 2018-10."""
    year, month = reader.text("year"), reader.text("month")
    start = int(reader.profile.constants.get("fiscal_start", "1"))
    joined = year + "\x1f" + month

    def period(text: str) -> str:
        stated, name = text.split("\x1f")
        match = _YEAR.search(stated)
        if not match:
            return ""
        if not name:
            return match[0]
        return days.fiscal_month(int(match[0]), name, start) if fold(name).strip() in days.MONTHS else ""

    partial = map_distinct(year, lambda text: bool(re.search(r"\bfytd\b|\bytd\b|provisional|preliminar", fold(text))))
    return map_distinct(joined, period), partial.astype(bool)


def in_kilograms(value: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Weights in kg; what is no weight keeps its unit."""
    factor = unit.map({name: per for name, per in units.KG_PER.items() if name not in units.VOLUMES})
    return (value * factor.fillna(1.0)).astype(float), unit.where(factor.isna(), "kg")


def _account(reader: Reader, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    aside = reader.table.aside.reindex(rows.index).fillna("")
    drug = reader.text("drug")
    rules = [
        (aside != "", "set aside", aside, drug),
        ((rows["form"] == "") & reader.has("drug"), "set aside", "not cocaine", drug),
        (rows["period"] == "", "rejected", "no period", reader.text("year")),
        (rows["value"].isna(), "set aside", "no figure", reader.text("quantity")),
    ]
    masks = [np.asarray(mask, dtype=bool) for mask, *_rest in rules]

    def pick(part: int, default: str) -> pd.Series:
        values = [np.broadcast_to(np.asarray(r[part], dtype=object), len(rows)) for r in rules]
        return pd.Series(np.select(masks, values, default=default), index=rows.index, dtype=object)

    return pick(1, "set aside"), pick(2, "aggregate"), pick(3, "")


def _understood(
    reader: Reader, rows: pd.DataFrame, outcome: pd.Series, rule: pd.Series, detail: pd.Series
) -> Understood:
    figures = rows[rows.index.map(rule) == "aggregate"].copy()
    figures["row"] = figures.index
    codes = names.countries(figures["area"], reader.lexicon.countries, reader.lexicon.codes)
    fixed = {name: reader.profile.constants.get(name) for name in FIXED}
    iso = reader.profile.constants.get("country") or codes.where(~codes.isin([*names.NO_COUNTRY, ""]), None)
    figures = figures.assign(iso2=iso, year=figures["period"].str[:4].astype(int), counted=True, **fixed)
    if fixed["area_level"] is None:
        figures["area_level"] = "country"
    figures["form"] = figures["form"].astype(object).where(figures["form"].notna() & (figures["form"] != ""), None)
    whole = account_frame(reader.table, outcome, rule, detail, pd.Series(None, index=outcome.index, dtype=object))
    notes = (*reader.table.notes, *_once(reader.notes))
    statistics = figures.reindex(columns=list(COLUMNS)).replace({"": None})
    return Understood(pd.DataFrame(), whole, notes, tuple(reader.questions), (), statistics)


def _once(notes: list[Message]) -> list[Message]:
    """Columns that write their numbers alike are told together: a wide table has twenty."""
    out: list[Message] = []
    groups: dict[str, list[Message]] = {}
    for note in notes:
        if note.code.startswith("told.decimal"):
            groups.setdefault(note.code, []).append(note)
        else:
            out.append(note)
    for code, notes in groups.items():
        columns = ", ".join(n.values["column"] for n in notes)
        out.append(Message(code, column=columns, value=notes[0].values["value"]))
    return out
