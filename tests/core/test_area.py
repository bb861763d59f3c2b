"""An area of the map as text and as a shape."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from app.core import area
from app.core.area import MOST_CORNERS, RELATIONS, Area
from app.core.query import Vocabulary

LON, LAT = st.integers(-1800, 1800).map(lambda n: n / 10), st.integers(-850, 850).map(lambda n: n / 10)
CORNERS = st.lists(st.tuples(LON, LAT), min_size=2, max_size=MOST_CORNERS)


def text_of(corners: list[tuple[float, float]]) -> str:
    return "|".join(f"{lon:g},{lat:g}" for lon, lat in corners)


@given(st.sampled_from(RELATIONS), CORNERS)
def test_a_text_comes_back_as_it_was(relation: str, corners: list[tuple[float, float]]) -> None:
    parsed = Area.parse(f"{relation}:{text_of(corners)}")
    assume(parsed is not None)
    assert parsed is not None
    west, east = sorted(lon for lon, _lat in corners[:2])
    south, north = sorted(lat for _lon, lat in corners[:2])
    own = corners if len(corners) > 2 else [(west, south), (east, north)]
    assert list(parsed.corners) == own, "two corners are those of a rectangle, from the south-west"
    assert Area.parse(parsed.text) == parsed
    assert parsed.text.startswith(relation) or relation == "seized"


@pytest.mark.parametrize(
    "text",
    [
        "", "1,2", "here", "XZ-car", "@nowhere", "crosses:1,2|3,4", "1,2|3", "1,2|3,4|5", "1,91|3,4", "600,1|601,2",
        "-200,0|200,10", "1,2|1,9", "1,2|5,2", "0,0|1,1|2,2", "nan,1|2,3", "1e2,1|2,3", "1,2||3,4",
        "|".join(["1,2", "3,4"] * 31), "seized:", "1,2|3,4;drop", "<b>,1|2,3",
    ],
)  # fmt: skip
def test_what_is_no_area_is_refused(text: str) -> None:
    assert Area.parse(text) is None
    assert area.read(text, Vocabulary()) == (None, [text])


def test_a_sea_area_must_exist() -> None:
    assert area.read("XZ-CAR", Vocabulary(nodes=frozenset(["XZ-CAR"]))) == ("XZ-CAR", [])
    assert area.read("XZ-CAR", Vocabulary()) == (None, ["XZ-CAR"])


@given(CORNERS.filter(lambda corners: len(corners) > 2), LON, LAT, st.integers(-1, 1))
def test_a_shape_holds_what_shapely_says_on_either_side_of_the_date_line(
    corners: list[tuple[float, float]], lon: float, lat: float, turns: int
) -> None:
    polygon = Polygon(corners)
    assume(polygon.is_valid and polygon.area > 0)
    turned = [(x + 170.0 + 360 * turns, y) for x, y in corners]
    shape = area.on_the_globe(area.union_of([turned]))
    own = (lon + 170 + 180) % 360 - 180
    # The point stands at one of three turns; the polygon may be as wide as the world.
    expected = any(polygon.covers(Point(lon + turn, lat)) for turn in (-360, 0, 360))
    near = min(polygon.boundary.distance(Point(lon + turn, lat)) for turn in (-360, 0, 360))
    assume(near > 1e-9)
    assert bool(shapely.intersects_xy(shape, own, lat)) == expected


def test_the_edge_belongs_to_it_and_an_eight_has_two_loops() -> None:
    shape = area.on_the_globe(area.union_of([[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]]))
    inside = [(1, 5), (9, 5), (0, 0), (10, 4)]
    outside = [(5, 1), (5, 9), (11, 5)]
    assert all(shapely.intersects_xy(shape, *point) for point in inside)
    assert not any(shapely.intersects_xy(shape, *point) for point in outside)
