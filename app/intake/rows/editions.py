"""Two editions of one file: which events were added, changed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from app.core.text import join_columns

#: What makes two rows the same consignment when a figure of it was corrected: all but the weight, or all but the place.
SAME = (("date", "seizure", "place", "form", "mode"), ("date", "seizure", "form", "kg"))
#: What is compared between two rows of one id.
COMPARED = (
    "date", "seizure", "place", "form", "kg", "mode", "submode", "production", "departure", "destination",
    "concealment",
)  # fmt: skip
#: Examples shown of each kind.
SHOWN = 20


@dataclass(frozen=True)
class EditionDiff:
    """Frames of events: ``added``, ``withdrawn``, and ``changed`` with ``kg_before`` and ``before`` (the old id)."""

    added: pd.DataFrame
    changed: pd.DataFrame
    withdrawn: pd.DataFrame
    same: int

    def counts(self) -> dict[str, int]:
        """Events by what became of them."""
        names = {"added": self.added, "changed": self.changed, "withdrawn": self.withdrawn}
        return {**{name: len(frame) for name, frame in names.items()}, "same": self.same}


def compare(old: pd.DataFrame, new: pd.DataFrame) -> EditionDiff:
    """What a new edition changes. Rows that say the same are the same, whatever their file writes them like; of the
    rest, two rows of one id, or one old and one new row that agree in all but the weight or in all but the place, are
    one changed event; what is left was added or withdrawn."""
    if old.empty or new.empty:
        return EditionDiff(new, new.head(0).assign(before=None, kg_before=None, what=""), old, 0)
    old, new = (frame.set_index("event_id", drop=False) for frame in (old, new))
    same = paired(new, old, COMPARED, alone=False)
    added, gone = new.drop(same["event_id"]), old.drop(same["before"])
    pairs = []
    for names in (("event_id",), *SAME):
        matched = paired(added, gone, names)
        pairs.append(matched)
        added, gone = added.drop(matched["event_id"]), gone.drop(matched["before"])
    changed = pd.concat(pairs, ignore_index=True)
    rows = new.loc[changed["event_id"]].assign(before=changed["before"].to_numpy())
    rows["kg_before"] = old.loc[changed["before"], "kg"].to_numpy()
    rows["what"] = differing(rows, old.loc[changed["before"]])
    return EditionDiff(added, rows, gone, len(same))


def differing(new: pd.DataFrame, old: pd.DataFrame) -> list[str]:
    """Names of the fields in which each row differs from the one before, divided by commas."""
    apart = {name: _plain(new[name]).to_numpy() != _plain(old[name]).to_numpy() for name in COMPARED}
    return [",".join(name for name in COMPARED if apart[name][row]) for row in range(len(new))]


def paired(added: pd.DataFrame, gone: pd.DataFrame, names: tuple[str, ...], alone: bool = True) -> pd.DataFrame:
    """(event_id, before): rows that agree in some columns. ``alone``: where just one row of each side does; else rows
    that stand several times are paired in their order."""
    sides = []
    for frame in (added, gone):
        key = _key(frame, names)
        keyed = pd.DataFrame({"key": key, "id": frame["event_id"], "nth": key.groupby(key).cumcount()})
        usable = ~key.duplicated(keep=False) if alone else pd.Series(True, index=frame.index)
        sides.append(keyed[usable & key.notna()])
    both = sides[0].merge(sides[1], on=["key", "nth"], suffixes=("", "_before"))
    return both.rename(columns={"id": "event_id", "id_before": "before"})[["event_id", "before"]]


def _key(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    key = join_columns([_plain(frame[name]) for name in names], "\x1f")
    weightless = frame["kg"].isna() & ("kg" in names) & (names != COMPARED)
    return key.where(~weightless, None)


def _plain(cells: pd.Series) -> pd.Series:
    """A column as text, with one spelling of what is not stated and of a number."""
    rounded = cells.round(6) if pd.api.types.is_float_dtype(cells) else cells
    return rounded.astype(object).where(rounded.notna(), "").astype(str)
