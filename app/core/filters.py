"""Which events: one frozen value with four faces (query, text form, table expression, sentence).

**A filter is one field of** ``Filters``: its name, how its text is read, how it compares, and where the page asks for
it. Everything else follows from that row: the address, the columns that a store must have, the condition, the rows in
memory, the sentence and the chip, the entry on the page. Its texts are ``filter.<name>`` (and ``facet.<name>``).

A bound leaves out events that do not state the number. ``from`` and ``to`` are inclusive; an event known only by month
or year is in when that span overlaps. Values within a list are alternatives (or), the fields together are conditions
(and). ``less`` leaves out so many of the heaviest events of what the others select: no condition on one row says that,
so the one who asks the table does it (``queries`` with ``selected``); and so it is with an ``area`` of the map and a
``case`` of events picked by hand.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.core import area as areas
from app.core import dates, modes, query
from app.core.lazy_ibis import _, ibis
from app.core.operators import (
    AnyOf,
    AtLeast,
    AtMost,
    Contains,
    CountryIn,
    Elsewhere,
    FilterTexts,
    InArea,
    NotAfter,
    NotBefore,
    OneOf,
    Operator,
    Picked,
    one_of,
)
from app.core.query import UNSTATED, Field, Problem, Read, Vocabulary

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
#: More people than any seizure has brought to arrest.
MOST_ARRESTS = 100_000


#: The comparison of a filter that is no condition on one row.
NO_OPERATOR = Elsewhere()


@dataclass(frozen=True)
class FilterField(Field):
    """A field of the query that is a filter. ``section`` names the part of the filter column with its entry (blank: it
    has options of its own, see ``ui.facets``)."""

    compare: Operator = NO_OPERATOR
    section: str = ""


def _filter(default: Any, read: Read, compare: Operator, reason: str, name: str = "", section: str = "") -> Any:
    """A row: see the head of this module."""
    return field(default=default, metadata={"row": (name, read, reason, compare, section)})


def _codes(allowed: Any, compare: Operator) -> Any:
    return _filter((), query.codes(allowed), compare, "unknown_value")


def _words(column: str, name: str = "", section: str = "words") -> Any:
    return _filter("", query.words, Contains(column), "too_long", name, section)


@dataclass(frozen=True)
class Filters:
    """The selected events. Every attribute is a filter, in the order of the query; the default leaves nothing out."""

    since: str | None = _filter(None, query.date, NotBefore(), "bad_date", "from", "time")
    until: str | None = _filter(None, query.date, NotAfter(), "bad_date", "to", "time")
    mode: tuple[str, ...] = _codes(modes.MODES, OneOf("mode"))
    #: Its condition depends on ``mode`` (see ``_carried``).
    submode: tuple[str, ...] = _codes((*modes.SUBMODES, UNSTATED), Elsewhere(("submode",)))
    production: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["production"]))
    departure: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["departure"]))
    transit: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["transit"]))
    seizure: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["seizure"]))
    destination: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["destination"]))
    country: tuple[str, ...] = _codes("countries", CountryIn(ROLE_COLUMNS["country"]))
    form: tuple[str, ...] = _codes(modes.FORMS, OneOf("form"))
    min_kg: float | None = _filter(None, query.number, AtLeast("kg", 3), "bad_number", section="band")
    max_kg: float | None = _filter(None, query.number, AtMost("kg", 3), "bad_number", section="band")
    min_arrests: int | None = _filter(
        None, query.parse_whole_number(0, MOST_ARRESTS), AtLeast("arrests"), "bad_number", section="words"
    )
    concealed: tuple[str, ...] = _codes((*modes.CONCEALMENTS, UNSTATED), AnyOf("concealed"))
    concealment: str = _words("concealment_folded")
    coload: str = _words("coload_folded")
    agency: str = _words("agencies_folded")
    source: tuple[str, ...] = _codes("sources", OneOf("source"))
    confidence: tuple[str, ...] = _codes(modes.CONFIDENCE, OneOf("confidence"))
    precision: tuple[str, ...] = _codes(modes.PRECISIONS, OneOf("precision"))
    date_precision: tuple[str, ...] = _codes(modes.DATE_PRECISIONS, OneOf("date_precision"))
    area: str = _filter("", areas.read, InArea(), "bad_area", section="area")
    case: str = _filter("", query.case, Picked(), "unknown_case")
    text: str = _words("search", "q", "search")
    less: int = _filter(0, query.parse_whole_number(1, MOST_LESS), Elsewhere(), "bad_number")

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
        bounds = [(f.compare, getattr(self, f.key)) for f in self.active() if isinstance(f.compare, AtLeast)]
        lower = {compare.column: value for compare, value in bounds if not isinstance(compare, AtMost)}
        upper = {compare.column: value for compare, value in bounds if isinstance(compare, AtMost)}
        return bool(late or any(value > upper.get(column, value) for column, value in lower.items()))

    def active(self) -> list[FilterField]:
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
        return [condition for group in self.conditions().values() for condition in group]

    def conditions(self) -> dict[str, list[ibis.Deferred]]:
        """The same conditions under the part of the query that each follows from: two filters that share a part share
        what it leaves. Coca leaf is counted apart from cocaine (UNODC): it is in only when it is asked for."""
        by_part = {name: part._where() for name, part in self.parts().items()}
        return by_part if self.form else {WITHOUT_LEAF: [_.form.cast("string") != "leaf"], **by_part}

    def parts(self) -> dict[str, Filters]:
        """Each part of this filter that leaves something out, by its own query."""
        every = (self.only(*names) for names in TOGETHER)
        return {part.to_query(): part for part in every if part != EVERYTHING}

    def only(self, *names: str) -> Filters:
        """A filter with nothing but some fields of this one (by query name)."""
        return Filters(**{BY_NAME[n].key: getattr(self, BY_NAME[n].key) for n in names})

    def _where(self) -> list[ibis.Deferred]:
        """Conditions of every field that is set. A carrier takes the place of the mode that it belongs to."""
        alone = [f for f in self.active() if not (self.submode and f.name in ("mode", "submode"))]
        conditions = [condition for f in alone for condition in f.compare.conditions(getattr(self, f.key))]
        return conditions + ([self._carried()] if self.submode else [])

    def _carried(self) -> ibis.Deferred:
        """A carrier narrows its own mode and no other: "air, maritime by container" is both of them."""
        carriers = [s for s in self.submode if s != UNSTATED]
        narrowed = set(self.mode) if UNSTATED in self.submode else {modes.SUBMODES[s] for s in carriers}
        whole = tuple(m for m in self.mode if m not in narrowed)
        tests = [_.submode.cast("string").isin(carriers)] if carriers else []
        if UNSTATED in self.submode:
            tests.append(_.submode.isnull() & one_of(_.mode, self.mode or modes.MODES))
        return functools.reduce(operator.or_, tests + ([one_of(_.mode, whole)] if whole else []))

    def describe(self, t: FilterTexts) -> list[tuple[str, str]]:
        """(query name, phrase) for every active field: the sentence under the title, and the chips."""
        return [(f.name, _phrase(f, getattr(self, f.key), t)) for f in self.active()]


def _fields() -> tuple[FilterField, ...]:
    rows = [(f.name, f.default, *f.metadata["row"]) for f in fields(Filters)]
    return tuple(
        FilterField(name or key, read, reason, key if name else "", default, compare, section)
        for key, default, name, read, reason, compare, section in rows
    )


#: Every filter in the order of the query.
FIELDS = _fields()
BY_NAME = {f.name: f for f in FIELDS}
#: Every column of an event that a condition may ask for.
COLUMNS = tuple(dict.fromkeys(column for f in FIELDS for column in f.compare.columns))
#: Fields whose conditions depend on each other; every other field stands alone. ``less`` is no condition on one row.
DEPENDENT = (("mode", "submode"),)
TOGETHER = (*DEPENDENT, *((f.name,) for f in FIELDS if f.name != "less" and not any(f.name in d for d in DEPENDENT)))
EVERYTHING = Filters()
#: Where the condition stands that no field asks for.
WITHOUT_LEAF = "form="


def _phrase(f: FilterField, value: Any, t: FilterTexts) -> str:
    if value == (UNSTATED,):
        return t(f"filter.{f.name}_unstated")
    return t(f"filter.{f.name}", value=f.compare.text(f.name, value, t))
