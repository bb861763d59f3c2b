"""Which rows match single parts of a filter, by columns in memory: a list of codes, a bound, an end of the period.

The conditions are those of ``core.filters``, which every engine can be asked with; what has no column here (words,
carriers) is asked there. One part takes a millisecond at a million events where the engine takes fifteen; tests hold
the two against each other on filters made at random.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator

import numpy as np
from numpy.typing import NDArray

from app.core.column_store import ColumnStore
from app.core.filters import Filters
from app.core.groups import expand
from app.core.operators import AnyOf, AtLeast, AtMost, CountryIn, NotAfter, NotBefore, OneOf
from app.core.query import UNSTATED

Mask = NDArray[np.bool_]
#: Up to so many codes a column is compared with each: ten million codes in a millisecond, to look each up takes 24.
MOST_COMPARED = 8
EPOCH = dt.date(1970, 1, 1)
#: Countries of which a chain may have several: the filter, and the table of the columns that says which.
SEVERAL = {"transit": "role_country", "country": "named"}


def mask_of_field(columns: ColumnStore, part: Filters) -> Mask | None:
    """A mask over all rows, True where a row matches a filter of one field; None where no column in memory answers it
    and the engine must be asked."""
    (field, *more) = part.active()
    wanted = getattr(part, field.key)
    if more:
        return None
    match field.compare:
        case OneOf():
            return rows_with_code(columns, field.compare.column, wanted)
        case AnyOf():
            return rows_with_any(columns, field.compare.column, wanted)
        case CountryIn():
            several = field.name in SEVERAL
            return (rows_with_country if several else rows_with_code)(columns, field.name, expand(wanted))
        case NotAfter():
            return columns.numbers("day_from") <= days(field.compare.day(wanted))
        case NotBefore():
            return columns.numbers("day_to") >= days(field.compare.day(wanted))
        case AtLeast(column="kg"):
            return rows_by_weight(columns, wanted, least=not isinstance(field.compare, AtMost))
    return None


def without_leaf(columns: ColumnStore) -> Mask:
    """All but coca leaf, which is counted apart from cocaine (UNODC)."""
    return rows_with_code(columns, "form", tuple(code for code in columns.categories("form") if code != "leaf"))


def days(day: dt.date) -> int:
    """A day as a number."""
    return (day - EPOCH).days


def rows_by_weight(columns: ColumnStore, bound: float, least: bool) -> Mask:
    """Rows of at least, or at most, so many kg: weights are numbered in their order, so a bound is a number, too."""
    stated, number = columns.weights[:-1], columns.numbers("kg_rank")
    if least:
        return number >= np.searchsorted(stated, bound, "left")
    return (number >= 0) & (number < np.searchsorted(stated, bound, "right"))


def rows_with_code(columns: ColumnStore, column: str, wanted: tuple[str, ...]) -> Mask:
    """Rows whose code is wanted; ``-1`` is what is not stated."""
    codes, values = columns.categories(column), columns.numbers(column)
    # What is not stated is -1, and so takes the last element of ``fitting``, which has one more than there are codes.
    numbers = [-1 if code == UNSTATED else codes.index(code) for code in wanted if code == UNSTATED or code in codes]
    if len(numbers) <= MOST_COMPARED:
        return functools.reduce(operator.or_, (values == number for number in numbers), np.zeros(len(values), bool))
    fitting = np.zeros(len(codes) + 1, dtype=bool)
    fitting[numbers] = True
    return fitting.take(values)


def rows_with_any(columns: ColumnStore, column: str, wanted: tuple[str, ...]) -> Mask:
    """Rows whose codes, several with ``;`` between them, have any that is wanted."""
    held = [code for code in columns.categories(column) if not {*code.split(";")}.isdisjoint(wanted)]
    return rows_with_code(columns, column, (*held, *(code for code in wanted if code == UNSTATED)))


def rows_with_country(columns: ColumnStore, name: str, wanted: tuple[str, ...]) -> Mask | None:
    """Rows whose chain has one of the wanted countries, as a transit or in any role."""
    table = SEVERAL[name]
    codes = columns.categories(f"{table}.value")
    if name == "transit":
        codes = [
            node if role == "transit" else "" for node, role in zip(*columns.nodes_and_roles("country"), strict=True)
        ]
    elif UNSTATED in wanted:
        return None
    fitting = np.array([code in wanted for code in codes], dtype=bool)
    has = np.zeros(columns.chains + 1, dtype=bool)
    has[columns.numbers(f"{table}.chain")[fitting[columns.numbers(f"{table}.value")]]] = True
    mask = has.take(columns.numbers("chain_country"))
    return mask | (columns.numbers("t1") < 0) if UNSTATED in wanted else mask
