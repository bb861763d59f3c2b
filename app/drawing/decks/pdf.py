"""A PDF of the slides, a page each; as a handout each slide has its notes under it on a page of A4."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import typst

from app.drawing import slides
from app.drawing.decks.deck import Deck
from app.drawing.file_formats import FONTS, MADE

TEMPLATE = Path(__file__).parents[1] / "templates" / "deck.typ"


def render(deck: Deck) -> bytes:
    """The file; every text comes to the template as data."""
    with tempfile.TemporaryDirectory(prefix="deck-") as folder:
        for position, _slide, shown_slide in deck.each():
            Path(folder, f"{position}.svg").write_text(slides.page(shown_slide), encoding="utf-8")
        Path(folder, "page.typ").write_bytes(TEMPLATE.read_bytes())
        data = {
            "title": deck.title, "lang": deck.language, "handout": deck.notes, "held": list(deck.tokens),
            "notes": [slide.notes for slide in deck.slides], "none": deck.t("stage.no_notes"),
            "empty": deck.t("briefing.empty"),
        }  # fmt: skip
        body = typst.compile(
            str(Path(folder, "page.typ")), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True,
            format="pdf", sys_inputs={"data": json.dumps(data)}, timestamp=MADE,
        )  # fmt: skip
    return body if isinstance(body, bytes) else bytes(body[0])
