"""By which mode an intended leg would have gone: that of the seizure where it can be, else none is stated."""

from __future__ import annotations

import pytest

from app.intake.builder.inland import Inland
from app.intake.builder.leg_modes import LegModes
from app.intake.reference import Reference
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
    assert modes().intended(mode, origin, target) == expected


def modes() -> LegModes:
    settings = Settings()
    return LegModes(Inland(settings.reference), POINTS, Reference(settings.reference).foreign_gates)


@pytest.mark.parametrize(
    ("mode", "origin", "target", "expected"),
    [
        ("maritime", "BO", "CL", "unknown"),
        ("maritime", "CL", "BO", "unknown"),
        ("maritime", "BO", "BE", "maritime"),
        ("maritime", "BO:La Paz", "CL:Arica", "unknown"),
        ("land", "BO", "CL", "land"),
        ("maritime", "PY", "UY", "maritime"),
    ],
)
def test_a_travelled_leg_by_sea_runs_between_two_coasts(mode: str, origin: str, target: str, expected: str) -> None:
    """Bolivia reaches the sea at Arica in Chile: what was loaded there came by land."""
    assert modes().travelled(mode, origin, target) == expected
