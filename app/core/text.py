"""Text as people search it and as keys name it: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case without accents: ``fold("Paranaguá") == "paranagua"``."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def slug(text: str) -> str:
    """A key made of letters, digits and hyphens: ``slug("Santa Cruz (VVI)") == "santa-cruz-vvi"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
