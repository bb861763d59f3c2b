"""The few controls that everything is made of: links to another view of the same page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc
from flask import current_app

from app.i18n import Translator
from app.ui import tags


def attrs(**values: Any) -> dict[str, Any]:
    """Attributes with hyphens: ``attrs(aria_label="x") == {"aria-label": "x"}``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def nav(text: Any, target: str, *, on: bool | None = None, **more: Any) -> tags.Element:
    """A link that changes the view without loading the page anew; ``on`` marks a switch."""
    state = {} if on is None else {"aria-current": "true" if on else "false"}
    return tags.A(text, href=target, **{"data-nav": "1", **state, **more})


def fact_row(label: str, *value: Any) -> tags.Element:
    """One fact: its name and what is known of it."""
    return tags.Div([tags.Dt(label), tags.Dd(list(value))], className="fact")


def pair(mark: str, word: str) -> tags.Element:
    """A mark of a legend with its word; they never part at the end of a line."""
    return tags.Span([tags.I(className=mark), word], className="legend-pair")


def segmented(label: str, options: Sequence[tuple[str, str, bool]]) -> tags.Element:
    """One choice out of a few: (text, link, chosen)."""
    links = [nav(text, target, on=chosen, className="segment") for text, target, chosen in options]
    return tags.Div(links, className="segments", role="group", **attrs(aria_label=label))


def act(text: Any, name: str, **more: Any) -> tags.Element:
    """A button for something the browser does itself (undo, fit, play)."""
    return tags.Button(text, type="button", **{"data-act": name, "className": "button", **more})


def entry(label: str, name: str, value: Any, **more: Any) -> tags.Element:
    """A labelled input that sets one part of the query when it is left or Enter is pressed."""
    box = tags.Input(value="" if value is None else str(value), autoComplete="off", className="entry", **more)
    return tags.Label([tags.Span(label), tags.Span(box, **attrs(data_set=name))], className="entry-label")


def answer_select(name: str, options: list[tuple[str, str]], chosen: str, label: str, **more: Any) -> tags.Element:
    """A labelled native list that is one answer."""
    option_tags = [tags.Option(text, value=value, selected=value == chosen) for value, text in options]
    data = attrs(**(more or {"data_answer": name}))
    return tags.Label(
        [tags.Span(label), tags.Select(option_tags, id=f"answer-{name}", **data)], className="import-field"
    )


#: Answers to what the values of a file cannot decide: (value, word).
OPTIONS = {
    "lower_marking": (("true", "lower_marking_yes"),),
    "day_first": (("true", "day"), ("false", "month")),
    "decimal": ((".", "point"), (",", "comma")),
    "unit": (("kg", "in_kg"), ("g", "in_g"), ("t", "in_t"), ("lb", "in_lb"), ("unit", "no_weight")),
}


def choices(name: str, settled: dict[str, Any], t: Translator) -> list[tags.Element]:
    """The answers to a question as buttons, the one in force pressed."""
    current = str(settled.get(name)).lower()
    return [
        tags.Button(
            t(f"import.{word}"),
            type="button",
            className="button",
            **attrs(data_answer=name, data_value=value, aria_pressed="true" if current == value else "false"),
        )
        for value, word in OPTIONS[name]
    ]


def closed_note(t: Translator) -> tags.Element | None:
    """That nothing can be changed here, where that is so."""
    return None if current_app.config["CHANGES_ALLOWED"] else tags.P(t("refused.closed"), className="notes")


def paper(query_id: str, body_id: str, query: str) -> tags.Element:
    """The skeleton of a page that is read like paper: its query, and the place of its body."""
    parts = [dcc.Store(id=query_id, data=query), tags.Div(id=body_id, className="about")]
    return tags.Div(parts, className="paper", **attrs(data_page=query_id))
