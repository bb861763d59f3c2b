"""Units of quantity as files name them, and what each is in kilograms.

UNODC reports seizures in bulk weight and converts volumes at one litre = one kilogram (World Drug Report,
methodology); litres and millilitres are therefore converted and told. Units, plants, doses and tablets are kept as
stated.
"""

from __future__ import annotations

import re

import pandas as pd

from app.core.text import fold, map_distinct

KG_PER = {
    "kg": 1.0,
    "g": 0.001,
    "mg": 0.000001,
    "t": 1000.0,
    "lb": 0.45359237,
    "oz": 0.028349523125,
    "litre": 1.0,
    "millilitre": 0.001,
}
#: Units of volume, which are converted and said to be.
VOLUMES = ("litre", "millilitre")
#: Units that are kept as stated and never become kilograms.
KEPT = ("unit", "package", "tablet", "dose", "plant", "hectare")

NAMES = {
    "kg": "kg kgs kgr kgrs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramo kilogramos quilo quilos "
    "quilograma quilogramas chilogrammo chilogrammi chilo chili k",
    "g": "g gr grs grm grms gm gram grams gramme grammes gramo gramos grama gramas grammo grammi",
    "mg": "mg milligram milligrams milligramme miligramo miligramos miligrama miligramas milligrammo",
    "t": "t tn tns tm ton tons tonne tonnes mt tonelada toneladas tonnellata tonnellate metric|ton metric|tons "
    "tonelada|metrica toneladas|metricas tonnellate|metriche",
    "lb": "lb lbs pound pounds libra libras livre livres libbra libbre",
    "oz": "oz ounce ounces onza onzas onca oncas once oncia once",
    "litre": "l lt lts ltr litre litres liter liters litro litros litri",
    "millilitre": "ml millilitre millilitres milliliter milliliters mililitro mililitros millilitro",
    "unit": "unit units u un und unidad unidades unidade unite unites unita piece pieces pieza piezas",
    "package": "package packages packet packets paquete paquetes pacote pacotes paquet paquets pacco pacchi brick "
    "bricks ladrillo ladrillos tijolo tijolos bale bales fardo fardos",
    "tablet": "tablet tablets pill pills tablet/pill tableta tabletas pastilla pastillas comprimido comprimidos "
    "comprime comprimes compressa compresse capsule capsules capsula capsulas",
    "dose": "dose doses dosis dosi wrap wraps envoltorio envoltorios papelote papelotes barette",
    "plant": "plant plants planta plantas plante plantes pianta piante bush bushes mata matas arbusto arbustos",
    "hectare": "ha hectare hectares hectarea hectareas ettaro ettari acres acre",
}
_BY_NAME = {name.replace("|", " "): unit for unit, names in NAMES.items() for name in names.split()}


_BESIDE = re.compile(r"\b(netos?|net|netti|brutos?|bruts?|gross|lordi|lordos?|liquidos?)\b")


def unit(text: str) -> str:
    """The code of a unit's name in five languages; "" when it is not known.

    >>> unit("Kilogram"), unit("GRAMO"), unit("Libras."), unit("Barrels")
    ('kg', 'g', 'lb', '')
    """
    plain = _BESIDE.sub(" ", fold(text).replace("(s)", "s").replace("/s", "s"))
    bare = " ".join(re.sub(r"\(.*?\)", " ", plain).strip(" .()[]").split()) or plain.strip(" .()[]")
    return _BY_NAME.get(bare, "")


def unit_of(heading: str) -> str:
    """The unit of weight or volume that a heading carries (``Quantity (kg)``); "" where it carries none.

    >>> unit_of("Peso_(Kg)"), unit_of("Valor por kg"), unit_of("Cantidad")
    ('kg', '', '')
    """
    words = re.findall(r"[a-z]+", fold(heading))
    return "" if _PRICE.intersection(words) else next((u for u in map(unit, words) if u in KG_PER), "")


#: Words of a figure for each kilogram, or of something that is no weight of the drug.
_NOT_OF_DRUG = "valor precio preco prix prezzo price value costo cost usd eur pureza purity miles mil"
_PRICE = frozenset(_NOT_OF_DRUG.split())
_PARTED = re.compile(r"([-+]?[\d.,'’\s]*\d)\s*([a-z][a-z ./()]*)")


def parted(text: str) -> tuple[str, str]:
    """The number and the unit code of a cell that holds both; ``("", "")`` for any other.

    >>> parted("1.250,5 kg"), parted("2 toneladas"), parted("12.5"), parted("3 of 4")
    (('1.250,5', 'kg'), ('2', 't'), ('', ''), ('', ''))
    """
    if text[-1:].isdigit():
        return "", ""
    match = _PARTED.fullmatch(fold(text).strip())
    code = unit(match[2]) if match else ""
    return (match[1].strip(), code) if match and code else ("", "")


def units(cells: pd.Series) -> pd.Series:
    """Every cell's unit code; each different text is looked up once."""
    return map_distinct(cells, unit)


def kilograms(amounts: pd.Series, codes: pd.Series) -> pd.Series:
    """Kilograms where the unit has a weight or a volume, nan elsewhere: a tablet has none."""
    return amounts * codes.map(KG_PER).astype(float)
