"""How wide a text is when it is drawn, and where its lines break: the drawing has no browser to ask."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from app.settings import ROOT

#: Weights of the type and their column in the table of widths.
WEIGHTS = {400: "regular", 600: "semibold", 700: "bold"}
EM = 2048
#: A sign that the type does not have is as wide as most.
OTHER = 1200


@functools.cache
def table(path: Path = ROOT / "data" / "reference" / "type.csv") -> dict[str, dict[str, int]]:
    """Widths of the letters by weight."""
    with path.open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: {chr(int(row["code"], 16)): int(row[name]) for row in rows} for name in WEIGHTS.values()}


def width(text: str, size: float, weight: int = 400) -> float:
    """The width of a line of text."""
    known = table()[WEIGHTS[weight]]
    return sum(known.get(sign, OTHER) for sign in text) * size / EM


def wrap(text: str, size: float, most: float, weight: int = 400, lines: int = 9) -> list[str]:
    """The text in lines of at most ``most``; what does not fit in so many lines ends with an ellipsis. A word that is
    longer than a line is broken."""
    rest = [piece for word in text.split() for piece in _pieces(word, size, most, weight)]
    out: list[str] = []
    while rest and len(out) < lines:
        line = rest.pop(0)
        while rest and width(f"{line} {rest[0]}", size, weight) <= most:
            line += f" {rest.pop(0)}"
        out.append(line)
    if rest and out:
        out[-1] = shorten(f"{out[-1]} {rest[0]}", size, most, weight)
    return out


def shorten(text: str, size: float, most: float, weight: int = 400) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    if width(text, size, weight) <= most:
        return f"{text}…" if width(f"{text}…", size, weight) <= most else text
    while text and width(f"{text}…", size, weight) > most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _pieces(word: str, size: float, most: float, weight: int) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width(pieces[-1] + sign, size, weight) > most:
            pieces.append("")
        pieces[-1] += sign
    return pieces
