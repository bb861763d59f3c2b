"""The columns of one table, field by field; what was decided on the way is told, what cannot be decided is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from app.core.message import Message
from app.core.text import fold, map_distinct
from app.intake.rows.profile import Profile
from app.intake.rows.tables import Table
from app.intake.values import days, names, numerals, units
from app.intake.values.carriers import Carriers
from app.intake.values.places import Gazetteer


@dataclass(frozen=True)
class Lexicon:
    """Where words of a cell are looked up: names of countries, known codes, means of transport, places."""

    countries: dict[str, str]
    codes: frozenset[str]
    carriers: Carriers
    towns: Gazetteer = field(default_factory=Gazetteer)


def _degrees(text: str) -> str:
    """A coordinate with a decimal point: it has no thousands, so a comma is always the decimal sign."""
    return text.replace("−", "-").replace(",", ".").replace("°", "").strip()


@dataclass
class Reader:
    """One table under one profile. ``told`` and ``questions`` grow as fields are read."""

    table: Table
    profile: Profile
    lexicon: Lexicon
    today: dt.date
    notes: list[Message] = field(default_factory=list)
    questions: list[Message] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a column or a constant gives a field."""
        return name in self.profile.columns or name in self.profile.constants

    def text(self, name: str) -> pd.Series:
        """A field's cells: its column, its constant, or blanks."""
        if name in self.profile.columns:
            cells, means = self.table.rows[self.profile.columns[name]], self.profile.values.get(name)
            return map_distinct(cells, lambda text: means.get(text, text)) if means else cells
        return pd.Series(self.profile.constants.get(name, ""), index=self.table.rows.index, dtype=object)

    def dates(self) -> pd.Series:
        """ISO dates; the order of day and month is the profile's, or what all values prove."""
        cells = self.text("date") if self.has("date") else self.dated()
        order = days.convention(cells[cells != ""].unique(), self.today)
        settled = self.profile.day_first is not None
        if self.profile.day_first is not None:
            proved = order.sure and order.day_first == self.profile.day_first
            order = days.Order(self.profile.day_first, True, order.evidence if proved else "")
            if not proved:
                self.notes.append(Message(f"told.{'day' if order.day_first else 'month'}_said"))
        if order.evidence and order.sure:
            self.notes.append(Message(f"told.{'day' if order.day_first else 'month'}_first", value=order.evidence))
        if not order.sure and not settled:
            self.questions.append(
                Message("question.day_first", value=order.evidence, column=self.profile.columns.get("date", "–"))
            )
        return days.dates(cells, order)

    def dated(self) -> pd.Series:
        """Dates of a table that holds year, month and day in columns of their own."""
        parts = [self.text(name).str.removesuffix(".0").str.strip() for name in ("year", "month", "day")]
        months = map_distinct(parts[1], lambda text: str(days.MONTHS.get(fold(text), text)))
        whole = parts[0] + "-" + months.where(months != "", "?") + "-" + parts[2].where(parts[2] != "", "?")
        return whole.str.replace(r"(-\?)+$", "", regex=True)

    def numbers(self, name: str, column: pd.Series | None = None) -> pd.Series:
        """A field's numbers by the decimal sign that all its values prove (or the profile says)."""
        cells = self.text(name) if column is None else column
        typed = self._typed(cells)
        style = numerals.convention(cells[(cells != "") & ~typed].unique())
        if self.profile.decimal:
            proved = style.sure and style.decimal == self.profile.decimal
            style = numerals.Numerals(self.profile.decimal, True, style.evidence if proved else "")
            if not proved and cells.name is not None:
                self.notes.append(Message("told.decimal_said", column=str(cells.name)))
        if style.evidence and style.sure:
            code = "decimal_point" if style.decimal == "." else "decimal_comma"
            self.notes.append(Message(f"told.{code}", column=str(cells.name), value=style.evidence))
        if not style.sure:
            self.questions.append(Message("question.decimal", value=style.evidence, column=str(cells.name)))
        read = numerals.numbers(cells, style)
        return read.where(~typed, pd.to_numeric(cells.where(typed), errors="coerce"))

    def _typed(self, cells: pd.Series) -> pd.Series:
        """Where the file itself held a number: a workbook's 12.345 is no question of signs."""
        kinds = self.table.typed
        if kinds is None or cells.name not in kinds:
            return pd.Series(False, index=cells.index)
        return kinds[cells.name]

    def quantities(self) -> tuple[pd.Series, pd.Series]:
        """Amounts as stated and their unit codes; a cell may hold both (``1,2 t``)."""
        cells, codes = self.text("quantity"), self.units()
        inside = map_distinct(cells, lambda text: units.parted(text)[1])
        plain = map_distinct(cells, lambda text: units.parted(text)[0]).where(inside != "", cells).rename(cells.name)
        amount = self.numbers("quantity", plain)
        codes = codes.where(inside == "", inside)
        if amount.notna().any() and not (codes[amount.notna()] != "").any():
            self.questions.append(Message("question.unit", column=str(cells.name)))
        return amount, codes

    def units(self) -> pd.Series:
        """Unit codes; a heading may carry the unit of its whole column (``Quantity (kg)``)."""
        codes = units.units(self.text("unit"))
        whole = units.unit_of(self.profile.columns.get("quantity", ""))
        blank = (codes == "") & (self.text("unit") == "")
        return codes.where(~blank, whole) if whole else codes

    def point(self) -> tuple[pd.Series, pd.Series, pd.Series]:
        """Latitude and longitude in degrees where a row gives both and both lie on Earth, nan elsewhere; and where
        the two lie on Earth only the other way round."""
        lat, lon = (pd.to_numeric(map_distinct(self.text(name), _degrees), errors="coerce") for name in ("lat", "lon"))
        good = lat.between(-90, 90) & lon.between(-180, 180) & ~((lat == 0) & (lon == 0))
        other = ~good & lon.between(-90, 90) & lat.between(-180, 180) & ~((lat == 0) & (lon == 0))
        return lat.where(good), lon.where(good), other

    def country(self, name: str) -> pd.Series:
        """Codes of a country field; what is no country (an area, the sea, several) is left out here, never guessed."""
        codes = names.countries(self.text(name), self.lexicon.countries, self.lexicon.codes)
        return codes.where(~codes.isin([*names.NO_COUNTRY]), "")

    def totals(self, amount: pd.Series, unit: pd.Series) -> None:
        """A total row is a check of the file: what it says against what the rows sum to, in the unit of the total."""
        aside = self.table.aside.reindex(amount.index)
        counted = aside.isna() & amount.notna()
        per = unit.map(units.KG_PER)
        for row, stated in amount[aside == "total"].dropna().items():
            weighed = bool(per[counted].notna().all()) and per.notna()[row]
            whole = (amount[counted] * per[counted]).sum() / per[row] if weighed else amount[counted].sum()
            apart = abs(whole - stated)
            same = apart <= 1e-9 * abs(whole)
            code = "told.total_fits" if same else "told.total_differs"
            self.notes.append(Message(code, row=row, said=float(stated), sum=float(whole), apart=float(apart)))
