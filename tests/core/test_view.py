"""Filter and view side by side in one query."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import modes, view
from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import LAYERS, View
from tests.core.test_filters import FILTERS
from tests.core.test_filters import VOCABULARY as FILTER_VOCABULARY

NODES = frozenset(["BE", "EC", "XZ-GOG", "BE:antwerp"])
VOCABULARY = dataclasses.replace(FILTER_VOCABULARY, nodes=NODES | FILTER_VOCABULARY.nodes)
ENDS = st.sampled_from(sorted(NODES))
SELECTIONS = st.one_of(
    ENDS.map("node:{}".format),
    st.builds("flow:{}>{}|{}|{}".format, ENDS, ENDS, st.sampled_from(modes.MODES), st.sampled_from(modes.LINES)),
    st.builds("cell:{}.{}.{}.sea".format, st.integers(0, 20), st.integers(-99, 99), st.integers(-99, 99)),
    st.dates().map(lambda day: f"month:{day.isoformat()[:7]}"),
    st.dates().map(lambda day: f"month:{day.isoformat()[:4]}-??"),
)
CARDS = st.builds("{}:{}".format, st.sampled_from(view.CARDS), st.from_regex(r"[A-Za-z0-9.-]{1,80}", fullmatch=True))
VIEWS = st.builds(
    View,
    lang=st.sampled_from(sorted(VOCABULARY.languages)),
    theme=st.sampled_from(view.THEMES),
    layers=st.sets(st.sampled_from(LAYERS)).map(lambda on: tuple(sorted(on)) or ("none",)),
    level=st.sampled_from(modes.LEVELS),
    metric=st.sampled_from(modes.METRICS),
    top=st.integers(1, view.MAX_TOP),
    scale=st.sampled_from(["locked", "free"]),
    time=st.sampled_from(["events", "kg"]),
    panel=st.sampled_from(view.PANELS),
    wide=st.sampled_from("01"),
    sort=st.sampled_from(view.SORTABLE).flatmap(lambda c: st.sampled_from([c, f"-{c}"])),
    sel=st.none() | SELECTIONS,
    card=st.none() | CARDS,
)


@given(FILTERS, VIEWS)
def test_filter_and_view_come_back_from_their_query_unchanged(filters: Filters, shown: View) -> None:
    assert view.parse(view.to_query(filters, shown), VOCABULARY) == (filters, shown, [])


@given(FILTERS, VIEWS)
def test_the_view_never_enters_the_data_key(filters: Filters, shown: View) -> None:
    query = view.to_query(filters, shown)
    assert query.startswith(filters.to_query())
    assert view.parse(query, VOCABULARY)[0].to_query() == filters.to_query()


def test_the_start_page_has_no_query() -> None:
    assert view.to_query(Filters(), View()) == ""
    assert view.href("/", Filters(), View()) == "/"
    assert view.href("/", Filters(mode=("air",)), View(theme="dark")) == "/?mode=air&theme=dark"


def test_every_default_of_the_view_is_its_field_s_default() -> None:
    assert vars(View()) == {f.key: f.default for f in view.FIELDS}


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("lang=xx", Problem("lang", "xx", "unknown_value")),
        ("theme=neon", Problem("theme", "neon", "unknown_value")),
        ("layers=flows,rivers", Problem("layers", "rivers", "unknown_value")),
        ("level=port", Problem("level", "port", "unknown_value")),
        ("metric=share", Problem("metric", "share", "unknown_value")),
        ("top=0", Problem("top", "0", "bad_number")),
        ("top=1001", Problem("top", "1001", "bad_number")),
        ("top=many", Problem("top", "many", "bad_number")),
        ("scale=log", Problem("scale", "log", "unknown_value")),
        ("panel=map", Problem("panel", "map", "unknown_value")),
        *(
            (f"sel={text}", Problem("sel", text, "unknown_value"))
            for text in (
                "ship:x",
                "flow:",
                "flow",
                "flow:EC>BE",
                "flow:EC>BE|air|x",
                "flow:EC>QQ|air|travelled",
                "flow:EC>BE|air|travelled|more",
                "node:QQ",
                "cell:x",
                "cell:3.12.7.port",
                "month:2019-13",
                "month:2019",
                "month:2019-06-01",
                "month:abcd-??",
                "event:CSE-2021-0032",
            )
        ),
        ("card=node:BE", Problem("card", "node:BE", "unknown_value")),
        ("card=event:a b", Problem("card", "event:a b", "unknown_value")),
        ("card=event:" + "x" * 81, Problem("card", "event:" + "x" * 81, "unknown_value")),
        ("sort=weight", Problem("sort", "weight", "unknown_value")),
        ("layers=none,flows", Problem("layers", "none", "unknown_value")),
        ("top=%D9%A3", Problem("top", "٣", "bad_number")),
        ("zoom=3", Problem("zoom", "3", "unknown_name")),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_kept(query: str, problem: Problem) -> None:
    filters, shown, problems = view.parse(f"mode=air&{query}&wide=1", VOCABULARY)
    assert problems == [problem]
    assert filters == Filters(mode=("air",))
    assert shown.wide == "1"


@pytest.mark.parametrize(
    "sel",
    [
        "flow:EC>BE|maritime|travelled",
        "node:XZ-GOG",
        "node:BE:antwerp",
        "cell:3.12.7.point",
        "month:2021-02",
        "month:2019-??",
    ],
)
def test_each_kind_of_selection_travels_in_a_link(sel: str) -> None:
    query = view.to_query(Filters(), View(sel=sel))
    assert view.parse(query, VOCABULARY)[1].sel == sel


def test_a_card_is_open_beside_the_selection_that_it_was_opened_from() -> None:
    query = view.to_query(Filters(), View(sel="node:EC", card="event:CSE-2021-0032", sort="kg"))
    assert view.parse(query, VOCABULARY)[1] == View(sel="node:EC", card="event:CSE-2021-0032", sort="kg")
    assert View(sort="-kg").order == [("kg", True)] and View(sort="kg").order == [("kg", False)]


def test_layers_switch_one_by_one() -> None:
    bare = View().toggled_layer("flows").toggled_layer("nodes")
    assert bare.layers == ("none",)
    assert not any(bare.shows(layer) for layer in LAYERS)
    assert bare.toggled_layer("seizures").layers == ("seizures",)
    assert bare.toggled_layer("nodes").toggled_layer("flows") == View()


def test_an_address_quotes_its_values() -> None:
    assert view.address("/x", a="b&c", d="é") == "/x?a=b%26c&d=%C3%A9"
