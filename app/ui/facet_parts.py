"""What the parts of the filter column are made of: a part that folds, an option with its count, an entry."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.core.filters import FIELDS, FilterField
from app.core.operators import AtLeast, InArea, NotBefore
from app.page_context import PageContext
from app.ui import tags
from app.ui.controls import entry
from app.ui.facet_counts import Counts
from app.ui.markup import option_row

OPEN = frozenset(["mode", "departure", "destination", "band", "seizure"])


@dataclass(frozen=True)
class Column:
    """What the column is made from: where the reader stands, counts under the filter and of all data, and which parts
    are unfolded, by the name in their id (None: whatever is, all is there)."""

    context: PageContext
    counts: Counts
    everything: Counts
    unfolded: Container[str] | None

    def fold(
        self, name: str, kind: str, head: list[Any], used: bool, body: Callable[[], Sequence[Any]]
    ) -> tags.Element:
        """A part that folds: unfolded where it is a main one, in use, or was unfolded by the reader; what is folded is
        made when it is asked for."""
        shown = used or name in OPEN or name in (self.unfolded or ())
        inside = body() if shown or self.unfolded is None else []
        return tags.Details([tags.Summary(head), *inside], className=kind, open=shown, id={"facet": name})


def option(
    context: PageContext, text: str, target: str, n: int, most: int, chosen: bool, key: str, inner: bool = False
) -> Markup:
    """One value: box, name, bar, count."""
    kind = f"{' inner' if inner else ''}{'' if n else ' zero'}"
    return option_row(text, target, key, context.t.number(n), min(100, 100 * n / most), chosen, kind)


def section(column: Column, facet: str, body: Callable[[], Sequence[Any]], glyph: str = "") -> tags.Element:
    """One foldable group; open when it is a main one or in use."""
    context = column.context
    used = any(f.name == facet for f in context.filters.active())
    mark = tags.Span(className=f"glyph {glyph}") if glyph else None
    return column.fold(facet, "facet", [tags.Span(context.t(f"facet.{facet}")), mark], used, body)


DATE = {"type": "text", "pattern": r"\d{4}(-\d\d){0,2}"}
NUMBER = {"type": "text", "inputMode": "decimal"}


def entries(context: PageContext, section: str) -> list[tags.Element]:
    """The entry of each filter of a section (see ``core.filters.FilterField``)."""
    return [filter_entry(context, f) for f in FIELDS if f.section == section]


def filter_entry(context: PageContext, f: FilterField) -> tags.Element:
    """The entry of one filter: a date, a number or words."""
    value, t = getattr(context.filters, f.key), context.t
    text = f.compare.text(f.name, value, t) if isinstance(value, int | float) else value
    form: dict[str, str] = {"type": "text"}
    if isinstance(f.compare, NotBefore):
        form = {**DATE, "placeholder": t("facet.date_form")}
    elif isinstance(f.compare, AtLeast):
        form = NUMBER
    elif isinstance(f.compare, InArea):
        form["placeholder"] = t("area.corners")
    label = t("area.typed") if isinstance(f.compare, InArea) else t(f"facet.{f.key}")
    return entry(label, f.name, text, **form)
