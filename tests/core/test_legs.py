"""From a chain to its legs: each rule by an example, and what holds for every chain."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.legs import Chain, legs_of, split_transits

INTERDICTED = "interdicted at departure"


def chain(
    departure: str | None,
    transits: str,
    seizure: str,
    destination: str | None,
    basis: str | None = None,
    seized_by: str | None = None,
) -> Chain:
    return Chain(departure, tuple(transits.split()), seizure, seized_by or seizure, destination, basis, departure)


def drawn(made: Chain) -> list[str]:
    return [f"{leg.origin.node}>{leg.target.node} {leg.line}" for leg in legs_of(made)]


@pytest.mark.parametrize(
    ("made", "legs"),
    [
        (chain("EC", "", "BE", None), ["EC>BE travelled"]),
        (chain("EC", "", "ES", "BE"), ["EC>ES travelled", "ES>BE intended"]),
        (chain(None, "", "ES", "BE"), ["ES>BE intended"]),
        (chain(None, "", "ES", None), []),
        (chain("EC", "PA CR", "BE", None), ["EC>PA travelled", "PA>CR travelled", "CR>BE travelled"]),
    ],
    ids=["departure only", "both ends", "destination only", "no end", "transits in their order"],
)
def test_up_to_the_seizure_is_travelled_and_after_it_intended(made: Chain, legs: list[str]) -> None:
    assert drawn(made) == legs


@pytest.mark.parametrize(
    ("made", "legs"),
    [
        (chain("EC", "", "EC", "BE", INTERDICTED), ["EC>BE intended"]),
        (chain("EC", "PA", "EC", "BE", INTERDICTED), ["EC>PA intended", "PA>BE intended"]),
        (chain(None, "", "EC", "BE", INTERDICTED), ["EC>BE intended"]),
        (chain("EC", "", "EC", None, INTERDICTED), []),
    ],
)
def test_seized_before_it_left_has_travelled_nothing(made: Chain, legs: list[str]) -> None:
    assert drawn(made) == legs
    assert all(leg.origin.role != "seizure" for leg in legs_of(made))


def test_the_seizing_country_among_the_transits_divides_them() -> None:
    made = chain("BR", "SN ES FR", "ES", "NL")
    assert split_transits(made) == (("SN",), ("FR",))
    assert drawn(made) == ["BR>SN travelled", "SN>ES travelled", "ES>FR intended", "FR>NL intended"]


def test_the_seizing_country_divides_the_transits_of_a_seizure_at_sea() -> None:
    made = chain("BR", "CV ES PT", "XZ-MAC", "NL", seized_by="ES")
    assert drawn(made) == ["BR>CV travelled", "CV>XZ-MAC travelled", "XZ-MAC>PT intended", "PT>NL intended"]


def test_transits_of_a_load_seized_in_its_departure_country_were_still_to_come() -> None:
    assert drawn(chain("EC", "PA", "EC", "BE")) == ["EC>PA intended", "PA>BE intended"]


def test_transits_come_after_the_seizure_when_only_a_destination_is_stated() -> None:
    assert drawn(chain(None, "PT", "ES", "NL")) == ["ES>PT intended", "PT>NL intended"]


def test_transits_come_before_the_seizure_when_neither_end_is_stated() -> None:
    assert drawn(chain(None, "PT", "ES", None)) == ["PT>ES travelled"]


def test_transits_come_before_the_seizure_when_a_departure_is_stated() -> None:
    assert drawn(chain("BR", "PT", "ES", "NL")) == ["BR>PT travelled", "PT>ES travelled", "ES>NL intended"]


def test_a_presumed_departure_makes_inferred_legs_up_to_the_seizure_only() -> None:
    legs = legs_of(chain("CO", "VE", "XZ-CAR", "US", "presumed", seized_by="US"))
    assert [(leg.line, leg.basis) for leg in legs] == [
        ("inferred", "inferred"),
        ("inferred", "inferred"),
        ("intended", "stated"),
    ]


def test_stops_keep_their_roles() -> None:
    legs = legs_of(chain("EC", "PA", "ES", "BE"))
    stops = [legs[0].origin, *(leg.target for leg in legs)]
    assert [(s.node, s.role) for s in stops] == [
        ("EC", "departure"),
        ("PA", "transit"),
        ("ES", "seizure"),
        ("BE", "destination"),
    ]


def test_a_departure_place_in_the_seizing_country_is_judged_by_its_country() -> None:
    made = Chain("EC:guayaquil", ("PA",), "EC:posorja", "EC", "BE:antwerp", "stated", "EC")
    assert drawn(made) == ["EC:guayaquil>EC:posorja travelled", "EC:posorja>PA intended", "PA>BE:antwerp intended"]


NODES = st.sampled_from(["BR", "EC", "ES", "BE", "PT", "XZ-MAC"])
CHAINS = st.builds(
    Chain,
    departure=st.none() | NODES,
    transits=st.lists(NODES, max_size=4).map(tuple),
    seizure=NODES,
    seizure_country=NODES,
    destination=st.none() | NODES,
    departure_country=st.none() | NODES,
    basis=st.sampled_from([None, "stated", "presumed", INTERDICTED]),
)


@given(CHAINS)
def test_each_leg_starts_where_the_one_before_it_ended(made: Chain) -> None:
    legs = legs_of(made)
    for before, after in itertools.pairwise(legs):
        assert before.target.node == after.origin.node


@given(CHAINS)
def test_no_leg_joins_a_node_to_itself(made: Chain) -> None:
    assert all(leg.origin.node != leg.target.node for leg in legs_of(made))


@given(CHAINS)
def test_nothing_is_travelled_after_something_intended(made: Chain) -> None:
    order = [leg.line == "intended" for leg in legs_of(made)]
    assert order == sorted(order)


@given(CHAINS)
def test_no_leg_touches_a_node_that_the_chain_does_not_name(made: Chain) -> None:
    named = {made.departure, *made.transits, made.seizure, made.destination}
    assert {stop.node for leg in legs_of(made) for stop in (leg.origin, leg.target)} <= named


@given(CHAINS)
def test_a_transit_is_never_used_twice(made: Chain) -> None:
    before, after = split_transits(made)
    kept = [t for t in made.transits if t not in (*before, *after)]
    assert len(before) + len(after) <= len(made.transits)
    assert all(t == made.seizure_country for t in kept)


@given(CHAINS)
def test_an_interdicted_load_has_no_travelled_leg(made: Chain) -> None:
    legs = legs_of(dataclasses.replace(made, basis=INTERDICTED))
    assert all(leg.line == "intended" for leg in legs)


@given(CHAINS)
def test_only_a_presumed_departure_is_inferred(made: Chain) -> None:
    for leg in legs_of(made):
        assert (leg.line == "inferred") == (leg.basis == "inferred")
        assert leg.basis == "stated" or made.basis == "presumed"
