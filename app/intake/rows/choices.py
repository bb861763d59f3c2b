"""What a person decides about a file: its mapping, what it never says, the order of its dates, and its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from app.core.characters import replace_unfit
from app.core.marking import MARKINGS, UNMARKED
from app.core.message import Message, Refused


@dataclass(frozen=True)
class Choices:
    """All of them may be left open. ``columns`` (field -> heading) replaces what was recognised; "" takes a field out.

    ``mapped`` is true when ``columns`` is the whole mapping; otherwise it adds to the recognised one."""

    profile: str = ""
    dataset: str = ""
    title: str = ""
    publisher: str = ""
    licence: str = ""
    marking: str = ""
    coverage: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    mapped: bool = False
    constants: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal: str | None = None
    sheets: tuple[str, ...] = ()
    by: str = ""
    save_as: str = ""
    #: That the marking may become lower than that of the edition before.
    lower_marking: bool = False

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Choices:
        """Choices from JSON. Raises ``Refused`` for a name or a value that is none."""
        known = {f.name for f in fields(cls)}
        wrong = [name for name in values if name not in known]
        texts: dict[str, Any] = {
            n: replace_unfit(str(v))[:300] for n, v in values.items() if n in _TEXTS and v is not None
        }
        tables: dict[str, Any] = {
            n: {replace_unfit(str(k))[:80]: replace_unfit(str(v))[:2000] for k, v in dict(values[n]).items()}
            for n in _TABLES
            if n in values
        }
        if (
            wrong
            or texts.get("marking", "") not in ("", UNMARKED, *MARKINGS)
            or values.get("decimal") not in (None, ".", ",")
        ):
            raise Refused(Message("refused.answers", names=wrong or ["marking, decimal"]))
        sheets = tuple(str(s) for s in values.get("sheets", ()))
        return cls(
            **texts,
            **tables,
            sheets=sheets,
            mapped=bool(values.get("mapped")),
            lower_marking=values.get("lower_marking") in (True, "true"),
            day_first=values.get("day_first") if values.get("day_first") in (True, False) else None,
            decimal=values.get("decimal"),
        )

    def to_json(self) -> dict[str, Any]:
        """The same choices as JSON, which ``Choices`` reads back."""
        return asdict(self)


_TEXTS = ("profile", "dataset", "title", "publisher", "licence", "marking", "coverage", "by", "save_as")
_TABLES = ("columns", "constants")
