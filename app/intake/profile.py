"""A profile: which column of a file holds which field, what the file never says, and how doubts are settled.

Known layouts are profiles in ``data/profiles``; an analyst's own are saved beside them in the same form (TOML).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.reading import headings
from app.core.reading.headings import Headings

#: Fields that an event cannot do without, each from a column or from a constant.
NEEDED = ("date", "seizure", "drug")


@dataclass(frozen=True)
class Profile:
    """``columns``: field -> heading. ``constants``: field -> value for every row. ``day_first`` and ``decimal`` settle
    what the values of a file cannot decide. ``signature``: headings that a file of this layout always has."""

    name: str
    title: str = ""
    publisher: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    day_first: bool | None = None
    decimal: str | None = None

    def missing(self) -> list[str]:
        """Needed fields that neither a column nor a constant gives."""
        return [f for f in NEEDED if f not in self.columns and f not in self.constants]


def load(path: Path) -> Profile:
    """A profile from its TOML file."""
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return Profile(name=path.stem, **{**facts, "signature": tuple(facts.get("signature", ()))})


def all_of(folder: Path) -> list[Profile]:
    """Every profile of a folder, those with the longest signature first: the most particular layout wins."""
    return sorted(map(load, folder.glob("*.toml")), key=lambda p: (-len(p.signature), p.name))


def recognise(names: Iterable[str], profiles: Iterable[Profile], known: Headings) -> Profile:
    """The profile of a table with these headings: a known layout by its signature, with every further column that its
    heading tells; without one, headings alone decide."""
    listed = list(names)
    keys = {headings.key(name): name for name in listed}
    suggested = headings.suggest(listed, known)
    for profile in profiles:
        if profile.signature and all(headings.key(s) in keys for s in profile.signature):
            own = {f: keys[headings.key(h)] for f, h in profile.columns.items() if headings.key(h) in keys}
            free = {f: h for f, h in suggested.items() if h not in own.values() and f not in profile.constants}
            return replace(profile, columns={**free, **own})
    return Profile("headings", columns=suggested)
