"""Characters that no document may hold: XML 1.0 does not allow them, and one of them breaks an XLSX, KML, DOCX, PPTX,
PDF or SVG for everybody. They are replaced where texts come in, and again where a document is written."""

from __future__ import annotations

import re

#: Everything outside the production Char of XML 1.0 (W3C, section 2.2): control signs but tab, line feed and carriage
#: return; lone halves of surrogate pairs; U+FFFE and U+FFFF.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def replace_unfit(text: str) -> str:
    """The text with a space in the place of each sign that no document may hold.

    >>> fit("a\\x00b\\uffffc")
    'a b c'
    """
    return UNFIT.sub(" ", text) if UNFIT.search(text) else text
