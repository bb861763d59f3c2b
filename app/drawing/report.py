"""Sheets and notes as PDF or DOCX: a map and sections of tables, with a person's own words where they wrote some. All
of it is data to the template."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst

from app.core.filters import Filters
from app.core.paper_sizes import MOST_TITLE
from app.core.storyboard import plain
from app.core.text import MOST_WRITTEN, report_field
from app.core.view import View, to_query
from app.drawing import embedded_state, file_formats, page_layout
from app.drawing.plate import Map
from app.drawing.scene import scene_of
from app.drawing.sheet_charts import SheetChart
from app.i18n import Translator, translator
from app.layers import LayerRequest
from app.queries import Queries
from app.wording.headings import marking_text, overlays_used, sentence

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"


@dataclass(frozen=True)
class Report:
    """What a sheet says besides what every product carries: its title, leading lines, sections (see ``part``), a chart
    as SVG that stands under the map, and further ones that stand at its end."""

    title: str
    lead: list[str]
    parts: list[dict[str, Any]]
    chart: str = ""
    charts: Sequence[SheetChart] = ()


def part(key: str, table: dict[str, Any], note: str, t: Translator) -> dict[str, Any]:
    """One section by the key of its title; an empty one says so. Lists of two columns are ``half`` as wide as the
    page. ``said`` is what a person wrote to it."""
    table_data = {**table, "empty": t("country_page.nothing")}
    half = len(table["head"]) == 2
    written: list[str] = []
    return {
        "key": key,
        "title": t(key),
        "table": table_data,
        "note": note if table["rows"] else "",
        "half": half,
        "said": written,
    }


def edited(report: Report, edits: Mapping[str, str]) -> Report:
    """The report with a person's own words: ``title`` and ``lead`` in place of its own, and under the title of a
    section what stands in its field (core.text.report_field); what is left blank stays as it is."""
    parts = [{**section, "said": lines(edits.get(report_field(section["key"]), ""))} for section in report.parts]
    title = " ".join(edits.get("title", "").split())[:MOST_TITLE] or report.title
    return replace(report, title=title, lead=lines(edits.get("lead", "")) or report.lead, parts=parts)


def lines(text: str) -> list[str]:
    """The lines of a written text, without what is none."""
    clean = [plain(line) for line in text[:MOST_WRITTEN].splitlines()]
    return [line for line in clean if line]


def table_block(
    head: list[str], rows: list[list[str]], numbers: tuple[int, ...], wide: int = 0, shares: tuple[int, ...] = ()
) -> dict[str, Any]:
    """A table of texts; the column ``wide`` takes the room that the others leave. ``shares`` in its place part the room
    among columns of long texts; one with 0 is as wide as its text."""
    widths = list(shares) or [1 if i == wide else 0 for i in range(len(head))]
    return {"head": head, "rows": rows, "numbers": list(numbers), "widths": widths}


def render(
    queries: Queries, filters: Filters, view: View, report: Report, map_svg: str, kind: str = "pdf",
    edits: Mapping[str, str] | None = None, selection: str | None = None,
) -> bytes:  # fmt: skip
    """The report as PDF or DOCX with its view inside (see drawing.embedded_state). With a ``selection`` the sentence
    has its figures."""
    t, own = translator(view.lang), edited(report, edits or {})
    content = {
        "title": own.title, "lead": own.lead, "parts": own.parts, "lang": view.lang,
        "sentence": sentence(queries, filters, t, selection),
        "marking": marking_text(filters.source, t, overlays_used(filters)),
        "caveat": t("app.caveat"), "boundary": t("app.boundary"),
        "version": t("export.version", version=queries.data.version), "chart": bool(own.chart),
        "charts": [{"title": each.title, "said": each.said} for each in own.charts],
        "held": embedded_state.token(to_query(filters, view), queries.data.version),
    }  # fmt: skip
    return KINDS[kind](content, [map_svg, *([own.chart] if own.chart else [])], [each.svg for each in own.charts])


def pdf(content: dict[str, Any], pictures: list[str], charts: list[str]) -> bytes:
    """Set by the template."""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        for number, svg in enumerate(charts):
            Path(folder, f"chart-{number}.svg").write_text(svg, encoding="utf-8")
        for name, svg in zip(("map", "chart"), pictures, strict=False):
            Path(folder, f"{name}.svg").write_text(svg, encoding="utf-8")
        Path(folder, "page.typ").write_bytes(TEMPLATE.read_bytes())
        body = typst.compile(
            str(Path(folder, "page.typ")), root=folder, font_paths=[str(file_formats.FONTS)], ignore_system_fonts=True,
            format="pdf", sys_inputs={"data": json.dumps(content)}, timestamp=file_formats.MADE,
        )  # fmt: skip
    return body if isinstance(body, bytes) else bytes(body[0])


def docx(content: dict[str, Any], pictures: list[str], charts: list[str]) -> bytes:
    """The same as a Word document."""
    from app.drawing import docx as word

    return word.render(content, pictures, charts)


#: Kinds of files of a report.
KINDS: dict[str, Callable[[dict[str, Any], list[str], list[str]], bytes]] = {"pdf": pdf, "docx": docx}
MIMETYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def small_map(queries: Queries, filters: Filters, view: View, region: str, size: tuple[float, float]) -> str:
    """The flows of a filter without the words of a page; those of the view's selection alone where it has one.
    Overlays are left out: a report names no source of theirs."""
    t = translator(view.lang)
    scene = scene_of(LayerRequest(queries, filters, replace(view, theme="light", level="country", overlays=()), t))
    scene = scene.lit_alone() if view.sel else scene
    return page_layout.plate_only(Map(scene, region, t), size, "light")
