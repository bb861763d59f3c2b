"""A statement as a code with its values: it is put into words where it is shown, in the reader's language."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Any


class Message:
    """``code`` is a key of the texts (``told.delimiter``); values are numbers, words or lists of words."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, repr(self.values)))

    def __repr__(self) -> str:
        return f"Message({self.code!r}, {self.values})"


class Refused(Exception):
    """What cannot go on, as notes that each say what is wrong and how to mend it; nothing was changed."""

    def __init__(self, *notes: Message) -> None:
        super().__init__(", ".join(map(repr, notes)))
        self.notes = notes


def disk_error(error: OSError) -> Message:
    """Why something could not be written."""
    codes = {errno.ENOSPC: "no_space", errno.EDQUOT: "no_space", errno.EFBIG: "no_space"}
    read_only = dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST), "read_only")
    return Message(f"refused.{(codes | read_only).get(error.errno or 0, 'fault')}")


def plain(notes: Iterable[Message]) -> list[list[Any]]:
    """Notes as JSON holds them: code and values."""
    return [[note.code, note.values] for note in notes]


def messages_from_json(values: Iterable[list[Any]]) -> list[Message]:
    """The notes that ``plain`` made such values of."""
    return [Message(code, **fields) for code, fields in values]
