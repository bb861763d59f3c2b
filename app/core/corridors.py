"""Published corridors: which of them a filter is about, and which events support what their sources say.

A corridor is a statement, never a count. An event supports it when its chain names at least two of the corridor's
countries in the corridor's order, by a mode that the statement names, in the years that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from app.core.filters import Filters
from app.core.groups import expand
from app.core.modes import MODES, ROLES

#: Words of a statement -> the mode that they mean.
WORDS = {
    "maritime": "maritime", "container": "maritime", "vessel": "maritime", "ship": "maritime", "go-fast": "maritime",
    "semi-submersible": "maritime", "fishing": "maritime", "yacht": "maritime", "sail": "maritime", "river": "river",
    "air": "air", "flight": "air", "road": "land", "rail": "land", "land": "land", "truck": "land", "post": "post",
    "parcel": "post",
}  # fmt: skip
#: Any sea area: statements name the sea, events the area.
SEA = "XZ"
#: Filters that a statement on a corridor answers, each by the countries that it names.
FILTERED_ROLES = (*ROLES, "country")


class Claim(NamedTuple):
    """What a corridor says that an event can be held against."""

    countries: tuple[str, ...]
    modes: tuple[str, ...]
    first: int
    last: int


def modes_of(text: str) -> tuple[str, ...]:
    """The modes that a statement names; all of them where it names none.

    >>> modes_of("river; maritime container")
    ('maritime', 'river')
    """
    low = text.lower()
    modes = {mode for word, mode in WORDS.items() if re.search(rf"\b{word}", low)}
    return tuple(mode for mode in MODES if mode in modes) or tuple(MODES)


def years_of(text: str) -> tuple[int, int]:
    """First and last year that a statement speaks of; without limit where it names none.

    >>> years_of("2019-2025"), years_of("2020-H1"), years_of("to 2011")
    ((2019, 2025), (2020, 2020), (0, 2011))
    """
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d", text)]
    if not years:
        return 0, 9999
    return (0 if text.startswith(("to ", "until ")) else min(years)), max(years)


def claim_of(row: pd.Series) -> Claim:
    """The claim of a row of the corridor table."""
    countries = tuple(code for code in str(row["countries"]).split(";") if code)
    return Claim(countries, modes_of(str(row["mode"])), *years_of(str(row["period"])))


def supports(chain: Sequence[str], countries: Sequence[str]) -> bool:
    """Whether a chain of nodes names two of a corridor's countries in its order.

    >>> supports(["EC", "PA", "BE"], ["EC", "PA", "NL", "BE"]), supports(["BE", "EC"], ["EC", "BE"])
    (True, False)
    """
    place = {code: i for i, code in reversed(list(enumerate(countries)))}
    positions = [place[code] for code in (SEA if node.startswith(SEA) else node for node in chain) if code in place]
    return any(a < b for a, b in combinations(positions, 2))


def matching_filter(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The corridors that a filter is about: those that name one of its countries, of each role, and one of its modes.
    What else a filter asks (weight, form, time) a statement does not say."""
    wanted: list[Iterable[str]] = [expand(getattr(filters, role)) for role in FILTERED_ROLES if getattr(filters, role)]
    mask = []
    for _i, row in frame.iterrows():
        claim = claim_of(row)
        named = all(set(codes) & set(claim.countries) for codes in wanted)
        mask.append(named and (not filters.mode or bool(set(filters.mode) & set(claim.modes))))
    return frame[pd.Series(mask, index=frame.index, dtype=bool)]


def parse_nodes(text: str) -> list[dict[str, Any]]:
    """``"BR:Santos@-23.96,-46.31"`` -> one node with country, name, lat and lon; [] when it is no node list."""
    nodes = []
    for part in text.split(";"):
        head, _, point = part.partition("@")
        country, _, name = head.partition(":")
        lat, _, lon = point.partition(",")
        try:
            nodes.append({"country": country, "name": name, "lat": float(lat), "lon": float(lon)})
        except ValueError:
            return []
    return nodes
