"""What the sources of a filter declare to have reported, by country and month."""

from __future__ import annotations

import functools

import pandas as pd

from app.core import counts, coverage
from app.core.column_store import ColumnStore, Rows
from app.core.filters import Filters
from app.queries._event_store import EventStore
from app.queries._records import Records


class Reporting:
    """Coverage as declared; which months are still filling up."""

    def __init__(self, store: EventStore, records: Records) -> None:
        self._store, self._records = store, records

    @functools.cached_property
    def _declared(self) -> dict[str, coverage.Source]:
        codes = self._store.data.vocabulary.countries
        return {
            str(metadata["id"]): coverage.source_of(metadata, codes) for metadata in self._store.data.about["sources"]
        }

    def declared(self, filters: Filters) -> list[coverage.Source]:
        """The sources of a filter with what they declare."""
        return [self._declared[str(metadata["id"])] for metadata in self._records.used(filters)]

    def seizing(self, filters: Filters) -> pd.DataFrame:
        """(seizure, source, n): events by seizing country and source at any time, the most first."""

        def count(columns: ColumnStore, rows: Rows) -> pd.DataFrame:
            reporters = counts.by_seizing_country(columns, rows)
            return reporters.sort_values(["n", "seizure", "source"], ascending=[False, True, True], ignore_index=True)

        reporters: pd.DataFrame = self._store.cached_count("seizing", count, filters.cleared("from", "to"))
        return reporters

    def reported(self, filters: Filters, first: str, last: str) -> pd.DataFrame:
        """The state of each country in each month (see core.coverage.matrix). A filter by country or mode changes no
        state: a source that has any seizure of a country speaks for it."""
        only = Filters(source=filters.source)

        def make() -> pd.DataFrame:
            every = self.seizing(only)
            seen = {str(name): part["seizure"].tolist() for name, part in every.groupby("source", observed=True)}
            return coverage.matrix(self.declared(only), seen, coverage.span_of(first, last))

        states: pd.DataFrame = self._store.memory.get_or_make(("reported", only, first, last), make)
        return states

    def filling_from(self, filters: Filters) -> str | None:
        """The first month for which reports still come in, or None."""
        return coverage.first_incomplete_month(self.declared(filters))
