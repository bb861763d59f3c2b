"""A tree of tags or Dash components as one string of HTML, every text and attribute escaped.

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

from app.ui.tags import Element

VOID = frozenset(["input", "br", "img"])
NAMES = {"className": "class", "autoComplete": "autocomplete", "htmlFor": "for"}


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


def anchor(text: str, target: str) -> Markup:
    """A link that changes the view, as ``controls.nav`` makes one: a sheet has hundreds of numbers that are links."""
    return Markup(f'<a href="{escape(target)}" data-nav="1">{escape(text)}</a>')


def data_table(head: list[str], rows: list[list[Any]], numbers: tuple[int, ...] = ()) -> Markup:
    """A table as ``html_tables.plain_table`` makes one. Written out: its rows and cells are most of the
    components of a page of analysis, and each takes a tenth of a millisecond to be made."""
    kinds = ["number" if column in numbers else "" for column in range(max(len(head), *map(len, rows), 1))]
    cells = [f'<td class="{kind}">' if kind else "<td>" for kind in kinds]
    body = "".join(
        "<tr>" + "".join(f"{cells[column]}{render(value)}</td>" for column, value in enumerate(row)) + "</tr>"
        for row in rows
    )
    # A heading without a word is none: a reader of the screen would be told of a blank one.
    names = "".join(
        f'<th scope="col" class="{kinds[column]}">{escape(text)}</th>' if text else f'<td class="{kinds[column]}"></td>'
        for column, text in enumerate(head)
    )
    top = f"<thead><tr>{names}</tr></thead>" if any(head) else ""
    return Markup(f'<table class="import-table">{top}<tbody>{body}</tbody></table>')


def render(node: Any) -> str:
    """HTML of a tag, a component of ``dash.html``, a text, a number, a list of those, or nothing. TypeError for another
    component (a ``dcc.Graph``): the browser would show nothing in its place."""
    if isinstance(node, Element):
        return element(node.name.lower(), node.children, node.props)
    if node is None:
        return ""
    if isinstance(node, Markup):
        return str(node)
    if isinstance(node, list | tuple):
        return "".join(map(render, node))
    if not isinstance(node, Component):
        return escape(str(node))
    if node._namespace != "dash_html_components" and node._type != "Input":
        raise TypeError(f"{node._type} is no element of HTML: it must be a child of a component, not of Html")
    return element(node._type.lower(), getattr(node, "children", None), node.to_plotly_json()["props"])


def element(tag: str, children: Any, props: dict[str, Any]) -> str:
    """One element with what is inside."""
    inside = "" if tag in VOID else f"{render(children)}</{tag}>"
    return f"<{tag}{''.join(attributes(props))}>{inside}"


def attributes(props: dict[str, Any]) -> Iterator[str]:
    """`` name="value"`` for every property that is set; True stands alone, False and None are left out."""
    for name, value in props.items():
        if name == "children" or value is None or value is False:
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
