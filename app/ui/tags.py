"""Elements of the page as plain trees: what is inside, and attributes under the names that Dash gives them.

``markup.render`` writes a tree as HTML, ``laid`` makes Dash's own components of it where Dash lays out a page. (A tree
of Dash's components took three times as long: each checks every name that it is given.)
"""

from __future__ import annotations

from typing import Any, ClassVar

from dash import html
from dash.development.base_component import Component


class Tag:
    """One element; what is inside is a text, a number, a tag, a component, a list of those, or nothing."""

    name: ClassVar[str]

    def __init__(self, children: Any = None, **props: Any) -> None:
        self.children, self.props = children, props

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__.lower()

    def to_plotly_json(self) -> dict[str, Any]:
        """As Dash's renderer takes it."""
        props = {"children": self.children, **self.props}
        return {"type": type(self).__name__, "namespace": "dash_html_components", "props": props}


def laid(tree: Any) -> Any:
    """A tree as Dash's own components, whose ids it can check. Raises TypeError for an attribute that none has."""
    if isinstance(tree, list | tuple):
        return [laid(node) for node in tree]
    if isinstance(tree, Component) and hasattr(tree, "children"):
        tree.children = laid(tree.children)
    if not isinstance(tree, Tag):
        return tree
    made: Component = getattr(html, type(tree).__name__)(laid(tree.children), **tree.props)
    return made


class A(Tag):
    """``<a>``."""


class Article(Tag):
    """``<article>``."""


class Aside(Tag):
    """``<aside>``."""


class B(Tag):
    """``<b>``."""


class Button(Tag):
    """``<button>``."""


class Dd(Tag):
    """``<dd>``."""


class Details(Tag):
    """``<details>``."""


class Dialog(Tag):
    """``<dialog>``."""


class Div(Tag):
    """``<div>``."""


class Dl(Tag):
    """``<dl>``."""


class Dt(Tag):
    """``<dt>``."""


class Fieldset(Tag):
    """``<fieldset>``."""


class Figcaption(Tag):
    """``<figcaption>``."""


class Figure(Tag):
    """``<figure>``."""


class Footer(Tag):
    """``<footer>``."""


class Form(Tag):
    """``<form>``."""


class H1(Tag):
    """``<h1>``."""


class H2(Tag):
    """``<h2>``."""


class H3(Tag):
    """``<h3>``."""


class Header(Tag):
    """``<header>``."""


class I(Tag):  # noqa: E742 (it is the element's name)
    """``<i>``."""


class Img(Tag):
    """``<img>``."""


class Label(Tag):
    """``<label>``."""


class Legend(Tag):
    """``<legend>``."""


class Li(Tag):
    """``<li>``."""


class Main(Tag):
    """``<main>``."""


class Nav(Tag):
    """``<nav>``."""


class Ol(Tag):
    """``<ol>``."""


class Option(Tag):
    """``<option>``."""


class P(Tag):
    """``<p>``."""


class Progress(Tag):
    """``<progress>``."""


class Section(Tag):
    """``<section>``."""


class Select(Tag):
    """``<select>``."""


class Small(Tag):
    """``<small>``."""


class Span(Tag):
    """``<span>``."""


class Strong(Tag):
    """``<strong>``."""


class Summary(Tag):
    """``<summary>``."""


class Table(Tag):
    """``<table>``."""


class Tbody(Tag):
    """``<tbody>``."""


class Td(Tag):
    """``<td>``."""


class Textarea(Tag):
    """``<textarea>``."""


class Th(Tag):
    """``<th>``."""


class Thead(Tag):
    """``<thead>``."""


class Tr(Tag):
    """``<tr>``."""


class Ul(Tag):
    """``<ul>``."""
