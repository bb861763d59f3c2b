"""Kinds of concealment: what words say, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.modes import CONCEALMENTS
from app.core.text import fold
from app.intake.reference import Reference
from app.intake.values.concealment import kinds
from app.settings import Settings

WORDS = Reference(Settings().reference).concealment


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50 bricks in boxes of green apples", "fruit"),
        ("358 packets in two containers (Gancho Ciego)", "rip-on"),
        ("six rucksacks in a container of BANANAS", "luggage;bananas"),
        ("doble fondo de una maleta", "luggage;hollowed"),
        ("12 packages in wooden crates", ""),
        ("wooden floor tiles", "timber;building"),
        ("in the hold of a car carrier", "ship-compartment"),
        ("110 bales on a fishing vessel", ""),
        ("grapeshot, applesauce", ""),
        ("café molido", "coffee"),
        ("", ""),
    ],
)
def test_words_name_kinds(text: str, found: str) -> None:
    assert kinds(text, WORDS) == found


def test_every_kind_has_a_word_and_every_word_a_kind() -> None:
    assert set(WORDS.values()) - {""} == set(CONCEALMENTS)
    assert all(word == " ".join(fold(word).split()) for word in WORDS)


@given(st.lists(st.sampled_from(sorted(WORDS)), max_size=4), st.sampled_from([", ", " / ", "; "]))
def test_each_word_is_found_whatever_stands_beside_it(words: list[str], between: str) -> None:
    found = kinds(between.join(words).upper(), WORDS).split(";")
    assert {WORDS[word] for word in words} - {""} <= {*found}
