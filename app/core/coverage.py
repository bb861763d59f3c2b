"""What the sources declare to have reported, by country and month. What nobody declares is unknown, never zero.

A declaration is a short text: statements with ``;`` between them, a later one above an earlier one. A statement is
``[countries] [first/last] state``: ``reported`` (all of the source's countries, its whole period), ``BR,PT reported``,
``BR 2016-01/2016-06 not``.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.core import dates
from app.core.windows import index_of, month_of

#: What can be said of a country and month, the fullest first. ``not`` is also what no source's period reaches.
STATES = ("reported", "partly", "not", "unknown")
#: Of two sources the one that reported decides; a sample of unknown coverage does not unsay "not reported".
_NOTHING = len(STATES)
#: A month is still filling up while the newest source was fetched less than so many months after it.
FILLING = 2

Span = tuple[str, str]


@dataclass(frozen=True)
class Statement:
    """One statement; no ``countries`` means all of the source, no ``span`` its whole period."""

    state: str
    countries: frozenset[str] = frozenset()
    span: Span | None = None


@dataclass(frozen=True)
class Source:
    """A source with its period (first and last month), the month in which it was fetched, and what it declares."""

    id: str
    period: Span
    fetched: str
    said: tuple[Statement, ...]


def months_of(text: str) -> Span:
    """First and last month of a period by years, months or days, or of a single one. Raises ValueError.

    >>> months_of("2016/2017-06")
    ('2016-01', '2017-06')
    """
    first, _sep, last = text.partition("/")
    span = dates.day_range(first)[0].isoformat()[:7], dates.day_range(last or first)[1].isoformat()[:7]
    if span[0] > span[1]:
        raise ValueError(f"a period that ends before it begins: {text!r}")
    return span


def parse(text: str, codes: Collection[str]) -> tuple[Statement, ...]:
    """The statements of a declaration. Raises ValueError, which names the first word that is none."""
    return tuple(_statement(part.split(), codes) for part in text.split(";") if part.strip())


def _statement(words: list[str], codes: Collection[str]) -> Statement:
    countries: frozenset[str] = frozenset()
    span = None
    for word in words[:-1]:
        named = word.upper().split(",")
        if all(code in codes for code in named):
            countries = frozenset(named)
        else:
            span = months_of(word)
    if words[-1] not in STATES:
        raise ValueError(f"no state of coverage: {words[-1]!r}")
    return Statement(words[-1], countries, span)


def source_of(metadata: Mapping[str, object], codes: Collection[str]) -> Source:
    """A source as its metadata declares it, unknown without a word on coverage. Its period ends when it was fetched."""
    statements = parse(str(metadata.get("coverage") or "unknown"), codes)
    fetched = months_of(str(metadata["retrieved"]))[1]
    first, last = months_of(str(metadata["covers"]))
    return Source(str(metadata["id"]), (first, min(last, fetched)), fetched, statements)


def matrix(sources: Iterable[Source], seen: Mapping[str, Collection[str]], months: Sequence[str]) -> pd.DataFrame:
    """The state of each country (row) in each month (column, without gaps). ``seen`` holds, by source, the countries
    that it has seizures of; a country that a statement names counts too: it may have reported none."""
    declared = list(sources)
    named = {s.id: frozenset(seen.get(s.id, ())).union(*(x.countries for x in s.said)) for s in declared}
    countries = sorted(frozenset().union(*named.values()) if named else [])
    row = {code: i for i, code in enumerate(countries)}
    states = np.full((len(countries), len(months)), _NOTHING, dtype=np.int8)
    for source in declared:
        states = np.minimum(states, _source_states(source, sorted(named[source.id]), row, months))
    states[states == _NOTHING] = STATES.index("not")
    # A frame that is told its type looks at no cell: it would look for texts in each of some hundred columns.
    return pd.DataFrame(np.array(STATES, dtype=object)[states], countries, list(months), dtype=object)


def _source_states(source: Source, countries: list[str], row: Mapping[str, int], months: Sequence[str]) -> np.ndarray:
    states = np.full((len(row), len(months)), _NOTHING, dtype=np.int8)
    for statement in source.said:
        rows = [row[code] for code in (sorted(statement.countries) or countries)]
        first, last = statement.span or source.period
        here = [i for i, month in enumerate(months) if first <= month <= last]
        if rows and here:
            states[np.ix_(rows, here)] = STATES.index(statement.state)
    return states


@dataclass(frozen=True)
class Run:
    """Months in a row with one state, by first and last month."""

    state: str
    first: str
    last: str


def runs(states: pd.Series) -> list[Run]:
    """A row of ``matrix`` as runs."""
    # As lists: gone through as pandas holds them, months and states took longer than all else.
    months, start, row_runs = states.index.tolist(), 0, []
    for state, same in itertools.groupby(states.tolist()):
        size = len(list(same))
        row_runs.append(Run(state, months[start], months[start + size - 1]))
        start += size
    return row_runs


def group_equal_rows(states: pd.DataFrame, order: Sequence[str]) -> list[tuple[list[str], list[Run]]]:
    """Countries that share one row of ``matrix``, in ``order``, with its runs."""
    rows = dict(zip(states.index, map(tuple, states.to_numpy().tolist()), strict=True))
    groups: dict[tuple[str, ...], list[str]] = {}
    for code in order:
        if code in rows:
            groups.setdefault(rows[code], []).append(code)
    return [(codes, runs(states.loc[codes[0]])) for codes in groups.values()]


def span_of(first: str, last: str) -> list[str]:
    """Every month from the first to the last."""
    return [month_of(i) for i in range(index_of(first), index_of(last) + 1)]


def first_incomplete_month(sources: Iterable[Source]) -> str | None:
    """The first month that is still filling up, where a source's period reaches so near to the day it was fetched.

    >>> filling_from([Source("a", ("2010-01", "2026-06"), "2026-06", ())])
    '2026-04'
    """
    spans = [(month_of(index_of(s.fetched) - FILLING), s.period[1]) for s in sources]
    return min((first for first, last in spans if first <= last), default=None)
