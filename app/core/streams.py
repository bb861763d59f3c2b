"""Streams: flows added up along the stretches of sea lanes that they share, as ribbons side by side.

A stretch lies between two junctions (see intake.builder.stretches) and is sailed in either direction, told by its sign.
What sails along it in one direction is a row of ribbons, to the right of its line as traffic keeps right: one for each
colour and status, in one order everywhere, so that none crosses another along a lane. Where stretches meet, the thinner
begins, or ends, beside the colour of the thicker that it leaves, or joins. The canvas does the same in
``assets/js/45_streams.js``; a test runs both on the same input.

Cargo drawn so along a network: C. J. Minard, Carte des vins français, 1864; T. Samsonov, K. Yasev, 2019.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.core.modes import LINES

#: Colours that stand for a departure each; what departs elsewhere shares one more.
COLOURED = 5


class Load(NamedTuple):
    """What a pair of ends has in one status and colour."""

    lane: tuple[int, ...]
    line: str
    group: int
    value: float


@dataclass(frozen=True)
class Ribbon:
    """One ribbon along a stretch in one direction. ``inner`` is the value between it and the stretch itself; at its
    ends that is ``start`` and ``end``. What ``merged`` joins is one ribbon."""

    stretch: int
    group: int
    line: str
    value: float
    inner: float
    start: float
    end: float


def ribbons(loads: Iterable[Load], ends: Mapping[int, tuple[int, int]], hairline: float = 0.0) -> list[Ribbon]:
    """The ribbons of some loads; ``ends`` are the two junctions of each stretch by its number, ``hairline`` the value
    that is as wide as the thinnest line which can be seen: what is less is merged with its neighbours."""
    values: dict[int, dict[tuple[int, str], float]] = defaultdict(lambda: defaultdict(float))
    for load in loads:
        for stretch in load.lane:
            values[stretch][load.group, load.line] += load.value
    rows = {stretch: stacked(stretch, merged(parts, hairline)) for stretch, parts in values.items()}
    return connected(rows, ends)


def sums(loads: Iterable[Load]) -> dict[int, float]:
    """What sails along each stretch in one direction, of every colour and status."""
    out: dict[int, float] = defaultdict(float)
    for load in loads:
        for stretch in load.lane:
            out[stretch] += load.value
    return dict(out)


#: Of a difference: what became more, and what became less.
MORE, LESS = 0, 1


def difference(before: Iterable[Load], after: Iterable[Load]) -> list[Load]:
    """What became more, or less, along each stretch: a load of its own for each that changed, ``MORE`` or ``LESS`` its
    colour. Along a lane a difference swells and turns where flows join, so it belongs to no pair of ends."""
    a, b = sums(before), sums(after)
    changes = {stretch: b.get(stretch, 0.0) - a.get(stretch, 0.0) for stretch in sorted({*a, *b})}
    return [
        Load((stretch,), LINES[0], MORE if change > 0 else LESS, abs(change))
        for stretch, change in changes.items()
        if change
    ]


#: Colour, status and value of what sails along a stretch.
Part = tuple[int, str, float]


def merged(parts: Mapping[tuple[int, str], float], hairline: float) -> list[Part]:
    """What sails along a stretch, by colour and then by status. Neighbours that are each thinner than a hairline are
    one part, up to the width of one: each drawn as a hairline they would lie on one another and seem to carry more. It
    has the colour of the most, and was travelled where any of it was."""
    out: list[Part] = []
    most = 0.0
    for group, line in sorted(parts, key=lambda part: (part[0], LINES.index(part[1]))):
        value = parts[group, line]
        if out and value < hairline and out[-1][2] < hairline:
            colour, status, before = out.pop()
            strongest = min(status, line, key=LINES.index)
            out.append((group if value > most else colour, strongest, before + value))
            most = max(most, value)
        else:
            out.append((group, line, value))
            most = value
    return out


def stacked(stretch: int, parts: Iterable[Part]) -> list[Ribbon]:
    """The ribbons of a stretch side by side."""
    out, inner = [], 0.0
    for group, line, value in parts:
        out.append(Ribbon(stretch, group, line, value, inner, inner, inner))
        inner += value
    return out


def connected(rows: Mapping[int, Sequence[Ribbon]], ends: Mapping[int, tuple[int, int]]) -> list[Ribbon]:
    """All ribbons, each with where it begins and ends beside what it leaves and joins."""
    leaving: dict[int, list[int]] = defaultdict(list)
    arriving: dict[int, list[int]] = defaultdict(list)
    for stretch in sorted(rows):
        first, last = ends[abs(stretch)][:: 1 if stretch > 0 else -1]
        leaving[first].append(stretch)
        arriving[last].append(stretch)
    starts, stops = attached(rows, arriving, leaving), attached(rows, leaving, arriving)
    return [
        replace(
            ribbon,
            start=starts.get((ribbon.stretch, ribbon.inner), ribbon.inner),
            end=stops.get((ribbon.stretch, ribbon.inner), ribbon.inner),
        )
        for stretch in sorted(rows)
        for ribbon in rows[stretch]
    ]


#: A ribbon: its stretch, and where it lies in the row. (Of what is merged two may have one colour and status.)
Key = tuple[int, float]


def attached(
    rows: Mapping[int, Sequence[Ribbon]], trunks: Mapping[int, Sequence[int]], branches: Mapping[int, Sequence[int]]
) -> dict[Key, float]:
    """Where the ribbons of ``branches`` stand at each junction: inside the ribbon of their colour and status of the
    thickest of ``trunks`` there, side by side; nothing of a branch that is as thick as that."""
    positions: dict[Key, float] = {}
    for junction, stretches in branches.items():
        taken: dict[tuple[int, str], float] = {}
        for stretch in sorted(stretches, key=lambda s: (-total(rows[s]), s)):
            for ribbon in rows[stretch]:
                trunk = thickest(rows, trunks.get(junction, ()), ribbon)
                if trunk is None or trunk.value < ribbon.value:
                    continue
                part = ribbon.group, ribbon.line
                at = taken.setdefault(part, trunk.inner)
                positions[stretch, ribbon.inner] = at
                taken[part] = at + ribbon.value
    return positions


def thickest(rows: Mapping[int, Sequence[Ribbon]], stretches: Sequence[int], like: Ribbon) -> Ribbon | None:
    """The thickest ribbon of the same colour and status among some stretches, other than its own way back."""
    same = [
        ribbon
        for stretch in stretches
        if stretch != -like.stretch
        for ribbon in rows[stretch]
        if (ribbon.group, ribbon.line) == (like.group, like.line)
    ]
    return max(same, key=lambda ribbon: (ribbon.value, -ribbon.stretch), default=None)


def total(row: Sequence[Ribbon]) -> float:
    """What sails along a stretch in one direction."""
    return sum(ribbon.value for ribbon in row)
