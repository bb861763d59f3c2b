"""Which events: one frozen value with four faces (query, text form, table expression, sentence).

A quantity bound leaves out events whose weight is not stated. ``from`` and ``to`` are inclusive; an event
known only by month or year is in when that span overlaps. Values within a list are alternatives (or), the
fields together are conditions (and). ``less`` leaves out so many of the heaviest events of what the others select: no
condition on one row says that, so the one who asks the table does it (``queries.Asked.selected``).
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

from app.core import dates, modes, query
from app.core.lazy_ibis import _, ibis
from app.core.query import UNSTATED, Field, Problem, Vocabulary
from app.core.text import fold

TRANSITS = tuple(f"t{i}" for i in range(1, 7))
#: role -> the event columns that hold it
ROLE_COLUMNS: dict[str, tuple[str, ...]] = {
    "production": ("production",),
    "departure": ("departure",),
    "transit": TRANSITS,
    "seizure": ("seizure",),
    "destination": ("destination",),
}
ROLE_COLUMNS["country"] = tuple(c for columns in list(ROLE_COLUMNS.values()) for c in columns)

#: Most of the largest events that may be left out.
MOST_LESS = 50

FIELDS: tuple[Field, ...] = (
    Field("from", query.date, "bad_date", "since", None),
    Field("to", query.date, "bad_date", "until", None),
    Field("mode", query.codes(modes.MODES)),
    Field("submode", query.codes((*modes.SUBMODES, UNSTATED))),
    *(Field(role, query.codes("countries")) for role in (*modes.ROLES, "country")),
    Field("form", query.codes(modes.FORMS)),
    Field("min_kg", query.number, "bad_number", default=None),
    Field("max_kg", query.number, "bad_number", default=None),
    Field("concealment", query.words, "too_long", default=""),
    Field("coload", query.words, "too_long", default=""),
    Field("agency", query.words, "too_long", default=""),
    Field("source", query.codes("sources")),
    Field("confidence", query.codes(modes.CONFIDENCE)),
    Field("precision", query.codes(modes.PRECISIONS)),
    Field("q", query.words, "too_long", "text", ""),
    Field("less", query.parse_whole_number(1, MOST_LESS), "bad_number", default=0),
)
BY_NAME = {f.name: f for f in FIELDS}
CODE_COLUMNS = ("form", "source", "confidence", "precision")
TEXT_COLUMNS = {
    "concealment": "concealment_folded",
    "coload": "coload_folded",
    "agency": "agencies_folded",
    "text": "search",
}
#: Every column that a condition may ask for.
COLUMNS = (
    "day_from", "day_to", "mode", "submode", *ROLE_COLUMNS["country"], "kg", *CODE_COLUMNS, *TEXT_COLUMNS.values(),
)  # fmt: skip


class Words(Protocol):
    """What a translator must offer to describe a filter."""

    def __call__(self, key: str, **values: Any) -> str: ...
    def code(self, name: str, value: str) -> str:
        """A code as people say it."""

    def any_of(self, items: list[str]) -> str:
        """Alternatives as a phrase."""

    def number(self, value: float, digits: int = 0) -> str:
        """A number by locale."""

    def date(self, iso: str) -> str:
        """An ISO year, month or day by locale."""


@dataclass(frozen=True)
class Filters:
    """The selected events. Every attribute is a query field; the default leaves nothing out."""

    since: str | None = None
    until: str | None = None
    mode: tuple[str, ...] = ()
    submode: tuple[str, ...] = ()
    production: tuple[str, ...] = ()
    departure: tuple[str, ...] = ()
    transit: tuple[str, ...] = ()
    seizure: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    min_kg: float | None = None
    max_kg: float | None = None
    concealment: str = ""
    coload: str = ""
    agency: str = ""
    source: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    text: str = ""
    less: int = 0

    @classmethod
    def from_query(cls, text: str, vocabulary: Vocabulary) -> tuple[Filters, list[Problem]]:
        """Filters and every problem of a query that holds filter fields only.

        >>> Filters.from_query("mode=air", Vocabulary())[0].mode
        ('air',)
        """
        values, problems = query.parse(text, FIELDS, vocabulary)
        return cls(**values), problems

    def to_query(self) -> str:
        """The one canonical query of this filter: it is the link, the cache key and the layer's address."""
        return query.write(vars(self), FIELDS)

    @property
    def contradicts_itself(self) -> bool:
        """A lower bound above its upper one: nothing can match."""
        late = self.since and self.until and dates.day_range(self.since)[0] > dates.day_range(self.until)[1]
        heavy = self.min_kg is not None and self.max_kg is not None and self.min_kg > self.max_kg
        return bool(late or heavy)

    def active(self) -> list[Field]:
        """Fields that leave something out, in query order."""
        return [f for f in FIELDS if getattr(self, f.key) != f.default]

    def cleared(self, *names: str) -> Filters:
        """The same filter without some fields (by query name)."""
        return replace(self, **{BY_NAME[n].key: BY_NAME[n].default for n in names})

    def toggled(self, name: str, value: str) -> Filters:
        """A list field with one value put in, or taken out when it was in."""
        now = set(getattr(self, name))
        changed: dict[str, Any] = {name: tuple(sorted(now ^ {value}))}
        return replace(self, **changed)

    def where(self) -> list[ibis.Deferred]:
        """Conditions over the event table, to be given to ``table.filter``."""
        return [condition for held in self.conditions().values() for condition in held]

    def conditions(self) -> dict[str, list[ibis.Deferred]]:
        """The same conditions under the part of the query that each follows from: two filters that share a part share
        what it leaves. Coca leaf is counted apart from cocaine (UNODC): it is in only when it is asked for."""
        found = {name: part._where() for name, part in self.parts().items()}
        return found if self.form else {WITHOUT_LEAF: [_.form.cast("string") != "leaf"], **found}

    def parts(self) -> dict[str, Filters]:
        """Each part of this filter that leaves something out, by its own query."""
        every = (self.only(*names) for names in TOGETHER)
        return {part.to_query(): part for part in every if part != EVERYTHING}

    def only(self, *names: str) -> Filters:
        """A filter with nothing but some fields of this one (by query name)."""
        return Filters(**{BY_NAME[n].key: getattr(self, BY_NAME[n].key) for n in names})

    def _where(self) -> list[ibis.Deferred]:
        found = [*self._when(), *self._how_carried(), *self._which_codes(), *self._which_countries(), *self._how_much()]
        return found + self._which_words()

    def _when(self) -> list[ibis.Deferred]:
        bounds = []
        if self.since:
            bounds.append(_.day_to >= _day(dates.day_range(self.since)[0]))
        if self.until:
            bounds.append(_.day_from <= _day(dates.day_range(self.until)[1]))
        return bounds

    def _which_codes(self) -> list[ibis.Deferred]:
        return [_among(_[c], getattr(self, c)) for c in CODE_COLUMNS if getattr(self, c)]

    def _how_carried(self) -> list[ibis.Deferred]:
        """A carrier narrows its own mode and no other: "air, maritime by container" is both of them."""
        if not self.submode:
            return [_among(_.mode, self.mode)] if self.mode else []
        carriers = [s for s in self.submode if s != UNSTATED]
        narrowed = set(self.mode) if UNSTATED in self.submode else {modes.SUBMODES[s] for s in carriers}
        whole = tuple(m for m in self.mode if m not in narrowed)
        tests = [_.submode.cast("string").isin(carriers)] if carriers else []
        if UNSTATED in self.submode:
            tests.append(_.submode.isnull() & _among(_.mode, self.mode or modes.MODES))
        return [functools.reduce(operator.or_, tests + ([_among(_.mode, whole)] if whole else []))]

    def _which_countries(self) -> list[ibis.Deferred]:
        wanted = {role: getattr(self, role) for role in ROLE_COLUMNS}
        return [_holds(ROLE_COLUMNS[role], codes) for role, codes in wanted.items() if codes]

    def _how_much(self) -> list[ibis.Deferred]:
        low = [_.kg >= self.min_kg] if self.min_kg is not None else []
        return low + ([_.kg <= self.max_kg] if self.max_kg is not None else [])

    def _which_words(self) -> list[ibis.Deferred]:
        return [
            _[column].contains(word)
            for name, column in TEXT_COLUMNS.items()
            for word in fold(getattr(self, name)).split()
        ]

    def describe(self, t: Words) -> list[tuple[str, str]]:
        """(query name, phrase) for every active field: the sentence under the title, and the chips."""
        return [(f.name, _phrase(f, getattr(self, f.key), t)) for f in self.active()]


#: Fields whose conditions depend on each other; every other field stands alone. ``less`` is no condition on one row.
JOINED = (("mode", "submode"),)
TOGETHER = (*JOINED, *((f.name,) for f in FIELDS if f.name != "less" and not any(f.name in held for held in JOINED)))
EVERYTHING = Filters()
#: Where the condition stands that no field asks for.
WITHOUT_LEAF = "form="


def _phrase(f: Field, value: Any, t: Words) -> str:
    if value == (UNSTATED,):
        return t(f"filter.{f.name}_unstated")
    if isinstance(value, tuple):
        names = [t.code("country", v) if f.name in ROLE_COLUMNS else t.code(f.name, v).lower() for v in value]
        return t(f"filter.{f.name}", value=t.any_of(names))
    if isinstance(value, float):
        return t(f"filter.{f.name}", value=t.number(value, 3))
    return t(f"filter.{f.name}", value=t.date(value) if f.name in ("from", "to") else value)


def _day(day: dt.date) -> Any:
    return ibis.date(day.isoformat())


def _among(column: ibis.Deferred, wanted: tuple[str, ...]) -> ibis.Deferred:
    stated = [w for w in wanted if w != UNSTATED]
    tests = ([column.cast("string").isin(stated)] if stated else []) + ([column.isnull()] if UNSTATED in wanted else [])
    return functools.reduce(operator.or_, tests)


def _holds(columns: tuple[str, ...], wanted: tuple[str, ...]) -> ibis.Deferred:
    """True where any of the columns holds any of the codes, or none is stated when that is asked for."""
    stated = [w for w in wanted if w != UNSTATED]
    tests = [_[c].isin(stated) for c in columns] if stated else []
    if UNSTATED in wanted:
        tests.append(functools.reduce(operator.and_, [_[c].isnull() for c in columns]))
    return functools.reduce(operator.or_, tests)


assert {f.name for f in fields(Filters)} == {f.key for f in FIELDS}
