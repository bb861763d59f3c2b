"""Small bars of months as SVG text: the recent window in ink, the baseline pale."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.ui import tags

STEP, HIGH = 4, 20


def spark(values: Sequence[float], recent: int) -> Markup:
    """Bars of equal width, the last ``recent`` of them strong; a month without an event leaves its place empty."""
    top = max([*values, 1])
    bars = []
    for i, value in enumerate(values):
        if value <= 0:
            continue
        size = max(2.0, HIGH * value / top)
        kind = "now" if i >= len(values) - recent else "then"
        bars.append(
            f'<rect class="{kind}" x="{i * STEP}" y="{HIGH - size:.1f}" width="{STEP - 1}" height="{size:.1f}"/>'
        )
    edge = (len(values) - recent) * STEP - 0.5
    wide = len(values) * STEP
    box = f'viewBox="0 0 {wide} {HIGH + 1}" width="{wide}" height="{HIGH + 1}"'
    line = f'<line x1="{edge}" x2="{edge}" y1="0" y2="{HIGH}"/>'
    return Markup(f'<svg class="spark" {box} aria-hidden="true">{line}{"".join(bars)}</svg>')


def month_bars(values: Sequence[tuple[str, str, float]], recent: int) -> tags.Element:
    """Months as bars with their first and last named under them; (month in words, value in words, value)."""
    top = max([value for _month, _label, value in values] + [1])
    bars = [
        tags.Span(
            className="now" if i >= len(values) - recent else "then",
            style={"height": f"{100 * value / top:.1f}%" if value else "0"},
            title=f"{month}: {label}",
        )
        for i, (month, label, value) in enumerate(values)
    ]
    ends = tags.Div([tags.Span(values[0][0]), tags.Span(values[-1][0])], className="bar-ends")
    return tags.Div([tags.Div(bars, className="month-bars"), ends])
