"""The view and the version of the data inside a file, so that the file opens the page again that it was made from.

The state is one token of plain letters (``atlas:``, base64, a full stop), uncompressed in all three kinds: as a text
chunk of a PNG, as metadata of an SVG, among the keywords of a PDF. Letters alone cannot be markup of any of them.
"""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib

#: What begins a token: files that were written under an earlier name of the program are still read.
SIGN = "atlas:"
#: The full stop ends it: what follows in a file may look like letters, too.
_TOKEN = re.compile(rb"atlas:([A-Za-z0-9_-]{4,20000})\.")


def token(query: str, version: str) -> str:
    """The state of a view as a token."""
    text = json.dumps({"query": query, "version": version}, separators=(",", ":"))
    return SIGN + base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii").rstrip("=") + "."


def found_in(body: bytes) -> dict[str, str] | None:
    """``query`` and ``version`` in a file; None where it holds no state of ours."""
    for encoded in _TOKEN.findall(body):
        try:
            state = json.loads(base64.urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4)))
        except ValueError:
            continue
        if isinstance(state, dict) and {"query", "version"} <= state.keys():
            return {name: str(state[name]) for name in ("query", "version")}
    return None


def in_png(body: bytes, state_token: str) -> bytes:
    """A PNG with the token as a text chunk before its end."""
    data = b"Comment\x00" + state_token.encode("ascii")
    chunk = struct.pack(">I", len(data)) + b"tEXt" + data + struct.pack(">I", zlib.crc32(b"tEXt" + data))
    end = body.rindex(b"IEND") - 4
    return body[:end] + chunk + body[end:]
