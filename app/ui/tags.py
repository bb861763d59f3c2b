"""Elements of the page as plain trees: what is inside, and attributes under the names that Dash gives them.

``markup.render`` writes a tree as HTML, ``as_components`` makes Dash's own components of it where Dash lays out a
page. (A tree of Dash's components took three times as long: each checks every name that it is given.)
"""

from __future__ import annotations

import functools
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component


class Element:
    """One element by its name in ``dash.html``. What is inside is a text, a number, an element, a component, a list of
    those, or nothing. (No dataclass: orjson would write one by its fields, and not as Dash takes it.)"""

    __slots__ = ("children", "name", "props")

    def __init__(self, name: str, children: Any = None, **props: Any) -> None:
        self.name, self.children, self.props = name, children, props

    def to_plotly_json(self) -> dict[str, Any]:
        """As Dash's renderer takes it."""
        namespace = "dash_core_components" if self.name == "Input" else "dash_html_components"
        return {"type": self.name, "namespace": namespace, "props": {"children": self.children, **self.props}}


def as_components(tree: Any) -> Any:
    """A tree as Dash's own components, whose ids it can check. Raises TypeError for an attribute that none has."""
    if isinstance(tree, list | tuple):
        return [as_components(node) for node in tree]
    if isinstance(tree, Component) and hasattr(tree, "children"):
        tree.children = as_components(tree.children)
    if not isinstance(tree, Element):
        return tree
    if tree.name == "Input":
        return dcc.Input(**tree.props)
    component: Component = getattr(html, tree.name)(as_components(tree.children), **tree.props)
    return component


def has_component(tree: Any) -> bool:
    """Whether a component of Dash is somewhere in a tree: then it is no tree that can be written as HTML."""
    if isinstance(tree, list | tuple):
        return any(map(has_component, tree))
    return isinstance(tree, Component) or (isinstance(tree, Element) and has_component(tree.children))


#: Every element that the page is made of; ``Input`` is ``dash.dcc``'s, all others are ``dash.html``'s.
NAMES = (
    "A", "Article", "Aside", "B", "Button", "Dd", "Details", "Dialog", "Div", "Dl", "Dt", "Fieldset", "Figcaption",
    "Figure", "Footer", "Form", "H1", "H2", "H3", "Header", "I", "Img", "Input", "Label", "Legend", "Li", "Main",
    "Nav", "Ol", "Option", "P", "Progress", "Section", "Select", "Small", "Span", "Strong", "Summary", "Table",
    "Tbody", "Td", "Textarea", "Th", "Thead", "Tr", "Ul",
)  # fmt: skip
(
    A, Article, Aside, B, Button, Dd, Details, Dialog, Div, Dl, Dt, Fieldset, Figcaption, Figure, Footer, Form, H1,
    H2, H3, Header, I, Img, Input, Label, Legend, Li, Main, Nav, Ol, Option, P, Progress, Section, Select, Small,  # noqa: E741
    Span, Strong, Summary, Table, Tbody, Td, Textarea, Th, Thead, Tr, Ul,
) = (functools.partial(Element, name) for name in NAMES)  # fmt: skip
