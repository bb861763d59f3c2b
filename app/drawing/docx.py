"""A report as DOCX: native headings, texts and tables that can be edited on, pictures of its map and chart."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.core.characters import replace_unfit
from app.drawing import file_formats

#: Margins of the page, and the width between them.
MARGIN, WIDE = Mm(16), Mm(178)
#: Width of a chart at the end.
CHART = Mm(120)
FONT = "Arial"
INK = RGBColor(0x16, 0x20, 0x2B)
MUTED = RGBColor(0x55, 0x62, 0x6E)
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def render(content: dict[str, Any], pictures: list[str], charts: list[str]) -> bytes:
    """The file; ``content`` as drawing.report gives it, ``pictures`` stand at its head and ``charts`` at its end."""
    book = Document()
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    book.core_properties.title, book.core_properties.author = replace_unfit(content["title"]), ""
    book.core_properties.keywords = content["held"]
    set_default_style(book)
    write(book.add_paragraph(), content["marking"], 9, bold=True).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    book.add_heading(content["title"], 1)
    write(book.add_paragraph(), content["sentence"], 8.5, muted=True)
    for text in content["lead"]:
        write(book.add_paragraph(), text, 10)
    for svg in pictures:
        book.add_picture(io.BytesIO(png(svg)), width=WIDE)
    for part in content["parts"]:
        section(book, part)
    for said, svg in zip(content["charts"], charts, strict=True):
        book.add_heading(said["title"], 2)
        book.add_picture(io.BytesIO(png(svg)), width=CHART)
        write(book.add_paragraph(), said["said"], 8, muted=True)
    foot = f"{content['caveat']} {content['boundary']} {content['version']}"
    write(page.footer.paragraphs[0], foot, 7, muted=True)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def set_default_style(book: Any) -> None:
    """One plain type for all that is written: the template's own differs from heading to text."""
    for name, size in (("Normal", 9), ("Heading 1", 19), ("Heading 2", 11)):
        style = book.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_after = Pt(3)


def png(svg: str) -> bytes:
    """A drawing in pixels, twice as many as its units."""
    match = _SIZE.search(svg)
    assert match is not None
    return file_formats.page_file(svg, "png", (float(match[1]), float(match[2])), "", 192)


def section(book: Any, part: dict[str, Any]) -> None:
    """Title, what a person wrote, table and note."""
    book.add_heading(part["title"], 2)
    for text in part["said"]:
        write(book.add_paragraph(), text, 9.5)
    rows = part["table"]["rows"]
    if rows:
        table(book, part["table"])
    else:
        write(book.add_paragraph(), part["table"]["empty"], 8.5, muted=True)
    if part["note"]:
        write(book.add_paragraph(), part["note"], 8, muted=True)


def table(book: Any, table_data: dict[str, Any]) -> None:
    """A table with its heading repeated on each page; numbers stand to the right."""
    headed = any(table_data["head"])
    lines = [table_data["head"], *table_data["rows"]] if headed else table_data["rows"]
    word_table = book.add_table(rows=len(lines), cols=len(table_data["head"]))
    set_borders(word_table)
    for index, (row, texts) in enumerate(zip(word_table.rows, lines, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            top = headed and index == 0
            words = write(cell.paragraphs[0], text, 8, bold=top, muted=top)
            words.paragraph_format.space_after = Pt(1)
            if column in table_data["numbers"]:
                words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if headed:
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        word_table.rows[0]._tr.get_or_add_trPr().append(repeated)


def set_borders(word_table: Any) -> None:
    """Hair lines under the rows, and no others."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9D1D8")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    word_table._tbl.tblPr.append(borders)


def write(paragraph: Any, text: str, size: float, *, bold: bool = False, muted: bool = False) -> Any:
    """A text as one run of a paragraph; signs that a document may not hold are left out."""
    run = paragraph.add_run(replace_unfit(text))
    run.font.size, run.font.bold = Pt(size), bold
    if muted:
        run.font.color.rgb = MUTED
    return paragraph
