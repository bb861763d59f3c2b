"""Builds ``country_names.csv``: every name under which a country, or something that is no country, is found in files.

    pip install babel pycountry
    python data/reference/make_names.py

Names come from CLDR (Unicode licence) and ISO 3166-1 with its translations (pycountry, LGPL), in five languages; the
old, long and colloquial ones below are added by hand. Keys are words without accents, articles and order, so that
"Bolivia, Plurinational State of" and "Plurinational State of Bolivia" are one.
"""

from __future__ import annotations

import csv
import gettext
import sys
from pathlib import Path

import pycountry
from babel import Locale

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.intake.values.names import key  # noqa: E402

LANGUAGES = ("en", "es", "pt", "fr", "it")
#: Names no package has: former states and names, UN long forms as files abbreviate them, and daily speech.
MORE = {
    "BO": "Bolivia (Plurinational State of)",
    "BY": "Byelorussia|Bielorrusia|Bielorrússia|Biélorussie",
    "CD": "Congo, Democratic Republic|DR Congo|Zaire|RD Congo|Congo Kinshasa|Democratic Republic of Congo",
    "CG": "Congo, Republic|Congo Brazzaville|Republic of Congo",
    "CI": "Ivory Coast|Costa de Marfil|Costa do Marfim|Costa d'Avorio",
    "CV": "Cape Verde|Cabo Verde|Cap-Vert|Capo Verde",
    "CZ": "Czech Republic|República Checa|Czechoslovakia",
    "DE": "Federal Republic of Germany",
    "DO": "Rep. Dominicana|R. Dominicana|Dominican Rep.",
    "FK": "Falkland Islands|Islas Malvinas|Malvinas",
    "FM": "Micronesia (Federated States of)",
    "GB": "UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland|Gran Bretaña|Grã-Bretanha|"
    "Inglaterra|Angleterre",
    "GF": "Guyane|Guayana Francesa|Guiana Francesa|French Guyana",
    "GY": "Guiana",
    "HK": "Hong Kong, SAR of China|Hong Kong (China)|China, Hong Kong SAR|Hong Kong",
    "IR": "Iran (Islamic Republic of)|Iran",
    "KP": "North Korea|Democratic People's Republic of Korea|Korea (Democratic People's Republic of)|Corea del Norte",
    "KR": "South Korea|Republic of Korea|Korea (Republic of)|Corea del Sur|Korea",
    "LA": "Lao Peoples Democratic Republic|Laos",
    "LY": "Libyan Arab Jamahiriya|Libya",
    "MD": "Moldova (Republic of)|Moldova",
    "MK": "Macedonia, the former Yugoslav Republic of|Macedonia|FYROM|"
    "The former Yugoslav Republic of Macedonia|Macedonia del Norte",
    "MM": "Burma|Birmania|Birmânia|Birmanie",
    "MO": "Macau, SAR of China|Macao SAR|China, Macao SAR|Macau",
    "NL": "Holland|Holanda|Paises Bajos|The Netherlands|Netherlands (Kingdom of the)|Hollande|Olanda",
    "PF": "Tahiti|French Polynesia",
    "PS": "Palestine|State of Palestine|Palestinian Territory, Occupied|Occupied Palestinian Territory",
    "RU": "Russia|Russian Federation|USSR|Rusia",
    "SY": "Syria|Syrian Arab Republic",
    "SZ": "Swaziland|Suazilandia|Swazilandia",
    "TL": "East Timor|Timor Oriental",
    "TR": "Turkey|Turquia|Türkiye|Turquie|Turchia",
    "TW": "Taiwan|Taiwan, Province of China|Chinese Taipei",
    "TZ": "Tanzania|United Republic of Tanzania",
    "US": "USA|U.S.A.|U.S.|EEUU|EE.UU.|EE. UU.|EUA|E.U.A.|Estados Unidos de America|"
    "United States of America|Etats-Unis d'Amerique|Stati Uniti d'America|America",
    "VE": "Venezuela (Bolivarian Republic of)|Venezuela",
    "VN": "Vietnam|Viet Nam",
    "VG": "British Virgin Islands|Virgin Islands (British)",
    "VI": "US Virgin Islands|United States Virgin Islands|Virgin Islands (U.S.)",
    "XK": "Kosovo|Kosovo under UNSCR 1244|Kosovo (under UNSCR 1244)",
    "RS": "Serbia and Montenegro|Yugoslavia",
    "SX": "Sint Maarten|St Maarten|Saint Martin (Dutch part)",
    "CW": "Curacao|Netherlands Antilles|Antillas Neerlandesas|Antilhas Holandesas",
    "KN": "St Kitts and Nevis|St. Kitts & Nevis",
    "LC": "St Lucia|St. Lucia",
    "VC": "St Vincent and the Grenadines|St. Vincent & the Grenadines",
    "TT": "Trinidad|Trinidad & Tobago",
    "AG": "Antigua|Antigua & Barbuda",
    "BA": "Bosnia|Bosnia & Herzegovina",
    "SV": "Salvador",
    "AE": "UAE|Emirates|Emiratos Arabes|Dubai",
    # Not countries, and known to be none: kept as text, never guessed.
    "-AREA": "EU|European Union|Union Europea|União Europeia|Union européenne|Unione Europea|Europe|Europa|Africa|"
    "África|Afrique|Asia|Ásia|Asie|America|Oceania|Océanie|West Africa|East Africa|Central America|Centroamérica|"
    "América Central|"
    "South America|Sudamérica|América do Sul|North America|Norteamérica|Caribbean|Caribe|Middle East|Medio Oriente|"
    "Western Europe|Eastern Europe|Latin America|América Latina|Balkans",
    "-SEA": "High seas|International waters|Alta mar|Altamar|Aguas internacionales|Águas internacionais|Alto mar|"
    "Haute mer|Eaux internationales|Alto mare|Acque internazionali|At sea",
    "-MANY": "Multiple countries|Multiple|Several|Various|Varios|Vários|Divers|Plusieurs|Vari|Varios paises|Domestic",
}


def names() -> dict[str, str]:
    """Name key -> ISO code (or a code with a hyphen for what is no country). By hand wins, then CLDR, then ISO."""
    found: dict[str, str] = {}
    for language in reversed(LANGUAGES):
        translate = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True).gettext
        for country in pycountry.countries:
            for name in {getattr(country, a, "") for a in ("name", "official_name", "common_name")} - {""}:
                found[key(name)] = found[key(translate(name))] = country.alpha_2
    for language in reversed(LANGUAGES):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"):
                found[key(name)] = code
    for country in pycountry.countries:
        found[country.alpha_3.lower()] = country.alpha_2
    for code, listed in MORE.items():
        found.update({key(name): code for name in listed.split("|")})
    return found


def main() -> None:
    """Write the file."""
    path = Path(__file__).parent / "country_names.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "code"])
        writer.writerows(sorted(names().items()))


if __name__ == "__main__":
    main()
