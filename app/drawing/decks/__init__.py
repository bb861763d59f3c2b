"""A storyboard to take away: one HTML file, a PDF with or without notes, PowerPoint. No server and no network is needed
to open any of them. One module per kind; each makes a file of the slides as they are on these data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.storyboard import Slide, Storyboard
from app.core.view import to_query
from app.drawing import embedded_state, slides
from app.drawing.decks import html, pdf
from app.drawing.decks.deck import Deck
from app.queries import Queries
from app.wording.slides import read


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, and how it is made."""

    mimetype: str
    make: Callable[[Deck], bytes]


def powerpoint(deck: Deck) -> bytes:
    """A deck as PowerPoint, whose library is read when it is first used."""
    from app.drawing.decks import pptx

    return pptx.render(deck)


KINDS = {
    "html": Kind("text/html; charset=utf-8", html.render),
    "pdf": Kind("application/pdf", pdf.render),
    "pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", powerpoint),
}


def deck_of(queries: Queries, board: Storyboard, language: str, notes: bool) -> Deck:
    """A storyboard read on these data, in one language; ``notes`` asks for the handout where a kind has one."""
    shown = tuple(slides.read_slide(queries, slide, language) for slide in board.slides)
    tokens = tuple(token(queries, slide) for slide in board.slides)
    return Deck(board.title, language, board.slides, shown, tokens, notes)


def token(queries: Queries, slide: Slide) -> str:
    """The state that opens a slide's view again (see drawing.embedded_state)."""
    filters, view, _unknown = read(queries, slide)
    return embedded_state.token(to_query(filters, view), queries.data.version)
