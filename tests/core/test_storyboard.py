"""Storyboards as plain values: what is written is read again, and what is wrong is named with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import storyboard
from app.core.message import Refused
from app.core.storyboard import MARKS, MOST_MARKS, MOST_SLIDES, PAGES, Annotation, Slide, Storyboard

words = st.text(max_size=60).map(storyboard.plain)
points = st.tuples(
    st.floats(-180, 180).map(lambda v: round(v, 4) + 0.0), st.floats(-85, 85).map(lambda v: round(v, 4) + 0.0)
)


@st.composite
def marks(draw: st.DrawFn) -> Annotation:
    kind = draw(st.sampled_from(sorted(MARKS)))
    least, most = MARKS[kind]
    return Annotation(kind, tuple(draw(st.lists(points, min_size=least, max_size=min(most, 6)))), draw(words))


slides = st.builds(
    Slide,
    path=st.sampled_from(PAGES),
    query=st.sampled_from(["", "departure=EC", "mode=air&theme=dark"]),
    viewport=st.sampled_from([None, "3/14/-38"]),
    title=words,
    notes=words,
    marks=st.lists(marks(), max_size=3).map(tuple),
    version=st.sampled_from(["", "82e4267b8ac0"]),
)
boards = st.builds(
    Storyboard,
    id=st.just("0123456789ab"),
    title=words.filter(bool),
    slides=st.lists(slides, max_size=4).map(tuple),
    saved=st.just("2026-11-25T10:00:00+00:00"),
    revision=st.integers(0, 99),
)


@given(boards)
def test_what_is_written_is_read_again(board: Storyboard) -> None:
    text = json.dumps(storyboard.to_json(board))
    assert storyboard.of_json(json.loads(text), board.id) == board


def whole(**slide: Any) -> dict[str, Any]:
    return {"format": "storyboard", "form": 1, "title": "T", "slides": [slide]}


def faults(value: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        storyboard.of_json(value, "0123456789ab")
    return [note.code for note in refused.value.notes]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "storyboard.foreign"),
        ([], "storyboard.foreign"),
        ({"format": "other", "form": 1}, "storyboard.foreign"),
        ({"format": "storyboard", "form": 2, "title": "T", "slides": []}, "storyboard.foreign"),
        ({"format": "storyboard", "form": 1, "title": "T", "slides": {}}, "storyboard.slides"),
        ({"format": "storyboard", "form": 1, "title": " \n", "slides": []}, "storyboard.untitled"),
        ({"format": "storyboard", "form": 1, "title": 5, "slides": []}, "storyboard.text"),
        ({"format": "storyboard", "form": 1, "title": "T", "slides": [{}] * (MOST_SLIDES + 1)}, "storyboard.slides"),
        ({"format": "storyboard", "form": 1, "title": "T", "slides": ["x"]}, "storyboard.slide"),
        (whole(page="/etc/passwd"), "storyboard.page"),
        (whole(page="//evil.example"), "storyboard.page"),
        (whole(viewport="a/b/c"), "storyboard.viewport"),
        (whole(viewport=[1]), "storyboard.viewport"),
        (whole(title="x" * 301), "storyboard.text"),
        (whole(notes={"a": 1}), "storyboard.text"),
        (whole(marks=[{}] * (MOST_MARKS + 1)), "storyboard.marks"),
        (whole(marks="x"), "storyboard.marks"),
        (whole(marks=[{"kind": "arrow", "points": [[1, 2]]}]), "storyboard.mark"),
        (whole(marks=[{"kind": "square", "points": [[1, 2]]}]), "storyboard.mark"),
        (whole(marks=[{"kind": "note", "points": [[1, float("nan")]]}]), "storyboard.mark"),
        (whole(marks=[{"kind": "note", "points": [[1, 99]]}]), "storyboard.mark"),
        (whole(marks=[{"kind": "note", "points": [[True, 2]]}]), "storyboard.mark"),
        (whole(marks=[{"kind": "note", "points": [["1", 2]]}]), "storyboard.mark"),
    ],
)
def test_what_is_wrong_is_named(value: Any, code: str) -> None:
    assert code in faults(value)


def test_faults_say_which_slide() -> None:
    value = {**whole(), "slides": [{}, {"page": "/none"}, {"viewport": "x"}]}
    with pytest.raises(Refused) as refused:
        storyboard.of_json(value, "0123456789ab")
    assert [(n.code, n.values["at"]) for n in refused.value.notes] == [
        ("storyboard.page", 2),
        ("storyboard.viewport", 3),
    ]


def test_texts_lose_what_is_no_text_and_notes_keep_their_lines() -> None:
    found = storyboard.of_json(whole(title="a\x00b\n c‮d", notes="one\ntwo\x07"), "0123456789ab").slides[0]
    assert found.title == "a b c d" and found.notes == "one\ntwo"


def test_a_full_storyboard_takes_no_more() -> None:
    board = Storyboard("0123456789ab", "T", (Slide(),) * (MOST_SLIDES - 1))
    assert len(storyboard.with_slide(board, Slide()).slides) == MOST_SLIDES
    with pytest.raises(Refused):
        storyboard.with_slide(replace(board, slides=(Slide(),) * MOST_SLIDES), Slide())


@pytest.mark.parametrize("text", ["", "0123456789a", "0123456789abc", "../../../etc", "0123456789AB", "0123456789a\n"])
def test_an_id_is_twelve_letters_of_a_number(text: str) -> None:
    assert not storyboard.is_id(text) and storyboard.is_id("0123456789ab")
