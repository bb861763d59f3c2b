"""A chart on its page, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.filters import Filters
from app.drawing.plate import Plate


@dataclass(frozen=True)
class DrawnChart:
    """A chart on its page: a plate with the title that its figures give it, a note, and the filter that the sentence
    states (a page's own periods stand in the place of the filter's). ``sentence`` stands in its place where the figures
    are not counted from events."""

    plate: Plate
    title: str
    note: str
    filters: Filters
    sentence: str = ""
