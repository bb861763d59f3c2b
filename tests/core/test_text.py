"""Folding for search, and slugs for keys."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Paranaguá", "paranagua"),
        ("CÔTE D’IVOIRE", "cote d’ivoire"),
        ("Ñeembucú", "neembucu"),
        ("Straße", "strasse"),
        ("Île", "ile"),
        ("", ""),
        ("Anvers 2021", "anvers 2021"),
    ],
)
def test_folding_takes_case_and_accents_away(text: str, folded: str) -> None:
    assert fold(text) == folded


#: Latin letters; the dotless i is left out, for its capital is the common I.
LATIN = st.characters(max_codepoint=0x17F, exclude_characters="\u0131")


@given(st.text(alphabet=LATIN))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(st.text(alphabet=LATIN))
def test_an_accent_typed_as_its_own_character_never_matters(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Santa Cruz (VVI)", "santa-cruz-vvi"),
        ("  São Paulo  ", "sao-paulo"),
        ("Le Havre / Rouen", "le-havre-rouen"),
        ("!!", ""),
    ],
)
def test_a_slug_holds_letters_digits_and_hyphens(text: str, key: str) -> None:
    assert slug(text) == key


@given(st.text())
def test_a_slug_is_safe_in_any_key(text: str) -> None:
    made = slug(text)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made
