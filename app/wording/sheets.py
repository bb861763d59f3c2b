"""The sheets of an address: what each is about, its name, its events and what they share (core.sheet)."""

from __future__ import annotations

from dataclasses import replace

from app.core import country as core
from app.core.area import Area
from app.core.operators import InArea
from app.core.sheet import COUNTRY, PLACE, Sheet, Subject
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries

#: So many years are shown, the latest.
MOST_YEARS = 16


def subjects(context: PageContext) -> list[tuple[str, Subject]]:
    """The subjects of the address with the text of each; the area of a filter that has none is left out."""
    found = ((text, Subject.from_text(text, context.filters)) for text in context.view.at)
    return [(text, subject) for text, subject in found if subject]


def name_of(subject: Subject, queries: Queries, t: Translator) -> str:
    """A subject in the reader's language."""
    if subject.kind == COUNTRY:
        return t.country(subject.key)
    if subject.kind == PLACE:
        return t.place(queries.data.places[subject.key])
    area = Area.parse(subject.key)
    assert area is not None
    return InArea.where(area, t)


def names(queries: Queries, context: PageContext) -> str:
    """The names of all subjects of the address as one text; "" where there is none."""
    return context.t.all_of([name_of(subject, queries, context.t) for _text, subject in subjects(context)])


def sheets_of(queries: Queries, context: PageContext) -> dict[str, Sheet]:
    """The sheet of each text of the address; those side by side share their axes. A sheet's subject takes the place of
    the filter's countries, or of its area, in all of its numbers."""
    found = subjects(context)
    events = {text: queries.events.naming(context.filters, subject) for text, subject in found}
    shared = core.shared_scales([(subject.key, events[text]) for text, subject in found], MOST_YEARS)
    filling = queries.reporting.filling_from(context.filters)
    return {
        text: Sheet(subject, name_of(subject, queries, context.t), events[text], shared, filling)
        for text, subject in found
    }


def of_subject(context: PageContext, subject: Subject) -> PageContext:
    """What the numbers of a sheet are counted under."""
    return replace(context, filters=subject.without(context.filters))
