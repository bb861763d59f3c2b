"""By which mode an intended leg would have gone: that of the seizure where it can be, else none is stated."""

from __future__ import annotations

import pytest

from app.intake.builder.inland import Inland
from app.intake.builder.leg_modes import LegModes
from app.settings import Settings

POINTS = {
    "PA": (-79.7, 9.1), "BE": (4.45, 51.15), "NL": (5.5, 51.8), "BO": (-63.5, -17.6), "BR": (-46.9, -23.3),
    "EC": (-79.7, -2.2), "AR": (-58.5, -34.4), "PY": (-57.6, -25.3), "FR": (2.3, 48.8), "DE": (10.0, 51.0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "origin", "target", "expected"),
    [
        ("land", "PA", "BE", "unknown"),
        ("land", "BO", "BR", "land"),
        ("land", "FR", "DE", "land"),
        ("river", "PY", "BE", "unknown"),
        ("maritime", "EC", "BE", "maritime"),
        ("maritime", "FR", "DE", "unknown"),
        ("maritime", "BR", "AR", "maritime"),
        ("air", "PA", "BE", "air"),
        ("post", "FR", "DE", "post"),
        ("other", "EC", "BE", "unknown"),
        ("unknown", "EC", "BE", "unknown"),
    ],
)
def test_the_mode_of_an_intended_leg(mode: str, origin: str, target: str, expected: str) -> None:
    assert LegModes(Inland(Settings().reference), POINTS).intended(mode, origin, target) == expected
