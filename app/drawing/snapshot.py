"""A map of a query as a file: what is asked of it, and the texts of its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from app.core.filters import Filters
from app.core.overlay import Overlay
from app.core.paper_sizes import MOST_TITLE, PAPERS, PRINT_DPI, REGIONS, TIMES, Paper, Seen, read_seen
from app.core.storyboard import Annotation, plain
from app.core.view import View, to_query
from app.drawing import charts, embedded_state, file_formats, page_layout
from app.drawing.plate import Map, around, zoom_of
from app.drawing.scene import Scene, scene_of
from app.i18n import Translator, translator
from app.layers import BadExtra, LayerRequest
from app.page_context import PageContext
from app.queries import Queries
from app.wording.headings import heading, marking_text, overlays_used, sentence, sources_text, under_heading


@dataclass(frozen=True)
class Options:
    """``paper`` by name, ``upright`` or across; ``region``, or the ``viewport`` of the screen, or else the part of the
    world that holds what is selected (the world where nothing is); a ``title`` of its own;
    ``times`` pixels to a unit for a PNG, or ``dpi`` for print."""

    paper: str = "16:9"
    upright: bool = False
    region: str = ""
    viewport: Seen | None = None
    title: str = ""
    times: int = 1
    dpi: int | None = None


def choice(allowed: Any) -> Callable[[str], Any]:
    """One of some words; ``BadExtra`` names them."""

    def read(text: str) -> str:
        if text not in allowed:
            raise BadExtra(f"one of: {', '.join(allowed)}")
        return text

    return read


def read_flag(text: str) -> bool:
    """``1`` or ``0``."""
    if text not in ("0", "1"):
        raise BadExtra("0 or 1")
    return text == "1"


def read_viewport(text: str) -> Seen:
    """Bounds, as in the address of the page; or zoom, latitude and longitude."""
    seen = read_seen(text)
    if seen is None:
        raise BadExtra("west,south,east,north, such as -110,-40,40,60; or zoom/latitude/longitude")
    return seen


def read_times(text: str) -> int:
    """How many pixels to a unit of the page."""
    if text not in {str(n) for n in TIMES}:
        raise BadExtra(f"one of: {', '.join(map(str, TIMES))}")
    return int(text)


def read_dpi(text: str) -> int:
    """The resolution of print."""
    if text != str(PRINT_DPI):
        raise BadExtra(f"{PRINT_DPI}")
    return PRINT_DPI


def read_title(text: str) -> str:
    """A title of one's own as plain text."""
    if len(text) > MOST_TITLE:
        raise BadExtra(f"at most {MOST_TITLE} signs")
    return plain(text)


#: The arguments of an export besides filter and view, each with its reader.
EXTRA: dict[str, Callable[[str], Any]] = {
    "paper": choice(PAPERS), "upright": read_flag, "region": choice(REGIONS), "viewport": read_viewport,
    "title": read_title, "times": read_times, "dpi": read_dpi,
}  # fmt: skip
assert set(EXTRA) == {f.name for f in fields(Options)}


def render_chart(queries: Queries, filters: Filters, view: View, options: Options, kind: str, name: str) -> bytes:
    """A chart of a query as SVG, PNG or PDF (see drawing.charts)."""
    t, paper = translator(view.lang), Paper(options.paper, options.upright)
    chart = charts.draw_chart(name, queries, filters, view, t)
    words = page_texts(queries, chart.filters, t, options.title or chart.title, chart.note)
    if chart.sentence:
        words = replace(words, sentence=chart.sentence, figures="")
    svg = page_layout.page(chart.plate, paper, view.theme, words, t)
    state_token = embedded_state.token(to_query(filters, view), queries.data.version)
    return file_formats.page_file(svg, kind, paper.size, state_token, options.dpi or 96 * options.times)


def render_map(
    queries: Queries, filters: Filters, view: View, options: Options, kind: str, annotations: Sequence[Annotation] = ()
) -> bytes:
    """The map of a query as SVG, PNG or PDF; ``annotations`` are the marks of a slide."""
    t = translator(view.lang)
    paper = Paper(options.paper, options.upright)
    scene = scene_of(LayerRequest(queries, filters, view, t), zoom_of(options.viewport, paper.size))
    where = options.viewport or options.region or around(scene, bool(filters.active() or view.sel))
    words = map_page_texts(queries, filters, view, options, scene, t)
    svg = page_layout.page(Map(scene, where, t, view.metric, annotations), paper, view.theme, words, t)
    state_token = embedded_state.token(to_query(filters, view), queries.data.version)
    return file_formats.page_file(svg, kind, paper.size, state_token, options.dpi or 96 * options.times)


def map_page_texts(
    queries: Queries, filters: Filters, view: View, options: Options, scene: Scene, t: Translator
) -> page_layout.PageTexts:
    """Everything that the page of a map says, in the language of the export."""
    context = PageContext("/", filters, view, t)
    scale = t("export.locked") if view.scale == "locked" else t("export.free")
    title = options.title or heading(queries, context)
    note = drawn_share_text(queries, filters, view, scene, t)
    unbent = [one.overlay.title for one in scene.overlays if one.overlay.kind == "tiles" and not one.file]
    note = f"{note} {t('overlay.on_screen', names='; '.join(unbent))}".strip() if unbent else note
    drawn_scale = scale if scene.flows or scene.streams else ""
    texts = page_texts(queries, filters, t, title, note, drawn_scale, view.sel, overlays_used(filters, view))
    return texts if options.title else replace(texts, sentence=under_heading(queries, context, view.sel))


def page_texts(
    queries: Queries,
    filters: Filters,
    t: Translator,
    title: str,
    note: str,
    scale: str = "",
    sel: str | None = None,
    overlays: Sequence[Overlay] | None = None,
) -> page_layout.PageTexts:
    """What every page says of its filter (of the selection, where its title is the selection's), its sources, what lies
    on its map (that of the filter's area alone, where there is no map) and itself."""
    overlays = overlays_used(filters) if overlays is None else overlays
    totals = queries.summary.totals(filters, sel)
    known = int(totals["kg_known"])
    weights = t("export.weights", kg=t.kg(totals["kg"]), median=t.kg(totals["median"])) if known else t("kg.unstated")
    return page_layout.PageTexts(
        title=title,
        sentence=sentence(queries, filters, t, sel),
        figures=weights,
        shown=note,
        scale=scale,
        sources=sources_text(queries, filters, t, overlays),
        marking=marking_text(filters.source, t, overlays),
        caveat=t("app.caveat"),
        boundary=t("app.boundary"),
        version=t("export.made", version=queries.data.version, date=t.date(queries.data.about["built"])),
    )


def drawn_share_text(queries: Queries, filters: Filters, view: View, scene: Scene, t: Translator) -> str:
    """How much of the flows is drawn."""
    if scene.streams:
        events = t.number(queries.streams.events(filters, view.level))
        selected = t.number(queries.summary.totals(filters)["events"])
        return f"{t('streams.legend', events=events, selected=selected)} {t('streams.note')}"
    if not scene.flows:
        return t("export.no_flows") if view.shows("flows") else ""
    share = queries.flows.drawn_share(filters, view)
    part = round(100 * share["shown"] / share["all"]) if share["all"] else 0
    events, selected = t.number(share["all"]), t.number(queries.summary.totals(filters)["events"])
    drawn = t(
        "map.shown", shown=t.number(min(scene.drawn, view.top)), total=t.number(scene.total), share=t.number(part)
    )
    return f"{drawn}. {t('map.routed', events=events, selected=selected)}. {t('map.illustrative')}."
