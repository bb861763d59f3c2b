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
    __slots__ = ("children", "props")

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

    __slots__ = ()


class Article(Tag):
    """``<article>``."""

    __slots__ = ()


class Aside(Tag):
    """``<aside>``."""

    __slots__ = ()


class B(Tag):
    """``<b>``."""

    __slots__ = ()


class Button(Tag):
    """``<button>``."""

    __slots__ = ()


class Dd(Tag):
    """``<dd>``."""

    __slots__ = ()


class Details(Tag):
    """``<details>``."""

    __slots__ = ()


class Dialog(Tag):
    """``<dialog>``."""

    __slots__ = ()


class Div(Tag):
    """``<div>``."""

    __slots__ = ()


class Dl(Tag):
    """``<dl>``."""

    __slots__ = ()


class Dt(Tag):
    """``<dt>``."""

    __slots__ = ()


class Fieldset(Tag):
    """``<fieldset>``."""

    __slots__ = ()


class Figcaption(Tag):
    """``<figcaption>``."""

    __slots__ = ()


class Figure(Tag):
    """``<figure>``."""

    __slots__ = ()


class Footer(Tag):
    """``<footer>``."""

    __slots__ = ()


class Form(Tag):
    """``<form>``."""

    __slots__ = ()


class H1(Tag):
    """``<h1>``."""

    __slots__ = ()


class H2(Tag):
    """``<h2>``."""

    __slots__ = ()


class H3(Tag):
    """``<h3>``."""

    __slots__ = ()


class Header(Tag):
    """``<header>``."""

    __slots__ = ()


class I(Tag):  # noqa: E742 (it is the element's name)
    """``<i>``."""

    __slots__ = ()


class Img(Tag):
    """``<img>``."""

    __slots__ = ()


class Label(Tag):
    """``<label>``."""

    __slots__ = ()


class Legend(Tag):
    """``<legend>``."""

    __slots__ = ()


class Li(Tag):
    """``<li>``."""

    __slots__ = ()


class Main(Tag):
    """``<main>``."""

    __slots__ = ()


class Nav(Tag):
    """``<nav>``."""

    __slots__ = ()


class Ol(Tag):
    """``<ol>``."""

    __slots__ = ()


class Option(Tag):
    """``<option>``."""

    __slots__ = ()


class P(Tag):
    """``<p>``."""

    __slots__ = ()


class Progress(Tag):
    """``<progress>``."""

    __slots__ = ()


class Section(Tag):
    """``<section>``."""

    __slots__ = ()


class Select(Tag):
    """``<select>``."""

    __slots__ = ()


class Small(Tag):
    """``<small>``."""

    __slots__ = ()


class Span(Tag):
    """``<span>``."""

    __slots__ = ()


class Strong(Tag):
    """``<strong>``."""

    __slots__ = ()


class Summary(Tag):
    """``<summary>``."""

    __slots__ = ()


class Table(Tag):
    """``<table>``."""

    __slots__ = ()


class Tbody(Tag):
    """``<tbody>``."""

    __slots__ = ()


class Td(Tag):
    """``<td>``."""

    __slots__ = ()


class Textarea(Tag):
    """``<textarea>``."""

    __slots__ = ()


class Th(Tag):
    """``<th>``."""

    __slots__ = ()


class Thead(Tag):
    """``<thead>``."""

    __slots__ = ()


class Tr(Tag):
    """``<tr>``."""

    __slots__ = ()


class Ul(Tag):
    """``<ul>``."""

    __slots__ = ()
