"""How one filter compares: the columns of an event that it asks for, its condition in Ibis, and its value in words.

A filter is one row of ``core.filters.Filters``, which names one of these. ``core.row_filters`` answers the same
comparisons over columns in memory.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from dataclasses import dataclass
from typing import Any, Protocol

from app.core import dates
from app.core.area import DIGITS, Area, digits
from app.core.groups import expand
from app.core.lazy_ibis import _, ibis
from app.core.query import UNSTATED
from app.core.text import fold


class FilterTexts(Protocol):
    """What a translator must offer to describe a filter."""

    def __call__(self, key: str, /, **values: Any) -> str: ...
    def code(self, name: str, value: str) -> str:
        """A code as people say it."""

    def any_of(self, items: list[str]) -> str:
        """Alternatives as a phrase."""

    def number(self, value: float, digits: int = 0) -> str:
        """A number by locale."""

    def date(self, iso: str) -> str:
        """An ISO year, month or day by locale."""


class Operator(Protocol):
    """One kind of comparison."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the event table that the condition asks for."""

    def conditions(self, value: Any) -> list[ibis.Deferred]:
        """Conditions over the event table; all of them hold for an event that the filter leaves."""

    def text(self, name: str, value: Any, t: FilterTexts) -> str:
        """The value in words, for the phrase ``filter.<name>``."""


def one_of(column: ibis.Deferred, wanted: tuple[str, ...]) -> ibis.Deferred:
    """True where a column holds one of some codes, or nothing when ``UNSTATED`` is among them."""
    stated = [code for code in wanted if code != UNSTATED]
    tests = ([column.cast("string").isin(stated)] if stated else []) + ([column.isnull()] if UNSTATED in wanted else [])
    return functools.reduce(operator.or_, tests)


@dataclass(frozen=True)
class _OfColumn:
    """What compares one column of the event table."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Its column."""
        return (self.column,)


@dataclass(frozen=True)
class OneOf(_OfColumn):
    """The code of one column is one of the values."""

    def conditions(self, value: tuple[str, ...]) -> list[ibis.Deferred]:
        """The column holds one of the codes."""
        return [one_of(_[self.column], value)]

    def text(self, name: str, value: tuple[str, ...], t: FilterTexts) -> str:
        """The codes as alternatives."""
        return t.any_of([t.code(name, code).lower() for code in value])


@dataclass(frozen=True)
class AnyOf(_OfColumn):
    """One of the values stands in a column that holds several codes, with ``;`` between them."""

    def conditions(self, value: tuple[str, ...]) -> list[ibis.Deferred]:
        """The column holds any of the codes, or nothing where that is asked for."""
        held = ";" + _[self.column].cast("string") + ";"
        tests = [held.contains(f";{code};") for code in value if code != UNSTATED]
        tests += [_[self.column].isnull()] if UNSTATED in value else []
        return [functools.reduce(operator.or_, tests).fill_null(False)]

    def text(self, name: str, value: tuple[str, ...], t: FilterTexts) -> str:
        """The codes as alternatives."""
        return t.any_of([t.code(name, code).lower() for code in value])


@dataclass(frozen=True)
class CountryIn:
    """One of the countries stands in any of some columns."""

    columns: tuple[str, ...]

    def conditions(self, value: tuple[str, ...]) -> list[ibis.Deferred]:
        """Any column holds any of the codes or countries of a group, or all are blank when that is asked for."""
        stated = [code for code in expand(value) if code != UNSTATED]
        tests = [_[column].isin(stated) for column in self.columns] if stated else []
        if UNSTATED in value:
            tests.append(functools.reduce(operator.and_, [_[column].isnull() for column in self.columns]))
        return [functools.reduce(operator.or_, tests)]

    def text(self, name: str, value: tuple[str, ...], t: FilterTexts) -> str:
        """The names of the countries as alternatives."""
        return t.any_of([t.code("country", code) for code in value])


@dataclass(frozen=True)
class AtLeast(_OfColumn):
    """A number is not under the value; an event that does not state it is left out. ``digits`` is how many the value
    may have after the point."""

    digits: int = 0

    def conditions(self, value: float) -> list[ibis.Deferred]:
        """The column is not under the value."""
        return [_[self.column] >= value]

    def text(self, name: str, value: float, t: FilterTexts) -> str:
        """The number by locale."""
        return t.number(value, self.digits)


class AtMost(AtLeast):
    """A number is not above the value; an event that does not state it is left out."""

    def conditions(self, value: float) -> list[ibis.Deferred]:
        """The column is not above the value."""
        return [_[self.column] <= value]


@dataclass(frozen=True)
class NotBefore:
    """The span of days of an event reaches the first day of the value, an ISO year, month or day."""

    columns: tuple[str, ...] = ("day_to",)

    def day(self, value: str) -> dt.date:
        """The first day of the value."""
        return dates.day_range(value)[0]

    def conditions(self, value: str) -> list[ibis.Deferred]:
        """The event ends no earlier."""
        return [_.day_to >= ibis.date(self.day(value).isoformat())]

    def text(self, name: str, value: str, t: FilterTexts) -> str:
        """The date by locale."""
        return t.date(value)


@dataclass(frozen=True)
class NotAfter(NotBefore):
    """The span of days of an event begins no later than the last day of the value."""

    columns: tuple[str, ...] = ("day_from",)

    def day(self, value: str) -> dt.date:
        """The last day of the value."""
        return dates.day_range(value)[1]

    def conditions(self, value: str) -> list[ibis.Deferred]:
        """The event begins no later."""
        return [_.day_from <= ibis.date(self.day(value).isoformat())]


@dataclass(frozen=True)
class Contains(_OfColumn):
    """A text holds every word of the value, without case and accents; ``column`` is the folded text."""

    def conditions(self, value: str) -> list[ibis.Deferred]:
        """One condition for each word."""
        return [_[self.column].contains(word) for word in fold(value).split()]

    def text(self, name: str, value: str, t: FilterTexts) -> str:
        """The words as they were written."""
        return value


@dataclass(frozen=True)
class Elsewhere:
    """No condition on one row of its own: ``Filters`` says what becomes of it (carriers, the largest left out)."""

    columns: tuple[str, ...] = ()

    def conditions(self, value: Any) -> list[ibis.Deferred]:
        """None."""
        return []

    def text(self, name: str, value: Any, t: FilterTexts) -> str:
        """Codes as alternatives, a number by locale."""
        return OneOf("").text(name, value, t) if isinstance(value, tuple) else t.number(value)


@dataclass(frozen=True)
class InArea:
    """What an event has to do with an area of the map. No condition on one row says it: ``queries._areas`` finds the
    spots and the chains of which it is true."""

    columns: tuple[str, ...] = ("spot", "precision", "seizure", "chain_place")

    def conditions(self, value: str) -> list[ibis.Deferred]:
        """None: see ``queries._engine_queries.EngineQueries.where``."""
        return []

    def text(self, name: str, value: str, t: FilterTexts) -> str:
        """The relation and the area, a drawn one by its bounds."""
        area = Area.parse(value)
        assert area is not None
        return t(f"area.{area.relation}", where=self.where(area, t))

    @staticmethod
    def where(area: Area, t: FilterTexts) -> str:
        """The name of an area; the bounds of a drawn one, with the digits that its corners have."""
        if area.overlay:
            key, number = area.overlay
            return t("overlay.shape", name=t("overlay.number", n=number), title=key)
        if area.key:
            return t.code("country", area.key)
        west, south, east, north = area.bounds()
        lats = [t(f"area.{'south' if y < 0 else 'north'}", n=t.number(abs(y), digits(y))) for y in (south, north)]
        turned = [round((lon + 180) % 360 - 180, DIGITS) for lon in (west, east)]
        lons = [t(f"area.{'west' if lon < 0 else 'east'}", n=t.number(abs(lon), digits(lon))) for lon in turned]
        kind = "drawn" if len(area.corners) == 2 else "shape"
        return t(f"area.{kind}", south=lats[0], north=lats[1], west=lons[0], east=lons[1])


@dataclass(frozen=True)
class Picked:
    """An event is among those of a set that a person picked by hand; which those are says its keeper (``cases``)."""

    columns: tuple[str, ...] = ("event_id",)

    def conditions(self, value: str) -> list[ibis.Deferred]:
        """None: see ``queries._engine_queries.EngineQueries.where``."""
        return []

    def text(self, name: str, value: str, t: FilterTexts) -> str:
        """The key of the set."""
        return value
