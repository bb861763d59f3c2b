"""Columns that stay in memory: one small number for each row of the table ``event``.

A number is a code of a short list (``-1`` where nothing is stated), or it stands for itself. What several columns say
together is one number, too: the *kind* of an event (mode, form, grade and the like), its *chain* (what it names as
departure, transit, seizure and destination), its *spot* (where it is on the map), its *moment* (month and mode) and
its *reporter* (country and source). A count by any of those fields is a sum over few of them, so the events are gone
through once for a dozen counts.

Columns by their names, and how long they are (R: rows of the table; C: chains):

* ``departure``, ``mode``, ``date`` …: R codes; ``tick``, ``day_from``, ``day_to``, ``kg``: R values;
* ``kg_rank``: R ranks of the weights, ``kg_rank.value``: the weight of each rank;
* ``kind``, ``spot``, ``moment``, ``reporter``: R numbers, ``kind.mode`` …: what each number says;
* ``chain_country``, ``chain_place`` …: R numbers of chains, ``chain.departure`` …: C codes;
* ``leg_country.chain`` and ``.value``, ``role_…``, ``named…``: pairs of a chain and what it has, sorted by chain;
* ``id``: the letters of all ids, ``id.end``: where the id of each row ends.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.modes import CHAINS
from app.core.summaries import CHAIN_FACETS, COLUMN_FACETS, SEVERAL_FACETS

#: Columns of the events that are held as codes.
CODED_COLUMNS = (*dict.fromkeys(COLUMN_FACETS.values()), *SEVERAL_FACETS, "t1", "date", "place")
#: Columns that a chain of countries says.
CHAIN_COLUMNS = (*(column for name, column in COLUMN_FACETS.items() if name in CHAIN_FACETS), "t1")
#: Columns that a kind says.
KIND_COLUMNS = tuple(column for name, column in COLUMN_FACETS.items() if name not in CHAIN_FACETS)
#: Columns that a spot says: where an event is, how well that is known, and the name of its place; what a moment says,
#: and what a reporter.
SPOT_COLUMNS = ("mx", "my", "precision", "place")
MOMENT, REPORTER = ("tick", "mode"), ("seizure", "source")
#: What every version has: a program of another edition may have built it.
REQUIRED_COLUMNS = (
    *CODED_COLUMNS,
    *CHAINS,
    "kind",
    "spot",
    "reporter",
    "moment",
    "day_from",
    "day_to",
    "kg_rank",
    "kg",
)
#: Events that are gone through at a time.
PART = 250_000
#: What a column that is no list of codes is kept as.
Numbers = NDArray[Any]
Rows = NDArray[np.int32]


def smallest_int_type(numbers: int) -> type[np.signedinteger[Any]]:
    """The smallest integer type that holds 0 to ``numbers``."""
    return next(dtype for dtype in (np.int8, np.int16, np.int32) if numbers < np.iinfo(dtype).max)


@dataclass(frozen=True)
class Column:
    """A one-dimensional array (for its length see the module); ``codes`` is what a number stands for by its index,
    where it is a code."""

    values: Numbers
    codes: list[str] | None = None

    @classmethod
    def from_values(cls, values: pd.Series) -> Column:
        """Texts as codes in their order; what is missing is ``-1``."""
        numbers, codes = pd.factorize(values.astype(object).where(values.notna(), None), sort=True)
        return cls(numbers.astype(smallest_int_type(len(codes))), list(codes))

    def packed(self) -> dict[str, str]:
        """As a row of texts, which every store can hold."""
        data = base64.b64encode(zlib.compress(np.ascontiguousarray(self.values).tobytes(), 1)).decode()
        return {"dtype": self.values.dtype.str, "codes": json.dumps(self.codes), "data": data}

    @classmethod
    def unpacked(cls, dtype: str, codes: str, data: str) -> Column:
        """The column of such a row."""
        return cls(np.frombuffer(zlib.decompress(base64.b64decode(data)), dtype=dtype), json.loads(codes))


class Texts:
    """A text for each row, side by side in one array: a million ids take the bytes of their letters and no objects."""

    def __init__(self, letters: Numbers, ends: Numbers) -> None:
        self._letters, self._ends = letters, ends

    @classmethod
    def columns(cls, name: str, values: Iterable[str]) -> dict[str, Column]:
        """As columns of a store."""
        encoded = [value.encode() for value in values]
        ends = np.cumsum([len(value) for value in encoded], dtype=np.int64)
        letters = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return {
            name: Column(letters),
            f"{name}.end": Column(ends.astype(np.int32 if len(letters) < 2**31 else np.int64)),
        }

    def at(self, rows: Iterable[int]) -> list[str]:
        """The texts of some rows."""
        spans = ((int(self._ends[row - 1]) if row else 0, int(self._ends[row])) for row in rows)
        return [self._letters[start:end].tobytes().decode() for start, end in spans]


def rows_of(bits: NDArray[np.uint8]) -> Rows:
    """The rows whose bit is set, of bits as ``packbits`` makes them; found in parts (see ``chunks``)."""
    step = PART // 8
    parts = [
        np.flatnonzero(np.unpackbits(bits[start : start + step]).view(bool)).astype(np.int32) + np.int32(8 * start)
        for start in range(0, len(bits), step)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)


def chunks(rows: Rows) -> Iterator[Rows]:
    """Rows in parts of ``PART``, so that what is made on the way fits the processor's cache: of eight million at once
    half of the time went into new memory."""
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


def add_counts(total: Numbers, part: Numbers) -> Numbers:
    """The sum of two arrays of counts, of which one may be shorter. The longer one is changed and returned."""
    longer, other = (total, part) if len(total) > len(part) else (part, total)
    longer[: len(other)] += other
    return longer


class Counts(NamedTuple):
    """Events by kind or by chain: the numbers of those that any event has, and how many have each."""

    number: Numbers
    n: Numbers

    @classmethod
    def from_counts(cls, n: Numbers) -> Counts:
        """From how many events have each number."""
        number = np.flatnonzero(n)
        return cls(number, n[number])


class ChainIndex(NamedTuple):
    """Several values for each chain, as compressed sparse rows: those of chain c stand at ``begin[c]:begin[c + 1]``."""

    begin: Numbers
    value: Numbers

    @classmethod
    def from_rows(cls, chain: Numbers, value: Numbers, chains: int) -> ChainIndex:
        """From pairs of a chain and a value, sorted by chain."""
        begin = np.append(0, np.cumsum(np.bincount(chain, minlength=chains)))
        return cls(begin.astype(np.int32), value)

    def transposed(self) -> ChainIndex:
        """The other way round: the chains that have each value."""
        order = np.argsort(self.value, kind="stable")
        chain = np.repeat(np.arange(len(self.begin) - 1, dtype=np.int32), np.diff(self.begin))
        return ChainIndex.from_rows(self.value[order], chain[order], 1 + int(self.value.max(initial=-1)))

    def take(self, chain: Numbers) -> tuple[Numbers, Numbers]:
        """The values of some chains in one array, and for each value the index into ``chain`` that it is of."""
        begin = self.begin.take(chain)
        n = self.begin.take(chain + 1) - begin
        end = np.cumsum(n, dtype=np.int32)
        place = np.repeat(np.arange(len(chain), dtype=np.int32), n)
        return self.value.take((begin - end + n).take(place) + np.arange(len(place), dtype=np.int32)), place


class ColumnStore:
    """The columns of one version of the data. No answer of it ever changes; threads may share it."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self._columns = columns
        self._named: dict[str, tuple[Numbers, ...]] = {}
        self._pairs: dict[str, ChainIndex] = {}
        self._transposed: dict[str, ChainIndex] = {}
        self.size = len(columns["tick"].values)
        self.ids = Texts(columns["id"].values, columns["id.end"].values)
        self.chains = count_chains(columns)
        #: The weight of each rank in kg, rising; the last one, which the rank ``-1`` (none stated) takes, is NaN.
        self.weights = np.append(columns["kg_rank.value"].values, np.nan)

    def missing(self) -> list[str]:
        """Columns that it should have and has not."""
        return [name for name in REQUIRED_COLUMNS if name not in self._columns]

    def categories(self, name: str) -> list[str]:
        """What the numbers of a column stand for, as ``pandas.Categorical.categories``; ``-1`` is none of them."""
        return self._columns[name].codes or []

    def numbers(self, name: str, rows: Rows | None = None) -> Numbers:
        """A column as an array of numbers, or those of some rows, in their order."""
        values = self._columns[name].values
        # "clip" leaves the check of bounds out, a third of the time: rows are always those of these columns.
        return values if rows is None else values.take(rows, mode="clip")

    def kg(self, rows: Rows) -> NDArray[np.float64]:
        """Weights in kg, NaN where none is stated. They stand in a column of their own beside their ranks: to look each
        of eight million up took a quarter of all that a map's flows need."""
        return self.numbers("kg", rows)

    def count_by(self, name: str, rows: Rows) -> Numbers:
        """How many of the events have each number of a column; an array by that number. For columns without ``-1``
        (kind, moment, reporter, chains of what counts): ValueError for any other."""
        n: Numbers = np.zeros(0, dtype=np.int64)
        for part in chunks(rows):
            n = add_counts(n, np.bincount(self.numbers(name, part)))
        return n

    def sum_by(self, name: str, rows: Rows) -> tuple[Numbers, Numbers, Numbers]:
        """For each number of a column, as arrays by that number: how many of the events have it, their kg (0 where none
        is stated), and how many of them state a weight."""
        n, kg, known = (np.zeros(0, dtype=dtype) for dtype in (np.int64, np.float64, np.float64))
        for part in chunks(rows):
            number, weight = self.numbers(name, part).astype(np.intp), self.kg(part)
            stated = ~np.isnan(weight)
            np.copyto(weight, 0.0, where=~stated)
            n, kg = add_counts(n, np.bincount(number)), add_counts(kg, np.bincount(number, weight))
            known = add_counts(known, np.bincount(number, stated))
        return n, kg, known

    def nodes_and_roles(self, level: str) -> tuple[Numbers, Numbers]:
        """Node and role of each value of the table ``role_<level>``."""
        if level not in self._named:
            pairs = [value.rpartition("|") for value in self.categories(f"role_{level}.value")]
            self._named[level] = tuple(np.array([p[i] for p in pairs], dtype=object) for i in (0, 2))
        nodes, roles = self._named[level]
        return nodes, roles

    def by_chain(self, table: str) -> ChainIndex:
        """The values of each chain in a table: ``leg_<level>`` (flows), ``role_<level>``, ``named`` (countries)."""
        if table not in self._pairs:
            chain, value = self.numbers(f"{table}.chain"), self.numbers(f"{table}.value")
            self._pairs[table] = ChainIndex.from_rows(chain, value, self.chains)
        return self._pairs[table]

    def chains_with(self, table: str, values: Numbers | list[int]) -> ChainIndex:
        """For each chain which of some values of a table it has, as indexes into ``values``. Found from the values, for
        few of many are asked for."""
        if table not in self._transposed:
            self._transposed[table] = self.by_chain(table).transposed()
        chain, place = self._transposed[table].take(np.asarray(values, dtype=np.int32))
        order = np.argsort(chain, kind="stable")
        return ChainIndex.from_rows(chain[order], place[order], self.chains)


def count_chains(columns: dict[str, Column]) -> int:
    """How many chains some columns name."""
    named = [column.values for name, column in columns.items() if name in CHAINS or name.endswith(".chain")]
    return 1 + max(int(values.max(initial=-1)) for values in named)
