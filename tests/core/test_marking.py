"""A page wears the highest marking of what it shows, and says when something is not marked."""

from __future__ import annotations

import pytest

from app.core.marking import MARKINGS, highest


def test_the_highest_wins_in_any_order() -> None:
    assert highest(MARKINGS) == highest(reversed(MARKINGS)) == ("TLP:RED", False)
    assert highest(["TLP:AMBER", "TLP:AMBER+STRICT"]) == ("TLP:AMBER+STRICT", False)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["TLP:CLEAR", ""], ("TLP:CLEAR", True)),
        (["TLP:WHITE"], ("TLP:CLEAR", False)),
        (["secret"], ("", True)),
        ([], ("", False)),
    ],
)
def test_what_is_not_marked_is_said(given: list[str], wanted: tuple[str, bool]) -> None:
    assert highest(given) == wanted
