"""The columns that counts are made from (see core.counts), as a table of texts that every store can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.column_store import (
    CHAIN_COLUMNS,
    CHAINS,
    CODED_COLUMNS,
    KIND_COLUMNS,
    REPORTER,
    SPOT_COLUMNS,
    Column,
    Texts,
    count_chains,
    smallest_int_type,
)
from app.core.modes import LEVELS
from app.core.row_filters import days


def column_table(event: pd.DataFrame, routed: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """(name, dtype, codes, data): a row for each column, by the row of the event table; and what chains have: their
    legs by flow, their roles, their countries."""
    columns = {name: Column.from_values(event[name]) for name in CODED_COLUMNS}
    coded = {name: column.values for name, column in columns.items()}
    where = {**coded, **{name: event[name].to_numpy(float) for name in ("mx", "my")}}
    columns |= combined_codes("kind", {name: coded[name] for name in KIND_COLUMNS})
    columns |= combined_codes("spot", {name: where[name] for name in SPOT_COLUMNS})
    columns |= combined_codes("reporter", {name: coded[name] for name in REPORTER})
    columns |= combined_codes("moment", {"tick": event["tick"].to_numpy(np.int16), "mode": coded["mode"]})
    columns |= Texts.columns("id", event["event_id"])
    columns["tick"] = Column(event["tick"].to_numpy(np.int16))
    columns |= {name: Column(numbered(event[name])) for name in ("day_from", "day_to")}
    ranks, weights = pd.factorize(event["kg"], sort=True)
    columns |= {"kg_rank": Column(ranks.astype(np.int32)), "kg_rank.value": Column(weights.to_numpy(float))}
    columns["kg"] = Column(event["kg"].to_numpy(float))
    columns |= {name: Column(event[name].fillna(-1).to_numpy(np.int32)) for name in CHAINS}
    for level in LEVELS:
        legs = routed["chain_leg"]
        legs = legs[(legs["level"] == level) & legs["once"]]
        columns |= chain_pairs(f"leg_{level}", legs["chain"], Column(legs["flow"].to_numpy(np.int32)))
        roles = routed["chain_role"]
        roles = roles[roles["level"] == level]
        columns |= chain_pairs(f"role_{level}", roles["chain"], Column.from_values(roles["node"] + "|" + roles["role"]))
    named = routed["chain_named"]
    columns |= chain_pairs("named", named["chain"], Column.from_values(named["country"]))
    columns |= chain_columns(columns)
    return pd.DataFrame([{"name": name, **column.packed()} for name, column in columns.items()])


def column_of(counted: pd.DataFrame, name: str) -> NDArray[Any]:
    """The values of one of those columns."""
    packed = counted.loc[counted["name"] == name, ["dtype", "codes", "data"]]
    return Column.unpacked(*packed.iloc[0]).values


def combined_codes(what: str, values: Mapping[str, NDArray[Any]]) -> dict[str, Column]:
    """What some columns say together as one number for each event, and what each of those numbers says (see
    core.column_store)."""
    number = np.zeros(len(next(iter(values.values()))), dtype=np.int64)
    for cells in values.values():
        code, codes = pd.factorize(cells, sort=True, use_na_sentinel=False)
        number, _seen = pd.factorize(number * len(codes) + code, sort=True)
    _numbers, first = np.unique(number, return_index=True)
    return {what: Column(number.astype(smallest_int_type(len(first))))} | {
        f"{what}.{name}": Column(cells[first]) for name, cells in values.items()
    }


def chain_columns(columns: dict[str, Column]) -> dict[str, Column]:
    """What each chain of countries says: the columns of the events that have it are alike there."""
    chain = columns["chain_country"].values
    size = count_chains(columns)
    numbers, first = np.unique(chain, return_index=True)
    per_chain = {}
    for name in CHAIN_COLUMNS:
        cells = np.full(size, -1, dtype=columns[name].values.dtype)
        cells[numbers] = columns[name].values[first]
        per_chain[f"chain.{name}"] = Column(cells)
    return per_chain


def numbered(day: pd.Series) -> NDArray[np.int32]:
    """Days as numbers (see ``core.row_filters.days``)."""
    return np.array([days(one) for one in day], dtype=np.int32)


def chain_pairs(table: str, chain: pd.Series, value: Column) -> dict[str, Column]:
    """What chains have several of: the chain, and what it has, in the order of the chains."""
    order = np.argsort(chain.to_numpy(), kind="stable")
    ordered = Column(value.values[order], value.codes)
    return {f"{table}.chain": Column(chain.to_numpy(np.int32)[order]), f"{table}.value": ordered}
