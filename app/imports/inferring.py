"""What a file never says in a column, and yet tells: its country by its regions, its drug by a heading.

Both are told, stand in the form where a person can correct them, and are never inferred against what was said.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.note import Note
from app.core.reading import drugs
from app.core.reading.places import Gazetteer
from app.intake.profile import Profile
from app.intake.tables import Table

#: Different regions that must be known, and the share of them that must lie in one country.
ENOUGH, SHARE = 3, 0.8


def inferred(profile: Profile, table: Table, towns: Gazetteer) -> tuple[Profile, list[Note]]:
    """The profile with what its table tells by the way, and how that is known."""
    notes: list[Note] = []
    if profile.kind != "events":
        return profile, notes
    missing = profile.missing()
    if "drug" in missing:
        profile, told = by_heading(profile, table)
        notes += told
    if "seizure" in missing:
        profile, told = by_regions(profile, table, towns)
        notes += told
    return profile, notes


def by_heading(profile: Profile, table: Table) -> tuple[Profile, list[Note]]:
    """A table with a column for each drug: the column of cocaine is the quantity, and its heading the drug."""
    known = [str(h) for h in table.rows if drugs.form(str(h)) not in ("", drugs.TOTAL, drugs.SEVERAL)]
    taken = [h for h in known if profile.columns.get("quantity") in (None, h) or h not in profile.columns.values()]
    if not taken:
        return profile, []
    heading, *others = taken
    columns = {**{f: h for f, h in profile.columns.items() if h != heading}, "quantity": heading}
    constants = {**profile.constants, "drug": heading, "drug_by_heading": "1"}
    notes = [Note("told.drug_by_heading", column=heading)]
    notes += [Note("told.drug_left", column=", ".join(others))] if others else []
    return replace(profile, columns=columns, constants=constants), notes


def by_regions(profile: Profile, table: Table, towns: Gazetteer) -> tuple[Profile, list[Note]]:
    """A national file: the one country that nearly all of its regions belong to."""
    column = profile.columns.get("region") or profile.columns.get("place")
    records = table.rows.drop(index=table.rows.index.intersection(table.aside.index))
    said = [text for text in records[column].unique() if text] if column else []
    country, known = towns.country_of(said)
    if len(known) < ENOUGH or len(known) < SHARE * len(said):
        return profile, []
    note = Note("told.country_by_regions", country=country, n=len(known), all=len(said), column=str(column))
    return replace(profile, constants={**profile.constants, "seizure": country}), [note]
