"""How far something long has come: what is being done, and the share of it (0 to 1)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]


def no_progress(_step: str, _share: float) -> None:
    """Tells nobody."""
