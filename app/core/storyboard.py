"""A storyboard: views of the pages in an order, each with a title, speaker notes and marks on its map.

A slide holds the address of a page (its path and query), not a picture: it shows the data as they are when it is
opened, and bears the version of the data that its title was written on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.characters import replace_unfit
from app.core.message import Message, Refused
from app.core.paper_sizes import MOST_TITLE, read_seen

#: The mark of the file, and the version of its form.
FORMAT, FORM = "storyboard", 1
#: Kinds of marks -> the least and the most points of each, as (lon, lat).
MARKS: dict[str, tuple[int, int]] = {"arrow": (2, 2), "note": (1, 1), "area": (3, 60)}
#: Pages that a slide may show; the others (files, links) are work and not findings.
PAGES: tuple[str, ...] = ("/", "/overview", "/routes", "/route", "/compare", "/countries", "/ranks")
MOST_SLIDES, MOST_MARKS, MOST_NOTES, MOST_WORDS, MOST_QUERY = 200, 40, 5000, 200, 8000
_ID = re.compile(r"[0-9a-f]{12}")
#: Control signs and those that turn the direction of writing; line ends of notes stay.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f‪-‮⁦-⁩]")


@dataclass(frozen=True)
class Annotation:
    """Something drawn on the map of a slide: an ``arrow`` from its first point to its second, a ``note`` at a point, an
    ``area``; ``points`` are (lon, lat) in degrees, unwrapped. ``holes`` has the area of a filter alone."""

    kind: str
    points: tuple[tuple[float, float], ...]
    text: str = ""
    holes: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True)
class Slide:
    """One view. ``viewport`` is what the map shows (core.paper_sizes.Seen as text), or None;
    ``version`` the data version that it was made on."""

    path: str = "/"
    query: str = ""
    viewport: str | None = None
    title: str = ""
    notes: str = ""
    marks: tuple[Annotation, ...] = ()
    version: str = ""


@dataclass(frozen=True)
class Storyboard:
    """``saved`` is the moment of the last saving (ISO, UTC); ``revision`` counts savings, so that two people cannot
    overwrite each other unseen."""

    id: str
    title: str
    slides: tuple[Slide, ...] = ()
    saved: str = ""
    revision: int = 0


def is_id(text: str) -> bool:
    """Whether a text may be the id of a storyboard."""
    return _ID.fullmatch(text) is not None


def plain(text: str) -> str:
    """One line of text without signs that are none.

    >>> plain(" a\\n b\\x00")
    'a b'
    """
    return " ".join(_CONTROL.sub(" ", replace_unfit(text)).split())


def to_json(board: Storyboard) -> dict[str, Any]:
    """The plain values of a storyboard, as they are kept and exchanged."""
    return {
        "format": FORMAT, "form": FORM, "id": board.id, "title": board.title, "saved": board.saved,
        "revision": board.revision, "slides": [_slide_json(slide) for slide in board.slides],
    }  # fmt: skip


def _slide_json(slide: Slide) -> dict[str, Any]:
    marks = [{"kind": m.kind, "points": [list(p) for p in m.points], "text": m.text} for m in slide.marks]
    return {
        "page": slide.path, "query": slide.query, "viewport": slide.viewport, "title": slide.title,
        "notes": slide.notes, "marks": marks, "data_version": slide.version,
    }  # fmt: skip


def of_json(value: Any, identity: str) -> Storyboard:
    """A storyboard of plain values. Raises ``Refused`` with every fault: where it is, what it is, what is wanted."""
    if not isinstance(value, Mapping) or value.get("format") != FORMAT or value.get("form") != FORM:
        raise Refused(Message("storyboard.foreign"))
    faults: list[Message] = []
    title = _text(value.get("title"), MOST_TITLE, "title", 0, faults)
    given = value.get("slides")
    slides = given if isinstance(given, list) else []
    if not isinstance(given, list) or len(slides) > MOST_SLIDES:
        faults.append(Message("storyboard.slides", most=MOST_SLIDES))
    read = [_slide(slide, number, faults) for number, slide in enumerate(slides[:MOST_SLIDES], 1)]
    if not title and not faults:
        faults.append(Message("storyboard.untitled"))
    if faults:
        raise Refused(*faults[:20])
    saved = plain(str(value.get("saved", "")))[:40]
    revision = value.get("revision", 0)
    whole = revision if isinstance(revision, int) and 0 <= revision < 10**9 else 0
    return Storyboard(identity, title, tuple(read), saved, whole)


def _text(value: Any, most: int, name: str, number: int, faults: list[Message], lines: bool = False) -> str:
    """A text of a slide (``number``; 0: of the whole) within its length."""
    if value is not None and not isinstance(value, str):
        faults.append(Message("storyboard.text", name=name, at=number, most=most))
        return ""
    text = _CONTROL.sub(" ", replace_unfit(value or "")).strip() if lines else plain(value or "")
    if len(text) > most:
        faults.append(Message("storyboard.text", name=name, at=number, most=most))
    return text[:most]


def _slide(value: Any, number: int, faults: list[Message]) -> Slide:
    if not isinstance(value, Mapping):
        faults.append(Message("storyboard.slide", at=number))
        return Slide()
    path = value.get("page", "/")
    if path not in PAGES:
        faults.append(Message("storyboard.page", at=number, names=list(PAGES)))
    viewport = value.get("viewport")
    if viewport is not None and read_seen(str(viewport)) is None:
        faults.append(Message("storyboard.viewport", at=number))
    marks = value.get("marks") or []
    if not isinstance(marks, list) or len(marks) > MOST_MARKS:
        faults.append(Message("storyboard.marks", at=number, most=MOST_MARKS))
        marks = []
    query = _text(value.get("query"), MOST_QUERY, "query", number, faults).lstrip("?").split("#")[0]
    return Slide(
        path if path in PAGES else "/", query, str(viewport) if viewport else None,
        _text(value.get("title"), MOST_TITLE, "title", number, faults),
        _text(value.get("notes"), MOST_NOTES, "notes", number, faults, lines=True),
        tuple(mark for mark in (_mark(m, number, faults) for m in marks) if mark),
        plain(str(value.get("data_version") or ""))[:64],
    )  # fmt: skip


def _mark(value: Any, number: int, faults: list[Message]) -> Annotation | None:
    fields = value if isinstance(value, Mapping) else {}
    kind, points = fields.get("kind"), fields.get("points")
    least, most = MARKS.get(str(kind), (1, 0))
    read = [_point(p) for p in points] if isinstance(points, list) else []
    if None in read or not least <= len(read) <= most:
        faults.append(Message("storyboard.mark", at=number, names=list(MARKS)))
        return None
    return Annotation(
        str(kind), tuple(p for p in read if p), _text(fields.get("text"), MOST_WORDS, "text", number, faults)
    )


def _point(value: Any) -> tuple[float, float] | None:
    """(lon, lat) of a mark, or None where it is none."""
    numbers = isinstance(value, list) and len(value) == 2 and all(type(v) in (int, float) for v in value)
    # Compared, not converted: a number of a thousand figures is no float.
    if not numbers or not all(-1e4 < v < 1e4 for v in value):
        return None
    lon, lat = (round(float(v), 4) for v in value)
    return (lon, lat) if abs(lon) <= 720 and abs(lat) <= 85 else None


def with_slide(board: Storyboard, slide: Slide) -> Storyboard:
    """The storyboard with one slide more, at its end. Raises ``Refused`` when it is full."""
    if len(board.slides) >= MOST_SLIDES:
        raise Refused(Message("storyboard.slides", most=MOST_SLIDES))
    return replace(board, slides=(*board.slides, slide))
