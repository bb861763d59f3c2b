"""Two editions of one file: which events were added, changed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from app.core.text import joined

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
class Change:
    """Frames of events: ``added``, ``withdrawn``, and ``changed`` with ``kg_before`` and ``before`` (the old id)."""

    added: pd.DataFrame
    changed: pd.DataFrame
    withdrawn: pd.DataFrame
    same: int

    def counts(self) -> dict[str, int]:
        """Events by what became of them."""
        names = {"added": self.added, "changed": self.changed, "withdrawn": self.withdrawn}
        return {**{name: len(frame) for name, frame in names.items()}, "same": self.same}


def compare(old: pd.DataFrame, new: pd.DataFrame) -> Change:
    """What a new edition changes. Rows that say the same are the same; of the rest, one old and one new row that agree
    in all but the weight, or in all but the place, are one changed event; what is left was added or withdrawn."""
    if old.empty or new.empty:
        return Change(new, new.head(0).assign(before=None, kg_before=None), old, 0)
    old, new = old.set_index("event_id", drop=False), new.set_index("event_id", drop=False)
    kept = new.index.intersection(old.index)
    mine, theirs = _said(new.loc[kept]), _said(old.loc[kept])
    other = kept[(mine != theirs).to_numpy()]
    pairs = [pd.DataFrame({"event_id": other, "before": other})]
    added, gone = new.loc[new.index.difference(kept)], old.loc[old.index.difference(kept)]
    for names in SAME:
        found = paired(added, gone, names)
        pairs.append(found)
        added, gone = added.drop(found["event_id"]), gone.drop(found["before"])
    changed = pd.concat(pairs, ignore_index=True)
    rows = new.loc[changed["event_id"]].assign(before=changed["before"].to_numpy())
    rows["kg_before"] = old.loc[changed["before"], "kg"].to_numpy()
    return Change(added, rows, gone, len(kept) - len(other))


def paired(added: pd.DataFrame, gone: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """(event_id, before): rows that agree in some columns, where just one of each side does."""
    sides = []
    for frame in (added, gone):
        key = _key(frame, names)
        alone = ~key.duplicated(keep=False) & key.notna()
        sides.append(pd.DataFrame({"key": key[alone], "id": frame.loc[alone, "event_id"]}))
    both = sides[0].merge(sides[1], on="key", suffixes=("", "_before"))
    return both.rename(columns={"id": "event_id", "id_before": "before"})[["event_id", "before"]]


def _key(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    key = joined([frame[name].astype(str) for name in names], "\x1f")
    return key.where(frame["kg"].notna(), None) if "kg" in names else key


def _said(frame: pd.DataFrame) -> pd.Series:
    return joined([frame[name].astype(str) for name in COMPARED], "\x1f")
