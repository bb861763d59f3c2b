"""What a curator's note says of a weight, where the layout has no column for it."""

from __future__ import annotations

import re

from app.intake.values.units import KG_PER


def hedge(note: str, kg: float) -> tuple[bool, str]:
    """What a note says of the weight: whether it is approximate, and the pounds that it was converted from.

    >>> hedge("'more than 11,000 pounds' (lb converted)", 4990)
    (False, '11,000 lb')
    """
    about = re.search(r"approximate weight|weight is an estimate|^about [\d,.]+ kg$", note, re.IGNORECASE)
    pounds = re.search(r"([\d,.]*\d) (?:lb|pounds)\b", note)
    same = pounds and abs(float(pounds[1].replace(",", "")) * KG_PER["lb"] - kg) <= 0.01 * kg
    return bool(about), f"{pounds[1]} lb" if pounds and same else ""
