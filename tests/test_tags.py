"""Elements: what is written as HTML is escaped, and what Dash lays out is its own component with its attributes."""

from __future__ import annotations

import json

import pytest
from dash import dcc
from dash import html as dash_html
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly
from plotly.utils import PlotlyJSONEncoder

from app.ui import tags
from app.ui.markup import render
from app.ui.tags import as_components

EVERY = sorted(set(tags.NAMES) - {"Input"})
HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("name", EVERY)
def test_an_element_is_escaped_and_is_one_of_dash_s(name: str) -> None:
    tree = getattr(tags, name)(HOSTILE, className=HOSTILE, title=HOSTILE)
    written = render(tree)
    assert "<script" not in written and written.startswith(f"<{name.lower()} class=")
    held = as_components(tree)
    assert isinstance(held, Component) and type(held) is getattr(dash_html, name)
    wanted = json.loads(json.dumps(held, cls=PlotlyJSONEncoder))
    assert json.loads(json.dumps(tree, cls=PlotlyJSONEncoder)) == wanted
    assert json.loads(to_json_plotly(tree)) == wanted, "as Dash itself writes it"


def test_some_elements_were_found() -> None:
    assert len(EVERY) > 30


def test_what_is_not_said_is_left_out() -> None:
    tree = tags.Details([None, "a", 1, tags.B("b")], open=True, hidden=False, title=None, id={"facet": "mode"})
    assert render(tree) == '<details open id="facet-mode">a1<b>b</b></details>'
    assert render(tags.Img(src="x", style={"width": "3px"})) == '<img src="x" style="width:3px">'


def test_a_tree_is_laid_through_dash_s_own_components() -> None:
    held = as_components(tags.Div([dcc.Loading(tags.Span("x")), "y"]))
    assert isinstance(held.children[0].children, dash_html.Span) and held.children[1] == "y"
    with pytest.raises(TypeError):
        as_components(tags.Div("x", clasName="a slip of the hand"))


def test_a_component_that_is_no_html_is_refused_where_it_would_be_lost() -> None:
    with pytest.raises(TypeError, match="Graph"):
        render(tags.Div([dcc.Graph(id="a")]))
