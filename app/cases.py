"""Sets of events that a person picked by hand, each under a key made from its ids: an address holds the key, for it
ends at 8,190 characters. A set never changes; the same events have the same key in every house."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from app import atomic
from app.core.message import Message, Refused

#: Events of a set at most: picked by hand, and asked of an engine by their ids.
MOST = 5_000
#: Sets of a folder at most: they are never thrown away, for links and slides name them.
MOST_SETS = 10_000
KEY = re.compile(r"[0-9a-f]{12}")


class Cases:
    """The sets of one folder (None: there are none). Every process reads the same files; nothing is remembered."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def keep(self, ids: Iterable[str]) -> str:
        """Keep a set; its key. Raises OSError where it cannot be written, ``Refused`` where no more
        are kept."""
        text = "\n".join(sorted(set(ids)))
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        if self._folder is None:
            raise OSError("no folder for sets of events")
        if key not in self:
            if self._folder.is_dir() and sum(1 for _file in self._folder.iterdir()) >= MOST_SETS:
                raise Refused(Message("refused.no_more_sets", most=MOST_SETS))
            atomic.write(self._path(key), text)
        return key

    def ids(self, key: str) -> tuple[str, ...]:
        """The events of a set, in the order of their ids; none where no such set is kept."""
        return tuple(self._path(key).read_text(encoding="utf-8").split("\n")) if key in self else ()

    def __contains__(self, key: object) -> bool:
        named = isinstance(key, str) and KEY.fullmatch(key) is not None
        return named and self._folder is not None and self._path(str(key)).exists()

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{key}.txt"


#: Where nobody has picked any.
NO_CASES = Cases(None)
