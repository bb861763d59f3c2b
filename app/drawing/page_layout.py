"""A page: title, filter sentence, a plate with its legend, and what every product says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.paper_sizes import MARGIN, Paper
from app.core.style import style_table
from app.drawing import legend
from app.drawing import text_width as lettering
from app.drawing.plate import SIZES, Plate
from app.drawing.svg import element, number, words
from app.i18n import Translator


@dataclass(frozen=True)
class PageTexts:
    """The texts of a page, in the language of the export."""

    title: str
    sentence: str
    figures: str
    shown: str
    scale: str
    sources: str
    marking: str
    caveat: str
    boundary: str
    version: str


def page(plate: Plate, paper: Paper, theme: str, texts: PageTexts, t: Translator) -> str:
    """The whole page as SVG."""
    wide, high = paper.size
    style = style_table(theme)
    ink, muted = style["map"]["ink"], style["map"]["label"]
    head, top = heading(texts, wide, theme, ink, muted)
    rows = legend.rows(plate.legend(style, t), SIZES[theme][3], wide - 2 * MARGIN)
    foot, bottom = footing(texts, rows, wide, high, theme, ink, muted)
    drawn = plate.drawn((MARGIN, top, wide - 2 * MARGIN, bottom - top), theme, style)
    back = element("rect", width=wide, height=high, fill=PAPER[theme])
    return svg_document((wide, high), back, drawn, head, foot)


def plate_only(plate: Plate, size: tuple[float, float], theme: str, t: Translator | None = None) -> str:
    """The plate alone as SVG, without the words of a page; under it its legend, where a translator is given."""
    wide, high = size
    style = style_table(theme)
    key = SIZES[theme][3]
    rows = legend.rows(plate.legend(style, t), key, wide - 8) if t else []
    bottom = high - key * 1.75 * len(rows) - (4 if rows else 0)
    back = element("rect", width=wide, height=high, fill=PAPER[theme])
    drawn = plate.drawn((0, 0, wide, bottom), theme, style)
    return svg_document(size, back, drawn, legend_rows(rows, 4, bottom + 4, key, style["map"]["ink"]))


def svg_document(size: tuple[float, float], *parts: str) -> str:
    """An SVG of a size."""
    wide, high = (number(side) for side in size)
    box = {"viewBox": f"0 0 {wide} {high}", "width": wide, "height": high}
    return element("svg", *parts, xmlns="http://www.w3.org/2000/svg", font_family="Inter", **box)


def legend_rows(rows: list[list[legend.Entry]], left: float, top: float, size: float, ink: str) -> str:
    """The rows of a legend, from a height downwards."""
    drawn = [legend.drawn(row, left, top + size * 1.75 * (i + 0.45), size, ink) for i, row in enumerate(rows)]
    return element("g", *drawn, class_="legend")


PAPER = {"light": "#FFFFFF", "projector": "#FFFFFF", "dark": "#12181E"}


def heading(texts: PageTexts, wide: float, theme: str, ink: str, muted: str) -> tuple[str, float]:
    """Title, sentence and marking at the top; and where the map may begin."""
    big, small = SIZES[theme][:2]
    tag = lettering.width(texts.marking, small, 600) + 18
    room = wide - 2 * MARGIN - tag - 18
    out, y = [], MARGIN + big * 0.72
    for text in lettering.wrap(texts.title, big, room, 700, lines=2 if wide > 1000 else 3):
        out.append(words(MARGIN, y, text, big, font_weight=700, fill=ink))
        y += big * 1.16
    y += small * 0.25
    lead = " · ".join(text for text in (texts.sentence, texts.figures) if text)
    for text in lettering.wrap(lead, small, wide - 2 * MARGIN, lines=3):
        out.append(words(MARGIN, y - big * 0.2, text, small, fill=muted))
        y += small * 1.32
    left = wide - MARGIN - tag
    frame = {"fill": "none", "stroke": ink, "stroke_width": 1, "rx": 3}
    out.append(element("rect", x=left, y=MARGIN - 4, width=tag, height=small * 1.75, **frame))
    out.append(words(left + 9, MARGIN - 4 + small * 1.23, texts.marking, small, font_weight=600, fill=ink))
    return "".join(out), y - big * 0.2 - small * 0.4


def footing(
    texts: PageTexts, rows: list[list[legend.Entry]], wide: float, high: float, theme: str, ink: str, muted: str
) -> tuple[str, float]:
    """Legend and foot; and where the map must end."""
    key, small = SIZES[theme][3:]
    paragraphs = [texts.shown, texts.scale, texts.caveat, texts.sources, f"{texts.boundary} {texts.version}"]
    lines = [line for text in paragraphs if text for line in lettering.wrap(text, small, wide - 2 * MARGIN, lines=3)]
    y = high - MARGIN * 0.8 - small * 1.34 * (len(lines) - 1)
    begin = y - small - 8 - key * 1.75 * len(rows)
    out = [words(MARGIN, y + i * small * 1.34, line, small, fill=muted) for i, line in enumerate(lines)]
    out.append(legend_rows(rows, MARGIN, begin + 8, key, ink))
    return "".join(out), begin
