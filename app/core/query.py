"""Reading and writing a URL query field by field, with every problem named.

One machinery for ``Filters`` (which rows) and ``View`` (how they are shown): a field reads its text into a
plain value or says what is wrong with it, and writes the value back in one canonical form.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from app.core import dates
from app.core.characters import replace_unfit
from app.core.groups import GROUPS


@dataclass(frozen=True)
class Problem:
    """A part of a query that was not understood: its name, the text, and a reason code (a key of i18n)."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True)
class Vocabulary:
    """Codes that are only known at run time: countries, sources, nodes of the map, and languages."""

    countries: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset(["en"])
    #: Keys of sets of events that were picked by hand (see ``cases``): others may come at any time.
    cases: Container[str] = frozenset()
    #: Keys of overlays, and of their polygons (see ``overlays``), in the same way.
    overlays: Container[str] = frozenset()


_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?")
Read = Callable[[str, Vocabulary], tuple[Any, list[str]]]


@dataclass(frozen=True)
class Field:
    """One name of the query. ``read`` gives the value and the parts it could not use; ``reason`` names why."""

    name: str
    read: Read
    reason: str = "unknown_value"
    attribute: str = ""
    default: Any = field(default=())

    @property
    def key(self) -> str:
        """Attribute that holds the value (``from`` is a Python keyword)."""
        return self.attribute or self.name


def codes(allowed: Collection[str] | str) -> Read:
    """A sorted tuple of codes; ``allowed`` may name an attribute of the vocabulary."""

    def read(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
        known = named(allowed, vocabulary) if isinstance(allowed, str) else allowed
        parts = [p for p in text.split(",") if p]
        return tuple(sorted({p for p in parts if p in known})), [p for p in parts if p not in known]

    return read


def named(allowed: str, vocabulary: Vocabulary) -> Collection[str]:
    """The codes of an attribute of the vocabulary, and what may stand in their place."""
    return getattr(vocabulary, allowed) | {UNSTATED} | (GROUPS.keys() if allowed == "countries" else set())


def number(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """A plain number from zero to a billion: no sign, no separators of thousands."""
    return (float(text), []) if _NUMBER.fullmatch(text) and float(text) <= LARGEST else (None, [text])


def whole_number(text: str, least: int, most: int) -> int | None:
    """A whole number within bounds, written in plain figures; None for anything else, however long it is (Python itself
    refuses to read more than 4,300 figures)."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    return int(text) if least <= int(text) <= most else None


def parse_whole_number(least: int, most: int) -> Read:
    """A whole number within bounds."""

    def read(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
        whole = whole_number(text, least, most)
        return (None, [text]) if whole is None else (whole, [])

    return read


def date(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """An ISO year, month or day, kept as text."""
    return (text, []) if dates.is_date(text) else (None, [text])


def case(text: str, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """The key of a set of events that is kept here."""
    return (text, []) if text in vocabulary.cases else (None, [text])


def words(text: str, _: Vocabulary) -> tuple[Any, list[str]]:
    """Free text with single spaces, at most 200 characters."""
    clean = " ".join(replace_unfit(text).split())
    return (clean, []) if len(clean) <= 200 else (clean[:200].strip(), [clean[200:]])


#: No bound of a weight needs to be above a million tonnes.
LARGEST = 1e9

#: The value that asks for rows where a field is not stated.
UNSTATED = "unstated"


def parse(query: str, fields: Iterable[Field], vocabulary: Vocabulary) -> tuple[dict[str, Any], list[Problem]]:
    """Values by attribute, and every problem: unknown names, repeated names, unusable values."""
    by_name = {f.name: f for f in fields}
    values: dict[str, Any] = {}
    problems = []
    for name, text in parse_qsl(query.lstrip("?"), keep_blank_values=True):
        known = by_name.get(name)
        if known is None:
            problems.append(Problem(name, text, "unknown_name"))
        elif not text:
            continue
        elif known.key in values:
            problems.append(Problem(name, text, "repeated"))
        else:
            value, bad = known.read(text, vocabulary)
            problems += [Problem(name, part, known.reason) for part in bad]
            if value not in (None, "", ()):
                values[known.key] = value
    return values, problems


def write(values: Mapping[str, Any], fields: Iterable[Field]) -> str:
    """The canonical query: fields in their fixed order, defaults left out, lists sorted."""
    pairs = []
    for f in fields:
        value = values[f.key]
        if value != f.default and value not in (None, "", ()):
            pairs.append(f"{f.name}={quoted(text_of(value))}")
    return "&".join(pairs)


@functools.lru_cache(maxsize=5000)
def quoted(text: str) -> str:
    """A value as an address may hold it; kept, for a page writes hundreds of links of a few hundred values."""
    return quote(text, safe=",:|-._~")


def text_of(value: Any) -> str:
    """A value as it stands in the query."""
    if isinstance(value, tuple):
        return ",".join(sorted(value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)
