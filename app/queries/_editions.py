"""What the data say of each event, as a digest: two versions of the data can be told apart event by event."""

from __future__ import annotations

import pandas as pd

from app.core.filters import Filters
from app.core.lazy_ibis import _
from app.queries._event_store import EventStore


class Editions:
    """Digests of events, and what became of them since another version."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def digests(self) -> pd.DataFrame:
        """(event_id, digest) of every event that counts; the digest changes with anything that is stated of it."""
        event = self._store.data.table("event").filter(_.record_type == "event")
        return self._store.data.frame(event.select("event_id", "digest"))

    def since(self, then: pd.DataFrame, filters: Filters) -> dict[str, int]:
        """``new``, ``corrected`` and ``gone`` events since the data whose digests are given. The first two are of the
        filter's events; one that is gone has no filter any more, so all of them are counted."""
        now = self._store.data.frame(self._store.engine.selected(filters).select("event_id"))["event_id"]
        digests = self.every_digest().reindex(now)
        before = then.set_index("event_id")["digest"]
        known = digests.index.isin(before.index)
        same = digests[known].eq(before.reindex(digests.index[known]))
        gone = ~before.index.isin(self.every_digest().index)
        return {"new": int((~known).sum()), "corrected": int((~same).sum()), "gone": int(gone.sum())}

    def every_digest(self) -> pd.Series:
        """Digests by event id."""
        digests: pd.DataFrame = self._store.answers.cached("digests", self.digests)
        return digests.set_index("event_id")["digest"]
