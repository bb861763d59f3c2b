"""From one seizure to the legs of its route.

The chain of an event is departure - transit... - seizure - intended destination. A leg up to the seizure
was ``travelled``, a leg after it was only ``intended``; a leg whose departure is presumed by an authority is
``inferred``. No leg is made between ends that the source does not name. Rules:

* seized at departure (``interdicted at departure``): nothing travelled, the rest is intended;
* the seizing country stands among the transits: those before it were travelled, those after it are intended;
* seized in the stated departure country: later transits are intended;
* otherwise transits come before the seizure when a departure is stated, after it when only a destination is;
* at sea the seizure is a point of the chain of its own: a sea area, never the coast of the seizing authority.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One point of a chain: a node key (country, sea area or place) and the role it holds."""

    node: str
    role: str


@dataclass(frozen=True)
class Leg:
    """A directed leg between two named stops. ``line`` is travelled, intended or inferred."""

    origin: Stop
    target: Stop
    line: str
    basis: str


@dataclass(frozen=True)
class Chain:
    """What a source names of a route, as node keys; ``None`` is not stated.

    ``seizure_country`` and ``departure_country`` are codes at either level: they place the seizure among the
    transits. ``seizure`` is a node: a country, a place, or a sea area when the seizure was at sea.
    """

    departure: str | None
    transits: tuple[str, ...]
    seizure: str
    seizure_country: str
    destination: str | None
    basis: str | None = None
    departure_country: str | None = None


def split_transits(chain: Chain) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Transits before and after the seizure, by the rules in this module's head."""
    if chain.basis == "interdicted at departure":
        return (), chain.transits
    if chain.seizure_country in chain.transits:
        index = chain.transits.index(chain.seizure_country)
        return chain.transits[:index], chain.transits[index + 1 :]
    if chain.departure_country == chain.seizure_country:
        return (), chain.transits
    if chain.departure_country is None and chain.destination is not None:
        return (), chain.transits
    return chain.transits, ()


def legs_of(chain: Chain) -> list[Leg]:
    """The legs of one chain, in order. Neighbours that are the same node make no leg."""
    before, after = split_transits(chain)
    seizure = Stop(chain.seizure, "seizure")
    travelled = [Stop(t, "transit") for t in before] + [seizure]
    if chain.departure and chain.basis != "interdicted at departure":
        travelled.insert(0, Stop(chain.departure, "departure"))
    intended = [seizure, *(Stop(t, "transit") for t in after)]
    if chain.destination:
        intended.append(Stop(chain.destination, "destination"))
    if chain.basis == "interdicted at departure":
        intended[0] = Stop(chain.departure or chain.seizure, "departure")
    presumed = chain.basis == "presumed"
    first = _pairs(
        _without_repeats(travelled), "inferred" if presumed else "travelled", "inferred" if presumed else "stated"
    )
    return first + _pairs(_without_repeats(intended), "intended", "stated")


def _without_repeats(stops: list[Stop]) -> list[Stop]:
    """Stops without a transit country that stands beside a place inside it: "by Spain to Cartagena" is one stop."""
    beside = [stops[max(0, i - 1) : i + 2] for i in range(len(stops))]
    return [
        stop
        for stop, near in zip(stops, beside, strict=True)
        if stop.role != "transit" or not any(other.node.startswith(f"{stop.node}:") for other in near)
    ]


def _pairs(stops: Sequence[Stop], line: str, basis: str) -> list[Leg]:
    pairs = itertools.pairwise(stops)
    return [Leg(a, b, line, basis) for a, b in pairs if a.node != b.node]
