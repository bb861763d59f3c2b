"""What was clicked, as one text in the address: ``kind:key``. Here a text is taken apart and found right or wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import NamedTuple

from app.core import dates, groups, modes, routes
from app.core.clusters import Cell
from app.core.periods import Period

#: Ends the key of a year whose events have no month: ``2019-??``.
UNDATED = "-??"
#: Fields by whose text events may be selected: ``same:place|Santos``; without a text those that do not state it.
SAME: tuple[str, ...] = ("place", "concealment", "operation", "departure_basis")


_POINT = r"-?\d{1,3}\.\d\d,-?\d{1,2}\.\d\d"


class Window(NamedTuple):
    """The events of another selection that a period holds whole; those under ``floor_kg`` are left out, those without a
    stated weight are not."""

    period: Period
    floor_kg: float | None
    inner: str


def window_key(period: Period, floor_kg: float | None, inner: str) -> str:
    """The text of a window: ``window:2025-10/2026-03|5|route:EC>BE|maritime|chain``."""
    least = "" if floor_kg is None else f"{floor_kg:.6f}".rstrip("0").rstrip(".")
    return f"window:{period.text}|{least}|{inner}"


def window_of(key: str) -> Window | None:
    """The window of a key, or None for a text that is none."""
    parts = key.split("|", 2)
    period = Period.parse(parts[0])
    if len(parts) < 3 or period is None or not re.fullmatch(r"[0-9]{0,9}(\.[0-9]{1,6})?", parts[1]):
        return None
    return Window(period, float(parts[1]) if parts[1] else None, parts[2])


def known(text: str, nodes: Container[str]) -> bool:
    """Whether a text selects something that there may be."""
    kind, _sep, key = text.partition(":")
    test = _KINDS.get(kind)
    return bool(test and test(key, nodes))


def is_route(key: str, nodes: Container[str]) -> bool:
    """Whether a text names a route (see core.routes) between known nodes."""
    try:
        named, mode, unit = routes.parts_of(key)
    except ValueError:
        return False
    return mode in modes.MODES and unit in routes.UNITS and len(named) > 1 and all(n in nodes for n in named)


#: The sign by which the node of a level is known, and what ends the key of a flow or a leg of that level of which
#: neither end has it: ``BO>CL|maritime@place``. Without either a key is of the level of countries.
SIGN_OF_LEVEL = {"place": ":", "region": groups.SIGN}
_ENDING = re.compile("@(place|region)$")


def level_of(key: str) -> str:
    """The level of a flow or a leg by its key.

    >>> [level_of(key) for key in ("EC>BE|air", "@andean>GL|air", "EC>BE:antwerp|air", "EC>BE|air@place")]
    ['country', 'region', 'place', 'place']
    """
    ending = _ENDING.search(key)
    if ending:
        return ending[1]
    return next((level for level, sign in SIGN_OF_LEVEL.items() if sign in key), "country")


def at_level(key: str, level: str) -> str:
    """The key of a flow or a leg as a selection names it."""
    return f"{key}@{level}" if level in SIGN_OF_LEVEL and SIGN_OF_LEVEL[level] not in key else key


def bare(key: str) -> str:
    """The key of a flow or a leg without the level at its end."""
    return _ENDING.sub("", key)


def _is_flow(key: str, nodes: Container[str]) -> bool:
    ends, *rest = bare(key).split("|")
    origin, _sep, target = ends.partition(">")
    codes = len(rest) == 2 and rest[0] in modes.MODES and rest[1] in modes.LINES
    return codes and origin in nodes and target in nodes


def _is_leg(key: str, nodes: Container[str]) -> bool:
    return _is_flow(f"{bare(key)}|travelled", nodes)


def _is_month(key: str, _nodes: Container[str]) -> bool:
    year = key.removesuffix(UNDATED)
    return dates.precision_of(year) == ("year" if key.endswith(UNDATED) else "month") and dates.is_date(year)


def _is_same(key: str, _nodes: Container[str]) -> bool:
    field, _sep, text = key.partition("|")
    return field in SAME and len(text) <= 300


def _is_part(key: str, nodes: Container[str]) -> bool:
    role, _sep, node = key.partition("|")
    return role in modes.ROLES and node in nodes


def _is_window(key: str, nodes: Container[str]) -> bool:
    window = window_of(key)
    return window is not None and window.inner.startswith(("route:", "leg:", "as:")) and known(window.inner, nodes)


def way_of(key: str) -> tuple[str, str, str] | None:
    """Level, and the two points of the sea-lane network between which a part of a lane lies, in the direction in which
    it is sailed: ``country|-45.12,36.49>-44.24,37.69``; None for a text that is none."""
    match = re.fullmatch(rf"({'|'.join(modes.LEVELS)})\|({_POINT})>({_POINT})", key)
    return (match[1], match[2], match[3]) if match else None


_KINDS: dict[str, Callable[[str, Container[str]], bool]] = {
    "flow": _is_flow,
    "leg": _is_leg,
    "node": lambda key, nodes: key in nodes,
    "way": lambda key, _nodes: way_of(key) is not None,
    "cell": lambda key, _nodes: Cell.parse(key) is not None,
    "month": _is_month,
    "route": is_route,
    "same": _is_same,
    "window": _is_window,
    "as": _is_part,
    "backs": lambda key, _nodes: re.fullmatch(r"[\w.-]{1,40}", key) is not None,
}
