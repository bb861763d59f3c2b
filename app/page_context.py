"""Where a reader stands, read from the address: the first step of every callback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import View, href
from app.i18n import Translator, translator
from app.queries import current

HOME = "/"


@dataclass(frozen=True)
class PageContext:
    """Page, filter, view, and the language to speak."""

    path: str
    filters: Filters
    view: View
    t: Translator

    @functools.cached_property
    def unclicked(self) -> View:
        """The view without what was clicked: what a link to other events keeps."""
        return replace(self.view, sel=None, card=None)

    def toggling(self, name: str) -> Callable[[str], str]:
        """Addresses of this page with one value of a list field put in or taken out (``core.view.toggle_links``)."""
        return view_query.toggle_links(self.path, self.filters, self.unclicked, name)

    def link(self, filters: Filters | None = None, **view: Any) -> str:
        """Address of this page with another filter or view; another filter leaves what was clicked behind."""
        if filters is not None:
            view = {"sel": None, "card": None, **view}
        return href(self.path, filters or self.filters, replace(self.view, **view))


def parse_context(query: str | None, path: str = HOME) -> tuple[PageContext, list[Problem]]:
    """Where the reader stands, and what the link asked for in vain."""
    filters, view, problems = view_query.parse(query or "", current().data.vocabulary)
    return PageContext(path, filters, view, translator(view.lang)), problems
