"""Which column of a file holds which field: headings in five languages, compared without case, accents or signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.core.text import fold
from app.intake.values.units import KG_PER, unit

#: field -> heading key -> rank; the headings stand in data/reference/headings.csv, best first.
Headings = Mapping[str, Mapping[str, int]]


def key(heading: str) -> str:
    """A heading without case, accents and signs: ``DRUG_NAME``, ``Drug.Name`` and ``drug name`` are one."""
    return re.sub(r"[^a-z0-9]", "", fold(heading))


def ranked(pairs: Iterable[tuple[str, str]]) -> Headings:
    """(field, heading) in order of preference, as a table to ``suggest`` from."""
    table: dict[str, dict[str, int]] = {}
    for field, heading in pairs:
        ranks = table.setdefault(field, {})
        ranks.setdefault(key(heading), len(ranks))
    return table


def suggest(headings: Iterable[str], known: Headings) -> dict[str, str]:
    """field -> heading for all that is recognised; each heading serves one field, each field takes its best heading.

    >>> suggest(["FECHA", "Observaciones"], ranked([("date", "fecha"), ("place", "lugar")]))
    {'date': 'FECHA'}
    """
    listed = list(headings)
    by_key = {key(h): h for h in listed}
    # R writes "Country obtained (Departure Country)" as Country.obtained...Departure.Country: the last part counts.
    by_key |= {key(h.split("...")[-1]): h for h in listed if "..." in h}
    offers = [(rank, f, by_key[k]) for f, ranks in known.items() for k, rank in ranks.items() if k in by_key]
    chosen: dict[str, str] = {}
    for _rank, field, heading in sorted(offers, key=lambda offer: offer[0]):
        if field not in chosen and heading not in chosen.values():
            chosen[field] = heading
    for field, heading in _loose([h for h in listed if h not in chosen.values()], known):
        if field not in chosen and heading not in chosen.values():
            chosen[field] = heading
    return {field: chosen[field] for field in known if field in chosen}


#: Words that turn a heading into another thing: the date of a report is not that of the seizure, a price no weight.
_ANOTHER_WORDS = """
birth nacimiento nascimento publication publicacion publicacao report informe update actualizacion registro
carga name nombre nome id codigo code number numero hora time usuario user destruccion destruicao destruction
audiencia inicio corte cierre residencia residence nacionalidad nationality bandera flag navire detenido
detenidos imputado valor precio preco prix prezzo price value costo usd eur euros dolares pureza purity
porcentaje miles milhares milliers thousand thousands millones bultos paquetes
"""
_ANOTHER = frozenset(_ANOTHER_WORDS.split())
#: Words that may stand beside a field's own and leave it what it is: the seizure, by all its names, and small words.
_OF_THE_SEIZURE_WORDS = """
a al ao d da das de del della des di do dos du e el en et il in l la las le los na no of the y incautacion
incautada incautado incautadas incautados aprehension aprehendida aprehendido aprension apreensao apreendida
apreendido decomiso decomisada decomisado comiso procedimiento procedimento operativo operacion operacao
intervencion hecho fato fatto ocurrencia ocorrencia evento event hallazgo saisie saisi saisies sequestro
sequestrata sequestrato rinvenimento seizure seized interdiction interception
"""
_OF_THE_SEIZURE = frozenset(_OF_THE_SEIZURE_WORDS.split())
#: Fields in which a heading with any further word is another thing, such as the country of the flag.
_STRICT = frozenset(["seizure"])


def _loose(listed: Iterable[str], known: Headings) -> Iterable[tuple[str, str]]:
    """(field, heading) for headings that hold a known one and more words (``Kg incautados``): those whose further words
    speak of the seizure first, then the longest match. A heading that bears a unit of weight is a quantity."""
    offers = []
    for heading in listed:
        words = re.findall(r"[a-z]+", fold(heading))
        if _ANOTHER.intersection(words):
            continue
        spans = {
            "".join(words[i:j]): (i, j) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words) + 1))
        }
        weighs = any(unit(word) in KG_PER for word in words)
        for field, ranks in known.items():
            longest = max((name for name in spans.keys() & ranks.keys() if len(name) > 1), key=len, default="")
            if not longest or (weighs and field not in ("quantity", "kg_min", "kg_max", "material_kg")):
                continue
            first, last = spans[longest]
            further = not _OF_THE_SEIZURE.issuperset([*words[:first], *words[last:]])
            if not (further and field in _STRICT):
                offers.append((further, -len(longest), field, heading))
    dates = [offer for offer in offers if offer[2] == "date" and offer[0]]
    if len(dates) > 1 or any(offer[2] == "date" and not offer[0] for offer in offers):
        offers = [offer for offer in offers if offer not in dates]  # which of several dates it is, a person says
    return [(field, heading) for _further, _size, field, heading in sorted(offers, key=lambda offer: offer[:2])]


def score(cells: Iterable[str], known: Headings) -> int:
    """How many cells of a row are known headings: the header of a file is the row with most."""
    keys = {k for ranks in known.values() for k in ranks}
    return len({key(c) for c in cells if c} & keys)
