"""The sea lanes of a level: the same for every filter, asked for once by who draws streams."""

from __future__ import annotations

from typing import Any

import orjson

from app.layers import BadExtra, Extra, LayerRequest

#: The version that the streams belong to: another one has other lanes, and another address.
EXTRA: Extra = {"version": str}


def address_of(ask: LayerRequest) -> str:
    """Where the lanes of a level are asked for."""
    return f"/layers/network.json?level={ask.view.level}&version={ask.queries.data.version}"


def body(ask: LayerRequest) -> dict[str, Any]:
    """``stretches``: [junction, junction, line] by their number from 1 on, the line as [lon, lat] points; ``lanes``:
    the stretches of each pair ``EC>BE``, those against their direction with a minus; ``ways``: the two points of the
    network in the middle of each stretch, by which an address names it (see core.selection); ``flights``: the curves of
    bundled flights (see queries.Streams.flights)."""
    data, asked = ask.queries.data, ask.extra.get("version")
    if asked not in (None, data.version):
        raise BadExtra(f"version must be the one that is open, {data.version}: load the page anew")
    network = data.sea_lanes(ask.view.level)
    return {
        "stretches": [[*network.ends[n], orjson.Fragment(network.points[n])] for n in network.ends],
        "lanes": {pair: list(lane) for pair, lane in network.lanes.items()},
        "ways": [network.way(n) for n in network.ends],
        "flights": ask.queries.streams.flights(ask.view.level),
    }
