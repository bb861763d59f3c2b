"""What a file may hold at most, checked while it is read: a small file must not take the machine.

A packed file, a ragged row or one stray cell can ask for a thousand times the memory that it has on disk."""

from __future__ import annotations

from typing import Any, Protocol

from app.core.message import Message, Refused

#: Most bytes of a file once it is unpacked; the longest cell.
MOST_BYTES = 2_000_000_000
MOST_CELL = 1_000_000
#: No agency's table has so many columns; with more, each of them would be looked into for minutes.
MOST_COLUMNS = 2_000
#: Most cells of a sheet: two million rows of thirty columns.
MOST_CELLS = 60_000_000
#: Blank cells that rows of unlike length may need, besides three for each cell that is there.
PADDING = 2_000_000
#: A packed file may become so many times larger, and so many bytes anyhow. Real tables become 5 to 60 times larger;
#: what was made to fill a memory becomes 1,000 times larger.
MOST_RATIO, FREE_BYTES = 250, 20_000_000
CHUNK = 1 << 20


class Unreadable(Refused):
    """A file that cannot be taken."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(Message(f"refused.{code}", **values))


class Bytes(Protocol):
    """Something that is read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


def bounded(file: Bytes, most: int, packed: int = 0) -> bytes:
    """All bytes of a file, read in pieces. Raises ``Unreadable`` as soon as there are more than ``most``, or, where the
    file was ``packed`` into so many bytes, more than packing makes of a table."""
    content = bytearray()
    while piece := file.read(CHUNK):
        content += piece
        if len(content) > most:
            raise Unreadable("too_large", mb=most / 1e6)
        if packed and len(content) > max(FREE_BYTES, packed * MOST_RATIO):
            raise Unreadable("bomb", packed=packed / 1e6, mb=len(content) / 1e6)
    return bytes(content)


def check_width(sheet: str, width: int, line: int) -> None:
    """Raises ``Unreadable`` where a row has more cells than any table of seizures."""
    if width > MOST_COLUMNS:
        raise Unreadable("too_wide", sheet=sheet, n=width, most=MOST_COLUMNS, line=line)


def check_cells(sheet: str, width: int, rows: int, filled: int) -> None:
    """Raises ``Unreadable`` where ``rows`` of the greatest ``width`` are too many cells, or far more than the
    ``filled`` ones that the file has."""
    if filled > MOST_CELLS:
        raise Unreadable("too_many_cells", sheet=sheet, most=MOST_CELLS)
    if width * rows > 3 * filled + PADDING:
        raise Unreadable("uneven", sheet=sheet, n=width, rows=rows)
