"""What a sheet is about, its subject: a country, a place of the map, or an area (a sea area, a group, a drawn shape).

In the address (``at=``) a subject is one text: ``ES``, the node ``BE:antwerp``, ``XZ-CAR`` or ``@andean``, and
``area`` for the area of the filter. A sheet reads the events that name its subject: wherever it has a role, the
column of that role holds its ``key`` (queries._events), so that one set of functions counts for all
(core.country).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from app.core.area import TOUCHES, Area
from app.core.country import SharedScales
from app.core.filters import Filters
from app.core.groups import SIGN

COUNTRY, PLACE, AREA = "country", "place", "area"
#: The text of the subject that is the area of the filter.
OF_FILTER = "area"
#: Role -> what an event has to do with an area that has it.
RELATION_OF = {"seizure": "seized", "departure": "departs", "destination": "arrives", "transit": "passes"}


@dataclass(frozen=True)
class Subject:
    """``kind`` is COUNTRY, PLACE or AREA; ``key`` its code, its node, or where the area is (core.area.Area.where)."""

    kind: str
    key: str

    @classmethod
    def from_text(cls, text: str, filters: Filters) -> Subject | None:
        """The subject of a text of ``at=``; None for the area of a filter that has none.

        >>> Subject.from_text("XZ-CAR", Filters())
        Subject(kind='area', key='XZ-CAR')
        """
        if text == OF_FILTER:
            area = Area.parse(filters.area)
            return cls(AREA, area.where) if area else None
        if text.startswith((SIGN, "XZ-")):
            return cls(AREA, text)
        return cls(PLACE if ":" in text else COUNTRY, text)

    def events_behind(self, filters: Filters) -> tuple[Filters, str | None]:
        """The filter and the selection that leave the events of the subject. It takes the place of the filter's
        countries, or of its area."""
        return replace(self.without(filters), **self.named()), f"node:{self.key}" if self.kind == PLACE else None

    def named(self) -> dict[str, Any]:
        """The filters that leave the events which name the subject; none for a place, see ``events_behind``."""
        if self.kind == COUNTRY:
            return {"country": (self.key,)}
        return self._related(TOUCHES) if self.kind == AREA else {}

    def without(self, filters: Filters) -> Filters:
        """The filter without what the subject takes the place of."""
        return filters.cleared("country", "area") if self.kind == AREA else filters.cleared("country")

    def narrowed(self, role: str) -> dict[str, Any]:
        """The filters that leave the events which give the subject a role; none for a place, see ``selected``."""
        if self.kind == COUNTRY:
            return {role: (self.key,)}
        return self._related(RELATION_OF[role]) if self.kind == AREA else {}

    def selected(self, role: str) -> str | None:
        """The selection that leaves the events which give a place a role."""
        return f"as:{role}|{self.key}" if self.kind == PLACE else None

    def _related(self, relation: str) -> dict[str, Any]:
        area = Area.parse(f"{relation}:{self.key}")
        return {"area": area.text} if area else {}


@dataclass(frozen=True)
class Sheet:
    """One subject with its ``name`` in the reader's language, the events that name it, what it shares with the sheets
    beside it, and the month from which on reports still come in (None: it is not known)."""

    subject: Subject
    name: str
    events: pd.DataFrame
    shared: SharedScales
    filling: str | None = None

    @property
    def key(self) -> str:
        """What its events have in the column of a role that the subject has."""
        return self.subject.key

    def text(self, name: str) -> str:
        """The key of a text: a country's authorities seize, at a place or in an area something is seized."""
        return f"country_page.{name}" if self.subject.kind == COUNTRY else f"profile.{name}"
