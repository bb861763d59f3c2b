"""CSV with any delimiter and encoding as a grid of text cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from app.intake.formats.limits import MOST_CELL, Unreadable, check_cells, check_width

DELIMITERS = (",", ";", "\t", "|")
SHOWN = {"\t": "⇥"}
csv.field_size_limit(MOST_CELL)


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by its mark, else UTF-8 when all of it is, else UTF-16, else CP1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig").upper()
    if content[:2000].count(0) > len(content[:2000]) // 4:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        loose = content.decode("utf-8", "surrogateescape")
    strange = re.findall("[\udc80-\udcff]", loose)
    whole = len(re.findall("[^\x00-\x7f\udc80-\udcff]", loose))
    if whole >= 5 * len(strange):
        # A few bytes of another encoding, pasted into a file of UTF-8.
        mended = {ord(sign): bytes([ord(sign) - 0xDC00]).decode("cp1252", "replace") for sign in set(strange)}
        return loose.translate(mended), "UTF-8 / CP1252"
    try:
        return content.decode("cp1252"), "CP1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def delimiter(text: str) -> str:
    """The sign that splits most of the first rows into the same number of cells."""
    head = [line for line in text[:200_000].splitlines() if line.strip()][:60]

    def merit(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=sign))
        width, agreeing = widths.most_common(1)[0] if widths else (1, 0)
        return (agreeing if width > 1 else 0, width)

    return max(DELIMITERS, key=merit)


def grid(text: str, sign: str, name: str) -> tuple[pd.DataFrame, pd.Series]:
    """A grid of stripped cells and the number of cells that each row had. Raises ``Unreadable``."""
    try:
        return _laid_out(csv.reader(io.StringIO(text, newline=""), delimiter=sign), name)
    except csv.Error as error:
        raise Unreadable("csv", error=str(error)) from None


def _laid_out(rows: Iterable[list[str]], name: str) -> tuple[pd.DataFrame, pd.Series]:
    """Rows are poured into one list as they come: a list of lists keeps the garbage collector busy for as long as the
    reading takes."""
    flat: list[str] = []
    sizes: list[int] = []
    width = 0
    for row in rows:
        flat.extend(map(str.strip, row))
        sizes.append(len(row))
        if len(row) > width:
            width = len(row)
            check_width(name, width, len(sizes))
        if len(sizes) % 1000 == 0:
            check_cells(name, width, len(sizes), len(flat))
    check_cells(name, width, len(sizes), len(flat))
    lengths = np.array(sizes, dtype=int)
    if len(flat) == width * len(sizes):
        cells = np.array(flat, dtype=object).reshape(len(sizes), width)
    else:
        cells = np.full((len(sizes), width), "", dtype=object)
        cells[np.arange(width) < lengths[:, None]] = flat
    numbers = range(1, len(sizes) + 1)
    return pd.DataFrame(cells, index=numbers), pd.Series(lengths, index=numbers)
