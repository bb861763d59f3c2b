"""A Dash component for a part of a page that comes as one string of HTML (assets/js/13_html_part.js).

Dash's renderer subscribes every component to every change: 1,900 components took it five seconds to replace, the same
as one string 30 ms (measured); a page of countries has 2,500 elements and more. ``markup.render`` writes the string and
escapes every text in it.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

#: Where Dash's renderer finds the component: ``window.cocaine_routes.Html``.
NAMESPACE = "cocaine_routes"


class Html(Component):
    """An element ``tag`` whose content is ``html``. A callback sets ``html``; what a reader folded, focused or typed in
    it stays when it comes anew. Raises TypeError for a property that it does not have."""

    # Declared as Dash generates its own components.
    _namespace = NAMESPACE
    _type = "Html"
    _prop_names: list[str] = ["id", "html", "tag", "className"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    _children_props: list[str] = []  # noqa: RUF012
    _base_nodes: list[str] = []  # noqa: RUF012
    available_properties = _prop_names
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, html: str = "", **props: Any) -> None:
        super().__init__(html=html, **props)
