"""What the page says in words about records whose words matter: weights, spans, routes, and counts that differ."""

from __future__ import annotations

import pandas as pd
import pytest

from app.core.filters import Filters
from app.core.legs import Chain, legs_of
from app.i18n import translator
from app.page_context import parse_context
from app.queries import Queries
from app.ui.card import event_card
from app.ui.markup import render
from app.ui.panel import side_head
from app.wording.headings import most_named, sentence
from app.wording.route_board import ratio_texts
from tests.html import html_of


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("CSE-2024-0009", "more than 1,000 kg, up to 1,200 kg"),
        ("CSE-2010-0002", "about 500 kg"),
        ("CSE-2025-0014", "523.9 kg, converted from 1,155 lb"),
        ("CSE-2018-0009", "more than 4,990 kg, converted from 11,000 lb"),
        ("CSE-2020-0022", "almost 290 kg"),
    ],
)
def test_a_weight_is_said_as_its_source_says_it(queries: Queries, event: str, said: str) -> None:
    assert f"<dd>{said}" in html_of(event_card(queries, parse_context("")[0], event)).replace("<span>", "").replace(
        "<strong>", ""
    )


def test_a_span_claims_no_month_that_nobody_stated(queries: Queries) -> None:
    here = parse_context("")[0]
    assert " · 2010 – Mar 2026 · " in sentence(queries, here.filters, here.t)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sel=node:ES", "counts 8 events more"),
        ("destination=BE&sel=node:BR", "replace the country filters"),
    ],
)
def test_offers_say_why_their_counts_differ(queries: Queries, query: str, said: str) -> None:
    assert said in render(side_head(queries, parse_context(query)[0]))


def test_a_country_beside_a_place_inside_it_is_one_stop() -> None:
    chain = Chain("BR:santos", ("ES",), "BR:santos", "BR", "ES:cartagena", "interdicted at departure", "BR")
    assert [(leg.origin.node, leg.target.node) for leg in legs_of(chain)] == [("BR:santos", "ES:cartagena")]


def test_seized_before_it_left_stands_at_the_better_known_place(queries: Queries) -> None:
    legs = queries.events.chain("CSE-2022-0015", "place")
    assert legs[["origin", "target", "line"]].values.tolist() == [["EC:guayaquil", "BE:antwerp", "intended"]]


def test_a_ratio_names_its_interval_from_low_to_high() -> None:
    t = translator("en")
    assert ratio_texts({"ratio": 2.0, "low": 0.5, "high": 4.0}, t) == ("2", "0.5 – 4")
    assert ratio_texts({"ratio": float("inf"), "low": 1.5, "high": float("inf")}, t) == ("none before", "≥ 1.5")
    assert ratio_texts({"ratio": float("nan"), "low": 0.0, "high": 0.0}, t) == ("–", "")


def test_the_title_names_those_that_most_events_name() -> None:
    counts = [("BE", 3), ("EC", 9), ("BR", 5), ("CO", 5), ("ES", 1)]
    roles = pd.DataFrame([{"node": node, "role": "departure", "n": n} for node, n in counts])
    assert most_named(roles, "departure", (), translator("en")) == ["Ecuador", "Brazil", "Colombia"]
    assert most_named(roles, "departure", ("ES", "BE"), translator("en")) == ["Belgium", "Spain"]


@pytest.mark.parametrize("key", ["BE", "XZ-CAR", "EC"])
def test_a_node_says_its_arrows_in_the_words_of_the_map(queries: Queries, key: str) -> None:
    flows = queries.ranking.flows(Filters(), "country")
    into, out = int((flows["target"] == key).sum()), int((flows["origin"] == key).sum())
    said = render(side_head(queries, parse_context(f"sel=node:{key}")[0]))
    assert f"Flows on the map: {into} in, {out} out" in said
    assert ("Seized by its authorities" in said) is not key.startswith("XZ")
