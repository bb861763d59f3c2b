"""Words of published annual figures: their names, values and periods, and the areas that they are about."""

from __future__ import annotations

from typing import Any

from app.core.published import part_code
from app.i18n import Translator


def indicator_label(indicator: str, form: Any, unit: str, t: Translator) -> str:
    """An indicator with its form of cocaine and its unit."""
    name = t(f"indicator.{indicator}") if t.has(f"indicator.{indicator}") else indicator
    of = f": {t(f'form.{form}')}" if isinstance(form, str) and t.has(f"form.{form}") else ""
    # A number of seizures is its own unit.
    counted = "" if unit == "seizures" else f", {unit_label(unit, t)}"
    return f"{name}{of}{counted}"


def unit_label(unit: str, t: Translator) -> str:
    """A unit in words; one that has none as it is stated."""
    return t(f"unit.{unit}") if t.has(f"unit.{unit}") else unit


def value_text(value: float, t: Translator) -> str:
    """A value with every digit that its source states: 7.08903 t is not 7.1 t."""
    return t.number(value, 6)


def value_label(value: float, t: Translator) -> str:
    """A value where there is little room, beside a mark: rounded, but never to fewer than two or three digits that
    count."""
    return t.number(value, 1 if value >= 10 else 2 if value >= 1 else 3)


def area_label(r: dict[str, Any], t: Translator) -> str:
    """The area of a figure: a country by its name, a port or an agency with what it is."""
    if r["area_level"] == "country" and isinstance(r["iso2"], str):
        return t.country(r["iso2"])
    kind = f"area_level.{r['area_level']}"
    return f"{r['area']} ({t(kind)})" if t.has(kind) and r["area_level"] not in ("world", "region") else str(r["area"])


def period_text(r: dict[str, Any], t: Translator) -> str:
    """The period of a figure, and why it is none of one whole final year where it is not."""
    part = part_code(r)
    return t.period(r["period"]) + (f" ({t(f'figures.{part}')})" if part else "")
