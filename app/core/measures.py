"""Measures of lines and marks, in px of a screen or units of a page: one table for the canvas and for drawings.

The document hands it to the scripts (``app.known.measures``); a test runs both painters on the same input.
"""

from __future__ import annotations

from typing import Any

#: A line. ``casing`` is added on both sides and shows through by its alpha; the inlay is a part of the width, but no
#: finer than ``inlay_least``; no dash is shorter than ``dash_least``, no dot than ``dot_least``. A tip is as long, and
#: half as wide, as (least, plus, times the width); it takes at most a part of its line, and the stroke ends under it.
LINE: dict[str, Any] = {
    "casing": 1.0,
    "casing_alpha": 0.8,
    "inlay": 0.34,
    "inlay_least": 1.0,
    "dash_least": 3.2,
    "dot_least": 0.1,
    "tip_long": [7.0, 4.0, 1.9],
    "tip_half": [3.4, 2.0, 1.0],
    "tip_share": 0.6,
    "tip_covers": 0.85,
    # A shifted path swells from its ends so fast; lines of one pair lie so far apart, lanes of a fan so far for each
    # thousand px of the world's width, and never farther than ``fan_most``.
    "swell": 3.0,
    "apart": 4.0,
    "fan": 2.2,
    "fan_most": 9.0,
    # A line stands aside by so many px at most; beside land by the first.
    "aside": [2.0, 12.0],
    # The line of what is not known (a mode, a way, the approach to a port) and its dash.
    "unknown": 0.9,
    "unknown_dash": [2.0, 3.0],
    # Beside streams the lines of other modes are thin and quiet.
    "beside": [0.7, 2.4],
    "beside_alpha": 0.24,
    # At rest so many are read and the others are quiet; under a pointer one is lit and the others are faded.
    "largest": 12,
    "quiet": 0.42,
    "faded": 0.15,
    # Kept free between a line and its node, and between a line and a place without a node.
    "gap_node": 7.0,
    "gap": 2.0,
}
#: A mark. A seizure, and a group of n: (least, times log2 n, at most); a node: (least, times the root of its share), on
#: the projector so many times that; its ring and its shape as (least, part of the radius).
MARK: dict[str, Any] = {
    "seizure": 5.5,
    "group": [9.0, 3.2, 13.0],
    "node": [3.2, 10.5],
    # A smaller node is the shape of its main role alone: a ring around it could not be read.
    "node_ringed": 5.5,
    "node_projector": 1.35,
    "ring": [2.2, 0.3],
    "shape": [2.4, 0.6],
    # Half of a digit, and what is left beside a number; how often a mark gives way, at most.
    "digit": 3.4,
    "beside": 4.0,
    "rounds": 12,
    # A square's corner is farther from its middle than its side; the very tip covers nothing.
    "corner": 1.36,
    # Then a free place is sought: on so many rings, so far apart, at so many places of each.
    "rings": [24, 4.0, 16],
}
#: The shapes of an overlay by its style: the width of a line, its dash, and how much of the ink fills a polygon. The
#: radius of a point.
OVERLAY: dict[str, Any] = {
    "styles": {
        "line": [1.3, [], 0.0],
        "dashed": [1.5, [6.0, 4.0], 0.0],
        "dotted": [1.9, [1.0, 3.6], 0.0],
        "filled": [1.0, [], 0.12],
    },
    "alpha": 0.75,
    "point": 3.0,
}
#: A corridor: its dash, its halo, line and stops.
CORRIDOR: dict[str, Any] = {"dash": [7.0, 3.0, 1.5, 3.0], "halo": 4.0, "line": 1.6, "stop": 2.6}

#: Words and marks of a slide: (usual, projector) type and width of an arrow; words wrap at so many times the type and
#: take so many lines at most; the line to a note goes so far right and up, and a note's or an area's line is so wide.
SLIDE: dict[str, Any] = {
    "type": [13.0, 19.0],
    "arrow": [3.5, 5.0],
    "wrap": 17.7,
    "lines": 6,
    "note": [4.0, 26.0],
    "note_line": 1.6,
    "area_line": 2.2,
    "area_dash": [7.0, 4.0],
    "dot": 5.0,
    "casing": 3.0,
}

#: A stream: px between its line and its first ribbon, of its thinnest ribbon, and below which one is ``thin`` (dashed
#: where it was not travelled) or ``quiet``; steps and length of the bend at a junction; what is not travelled is
#: lighter by ``intended`` with a thread in it; a chevron is drawn from so wide on, so large at most, in the middle of a
#: stretch that has ``room`` for one, and ``every`` so many px.
STREAM: dict[str, Any] = {
    "apart": 0.6,
    "hairline": 0.7,
    "hairline_alpha": 0.6,
    "quiet": 1.0,
    "thin": 2.2,
    "step": 9.0,
    "blend": 46.0,
    "intended": 0.36,
    "faded": 0.15,
    "thread": 1.2,
    "dash": [5.0, 3.5],
    "dots": [1.2, 3.0],
    "chevron": [4.5, 7.0],
    "every": 150.0,
    "room": 64.0,
    # What ends at a port and is at least ``thin`` has a head: half as wide as (least, or so much more than the row), so
    # many times as long. A name stands on a piece of a ribbon whose ends are nearly as far apart as it is long,
    # where the ribbon is so many times as wide as the letters are high, or is so much of its row and so wide.
    "head": [3.6, 2.0, 1.7],
    "straight": 0.988,
    "named": [0.8, 0.5, 2.0],
    # Streams are for the world and its oceans: below this zoom, from so many maritime flows on. Nearer, and where few
    # are left, each flow has a line of its own.
    "below_zoom": 6,
    "from_flows": 8,
    # Lines beside streams, the largest: with many of them readers saw scratches.
    "beside": 40,
}

#: How much of its colour a country's shade has: the least, and what the highest class has beyond it.
SHADE = {"least": 0.18, "range": 0.72}

#: All of them, as the scripts get them.
MEASURES: dict[str, Any] = {
    "line": LINE,
    "mark": MARK,
    "corridor": CORRIDOR,
    "slide": SLIDE,
    "stream": STREAM,
    "overlay": OVERLAY,
    "shade": SHADE,
}
