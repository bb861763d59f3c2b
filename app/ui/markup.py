"""A tree of Dash components as one string of HTML, every text and attribute escaped.

Dash's renderer subscribes every component to every change: the 1,900 components of the filter column took five
seconds to replace (measured), the same column as one string takes 30 ms. Only trees without callbacks of their
own go this way; their links and inputs are handled by the page's one listener.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

VOID = frozenset(["input", "br", "img"])
NAMES = {"className": "class", "autoComplete": "autocomplete", "htmlFor": "for"}
LEFT_OUT = frozenset(["children", "key", "n_clicks", "debounce", "disable_n_clicks"])


def option_row(text: str, target: str, key: str, n: str, share: float, chosen: bool, kind: str) -> Markup:
    """One value of a facet: box, name, bar, count. Written out and not a tree: there are three hundred of them."""
    name, state = escape(text), "true" if chosen else "false"
    return Markup(
        f'<a class="option{kind}" href="{escape(target)}" data-nav="1" data-key="{escape(key)}"'
        f' role="checkbox" aria-checked="{state}"><span class="box"></span>'
        f'<span class="option-name" title="{name}">{name}</span>'
        f'<span class="bar" aria-hidden="true"><span style="width:{share:.1f}%"></span></span>'
        f'<span class="option-n">{escape(n)}</span></a>'
    )


def render(node: Any) -> str:
    """HTML of a component, a text, a number, a list of those, or nothing."""
    if node is None:
        return ""
    if isinstance(node, Markup):
        return str(node)
    if isinstance(node, list | tuple):
        return "".join(map(render, node))
    if not isinstance(node, Component):
        return escape(str(node))
    tag = node._type.lower()
    inside = "" if tag in VOID else f"{render(getattr(node, 'children', None))}</{tag}>"
    return f"<{tag}{''.join(attributes(node))}>{inside}"


def attributes(node: Component) -> Iterator[str]:
    """`` name="value"`` for every property that is set; True stands alone, False and None are left out."""
    for name, value in node.to_plotly_json()["props"].items():
        if name in LEFT_OUT or value is None or value is False:
            continue
        shown = NAMES.get(name, name)
        if value is True:
            yield f" {shown}"
        elif isinstance(value, dict):
            yield f' {shown}="{escape(flat(name, value))}"'
        else:
            yield f' {shown}="{escape(str(value))}"'


def flat(name: str, value: dict[str, Any]) -> str:
    """A style as CSS, an id as ``facet-mode``."""
    if name == "style":
        return ";".join(f"{k}:{v}" for k, v in value.items())
    return "-".join(f"{k}-{v}" for k, v in value.items())
