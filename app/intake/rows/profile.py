"""A profile: which column of a file holds which field, what the file never says, and how doubts are settled.

Known layouts are profiles in ``data/profiles``; an analyst's own are saved in the same form (TOML) in
the folder of mappings (``Settings.own_profiles``).
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import tomli_w

from app import atomic
from app.intake.values import headings
from app.intake.values.headings import Headings

#: What a table may be: a row is one seizure, or a stated figure for a period and an area.
KINDS = ("events", "aggregates")
#: Fields that a row cannot do without, each from a column or from a constant.
NEEDED = {"events": ("date", "seizure", "drug"), "aggregates": ("area",)}
#: Fields that a column may hold, in the order in which a person looks for them.
FIELDS = {
    "events": (
        "date", "year", "month", "day", "seizure", "region", "place", "place_code", "lat", "lon", "precision", "drug",
        "quantity", "unit", "kg_min", "kg_max", "material_kg", "mode", "submode", "production", "departure",
        "departure_place", "transit", "destination", "destination_place", "concealment", "coload", "site", "arrests",
        "agencies", "operation", "title", "publisher", "url", "id", "events",
    ),
    "aggregates": ("area", "subarea", "component", "year", "month", "drug", "quantity", "unit", "events"),
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """``columns``: field -> heading. ``constants``: field -> value for every row. ``values``: field -> what a text of
    the file means (a code of its own -> a word that is read). ``day_first`` and ``decimal`` settle what the values of a
    file cannot decide. ``signature``: headings that a file of this layout always has."""

    name: str
    kind: str = "events"
    title: str = ""
    publisher: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    day_first: bool | None = None
    decimal: str | None = None

    def missing(self) -> list[str]:
        """Needed fields that neither a column nor a constant gives."""
        given = {*self.columns, *self.constants}
        if self.kind == "events" and {"year", "month", "day"} <= given:
            # Without a day a row is as likely a sum of its month or year, which must never become an event.
            given.add("date")
        return [f for f in NEEDED[self.kind] if f not in given]


def load(path: Path) -> Profile:
    """A profile from its TOML file."""
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return Profile(name=path.stem, **{**facts, "signature": tuple(facts.get("signature", ()))})


def all_of(*folders: Path) -> list[Profile]:
    """Every profile of some folders, those with the longest signature first: the most particular layout wins."""
    profiles = []
    for path in (path for folder in folders for path in folder.glob("*.toml")):
        try:
            profiles.append(load(path))
        except (TypeError, tomllib.TOMLDecodeError) as error:
            # One mapping that cannot be read must not stop every file.
            logging.getLogger(__name__).warning("%s is left out: %s", path, error)
    return sorted(profiles, key=lambda p: (-len(p.signature), p.name))


def recognise(names: Iterable[str], profiles: Iterable[Profile], known: Headings) -> Profile:
    """The profile of a table with these headings: a known layout by its signature, with every further column that its
    heading tells; without one, headings alone decide."""
    listed = list(names)
    keys = {headings.key(name): name for name in listed}
    suggested = headings.suggest(listed, {f: ranks for f, ranks in known.items() if f in FIELDS["events"]})
    for profile in profiles:
        if profile.signature and all(headings.key(s) in keys for s in profile.signature):
            own = {f: keys[headings.key(h)] for f, h in profile.columns.items() if headings.key(h) in keys}
            if profile.kind == "aggregates":
                return replace(profile, columns=own)
            free = {f: h for f, h in suggested.items() if h not in own.values() and f not in profile.constants}
            return replace(profile, columns={**free, **own})
    return Profile("headings", columns=suggested)


def save(profile: Profile, folder: Path) -> Path:
    """Write a profile where ``all_of`` finds it; it takes the place of one of that
    name. Callers look first whether the program has one of that name (``plan.execute.mapping_key``)."""
    facts = {k: v for k, v in asdict(profile).items() if k != "name" and v not in (None, "", (), {})}
    path = folder / f"{profile.name}.toml"
    atomic.write(path, tomli_w.dumps({**facts, "signature": list(profile.signature)}))
    return path
