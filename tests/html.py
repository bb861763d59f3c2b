"""A tree of elements as text, for tests that read it."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from app.ui.markup import render
from app.ui.tags import Element


def html_of(tree: Any) -> str:
    """The HTML of a tree; components that are none (a card's map) are left out."""
    return render(_plain(tree))


def _plain(tree: Any) -> Any:
    if isinstance(tree, list | tuple):
        return [_plain(node) for node in tree]
    if isinstance(tree, Element):
        return Element(tree.name, _plain(tree.children), **tree.props)
    own = isinstance(tree, Component) and tree._namespace != "dash_html_components" and tree._type != "Input"
    return None if own else tree
