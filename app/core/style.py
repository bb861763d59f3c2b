"""One table of colours, dashes, shapes and widths for every drawing of the map and the charts.

Colours were measured over normal, protan, deutan and tritan vision. Roles live on nodes with shapes,
modes live on lines; never both by colour on one mark. A line says two things with dashes, so each has
its own place: the STROKE is unbroken, dashed or dotted by status (travelled, intended, inferred); the
INLAY, a light thread inside the stroke, carries the rhythm of the mode. One dash for both was turned
down: a dashed air leg could then be a flown or an intended one.
"""

from __future__ import annotations

from typing import Any

#: role -> (light, dark, shape)
ROLE_STYLE: dict[str, tuple[str, str, str]] = {
    "departure": ("#1F8F8A", "#24E0D6", "triangle"),
    "transit": ("#B57A0F", "#F0CE74", "diamond"),
    "destination": ("#4C2459", "#C554D3", "circle"),
    "seizure": ("#111111", "#FFFFFF", "cross"),
}

#: mode -> (light, dark, rhythm of the inlay in px; empty = no inlay)
MODE_STYLE: dict[str, tuple[str, str, tuple[float, ...]]] = {
    "maritime": ("#153E84", "#4C9BFF", ()),
    "river": ("#153E84", "#4C9BFF", (1, 4)),
    "air": ("#B23A0E", "#FE6A2B", (12, 5)),
    "land": ("#6B6B6B", "#A9A9A7", (5, 4)),
    "post": ("#C36BB4", "#F1AAE2", (10, 4, 1, 4)),
    "other": ("#7B8188", "#B7BDC3", (1, 8)),
    "unknown": ("#9AA0A6", "#9AA0A6", (200, 0)),
}

#: modes whose colour another mode has, too -> the pattern of their bars, a second cue as the inlay is of a line
MODE_PATTERN: dict[str, str] = {"river": "dots", "other": "rules", "unknown": "rules"}

#: whose published figure -> (light, dark, symbol, dash), each a cue of its own; "" is the authority of the area itself
ESTIMATOR_STYLE: dict[str, tuple[str, str, str, str]] = {
    "": ("#153E84", "#4C9BFF", "circle", "solid"),
    "UNODC": ("#B23A0E", "#FE6A2B", "diamond", "dash"),
    "ONDCP": ("#1F8F8A", "#24E0D6", "square", "dot"),
    "DEVIDA": ("#4C2459", "#C554D3", "triangle-up", "dashdot"),
    "other": ("#6B6B6B", "#A9A9A7", "x", "longdash"),
}

#: theme -> type on the page's charts in px: legible from the back of a room on the projector
CHART_TYPE_PX: dict[str, int] = {"light": 12, "dark": 12, "projector": 17}

#: status -> dash in multiples of the stroke's width; empty = unbroken
LINE_STYLE: dict[str, tuple[float, ...]] = {
    "travelled": (),
    "intended": (1.7, 1.1),
    "inferred": (0.05, 2.0),
}

#: what changed -> (light, dark): blue and orange diverge about grey; neither is good or bad
CHANGE_STYLE: dict[str, tuple[str, str]] = {
    "up": ("#B8500F", "#FF9A52"),
    "down": ("#2A6DB0", "#6FB4FF"),
    "same": ("#7B8188", "#9AA4AD"),
}
#: tier of a route -> what changed
TIER_CHANGE: dict[str, str] = {
    "statistically_emergent": "up",
    "emergent": "up",
    "repeated": "up",
    "first_sighting": "up",
    "reopened": "up",
    "growing": "up",
    "shrinking": "down",
    "established": "same",
    "dormant": "down",
    "no_baseline": "same",
}

#: theme -> (narrowest, widest) stroke in px; a stroke with an inlay is never under ``INLAY_FLOOR_PX``
WIDTH_PX: dict[str, tuple[float, float]] = {"light": (1.2, 12), "dark": (1.2, 12), "projector": (2, 18)}
INLAY_FLOOR_PX = 3.0

#: Departures on a map of streams -> (light, dark), those with the most events first and the others last. No role and no
#: mode has these hues; names stand beside the ribbons, for a print without colours.
STREAM_COLOURS: tuple[tuple[str, str], ...] = (
    ("#2E7D32", "#7ED957"), ("#8A4B1F", "#D99A66"), ("#0E7FA8", "#63D8F2"),
    ("#9C1B5A", "#FF7FB3"), ("#7D7A00", "#DAD64F"), ("#77818B", "#8C98A4"),
)  # fmt: skip
#: theme -> the widest stretch of a stream in px
STREAM_PX: dict[str, float] = {"light": 24.0, "dark": 24.0, "projector": 34.0}

#: theme -> how many times its usual size the mark of a seizure is: a projector is read from the back of a room
MARK_SIZE: dict[str, float] = {"light": 1.0, "dark": 1.0, "projector": 1.4}

#: theme -> the map's own colours
MAP_STYLE: dict[str, dict[str, str]] = {
    "light": {
        "land": "#F5F5F2",
        "sea": "#DCE6EC",
        "border": "#C9CDCB",
        "coast": "#B4BEC4",
        "label": "#5A646E",
        "sealabel": "#7F97A6",
        "ink": "#16202B",
        "halo": "#FFFFFF",
        "casing": "#FFFFFF",
        "corridor": "#7A5C00",
    },
    "dark": {
        "land": "#1E262E",
        "sea": "#11181F",
        "border": "#36424D",
        "coast": "#44525E",
        "label": "#94A2AF",
        "sealabel": "#5C7385",
        "ink": "#F1F5F8",
        "halo": "#0C1116",
        "casing": "#0C1116",
        "corridor": "#E3C565",
    },
}
MAP_STYLE["projector"] = {**MAP_STYLE["light"], "label": "#3C454E", "ink": "#0B1118"}


def scheme_index(theme: str) -> int:
    """Index of the theme's colour in the (light, dark) pairs above."""
    return 1 if theme == "dark" else 0


def row_of_look(look: str, style: dict[str, Any]) -> dict[str, Any]:
    """The row of a style table that a look names: of ``modes.air`` that of ``air`` in ``modes``."""
    table, _dot, row = look.partition(".")
    entry: dict[str, Any] = style[table][row]
    return entry


def in_one_colour(style: dict[str, Any]) -> dict[str, Any]:
    """The same table with one colour for all modes: that of names on the map (as ``styleOf`` in 53_stream_scene.js)."""
    modes = {name: {**row, "colour": style["map"]["label"]} for name, row in style["modes"].items()}
    return {**style, "modes": modes}


def style_table(theme: str) -> dict[str, Any]:
    """Everything a drawing needs for one theme, as plain values: the canvas reads this very table."""
    side = scheme_index(theme)
    return {
        "modes": {
            m: {"colour": row[side], "inlay": list(row[2]), "pattern": MODE_PATTERN.get(m, "")}
            for m, row in MODE_STYLE.items()
        },
        "estimators": {
            by: {"colour": row[side], "symbol": row[2], "dash": row[3]} for by, row in ESTIMATOR_STYLE.items()
        },
        "roles": {r: {"colour": row[side], "shape": row[2]} for r, row in ROLE_STYLE.items()},
        "changes": {change: pair[side] for change, pair in CHANGE_STYLE.items()},
        "tiers": {tier: CHANGE_STYLE[change][side] for tier, change in TIER_CHANGE.items()},
        "lines": {k: list(dash) for k, dash in LINE_STYLE.items()},
        "width": list(WIDTH_PX[theme]),
        "streams": [pair[side] for pair in STREAM_COLOURS],
        "streamWidth": STREAM_PX[theme],
        "inlayFloor": INLAY_FLOOR_PX,
        "mark": MARK_SIZE[theme],
        "map": MAP_STYLE[theme],
    }
