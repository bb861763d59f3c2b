"""Flows of period A, of period B, or their difference; all three on one scale that a change of filter leaves alone.

Where there are enough of them, maritime flows are streams: the difference is one of each stretch of a sea lane."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core.flows import LEAST_FULL, round_values, scale_of
from app.core.measures import STREAM
from app.core.modes import LINES
from app.core.streams import Load, difference, sums
from app.layers import BadExtra, Extra, LayerRequest, network
from app.layers._flow import lines

WHICH = ("a", "b", "change")
#: So many flows are drawn, those with the greatest change first.
MOST = 60


def which(text: str) -> str:
    """``a``, ``b`` or ``change``."""
    if text not in WHICH:
        raise BadExtra("which must be a, b or change")
    return text


EXTRA: Extra = {"which": which}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Lines with their width as ``events``; a difference also says whether it rose or fell."""
    wanted = ask.extra.get("which", "change")
    every = ask.queries.comparison.changes(ask.filters, ask.view)
    if every.empty:
        return {"lines": [], "scale": None}
    streams = streams_of(ask, every, wanted)
    changes = (every[~at_sea(ask, every)] if streams else every).head(MOST)
    scale = scale_of(every[["events_a", "events_b"]].max(axis=1), locked=True, least=LEAST_FULL)
    width = changes["change"].abs() if wanted == "change" else changes[f"events_{wanted}"]
    drawn = changes.assign(
        events=width, turn=changes["change"].map(lambda n: "up" if n > 0 else "down" if n < 0 else "same")
    )
    # Named after the others are gone: a frame without rows takes those of a longer column that it is given.
    drawn = drawn[drawn["events"] > 0]
    drawn = drawn.assign(line="travelled", key=drawn["origin"] + ">" + drawn["target"] + "|" + drawn["mode"])
    columns = ["key", "origin", "target", "mode", "line", "events", "turn"]
    return {
        "lines": lines(ask, drawn[columns].sort_values("events", ascending=False)) if len(drawn) else [],
        "scale": {"full": scale.full, "values": round_values(scale.full)},
        "frame": frame(ask, every.head(MOST)),
        "streams": streams,
    }


def at_sea(ask: LayerRequest, changes: pd.DataFrame) -> pd.Series:
    """Which flows sail a known lane."""
    lanes = ask.queries.data.sea_lanes(ask.view.level).lanes
    pairs = changes["origin"] + ">" + changes["target"]
    return (changes["mode"] == "maritime") & pairs.isin(lanes.keys())


def streams_of(ask: LayerRequest, changes: pd.DataFrame, wanted: str) -> dict[str, Any] | None:
    """``loads``: [stretches, colour, events] of every maritime flow of a period, or of every stretch that changed
    (colours: core.streams.MORE, LESS); ``full``: the greatest stretch of both periods. None where each flow has a line
    of its own (see core.measures.STREAM)."""
    sailed = changes[at_sea(ask, changes)]
    if ask.view.draw != "streams" or len(sailed) < STREAM["from_flows"]:
        return None
    lanes = ask.queries.data.sea_lanes(ask.view.level).lanes
    loads = {
        name: [
            Load(lanes[pair], LINES[0], 0, float(n))
            for pair, n in zip(sailed["origin"] + ">" + sailed["target"], sailed[f"events_{name}"], strict=True)
            if n
        ]
        for name in "ab"
    }
    full = max(float(max(sums(loads[name]).values(), default=0)) for name in "ab")
    drawn = difference(loads["a"], loads["b"]) if wanted == "change" else loads[wanted]
    return {
        "network": network.address_of(ask),
        "loads": [[list(load.lane), load.group, load.value] for load in drawn],
        "full": full,
        "values": round_values(full),
        "ends": ends_of(ask, sailed, sailed["change"].abs() if wanted == "change" else sailed[f"events_{wanted}"]),
    }


def ends_of(ask: LayerRequest, sailed: pd.DataFrame, n: pd.Series) -> list[dict[str, Any]]:
    """The nodes at which flows by sea begin or end, those with most of ``n`` first."""
    both = pd.concat([n.groupby(sailed[side]).sum() for side in ("origin", "target")]).groupby(level=0).sum()
    places, t = ask.queries.data.places, ask.t
    named = both[both > 0].sort_values(ascending=False, kind="stable").index
    return [{"key": k, "name": t.place(places[k]), "lon": places[k]["lon"], "lat": places[k]["lat"]} for k in named]


def frame(ask: LayerRequest, changes: pd.DataFrame) -> list[list[float]]:
    """(lat, lon) of every node of both periods: the three maps show the same part of the world."""
    places = ask.queries.data.places
    nodes = sorted({*changes["origin"], *changes["target"]} & places.keys())
    return [[places[key]["lat"], places[key]["lon"]] for key in nodes]
