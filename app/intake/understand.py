"""From a table to events, and the account of every row: accepted, repaired, set aside or rejected.

The four always sum to the rows of the sheet. A row is repaired when a rule changed what it says (a litre became a
kilogram), set aside when it is no cocaine seizure (another drug, a total, a title), rejected when it cannot be an
event (no date, no country). Nothing is decided row by row in Python: each different text of a column is read once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from app.core.reading import blanks, carriers, days, drugs, names, numerals, units
from app.core.reading.carriers import Carriers
from app.core.text import joined, mapped
from app.intake.doubts import Doubt, doubts
from app.intake.profile import Profile
from app.intake.tables import Table

OUTCOMES = ("accepted", "repaired", "set aside", "rejected")
COUNTRY_FIELDS = ("production", "departure", "destination")
TEXT_FIELDS = ("concealment", "agencies", "operation", "departure_place", "destination_place", "title", "url")


@dataclass(frozen=True)
class Words:
    """What the reading rooms look words up in: names of countries, known codes, means of transport."""

    countries: dict[str, str]
    codes: frozenset[str]
    carriers: Carriers


@dataclass(frozen=True)
class Understood:
    """``events`` (store columns, by row number), ``account`` (row, outcome, rule, detail), and what was decided."""

    events: pd.DataFrame
    account: pd.DataFrame
    told: tuple[str, ...]
    questions: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass
class _Reader:
    """The columns of one table, read field by field; what was decided is told on the way."""

    table: Table
    profile: Profile
    words: Words
    today: dt.date
    told: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def text(self, name: str) -> pd.Series:
        """A field's cells: its column, its constant, or blanks."""
        if name in self.profile.columns:
            return self.table.rows[self.profile.columns[name]]
        return pd.Series(self.profile.constants.get(name, ""), index=self.table.rows.index, dtype=object)

    def dates(self) -> pd.Series:
        """ISO dates; the order of day and month is the profile's, or what all values prove."""
        cells = self.text("date")
        order = days.convention(cells[cells != ""].unique(), self.today)
        if self.profile.day_first is not None:
            order = days.Order(self.profile.day_first, True, "profile")
        if order.evidence:
            self.told.append(f"date: {'day' if order.day_first else 'month'} first ({order.evidence})")
        if not order.sure:
            self.questions.append(
                f"Does {order.evidence!r} in {self.profile.columns['date']!r} begin with the day or the month?"
            )
        return days.dates(cells, order)

    def amounts(self) -> tuple[pd.Series, pd.Series]:
        """Numbers as stated, and their unit codes; a heading may carry the unit of its whole column."""
        cells = self.text("quantity")
        style = numerals.convention(cells[cells != ""].unique())
        if self.profile.decimal:
            style = numerals.Numerals(self.profile.decimal, True, "profile")
        self.told.append(
            f"quantity: decimal {'point' if style.decimal == '.' else 'comma'} ({style.evidence or 'no doubt'})"
        )
        if not style.sure:
            self.questions.append(
                f"Is {style.evidence!r} in {self.profile.columns['quantity']!r} a decimal or thousands?"
            )
        codes = units.units(self.text("unit"))
        heading = self.profile.columns.get("quantity", "")
        whole = next(
            (u for u in map(units.unit, heading.replace("(", " ").replace("_", " ").split()) if u in units.KG_PER), ""
        )
        if whole and "unit" not in self.profile.columns:
            codes = codes.where(codes != "", whole)
        return numerals.numbers(cells, style), codes

    def point(self) -> tuple[pd.Series, pd.Series]:
        """Latitude and longitude in degrees where a row gives both and both lie on Earth; nan elsewhere."""
        lat, lon = (numerals.numbers(self.text(name), numerals.Numerals(".", True, "")) for name in ("lat", "lon"))
        good = lat.between(-90, 90) & lon.between(-180, 180) & ~((lat == 0) & (lon == 0))
        return lat.where(good), lon.where(good)

    def totals(self, amount: pd.Series) -> None:
        """A total row is a check of the file: what it says against what the rows sum to."""
        aside = self.table.aside.reindex(amount.index)
        whole = amount[aside.isna()].sum()
        for row, said in amount[aside == "total"].dropna().items():
            differs = f", {abs(whole - said):,.10g} apart" if abs(whole - said) > 1e-9 * abs(whole) else ""
            self.told.append(f"total in row {row}: {said:,.10g}; the rows sum to {whole:,.10g}{differs}")

    def country(self, name: str) -> pd.Series:
        """Codes of a country field; what is no country (an area, the sea, several) is left out here, never guessed."""
        found = names.countries(self.text(name), self.words.countries, self.words.codes)
        return found.where(~found.isin([*names.NO_COUNTRY]), "")


def event_ids(dataset: str, rows: pd.DataFrame) -> pd.Series:
    """Ids that depend on what a row says and how often it is said, so that the same file gives the same ids again."""
    whole = joined([rows[name] for name in rows], "\x1f")
    said = mapped(whole, lambda text: hashlib.sha256(text.encode()).hexdigest()[:10])
    again = said.groupby(said).cumcount()
    return f"{dataset}-" + said + again.map(lambda n: f"-{n + 1}" if n else "")


def understand(table: Table, profile: Profile, words: Words, dataset: str, today: dt.date) -> Understood:
    """Events of one table, with the account of each of its rows. Raises KeyError for a column that is not there."""
    reader = _Reader(table, profile, words, today)
    date, (amount, unit) = reader.dates(), reader.amounts()
    reader.totals(amount)
    seizure, form = reader.country("seizure"), drugs.forms(reader.text("drug"))
    kg = units.kilograms(amount, unit)
    outcome, rule, detail = _account(reader, date, seizure, form, amount, unit)
    kept = outcome.isin(["accepted", "repaired"])
    events = pd.DataFrame({"event_id": event_ids(dataset, table.rows), "row": table.rows.index}, index=table.rows.index)
    events["date"], events["date_precision"] = date, date.str.len().map({10: "day", 7: "month", 4: "year"})
    events[["mode", "submode"]] = carriers.carriers(reader.text("mode"), words.carriers)
    events["form"], events["seizure"] = form, seizure
    for name in COUNTRY_FIELDS:
        events[name] = reader.country(name)
    for name in TEXT_FIELDS:
        cells = reader.text(name)
        events[name] = cells.where(blanks.kinds(cells) == "", "")
    place, region = reader.text("place"), reader.text("region")
    events["place"] = place.where(place != "", region).where((place != "") | (region != ""), "–")
    events["kg"] = kg
    events["as_written"] = (reader.text("quantity") + " " + reader.text("unit")).str.strip().where(unit != "kg", "")
    events["lat"], events["lon"] = reader.point()
    events["arrests"] = pd.to_numeric(reader.text("arrests"), errors="coerce")
    account = pd.DataFrame({"row": table.rows.index, "outcome": outcome, "rule": rule, "detail": detail})
    account["event_id"] = events["event_id"].where(kept, None)
    titles = table.aside.index.difference(table.rows.index)
    above = pd.DataFrame({"row": titles, "outcome": "set aside", "rule": "title", "detail": "", "event_id": None})
    whole = pd.concat([above, account], ignore_index=True)
    said, column = reader.text("seizure"), profile.columns.get("seizure")
    held = table.rows[kept]
    seen = doubts(held, column, *(part[kept] for part in (said, seizure, amount, unit, kg)))
    return Understood(events[kept], whole, (*table.told, *reader.told), tuple(reader.questions), tuple(seen))


def _account(
    reader: _Reader, date: pd.Series, seizure: pd.Series, form: pd.Series, amount: pd.Series, unit: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Outcome, rule and detail of every row; the first rule that applies decides."""
    cells = {name: reader.text(name) for name in ("date", "seizure", "drug", "quantity", "unit")}
    aside = reader.table.aside.reindex(date.index).fillna("")
    rules = [
        (aside != "", "set aside", aside, pd.Series("", index=date.index)),
        (blanks.kinds(cells["drug"]) != "", "set aside", "drug not stated", cells["drug"]),
        (form == "", "set aside", "not cocaine", cells["drug"]),
        (date == "", "rejected", "no date", cells["date"]),
        (date > reader.today.isoformat(), "rejected", "date in the future", cells["date"]),
        (seizure == "", "rejected", "no country of seizure", cells["seizure"]),
        (amount < 0, "rejected", "negative quantity", cells["quantity"]),
        (unit == "litre", "repaired", "1 litre = 1 kg", cells["quantity"] + " " + cells["unit"]),
    ]
    masks = [mask.to_numpy(dtype=bool) for mask, *_rest in rules]

    def chosen(position: int, default: str) -> pd.Series:
        values = [np.broadcast_to(np.asarray(r[position], dtype=object), len(date)) for r in rules]
        return pd.Series(np.select(masks, values, default=default), index=date.index, dtype=object)

    return chosen(1, "accepted"), chosen(2, ""), chosen(3, "")
