"""One HTML file that opens from disk: every slide as vectors, with its notes; keys as on the stage. Nothing is fetched:
the file's own policy forbids it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from app.drawing import slides
from app.drawing.decks.deck import Deck
from app.drawing.file_formats import font_faces

TEMPLATE = Path(__file__).parents[1] / "templates" / "deck.html"


def render(deck: Deck) -> bytes:
    """The file."""
    t = deck.t
    parts = []
    for position, slide, shown_slide in deck.each():
        notes = escape(slide.notes) or f"<i>{escape(t('stage.no_notes'))}</i>"
        label = escape(f"{t('stage.of', at=position, n=len(deck.slides))}: {shown_slide.texts.title}", quote=True)
        picture = own_ids(slides.page(shown_slide), position)
        parts.append(f'<section aria-label="{label}" hidden>{picture}<aside hidden>{notes}</aside></section>')
    fields = {
        "lang": deck.language,
        "title": escape(deck.title),
        "faces": font_faces(),
        "slides": "\n".join(parts),
        "held": deck.tokens[0] if deck.tokens else "",
        **{name: escape(t(f"stage.{name}"), quote=True) for name in ("next", "previous", "blank", "notes", "blanked")},
        "keys": escape(t("briefing.keys")),
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(fields).encode("utf-8")


def own_ids(svg: str, position: int) -> str:
    """Names inside a drawing made its own: in one document two drawings must not share them. Texts are escaped, so no
    text can look like a name."""
    return svg.replace('id="', f'id="s{position}-').replace("url(#", f"url(#s{position}-")
