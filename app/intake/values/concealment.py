"""What the words of a source say of how a load was hidden and what it lay among: kinds of a short list.

The words stay as they are stated; kinds are what is counted. A kind is named where one of its words stands in the text
as a whole word (data/reference/concealment_words.csv). A text may name several kinds, or none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from app.core.modes import CONCEALMENTS
from app.core.text import fold

#: Folded word or phrase -> its kind.
Words = Mapping[str, str]


def kinds(text: str, words: Words) -> str:
    """The kinds that a text names, in the order of the list, with ``;`` between them; "" for none.

    >>> kinds("gancho ciego; 63 boxes of Bananas", {"gancho ciego": "rip-on", "bananas": "bananas"})
    'rip-on;bananas'
    """
    found = {words[match] for match in _pattern(tuple(words)).findall(" ".join(fold(text).split()))}
    return ";".join(kind for kind in CONCEALMENTS if kind in found)


@functools.lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, found also where one lies inside another (a lookahead takes no room)."""
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?=({'|'.join(longest_first)})(?!\w))")
