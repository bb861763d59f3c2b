"""What the canvas and the drawings both do, run on the same input: geometry, fans, marks, names, slides, months."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.charts import timeline
from app.core import strokes
from app.core.filters import Filters
from app.core.measures import SLIDE
from app.core.modes import LINES, MODES
from app.core.projection import Frame
from app.core.ribbon_shapes import along, head, ports, seats, shapes
from app.core.storyboard import Annotation
from app.core.streams import Load, ribbons
from app.core.style import WIDTH_PX, style_table
from app.core.view import View
from app.drawing import annotations, page_layout
from app.drawing import text_width as lettering
from app.drawing.charts.months import Months
from app.drawing.declutter import PlacedSeizure, spread_apart
from app.drawing.flows_nodes import PlacedNode, node_radius
from app.drawing.labels import OccupiedSpace, place
from app.drawing.scene import Node, fan_out
from app.i18n import languages, texts, translator
from app.queries import Queries
from app.settings import ROOT

CASES = 150
SVG = "{http://www.w3.org/2000/svg}"


def canvas(calls: list[list[Any]]) -> list[Any]:
    """What the scripts of the page give for these calls."""
    node = Path(sys.executable).parent / "node"
    environment = {**os.environ, "PYTHON": sys.executable, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(
        [str(node), "twins.mjs"], cwd=ROOT / "tests" / "scripts", env=environment, input=json.dumps(calls),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[Any] = json.loads(run.stdout)
    assert len(found) == len(calls) > 0
    return found


@pytest.fixture
def dice() -> random.Random:
    return random.Random(20)


def wandering(dice: random.Random) -> list[tuple[float, float]]:
    x, y, out = dice.uniform(0, 800), dice.uniform(0, 600), []
    for _ in range(dice.randint(2, 30)):
        x, y = x + dice.uniform(-60, 90), y + dice.uniform(-70, 70)
        out.append((x, y))
    return out


def near(one: Any, two: Any) -> bool:
    """Whether two nested values are alike to a millionth."""
    if isinstance(one, list | tuple):
        return isinstance(two, list | tuple) and len(one) == len(two) and all(map(near, one, two))
    return one == two if one is None or two is None else abs(one - two) < 1e-6


def test_strokes_and_arrowheads(dice: random.Random) -> None:
    cases = [
        (wandering(dice), dice.uniform(-20, 20), dice.uniform(1, 18), dice.choice([0, 2, 7, 40])) for _ in range(CASES)
    ]
    shifted = canvas([["beside", points, shift] for points, shift, _wide, _gap in cases])
    assert near(shifted, [strokes.parallel(points, shift) for points, shift, _wide, _gap in cases])
    arrows = canvas([["arrow", points, wide, gap, gap + 1] for points, _shift, wide, gap in cases])
    for (points, _shift, wide, gap), found in zip(cases, arrows, strict=True):
        made = strokes.arrow(points, wide, gap, gap + 1)
        assert (made is None) == (found is None)
        assert made is None or near([found["stroke"], found["tip"]], [made.stroke, made.tip])


def test_widths_and_radii(dice: random.Random) -> None:
    values = [None, 0, 1, 40, 41, *(dice.uniform(0, 90) for _ in range(CASES))]
    for theme, span in WIDTH_PX.items():
        found = canvas([["width", value, 40, list(span)] for value in values])
        assert near(found, [strokes.width(value, 40, *span) for value in values]), theme
    sizes = [(n, 1.0 + n % 3 / 5) for n in (1, 2, 3, 17, 400, 90_000)]
    assert near(
        canvas([["radius", n, big] for n, big in sizes]), [PlacedSeizure(0, 0, "sea", n, big).r for n, big in sizes]
    )
    nodes = [(dice.randint(1, 80), 80, bool(dice.randint(0, 1))) for _ in range(20)]
    calls = [["nodeRadius", {"departure": n, "transit": 0}, largest, big] for n, largest, big in nodes]
    assert near(canvas(calls), [node_radius(*each) for each in nodes])


@pytest.mark.parametrize("language", languages())
def test_numbers_and_weights(language: str, dice: random.Random) -> None:
    t, kg_texts = translator(language), {k: v for k, v in texts(language).items() if k.startswith("kg.")}
    values = [0.5, 0.049, 3, 999, 1000, 9999.6, 10_000, 123_456.7, *(10 ** dice.uniform(-2, 7) for _ in range(60))]
    found = canvas([["said", language, kg_texts, "kg", kg] for kg in [*values, None]])
    assert found == [t.kg(kg) for kg in [*values, None]]
    scales = [(kg, greatest) for kg in values for greatest in (0.5, 900, 9000, 20_000)]
    found = canvas([["said", language, kg_texts, "kgOfScale", *scale] for scale in scales])
    assert found == [t.kg_of_scale(*scale) for scale in scales]
    assert canvas([["said", language, {}, "number", kg] for kg in values]) == [t.number(kg) for kg in values]


def test_fans_of_lanes(dice: random.Random) -> None:
    for _ in range(12):
        lines = [
            {
                "origin": dice.choice("ABC"), "target": dice.choice("CDEFG"), "points": wandering(dice),
                "mode": dice.choice(["maritime", "maritime", "maritime", "air"]),
            }
            for _ in range(25)
        ]  # fmt: skip
        rows = [{**line, "path": np.asarray(line["points"])} for line in lines]
        fans = fan_out(rows)
        assert near(canvas([["fanned", lines]])[0], [fans.get(i, 0.0) for i in range(len(lines))])


def test_marks_that_stand_apart(dice: random.Random) -> None:
    for _ in range(8):
        spots = []
        for _ in range(60):
            n = dice.choice([1, 1, dice.randint(2, 300)])
            spots.append(
                PlacedSeizure(
                    dice.uniform(0, 260), dice.uniform(0, 260), dice.choice(["point", "sea", "region"]), n, 1.4
                )
            )
        marks = [
            {"x": s.x, "y": s.y, "n": s.n, "big": s.big, "stays": s.stays, "data": {"kind": s.kind}} for s in spots
        ]
        found = [(mark["x"], mark["y"], mark["n"]) for mark in canvas([["apart", marks]])[0]]
        assert near(found, [(s.x, s.y, s.n) for s in spread_apart(spots)])


def letters(text: str, _size: float, _weight: int = 400) -> float:
    """How wide a text is where every letter is as wide (see twins.mjs)."""
    return 7.0 * len(text)


def test_places_of_names(dice: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    # The page of a file keeps two units free along its edge; a canvas ends where nobody sees it.
    frame = Frame(-2, -2, 404, 304, 1.0, 0.0, 0.0)
    for size in (12.0, 20.0):
        given = [(dice.uniform(0, 400), dice.uniform(0, 300), dice.uniform(3, 14), "n" * dice.randint(3, 14))
                 for _ in range(40)]  # fmt: skip
        room, found = OccupiedSpace(frame), []
        for x, y, r, text in given:
            node = Node("", text, 0, 0, {}, True)
            box = place(PlacedNode(node, x, y, r), room, letters(text, size), size * 1.25)
            room.boxes += [box] if box else []
            found.append(box)
        assert near(canvas([["named", given, [400, 300], size]])[0], found) and None in found


#: Points of a mark of a slide.
POINTS = {"arrow": 2, "note": 1, "area": 4}


def alike(points: list[Any], others: list[Any]) -> bool:
    """Whether each of some points lies on one of the others, to what a drawing rounds to."""
    return all(any(abs(x - a) < 0.011 and abs(y - b) < 0.011 for a, b in others) for x, y in points)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("kind", ["arrow", "note", "area"])
def test_marks_of_a_slide(kind: str, big: bool, dice: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "width", letters)
    size, frame = SLIDE["type"][big], Frame(0, 0, 800, 600, 1.0, 0.0, 0.0)
    for _ in range(20):
        points = [
            (dice.uniform(40, 700), dice.uniform(40, 500)) for _ in range({"arrow": 2, "note": 1, "area": 4}[kind])
        ]
        text = " ".join("w" * dice.randint(2, 12) for _ in range(dice.randint(1, 30)))
        told = canvas([["slide", {"kind": kind, "points": points, "text": text}, big, [800, 600]]])[0]
        colours = style_table("light")["map"]
        drawn = annotations.SHAPES[kind]([points], colours, big)
        label = annotations.label(Annotation(kind, tuple(points), text), points, frame, colours, size)
        page = ET.fromstring(f"<svg>{drawn}{label}</svg>")
        (box,) = (part[1:5] for part in told if part[0] == "roundRect")
        rect = next(page.iter("rect"))
        drawn_box = [float(rect.get(name) or 0) for name in ("x", "y", "width", "height")]
        assert all(abs(one - two) < 0.011 for one, two in zip(box, drawn_box, strict=True))
        assert [part[1] for part in told if part[0] == "fillText"] == [words.text for words in page.iter("text")]
        corners = [(part[1], part[2]) for part in told if part[0] in ("moveTo", "lineTo", "arc")]
        svg = [tuple(map(float, p.split(","))) for way in page.iter("path")
               for p in re.findall(r"-?[\d.]+,-?[\d.]+", way.get("d") or "")]  # fmt: skip
        svg += [(float(dot.get("cx") or 0), float(dot.get("cy") or 0)) for dot in page.iter("circle")]
        assert alike(svg, corners) and alike(corners, svg) and svg


def test_stacked_months(queries: Queries) -> None:
    months = queries.summary.months(Filters())
    data = timeline.columns(months, View())
    (found,) = canvas([["columns", data]])
    counted = months.groupby(["tick", "mode"], observed=True)["n"].sum()
    stacks = {column["tick"]: [(part["mode"], part["value"]) for part in column["parts"]] for column in found}
    assert {(tick, mode): n for tick, parts in stacks.items() for mode, n in parts} == counted[counted > 0].to_dict()
    for column in found:
        order = [part["mode"] for part in column["parts"]]
        assert order == [mode for mode in MODES if mode in order] and column["value"] == sum(
            n for _m, n in stacks[column["tick"]]
        )
    # The drawing of a file stacks the same numbers in the same order.
    page = page_layout.plate_only(Months(months, "n", translator("en")), (900, 300), "light")
    bars = [
        rect
        for rect in ET.fromstring(page).iter("{http://www.w3.org/2000/svg}rect")
        if rect.get("stroke-width") == "0.7"
    ]
    heights = [float(bar.get("height") or 0) for bar in bars]
    values = [n for tick in sorted(t for t in stacks if t >= 0) for _mode, n in stacks[tick]]
    values += [n for tick in sorted((t for t in stacks if t < 0), reverse=True) for _mode, n in stacks[tick]]
    unit = sum(heights) / sum(values)
    assert len(heights) == len(values) and all(abs(h - n * unit) < 0.05 for h, n in zip(heights, values, strict=True))


def test_ribbons_of_streams(dice: random.Random) -> None:
    """Random ways over a network of seven junctions: the same ribbons, beginning and ending at the same places."""
    pairs = [(a, b) for a in range(7) for b in range(7) if a < b]
    calls, expected = [], []
    for _case in range(40):
        loads = []
        for _load in range(dice.randint(1, 14)):
            stops = dice.sample(range(7), dice.randint(2, 6)) if dice.random() < 0.5 else [0, 1, 2]
            lane = tuple(
                pairs.index((a, b)) + 1 if a < b else -pairs.index((b, a)) - 1 for a, b in itertools.pairwise(stops)
            )
            loads.append(Load(lane, dice.choice(LINES), dice.randint(0, 5), float(dice.randint(1, 30))))
        hairline = dice.choice((0, 0, 6, 25))
        calls.append(["ribbons", [load._asdict() for load in loads], pairs, hairline])
        expected.append(ribbons(loads, dict(enumerate(pairs, 1)), hairline))
    for drawn, wanted in zip(canvas(calls), expected, strict=True):
        parts = {(r["stretch"], r["inner"]): r for r in drawn}
        assert len(parts) == len(wanted) == len(drawn)
        for ribbon in wanted:
            twin = parts[ribbon.stretch, ribbon.inner]
            assert (twin["group"], twin["line"]) == (ribbon.group, ribbon.line)
            for name in ("value", "start", "end"):
                assert twin[name] == pytest.approx(getattr(ribbon, name)), (ribbon, name)


def test_ribbons_along_a_line(dice: random.Random) -> None:
    """A wandering line, with the direction of a junction at its ends and without: the same points and widths."""
    calls, expected = [], []
    for case in range(30):
        line = wandering(dice)
        row = ribbons([Load((1,), line_, g, float(dice.randint(1, 9))) for g, line_ in enumerate(LINES)], {1: (0, 1)})
        turnings = (along([(0.0, 0.0), (1.0, 2.0)])[0], None) if case % 2 else (None, None)
        unit = dice.choice((1.5, 0.02))
        calls.append(["ribbonShapes", line, [vars(ribbon) for ribbon in row], unit, turnings])
        expected.append(shapes(line, row, unit, turnings))
    for drawn, wanted in zip(canvas(calls), expected, strict=True):
        for twin, shape in zip(drawn, wanted, strict=True):
            assert twin["width"] == pytest.approx(shape.width)
            assert np.allclose(twin["points"], shape.points, atol=1e-6)


def test_heads_and_names_of_ribbons(dice: random.Random) -> None:
    """A wandering line and a straight one: the same head at its end, and the same places for a name along it."""
    calls, expected, found = [], [], 0
    for case in range(40):
        line = wandering(dice) if case % 2 else [(0.0, 0.0), (dice.uniform(-300, 300), dice.uniform(40, 300))]
        width, wide = dice.uniform(1, 24), dice.uniform(20, 90)
        calls += [["ribbonHead", line, width], ["ribbonSeats", line, wide]]
        expected += [head(line, width), seats(line, wide)]
        found += len(expected[-1])
    assert found > 60
    for twin, wanted in zip(canvas(calls), expected, strict=True):
        assert len(twin) == len(wanted) and (not wanted or np.allclose(twin, wanted, atol=1e-6))


def test_streams_that_lead_into_a_port(dice: random.Random) -> None:
    pairs = [(a, b) for a in range(7) for b in range(7) if a < b]
    ends = {n: pair for i, (a, b) in enumerate(pairs, 1) for n, pair in ((i, (a, b)), (-i, (b, a)))}
    some = [dice.sample(sorted(ends), dice.randint(1, 12)) for _case in range(40)]
    drawn = canvas([["ribbonPorts", stretches, pairs] for stretches in some])
    for twin, stretches in zip(drawn, some, strict=True):
        wanted = {s for s in stretches if not [o for o in stretches if ends[o][0] == ends[s][1] and o != -s]}
        assert set(twin) == wanted == ports(stretches, ends.__getitem__)
    assert any(drawn)
