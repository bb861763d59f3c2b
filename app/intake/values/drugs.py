"""Names of drugs: which form of cocaine they are, or that they are another drug and are set aside."""

from __future__ import annotations

import re

import pandas as pd

from app.core.text import fold, map_distinct

_COCA = r"(coca|cocaina|cocaine|cocain)"
#: UNODC's line that sums the forms beside it: never added to them, and no event.
TOTAL = "total"
#: Cocaine and another drug under one figure: how much of it is cocaine is not known.
SEVERAL = "several"
_SALT = r"(clorhidrato|clohidrato|cloridrato|chlorhydrate)"
_OTHERS = (
    r"(marihuana|marijuana|maconha|cannabis|hachis|haxixe|heroina|heroin|mdma|extasis|ecstasy|anfetamina|ketamina)s?\b"
)
#: Patterns over the folded name, the first that fits decides. ``base`` also holds the smokable intermediate products
#: (basuco, merla, paco); ``leaf`` holds leaf and bush, and is counted apart from cocaine.
_FORMS = (
    ("", r"\b(tusi|tusibi|pink cocaine|cocaina (rosa|rosada)|2c ?b|negativo)\b"),
    ("", r"\b(insumos?|precursor\w*|permanganat\w*)\b"),
    ("", r"\b(no cocaina|not cocaine|sustancias? de corte|cutting agents?|adulterantes?|acetona|procesar)\b"),
    (
        TOTAL,
        rf"(?=.*\b{_COCA}\b).*\b(total(es)?|tod[ao]s (as |las |los |os )?(formas|tipos)|all forms|tutte le forme)\b",
    ),
    ("mixed", r"\bbase, paste and salts\b"),
    (SEVERAL, rf"(?=.*\b{_OTHERS}).*\b{_COCA}\b"),
    ("", rf"\b{_OTHERS}"),
    ("leaf", r"\bcoca (leaf|leaves|bush|plant)s?\b|\b(hoja|planta|mata|arbusto|folha)s?( de)? coca\b|^coca$"),
    ("leaf", r"\bfeuilles? de coca\b|\bfoglie di coca\b|\b(coca|cocaina)\b.*\b(hojas?|folhas?)\b"),
    ("mixed", r"\b(cocaina|cocaine)\b.*\b(y|e|and|et)\b.*\b(crack|base|pasta)\b"),
    (
        "paste",
        rf"\b{_COCA} paste\b|\bpasta (basica )?(de |di )?(coca|cocaina)\b|\bpate (de )?coca\b|^pbc\b|\bpasta basica\b",
    ),
    ("base", rf"\bbase (de |di )?{_COCA}\b|\b{_COCA} base\b|\bpasta base\b|\b(basuco|bazuco|merla|paco|oxi)\b"),
    ("base", r"\bsmokable forms\b"),
    ("crack", r"\bcrack\b"),
    ("liquid", r"\bliquid cocaine\b|\bcocaina liquida\b|\bcocaine liquide\b"),
    ("hydrochloride", rf"\b{_COCA}\b.*\b(hcl|hydrochloride|salts?|sal|powder|{_SALT})\b|^(c c|cc|hcl|{_SALT})$"),
    ("hydrochloride", rf"\b{_SALT} (de|di) {_COCA}\b"),
    ("unspecified", r"\b(cocaina|cocaine|cocain|kokain|cocainas)\b|^coc$"),
)
_PATTERNS = tuple((form, re.compile(pattern)) for form, pattern in _FORMS)


def form(name: str) -> str:
    """The form of cocaine that a name says, "" when it is another drug.

    >>> [form(n) for n in ("Cocaine HCL", "BASE DE COCA", "Hoja de coca", "Cocaína", "Codeine")]
    ['hydrochloride', 'base', 'leaf', 'unspecified', '']
    """
    text = " ".join(re.sub(r"[-_./()]", " ", fold(name)).split())
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), "")


def forms(cells: pd.Series) -> pd.Series:
    """Every cell's form; each different name is looked at once."""
    return map_distinct(cells, form)
