"""Dates as files write them: whether the day or the month comes first is decided per column, from all its values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from app.core.text import fold, map_distinct

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/](\d{1,2})|\.(\d{2}))(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_COMPACT_LAST = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_CLOCK = re.compile(r"[t ]\d{1,2}[:h.]\d{2}.*$")
_WEEKDAY = re.compile(
    r"^(?:[a-z]+,\s*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\s*|"
    r"(?:lun(?:es)?|mar(?:tes)|mie(?:rcoles)?|jue(?:ves)?|vie(?:rnes)?|sab(?:ado)?|dom(?:ingo)?|segunda|terca|quarta|quinta|"
    r"sexta|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunedi|martedi|mercoledi|giovedi|venerdi|domenica)"
    r"(?:-feira)?\b\.?,?\s+)"
)
#: So many different dates must lie in the future for an order to be ruled out: one may be a slip.
LATE = 3
_LINKS = re.compile(r"\b(?:de|del|do|da|di|the|of|st|nd|rd|th)\b|(?<=\d)(?:st|nd|rd|th|er|o|a)\b|[,.°º]")

_MONTH_NAMES = (
    "january jan enero ene janeiro janvier janv gennaio gen",
    "february feb febrero fevereiro fev fevrier fevr febbraio",
    "march mar marzo março marco mars",
    "april apr abril abr avril avr aprile",
    "may mayo maio mai maggio mag",
    "june jun junio junho juin giugno giu",
    "july jul julio julho juillet juil luglio lug",
    "august aug agosto ago aout",
    "september sep sept septiembre setiembre set setembro septembre settembre",
    "october oct octubre outubro out octobre ottobre ott",
    "november nov noviembre novembro novembre",
    "december dec diciembre dic dezembro dez decembre dicembre",
)
MONTHS = {fold(name): number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
#: No record of a seizure is older; an earlier year is a slip of the pen.
EARLIEST = 1900
#: Day 0 of the serial dates of a spreadsheet (1900 system, with its wrong leap year).
SERIAL_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Order:
    """Whether the day comes first, whether the values prove it, and a value that does (or could be either)."""

    day_first: bool
    sure: bool
    evidence: str


def convention(cells: Iterable[str], today: dt.date) -> Order:
    """The order of a column's dates. A part above 12 of a day that exists proves it; so does an order that would put
    dates in the future when the other does not. It is not sure where values prove both or none."""
    numeric = [(c, match) for c in cells if (match := _YEAR_LAST.fullmatch(_plain(c)))]
    if not numeric:
        return Order(True, True, "")
    day_proof = next((c for c, f in numeric if int(f[1]) > 12 and date(c, True)), "")
    month_proof = next((c for c, f in numeric if int(f[2]) > 12 and date(c, False)), "")
    if day_proof and month_proof:
        return Order(True, False, f"{day_proof.strip()} / {month_proof.strip()}")
    if day_proof or month_proof:
        return Order(bool(day_proof), True, (day_proof or month_proof).strip())
    late = {first: [c for c, _f in numeric if _ahead(c, first, today)] for first in (True, False)}
    if bool(late[True]) != bool(late[False]) and len(late[True] or late[False]) >= LATE:
        return Order(not late[True], True, (late[True] or late[False])[0].strip())
    same = all(f[1] == f[2] for _c, f in numeric)
    return Order(True, same, "" if same else next(c for c, f in numeric if f[1] != f[2]).strip())


def _ahead(cell: str, day_first: bool, today: dt.date) -> bool:
    day = date(cell, day_first)
    return len(day) == 10 and dt.date.fromisoformat(day) > today


def _plain(cell: str) -> str:
    text = fold(cell.replace("\xa0", " ")).strip().rstrip(".")
    return re.sub(r"\s*([/-])\s*", r"\1", _CLOCK.sub("", _WEEKDAY.sub("", text)).strip())


def date(cell: str, day_first: bool) -> str:
    """The ISO day, month or year that a cell says, "" when it says none.

    >>> [date(c, True) for c in ("03/04/2020 12:00:00 AM", "12 de marzo de 2021", "Mar-21", "43831", "31/02/2020")]
    ['2020-04-03', '2021-03-12', '2021-03', '2020-01-01', '']
    """
    text = _plain(cell)
    if match := _YEAR_FIRST.fullmatch(text):
        return _iso(match[1], match[2] or match[3], match[4])
    if match := _YEAR_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _iso(_century(match[3]), month, day)
    if match := _MONTH_YEAR.fullmatch(text):
        return _iso(match[2], match[1], None)
    if match := _COMPACT.fullmatch(text):
        return _iso(match[1] + match[2], match[3], match[4])
    if match := _COMPACT_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _iso(match[3], month, day)
    if _YEAR.fullmatch(text):
        return text
    if _SERIAL.fullmatch(text):
        return (SERIAL_ZERO + dt.timedelta(days=int(float(text)))).isoformat()
    return _in_words(text)


def _in_words(text: str) -> str:
    """``12 march 2021``, ``march 12 2021``, ``12-mar-21``, ``march 2021``."""
    parts = [p for p in re.split(r"[\s/-]+", _LINKS.sub(" ", text)) if p]
    months = [MONTHS[p] for p in parts if p in MONTHS]
    figures = [p for p in parts if p.isdigit()]
    if len(months) != 1 or len(parts) != 1 + len(figures) or not figures:
        return ""
    if len(figures) == 1:
        if parts[0] == figures[0] and len(figures[0]) < 4:
            return ""  # "15-dic" is a day without its year
        return _iso(_century(figures[0]), str(months[0]), None) if len(figures[0]) in (2, 4) else ""
    year = max(figures, key=len) if len(max(figures, key=len)) == 4 else figures[-1]
    figures.remove(year)
    return _iso(_century(year), str(months[0]), figures[0]) if len(figures) == 1 else ""


def _century(year: str) -> str:
    """Two figures mean 1970 to 2069."""
    return year if len(year) == 4 else f"{'20' if int(year) < 70 else '19'}{int(year):02d}"


def _iso(year: str, month: str, day: str | None) -> str:
    try:
        parsed = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    if parsed.year < EARLIEST:
        return ""
    return parsed.isoformat() if day else parsed.isoformat()[:7]


def dates(cells: pd.Series, order: Order) -> pd.Series:
    """Every cell as an ISO day, month or year, "" where it says none; each different text is read once."""
    return map_distinct(cells, lambda text: date(text, order.day_first))


def fiscal_month(year: int, month: str, start: int = 10) -> str:
    """The calendar month of a fiscal year's month: October of fiscal year 2019 is 2018-10 (US federal year).

    >>> fiscal_month(2019, "OCT"), fiscal_month(2019, "Sep")
    ('2018-10', '2019-09')
    """
    number = MONTHS[fold(month).strip()]
    return f"{year - 1 if number >= start else year}-{number:02d}"
