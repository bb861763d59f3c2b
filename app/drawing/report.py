"""Sheets and notes as PDF: a map and sections of tables, set by one template; all of it is data to the template."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst

from app.core.filters import Filters
from app.core.view import View, to_query
from app.drawing import files, sheet, state
from app.drawing.plate import Map
from app.drawing.scene import scene_of
from app.i18n import Translator, translator
from app.layers import Ask
from app.queries import Queries
from app.ui.head import marking_text, sentence

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"


@dataclass(frozen=True)
class Report:
    """What a sheet says besides what every product carries: its title, leading lines, and sections (see ``part``)."""

    title: str
    lead: list[str]
    parts: list[dict[str, Any]]


def part(title: str, table: dict[str, Any], note: str, t: Translator) -> dict[str, Any]:
    """One section; an empty one says so. Lists of two columns are ``half`` as wide as the page."""
    held = {**table, "empty": t("country_page.nothing")}
    return {"title": title, "table": held, "note": note if table["rows"] else "", "half": len(table["head"]) == 2}


def tabled(head: list[str], rows: list[list[str]], numbers: tuple[int, ...], wide: int = 0) -> dict[str, Any]:
    """A table of texts; the column ``wide`` takes the room that the others leave."""
    widths = [1 if i == wide else 0 for i in range(len(head))]
    return {"head": head, "rows": rows, "numbers": list(numbers), "widths": widths}


def made(queries: Queries, filters: Filters, view: View, found: Report, map_svg: str) -> bytes:
    """The report as PDF with its view inside (see drawing.state)."""
    t = translator(view.lang)
    said = {
        "title": found.title, "lead": found.lead, "parts": found.parts, "lang": view.lang,
        "sentence": sentence(queries, filters, t), "marking": marking_text(filters.source, t),
        "caveat": t("app.caveat"), "boundary": t("app.boundary"),
        "version": t("export.version", version=queries.data.version),
        "held": state.token(to_query(filters, view), queries.data.version),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        Path(folder, "map.svg").write_text(map_svg, encoding="utf-8")
        Path(folder, "page.typ").write_bytes(TEMPLATE.read_bytes())
        body = typst.compile(
            str(Path(folder, "page.typ")), root=folder, font_paths=[str(files.FONTS)], ignore_system_fonts=True,
            format="pdf", sys_inputs={"data": json.dumps(said)}, timestamp=files.MADE,
        )  # fmt: skip
    return body if isinstance(body, bytes) else bytes(body[0])


def small_map(queries: Queries, filters: Filters, view: View, region: str, size: tuple[float, float]) -> str:
    """The flows of a filter without the words of a page; those of the view's selection alone where it has one."""
    t = translator(view.lang)
    scene = scene_of(Ask(queries, filters, replace(view, theme="light", level="country"), t))
    if view.sel:
        flows, nodes = [f for f in scene.flows if f.lit], [n for n in scene.nodes if n.lit]
        scene = replace(scene, flows=flows, nodes=nodes)
    return sheet.bare(Map(scene, region), size, "light")
