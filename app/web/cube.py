"""The endpoint of the cube of time: one file for a filter, which the browser keeps while the time moves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from app.core import cube
from app.i18n import translator
from app.layers import LayerRequest, as_json, nodes
from app.layers._flow import lines
from app.queries import current as queries
from app.queries._time_cube import Cube
from app.web.responses import strict_query, with_etag
from app.wording.headings import phrases

blueprint = Blueprint("cube", __name__)
#: Its own kind, so that it is compressed.
CUBE_TYPE = "application/vnd.cocaine-routes.cube"


@blueprint.get("/cube")
def of_time() -> Response:
    """The cube of a query (see core.cube), or 204 where a window is no sum of its months."""
    filters, view, _own = strict_query()
    if filters.less:
        return Response(status=204)

    def body() -> bytes:
        time_cube = queries().cubes.cube(filters, view)
        head = as_json(head_of(LayerRequest(queries(), filters, view, translator(view.lang)), time_cube))
        return cube.pack(head, [time_cube.by_flow, time_cube.by_role])

    # The words name a polygon of an overlay, whose title may change without the data.
    words = [phrase for _name, phrase in phrases(filters.cleared("from", "to"), translator(view.lang))]
    key = (filters.cleared("from", "to").to_query(), view.lang, view.level, view.metric, view.top, words)
    return with_etag(queries().store.answers.cached_bytes("cube", body, *key), CUBE_TYPE)


def head_of(ask: LayerRequest, time_cube: Cube) -> dict[str, Any]:
    """The axis, the filter in words, what each series is, what is folded, and the months as the timeline has them."""
    months = ask.queries.summary.months(ask.filters)
    return {
        "axis": vars(time_cube.axis),
        "filter": [phrase for _name, phrase in phrases(ask.filters.cleared("from", "to"), ask.t)],
        "metric": ask.view.metric,
        "top": ask.view.top,
        "lines": lines(ask, time_cube.lines.assign(stream=colours_of(ask, time_cube))),
        "nodes": named(time_cube.by_role.keys, ask),
        "roles": time_cube.by_role.keys,
        "folded": time_cube.folded,
        "rest": [[int(tick), int(n)] for tick, n in time_cube.rest.items()],
        "totals": [[tick, int(n), float(kg), int(known)] for tick, n, kg, known in
                   zip(months["tick"].tolist(), months["n"], months["kg"], months["kg_known"], strict=True)],
    }  # fmt: skip


def colours_of(ask: LayerRequest, time_cube: Cube) -> list[int]:
    """The colour of each flow as a stream: the one from which most of its events depart, whatever the window is."""
    return ask.queries.streams.colours(time_cube.lines["key"].tolist(), ask.view.level)


def named(keys: list[str], ask: LayerRequest) -> dict[str, dict[str, Any]]:
    """Each node of the keys as the map has it."""
    return {node: nodes.row_of(node, ask) for node in dict.fromkeys(key.rpartition("|")[0] for key in keys)}
