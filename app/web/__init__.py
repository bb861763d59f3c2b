"""HTTP endpoints besides the pages: /health, /layers/<name>.json, /i18n/<lang>.json, /export/events.csv.

Strict where the page is kind: a query that is not understood in full is refused (400) with every fault named.
Answers carry an ETag of version and address, so a browser or proxy may keep them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify

from app import exports
from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.core.style import style_table
from app.core.view import View
from app.i18n import languages, texts, translator
from app.layers import BadExtra, LayerRequest, layer_json, layers
from app.queries import current as queries
from app.web import table_files
from app.web.responses import json_answer, refused, strict_query, with_etag
from app.web.workqueue import heavy

blueprint = Blueprint("data", __name__)


def heavy_route(rule: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """The address of a view whose work stands in the queue of heavy work."""
    return lambda view: blueprint.get(rule)(heavy(view))


@blueprint.get("/health")
def health() -> Response:
    """The store answers a question."""
    return jsonify({"status": "ok", "version": queries().data.version, "events": queries().summary.stored_events()})


@blueprint.get("/layers/<name>.json")
def layer(name: str) -> Response:
    """One map layer for a query."""
    module = layers().get(name)
    if module is None:
        abort(404)
    filters, view, own = strict_query(module.EXTRA)
    try:
        body = layer_json(name, LayerRequest(queries(), filters, view, translator(view.lang), own))
    except BadExtra as error:
        return refused([Problem(",".join(module.EXTRA), "", str(error))])
    return with_etag(body, "application/json")


@blueprint.get("/i18n/<language>.json")
def words(language: str) -> Response:
    """The texts that the map's canvas says itself, and the names of countries and sea areas."""
    if language not in languages():
        abort(404)
    t = translator(language)
    reference = queries().data.reference
    names = {
        c: {"name": t.country(c), "lon": r["label_lon"], "lat": r["label_lat"], "area": r["area_deg2"]}
        for c, r in reference.countries.to_dict("index").items()
        if r["area_deg2"] > 0
    }
    wanted = (
        "map.", "mode.", "time.", "role.", "line.", "kg.", "precision.", "nav.", "reopen.", "stage.", "briefing.",
        "storyboard.", "report.batch", "streams.", "area.", "distance.", "picks.", "overlay.",
    )  # fmt: skip
    chosen = {k: v for k, v in texts(language).items() if k.startswith(wanted)}
    return json_answer({"texts": chosen, "countries": names})


@blueprint.get("/style/<theme>.json")
def style(theme: str) -> Response:
    """The style table of a theme, the same that every other drawing reads."""
    if theme not in view_query.THEMES:
        abort(404)
    return json_answer(style_table(theme))


@heavy_route("/export/map.<any(svg, png, pdf):kind>")
def map_file(kind: str) -> Response:
    """The map of a query as a file, drawn here from the data."""
    # Read by the first drawing: the first answer of a server does not wait for what draws files.
    from app.drawing import file_formats, snapshot

    filters, view, own = strict_query({**snapshot.EXTRA, "preview": snapshot.read_flag})
    shown = own.pop("preview", False)
    body = snapshot.render_map(queries(), filters, view, snapshot.Options(**own), kind)
    answer = with_etag(body, file_formats.KINDS[kind])
    if not shown:
        name = exports.file_name(filters, view.sel).removeprefix("events-").removesuffix(".csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="map-{name}.{kind}"'
    return answer


@heavy_route("/export/chart.<any(svg, png, pdf):kind>")
def chart_file(kind: str) -> Response:
    """A chart of a query as a file: ``chart`` names it (drawing.charts.CHARTS)."""
    from app.drawing import file_formats, snapshot
    from app.drawing.charts import CHARTS

    page = {name: reader for name, reader in snapshot.EXTRA.items() if name not in ("region", "viewport")}
    filters, view, own = strict_query({**page, "preview": snapshot.read_flag, "chart": snapshot.choice(CHARTS)})
    name, shown = own.pop("chart", "timeline"), own.pop("preview", False)
    body = snapshot.render_chart(queries(), filters, view, snapshot.Options(**own), kind, name)
    answer = with_etag(body, file_formats.KINDS[kind])
    if not shown:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


#: Tables of the analysis pages: name -> how it is made as a file.
TABLES: dict[str, Callable[[Filters, View, str], bytes]] = {
    "routes": lambda filters, view, note: exports.board_csv(queries().routes.ranked_board(filters, view), note),
    "changes": lambda filters, view, note: exports.changes_csv(queries().comparison.moved(filters, view), note),
    "ranking": lambda filters, view, note: exports.frame_csv(queries().ranking.ranking(filters, view), note),
    "network": lambda filters, view, note: exports.frame_csv(queries().ranking.betweenness(filters, view.level), note),
}


@heavy_route("/export/<any(events, legs):name>.<any(csv, xlsx, geojson, kml, parquet):kind>")
def table_file(name: str, kind: str) -> Response:
    """The selected events, or their legs, as a table or for a map."""
    filters, view, _own = strict_query()
    return table_files.answer(name, kind, filters, view)


@heavy_route(f"/export/<any({', '.join(TABLES)}):name>.csv")
def table_csv(name: str) -> Response:
    """A table of an analysis page for a query, every row of it."""
    filters, view, _own = strict_query()
    answer = with_etag(TABLES[name](filters, view, table_files.note(filters, view)), "text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
