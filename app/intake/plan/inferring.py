"""What a file never says in a column, and yet tells: its country by its regions, its drug by a heading.

Both are told, stand in the form where a person can correct them, and are never inferred against what was said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.core.message import Message
from app.core.text import fold
from app.intake.rows.profile import Profile
from app.intake.rows.tables import Table
from app.intake.values import blanks, drugs, units
from app.intake.values.places import Gazetteer

#: Different regions that must be known, and the share of them that must lie in one country.
ENOUGH, SHARE = 3, 0.8
#: A column of units has few different ones.
MOST_UNITS = 12
#: Words of a heading that say a weight and nothing else.
_WEIGHT = (
    "kg kgs kilo kilos kilogramos kilograms quilos tn toneladas gramos gr g t peso neto bruto weight net gross poids en"
)
WEIGHT = frozenset(_WEIGHT.split())


def infer(profile: Profile, table: Table, towns: Gazetteer) -> tuple[Profile, list[Message]]:
    """The profile with what its table tells by the way, and how that is known."""
    notes: list[Message] = []
    if profile.kind != "events":
        return profile, notes
    missing = profile.missing()
    drug = profile.constants.get("drug", "")
    if "drug" in missing or (drug and "drug_by_heading" not in profile.constants):
        profile, more = infer_drug_columns(profile, table, drug)
        notes += more
    if "unit" not in profile.columns and "unit" not in profile.constants:
        profile, more = infer_unit_column(infer_weight_column(profile, table), table)
        notes += more
    if "seizure" in missing:
        profile, more = infer_country(profile, table, towns)
        notes += more
    return profile, notes


def infer_drug_columns(profile: Profile, table: Table, drug: str = "") -> tuple[Profile, list[Message]]:
    """A table with a column for each drug: the column of cocaine is the quantity, and its heading the drug. Of several
    the one of the form of the ``drug`` that a person said."""
    known = [str(h) for h in table.rows if drugs.form(str(h)) not in ("", drugs.TOTAL, drugs.SEVERAL)]
    taken = [h for h in known if profile.columns.get("quantity") in (None, h) or h not in profile.columns.values()]
    if drug:
        taken = [h for h in known if drugs.form(h) == drugs.form(drug)] if len(known) > 1 else []
    if not taken:
        return profile, []
    known = [h for h in known if h not in taken] if drug else taken[1:]
    heading, others = taken[0], known
    columns = {**{f: h for f, h in profile.columns.items() if h != heading}, "quantity": heading}
    constants = {**profile.constants, "drug": heading, "drug_by_heading": "1"}
    notes = [Message("told.drug_by_heading", column=heading)]
    notes += [Message("told.drug_left", column=", ".join(others))] if others else []
    return replace(profile, columns=columns, constants=constants), notes


def infer_weight_column(profile: Profile, table: Table) -> Profile:
    """A quantity without a unit beside one column of a weight is a number of pieces: the weight is taken."""
    heading = profile.columns.get("quantity", "")
    free = unused_weight_headings(profile, table)
    pieces = heading and not units.unit_of(heading) and not any(units.parted(cell)[1] for cell in table.rows[heading])
    if not pieces or len(free) != 1:
        return profile
    return replace(profile, columns={**profile.columns, "quantity": free[0]})


def unused_weight_headings(profile: Profile, table: Table) -> list[str]:
    """Headings that say a weight and nothing else, and that no field takes."""
    left = [str(name) for name in table.rows if str(name) not in profile.columns.values()]
    return [name for name in left if units.unit_of(name) and WEIGHT.issuperset(re.findall(r"[a-z]+", fold(name)))]


def infer_unit_column(profile: Profile, table: Table) -> tuple[Profile, list[Message]]:
    """A column under an unknown heading whose cells are names of units is the unit of the quantity."""
    free = [name for name in table.rows if name not in profile.columns.values()]
    for name in free if "quantity" in profile.columns else []:
        texts = [text for text in table.rows[name].unique() if text]
        known = [text for text in texts if units.unit(text)]
        if known and len(texts) <= MOST_UNITS and len(known) >= SHARE * len(texts):
            columns = {**profile.columns, "unit": str(name)}
            return replace(profile, columns=columns), [Message("told.unit_by_values", column=str(name))]
    return profile, []


def infer_country(profile: Profile, table: Table, towns: Gazetteer) -> tuple[Profile, list[Message]]:
    """A national file: the one country that nearly all of its regions belong to."""
    records = table.rows.drop(index=table.rows.index.intersection(table.aside.index))
    for field, of in (("region", towns.country_of), ("place", towns.country_of), ("region", towns.country_of_towns),
                      ("place", towns.country_of_towns)):  # fmt: skip
        column = profile.columns.get(field)
        texts = [text for text in records[column].unique() if not blanks.kind(text)] if column else []
        country, known = of(texts)
        if len(known) >= ENOUGH and len(known) >= SHARE * len(texts):
            note = Message("told.country_by_regions", country=country, n=len(known), all=len(texts), column=str(column))
            return replace(profile, constants={**profile.constants, "seizure": country}), [note]
    return profile, []
