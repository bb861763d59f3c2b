"""A drawing as a file: SVG with its type in it, PNG in any resolution, PDF as true vectors; set by typst, offline."""

from __future__ import annotations

import base64
import functools
import re
import tempfile
from html import unescape
from pathlib import Path

import typst

from app.drawing import embedded_state
from app.drawing import text_width as lettering
from app.drawing.svg import number
from app.settings import ROOT

FONTS = ROOT / "assets" / "fonts" / "print"
KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
#: The time that a PDF bears: one for all, so that the same page is the same file. The page itself says its date.
MADE = 0
_TEXT = re.compile(r"<text([^>]*)>([^<]+)</text>")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
#: Units of the page (1/96 inch) in points.
POINT = 0.75


def page_file(svg: str, kind: str, size: tuple[float, float], state_token: str, dpi: float = 96) -> bytes:
    """The page as a file with the state ``state_token`` in it (see drawing.embedded_state). ``dpi`` is for a PNG: 96
    gives a pixel for a unit of the page, 300 is for print."""
    if kind == "svg":
        return with_type(svg, state_token).encode("utf-8")
    with tempfile.TemporaryDirectory(prefix="drawing-") as folder:
        # The only file that the setting of the page can see is the drawing itself.
        Path(folder, "page.svg").write_text(svg, encoding="utf-8")
        wide, high = (side * POINT for side in size)
        # Nothing but numbers and the letters of the state stands in the source: no text of a reader can be code of it.
        source = (
            f'#set document(keywords: ("{state_token}",))\n#set page(width: {wide}pt, height: {high}pt, margin: 0pt)\n'
        )
        source += '#image("page.svg", width: 100%)\n'
        Path(folder, "page.typ").write_text(source, encoding="utf-8")
        compiled = typst.compile(
            str(Path(folder, "page.typ")), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True,
            format="png" if kind == "png" else "pdf", ppi=dpi if kind == "png" else None, timestamp=MADE,
        )  # fmt: skip
    body = compiled if isinstance(compiled, bytes) else bytes(compiled[0])
    return embedded_state.in_png(body, state_token) if kind == "png" else body


def with_type(svg: str, state_token: str) -> str:
    """The drawing with its fonts and its state inside, so that it looks the same where Inter is not installed."""
    start = svg.index(">") + 1
    svg = _TEXT.sub(_measured, svg)
    return f"{svg[:start]}<metadata>{state_token}</metadata><style>{font_faces()}</style>{svg[start:]}"


def _measured(text: re.Match[str]) -> str:
    """A line of text with its length, so that it keeps its room in a program that takes another type for Inter."""
    attributes = dict(_ATTRIBUTE.findall(text[1]))
    weight = int(attributes.get("font-weight", "400"))
    long = lettering.width(unescape(text[2]), float(attributes["font-size"]), weight)
    return f'<text{text[1]} textLength="{number(long)}" lengthAdjust="spacingAndGlyphs">{text[2]}</text>'


@functools.cache
def font_faces() -> str:
    """The three weights as data in CSS."""
    out = []
    for name, weight in (("Regular", 400), ("SemiBold", 600), ("Bold", 700)):
        data = base64.b64encode((FONTS / f"Inter-{name}.ttf").read_bytes()).decode("ascii")
        source = f'src:url("data:font/ttf;base64,{data}") format("truetype")'
        out.append(f'@font-face{{font-family:"Inter";font-weight:{weight};{source}}}')
    return "".join(out)
