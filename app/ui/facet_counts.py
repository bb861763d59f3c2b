"""How many events have each value of a facet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.filters import Filters
from app.core.query import UNSTATED
from app.queries import Queries


class Counts:
    """Counts by facet and value under a filter; a value that no event has counts zero. A facet is counted when it is
    first asked for: one that is folded is not."""

    def __init__(self, queries: Queries, filters: Filters) -> None:
        self._queries, self._filters = queries, filters
        self._by: dict[str, dict[str, int]] = {}

    def _counts(self, facet: str) -> dict[str, int]:
        if facet not in self._by:
            counts = self._queries.summary.facets(self._filters, (facet,))
            self._by[facet] = {UNSTATED if value is None else value: n for (_facet, value), n in counts.items()}
        return self._by[facet]

    def count(self, facet: str, value: str) -> int:
        """Events with this value under all other filters."""
        return self._counts(facet).get(value, 0)

    def of_group(self, facet: str, group: str) -> int:
        """Events that give any country of a group a role, each once, under all other filters."""
        return self._queries.summary.count(replace(self._filters, **{facet: (group,)}))  # type: ignore[arg-type]

    def values(self, facet: str) -> list[str]:
        """Values of a facet that are stated somewhere."""
        return [value for value in self._counts(facet) if value != UNSTATED]

    def most(self, facet: str, values: Sequence[str]) -> int:
        """The largest count among some values, at least 1."""
        return max([1, *(self.count(facet, v) for v in values)])
