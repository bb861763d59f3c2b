"""Slides as pictures and pages: each page of the program has a plate that shows what a reader would see there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.filters import Filters
from app.core.paper_sizes import CHARTS_OF_PAGE, Paper, read_seen
from app.core.storyboard import Slide
from app.core.view import View
from app.drawing import charts, page_layout, snapshot
from app.drawing.plate import Map, Plate, around, zoom_of
from app.drawing.scene import scene_of
from app.i18n import Translator, translator
from app.layers import LayerRequest
from app.queries import Queries
from app.wording import slides

#: A slide's page, as a screen has it.
PAPER = Paper("16:9")


@dataclass(frozen=True)
class ReadSlide:
    """A slide read on these data."""

    filters: Filters
    view: View
    plate: Plate
    texts: page_layout.PageTexts
    t: Translator


def read_slide(queries: Queries, slide: Slide, language: str | None = None) -> ReadSlide:
    """A slide with its plate and its texts; ``language`` in place of its own."""
    filters, view, _unknown = slides.read(queries, slide)
    view = replace(view, theme="projector", scale="locked", lang=language or view.lang, story=None, slide=None)
    t = translator(view.lang)
    if slide.path in CHARTS_OF_PAGE:
        chart = charts.draw_chart(CHARTS_OF_PAGE[slide.path][0], queries, filters, view, t)
        words = snapshot.page_texts(queries, chart.filters, t, slide.title or chart.title, chart.note)
        return ReadSlide(filters, view, chart.plate, words, t)
    seen = read_seen(slide.viewport) if slide.viewport else None
    scene = scene_of(LayerRequest(queries, filters, view, t), zoom_of(seen, PAPER.size))
    words = snapshot.map_page_texts(
        queries, filters, view, snapshot.Options(title=slide.title, viewport=seen), scene, t
    )
    if slide.path == "/route":
        scene = scene.lit_alone()
        return ReadSlide(filters, view, Map(scene, around(scene, True), t, view.metric), words, t)
    where = seen or around(scene, bool(filters.active() or view.sel))
    return ReadSlide(filters, view, Map(scene, where, t, view.metric, slide.marks), words, t)


def page(shown_slide: ReadSlide) -> str:
    """The whole page of a slide as SVG."""
    return page_layout.page(shown_slide.plate, PAPER, shown_slide.view.theme, shown_slide.texts, shown_slide.t)


def picture(shown_slide: ReadSlide, size: tuple[float, float]) -> str:
    """The plate with its legend, without the words of a page."""
    return page_layout.plate_only(shown_slide.plate, size, shown_slide.view.theme, shown_slide.t)
