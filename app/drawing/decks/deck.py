"""What every kind of take-away is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.storyboard import Slide
from app.drawing.slides import ReadSlide
from app.i18n import Translator, translator


@dataclass(frozen=True)
class Deck:
    """A storyboard read on the data: its slides, each as it is shown and with the token that opens it again."""

    title: str
    language: str
    slides: tuple[Slide, ...]
    shown: tuple[ReadSlide, ...]
    tokens: tuple[str, ...]
    notes: bool = False

    @property
    def t(self) -> Translator:
        """Speaks the language of the deck."""
        return translator(self.language)

    def each(self) -> Iterator[tuple[int, Slide, ReadSlide]]:
        """Number (from 1), slide, and how it is shown."""
        for position, (slide, shown_slide) in enumerate(zip(self.slides, self.shown, strict=True), 1):
            yield position, slide, shown_slide
