"""PowerPoint: the plate of each slide as a picture, its title, filter, sources and notes as native text."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from app.core.characters import replace_unfit
from app.core.storyboard import Slide
from app.drawing import file_formats, slides
from app.drawing.decks.deck import Deck
from app.drawing.slides import PAPER, ReadSlide

#: English Metric Units to a unit of the page (1/96 inch).
UNIT = 9525
#: The plate on the page: left, top, width, height; pixels to a unit of the page.
PLATE = (30.0, 118.0, 1220.0, 496.0)
TIMES = 2
INK, MUTED = RGBColor(0x0B, 0x11, 0x18), RGBColor(0x3C, 0x45, 0x4E)
#: Up to so many signs a title stands in this size, in points: one or two lines fit its box in any usual type.
TITLES = ((42, 28), (115, 20), (190, 14), (300, 11))
#: "Title Only" of the template that comes with the library.
LAYOUT = 5


def render(deck: Deck) -> bytes:
    """The file."""
    show = Presentation()
    show.slide_width, show.slide_height = (Emu(int(side * UNIT)) for side in PAPER.size)
    show.core_properties.title, show.core_properties.author = deck.title, ""
    show.core_properties.keywords = deck.tokens[0] if deck.tokens else ""
    for _position, slide, shown_slide in deck.each():
        put(show.slides.add_slide(show.slide_layouts[LAYOUT]), slide, shown_slide)
    body = io.BytesIO()
    show.save(body)
    return body.getvalue()


def put(page: Any, slide: Slide, shown_slide: ReadSlide) -> None:
    """One slide."""
    texts = shown_slide.texts
    big = next((size for most, size in TITLES if len(texts.title) <= most), TITLES[-1][1])
    place(page.shapes.title, (30, 16, 1040, 66))
    write(page.shapes.title.text_frame, [texts.title], big, bold=True, colour=INK)
    marking = page.shapes.add_textbox(*units((1080, 20, 170, 30)))
    write(marking.text_frame, [texts.marking], 12, bold=True, colour=INK, right=True)
    lead = page.shapes.add_textbox(*units((30, 86, 1220, 30)))
    write(lead.text_frame, [f"{texts.sentence} · {texts.figures}"], 12, colour=MUTED)
    picture = slides.picture(shown_slide, PLATE[2:])
    body = file_formats.page_file(picture, "png", PLATE[2:], "", 96 * TIMES)
    picture_shape = page.shapes.add_picture(io.BytesIO(body), *units(PLATE))
    picture_shape._element.nvPicPr.cNvPr.set("descr", f"{texts.title}. {texts.sentence}")
    foot = page.shapes.add_textbox(*units((30, 618, 1220, 96)))
    lines = [texts.shown, texts.scale, texts.caveat, texts.sources, f"{texts.boundary} {texts.version}"]
    write(foot.text_frame, [line for line in lines if line], 8.5, colour=MUTED)
    page.notes_slide.notes_text_frame.text = replace_unfit(slide.notes)


def units(box: tuple[float, float, float, float]) -> tuple[Emu, Emu, Emu, Emu]:
    """A box of the page in the units of the file."""
    left, top, wide, high = (Emu(int(v * UNIT)) for v in box)
    return left, top, wide, high


def place(shape: Any, box: tuple[float, float, float, float]) -> None:
    """Move a shape."""
    shape.left, shape.top, shape.width, shape.height = units(box)


def write(
    frame: Any, lines: list[str], size: float, *, colour: RGBColor, bold: bool = False, right: bool = False
) -> None:
    """Lines as paragraphs of a text frame, without its inner margins."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, line in enumerate(lines):
        row = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        row.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = row.add_run()
        run.text, run.font.size, run.font.bold = replace_unfit(line), Pt(size), bold
        run.font.color.rgb = colour
