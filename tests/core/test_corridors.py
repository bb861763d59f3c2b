"""Corridors against events: what a statement can be held against, and that order, mode and years count."""

from __future__ import annotations

import pandas as pd
import pytest

from app.core.corridors import claim_of, matching_filter, modes_of, supports, years_of
from app.core.filters import Filters
from app.core.modes import MODES


def corridor(**more: str) -> pd.Series:
    plain = {"corridor_id": "A", "countries": "EC;PA;NL;BE", "mode": "maritime container", "period": "2019-2025"}
    return pd.Series({**plain, **more})


@pytest.mark.parametrize(
    ("modes", "text"),
    [
        (("maritime",), "go-fast, semi-submersible, fishing vessel"),
        (("maritime", "land"), "mixed maritime, road"),
        (("maritime", "air"), "go-fast, container, air"),
        (("land",), "road, rail"),
        (tuple(MODES), "not said"),
    ],
)
def test_the_modes_of_a_statement(modes: tuple[str, ...], text: str) -> None:
    assert modes_of(text) == modes


@pytest.mark.parametrize(
    ("years", "text"), [((2006, 2006), "2006"), ((2020, 2020), "2020-H1"), ((0, 2011), "to 2011"), ((0, 9999), "nan")]
)
def test_the_years_of_a_statement(years: tuple[int, int], text: str) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize(
    ("right", "chain"),
    [
        (True, ["EC", "BE"]), (True, ["CO", "EC", "XX", "NL"]), (False, ["BE", "EC"]), (False, ["EC", "ES"]),
        (False, ["EC", "EC"]), (True, ["PA", "EC", "NL"]),
    ],
)  # fmt: skip
def test_two_countries_in_order_support(right: bool, chain: list[str]) -> None:
    assert supports(chain, claim_of(corridor()).countries) is right


def test_any_sea_area_is_the_sea_of_a_statement() -> None:
    assert supports(["CO", "XZ-EPAC"], ["CO", "XZ", "GT"])


def test_a_filter_keeps_what_names_its_countries_and_modes() -> None:
    frame = pd.DataFrame([corridor(), corridor(corridor_id="B", countries="BO;BR", mode="private aircraft")])
    ids = lambda f: matching_filter(frame, f)["corridor_id"].tolist()  # noqa: E731
    assert ids(Filters()) == ["A", "B"] and ids(Filters(mode=("air",))) == ["B"]
    assert ids(Filters(departure=("EC", "CO"))) == ["A"] and ids(Filters(departure=("EC",), destination=("BR",))) == []
    assert ids(Filters(min_kg=5000.0)) == ["A", "B"], "a statement has no weight"
