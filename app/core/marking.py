"""Who may see what: a page that shows several datasets wears the highest marking of them (TLP 2.0, FIRST)."""

from __future__ import annotations

from collections.abc import Iterable

#: Begins the heading of the empty last column of our own files, which says how their figures must be read.
READ_WITH = "※ "
#: Least restricted first; WHITE is the old name of CLEAR and still arrives.
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
#: Says that a dataset bears no marking, where saying nothing keeps the one it had.
UNMARKED = "none"
_OLD = {"TLP:WHITE": "TLP:CLEAR"}


def is_lower(before: str, after: str) -> bool:
    """Whether a marking gives way to a lower one, or to none.

    >>> previous_marking("TLP:RED", "TLP:AMBER"), previous_marking("TLP:GREEN", ""), previous_marking("", "TLP:CLEAR")
    (True, True, False)
    """
    ranks = [MARKINGS.index(name) if (name := _OLD.get(m, m)) in MARKINGS else -1 for m in (before, after)]
    return ranks[1] < ranks[0]


def highest(markings: Iterable[str]) -> tuple[str, bool]:
    """The highest of some markings ("" when none is given), and whether one of them is not stated.

    >>> highest(["TLP:CLEAR", "", "TLP:AMBER"])
    ('TLP:AMBER', True)
    """
    known = [_OLD.get(m, m) for m in markings]
    ranked = [m for m in known if m in MARKINGS]
    return max(ranked, key=MARKINGS.index, default=""), any(m not in MARKINGS for m in known)
