"""SVG as text: elements with escaped attributes and texts, numbers short and alike on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from app.core.characters import replace_unfit


def number(value: float) -> str:
    """A coordinate with two digits, without what means nothing.

    >>> number(12.5), number(-0.001), number(3)
    ('12.5', '0', '3')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(tag: str, *children: str, **attributes: Any) -> str:
    """An element; ``stroke_width`` becomes ``stroke-width``, None is left out, children stand as they are."""
    attribute_texts = []
    for name, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, int | float) else escape(replace_unfit(str(value)))
        attribute_texts.append(f' {name.rstrip("_").replace("_", "-")}="{shown}"')
    inside = "".join(children)
    return f"<{tag}{''.join(attribute_texts)}>{inside}</{tag}>" if inside else f"<{tag}{''.join(attribute_texts)}/>"


def path(points: Iterable[tuple[float, float]], closed: bool = False) -> str:
    """The ``d`` of a path through points."""
    steps = [f"{number(x)},{number(y)}" for x, y in points]
    return f"M{'L'.join(steps)}{'Z' if closed else ''}" if steps else ""


def words(x: float, y: float, text: str, size: float, **more: Any) -> str:
    """A line of text, its baseline at ``y``."""
    return element("text", escape(replace_unfit(text)), x=x, y=y, font_size=size, **more)


def dashes(parts: Sequence[float]) -> str | None:
    """A pattern of dashes, or none."""
    return " ".join(number(part) for part in parts) if parts else None
