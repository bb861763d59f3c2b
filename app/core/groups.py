"""Groups of countries as values of a filter: regions of the world, and bodies that countries belong to.

A value ``@andean`` stands for its countries in every role: in addresses, sentences, counts and files. One table for
all. Regions are of our own cut, after what the trade makes of them; a country is in one at most. Members are those of
November 2026 (Mercosur without Venezuela, which is suspended; ECOWAS without Burkina Faso, Mali and Niger, gone since
2025; the Andean Community, CARICOM, SICA and the European Union by their own lists).
"""

from __future__ import annotations

from collections.abc import Iterable

#: Begins the name of a group where a code of a country may stand.
SIGN = "@"
REGIONS: dict[str, str] = {
    "andean": "BO CO EC PE VE",
    "brazil": "BR",
    "southern-cone": "AR CL PY UY",
    "guianas": "GF GY SR",
    "central-america": "BZ CR GT HN NI PA SV",
    "north-america": "CA MX US",
    "caribbean": "AG AI AW BB BL BM BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "north-west-europe": "BE DE FR GB IE LU NL",
    "iberia": "AD ES GI PT",
    "nordic": "DK FI FO IS NO SE",
    "baltic": "EE LT LV",
    "central-europe": "AT CH CZ HU LI PL SI SK",
    "italy": "IT MT SM",
    "balkans": "AL BA BG CY GR HR ME MK RO RS XK",
    "eastern-europe": "BY MD RU UA",
    "turkey-caucasus": "AM AZ GE TR",
    "middle-east": "AE BH IL IQ IR JO KW LB OM PS QA SA SY YE",
    "north-africa": "DZ EG EH LY MA TN",
    "west-africa": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SL SN TG",
    "central-africa": "AO CD CF CG CM GA GQ ST TD",
    "southern-africa": "BW LS MZ NA SZ ZA ZM ZW",
    "east-africa": "BI DJ ER ET KE KM MG MU MW RE RW SC SD SO SS TZ UG YT",
    "south-asia": "AF BD BT IN LK MV NP PK",
    "central-asia": "KG KZ MN TJ TM UZ",
    "east-asia": "CN HK JP KP KR MO TW",
    "south-east-asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "oceania": "AS AU CK FJ FM GU KI MH MP NC NR NU NZ PF PG PW SB TO TV VU WF WS",
}
#: Sea areas (data/reference/sea_areas.csv) as the map of regions shows them.
BASINS: dict[str, str] = {
    "sea-caribbean": "XZ-CAR XZ-GMX",
    "sea-north-atlantic": "XZ-NAT XZ-MAC XZ-BIS XZ-LAB XZ-GSL XZ-IRI",
    "sea-south-atlantic": "XZ-SAT XZ-ARG XZ-WAF XZ-GOG",
    "sea-mediterranean": "XZ-MED XZ-BLK",
    "sea-north": "XZ-CHA XZ-NSE XZ-BAL XZ-NOR",
    "sea-eastern-pacific": "XZ-EPA XZ-PCH",
    "sea-pacific": "XZ-SPA XZ-NPA XZ-BER",
    "sea-east-asia": "XZ-SCS XZ-ECS XZ-JAP XZ-OKH XZ-PHI XZ-INS",
    "sea-oceania": "XZ-COR XZ-TAS XZ-GAB XZ-ARF",
    "sea-indian": "XZ-IND XZ-ARB XZ-RED XZ-ADN XZ-PGU XZ-OMN XZ-BEN XZ-MAL XZ-MOZ",
    "sea-polar": "XZ-ARC XZ-BAR XZ-HUD XZ-SOC",
}
BODIES: dict[str, str] = {
    "eu": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
    "el-paccto": "BO BR CL CO CR EC FR IT MX PE PT PY UY",
    "mercosur": "AR BO BR PY UY",
    "andean-community": "BO CO EC PE",
    "caricom": "AG BB BS BZ DM GD GY HT JM KN LC MS SR TT VC",
    "sica": "BZ CR DO GT HN NI PA SV",
    "ecowas": "BJ CI CV GH GM GN GW LR NG SL SN TG",
    "maoc-n": "DE ES FR GB IE IT NL PT",
}
#: Every group with its countries.
GROUPS: dict[str, tuple[str, ...]] = {
    f"{SIGN}{name}": tuple(codes.split()) for name, codes in (REGIONS | BODIES).items()
}


#: Every basin with its sea areas.
SEAS: dict[str, tuple[str, ...]] = {f"{SIGN}{name}": tuple(codes.split()) for name, codes in BASINS.items()}
_PARTS = GROUPS | SEAS
_REGION_OF = {code: f"{SIGN}{name}" for name, codes in (REGIONS | BASINS).items() for code in codes.split()}


def region_of(node: str) -> str:
    """The region of a country, or the basin of a sea area; what lies in none stands for itself.

    >>> region_of("EC"), region_of("XZ-MED"), region_of("GL")
    ('@andean', '@sea-mediterranean', 'GL')
    """
    return _REGION_OF.get(node, node)


def expand(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes with each group in place of its countries, each once.

    >>> expand(("BR", "@mercosur"))
    ('BR', 'AR', 'BO', 'PY', 'UY')
    """
    return tuple(dict.fromkeys(one for code in codes for one in _PARTS.get(code, (code,))))
