"""The one table of colours, dashes and shapes: complete, and as the field's palette was measured."""

from __future__ import annotations

import re

import pytest

from app.core import modes, style
from app.core.view import THEMES

ROLES = {
    "departure": ("#1F8F8A", "#24E0D6", "triangle"),
    "transit": ("#B57A0F", "#F0CE74", "diamond"),
    "destination": ("#4C2459", "#C554D3", "circle"),
    "seizure": ("#111111", "#FFFFFF", "cross"),
}
MODES = {
    "maritime": ("#153E84", "#4C9BFF"),
    "river": ("#153E84", "#4C9BFF"),
    "air": ("#B23A0E", "#FE6A2B"),
    "land": ("#6B6B6B", "#A9A9A7"),
    "post": ("#C36BB4", "#F1AAE2"),
    "unknown": ("#9AA0A6", "#9AA0A6"),
}
COLOUR = re.compile(r"#[0-9A-F]{6}")


def test_roles_have_their_measured_colours_and_shapes() -> None:
    assert style.ROLE_STYLE == ROLES
    assert set(ROLES) == set(modes.ROLES) - {"production"}, "no node is drawn for a country of production"


def test_modes_have_their_measured_colours() -> None:
    assert {mode: row[:2] for mode, row in style.MODE_STYLE.items() if mode in MODES} == MODES


def test_every_mode_line_and_theme_has_an_entry() -> None:
    assert set(style.MODE_STYLE) == set(modes.MODES)
    assert set(style.LINE_STYLE) == set(modes.LINES)
    assert set(style.WIDTH_PX) == set(style.MAP_STYLE) == set(THEMES)


def test_status_and_mode_have_a_second_cue_each() -> None:
    assert style.LINE_STYLE["travelled"] == ()
    assert len(set(style.LINE_STYLE.values())) == len(style.LINE_STYLE)
    assert len({row[2] for row in style.MODE_STYLE.values()}) == len(style.MODE_STYLE)
    assert len({row[2] for row in style.ROLE_STYLE.values()}) == len(style.ROLE_STYLE)


def test_every_theme_colours_the_same_parts_of_the_map() -> None:
    parts = {theme: set(colours) for theme, colours in style.MAP_STYLE.items()}
    assert parts["light"] == parts["dark"] == parts["projector"]
    assert style.MAP_STYLE["light"]["land"] == "#F5F5F2" and style.MAP_STYLE["light"]["sea"] == "#DCE6EC"


def test_widths_are_those_of_screen_and_projector() -> None:
    assert style.WIDTH_PX["light"] == style.WIDTH_PX["dark"] == (1.2, 12)
    assert style.WIDTH_PX["projector"] == (2, 18)


@pytest.mark.parametrize("theme", THEMES)
def test_the_canvas_gets_a_whole_table(theme: str) -> None:
    table = style.style_table(theme)
    side = 1 if theme == "dark" else 0
    assert {m: row["colour"] for m, row in table["modes"].items()} == {
        m: row[side] for m, row in style.MODE_STYLE.items()
    }
    assert {r: (row["colour"], row["shape"]) for r, row in table["roles"].items()} == {
        r: (row[side], row[2]) for r, row in ROLES.items()
    }
    assert set(table["lines"]) == set(modes.LINES)
    colours = [*table["map"].values(), *(row["colour"] for row in table["modes"].values())]
    assert colours and all(COLOUR.fullmatch(c) for c in colours)
    assert table["width"] == list(style.WIDTH_PX[theme])
