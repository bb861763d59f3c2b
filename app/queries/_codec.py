"""How an answer is written where processes share it: as bytes, JSON or Arrow, and never as something that runs when it
is read. (pickle, which cachelib writes of its own accord, runs what an intruder has put there.)

The first byte says which it is, and a digest stands before it: what is damaged or not of this module is not there.
(Who can write there can make such digests as well: the folder or Redis is the service's alone, docs/servers.md.) What
is none of these (an object of the program) stays in its process."""

from __future__ import annotations

import hashlib
import io
import json
from typing import IO, Any, BinaryIO

import orjson
import pandas as pd
import pyarrow as pa
from cachelib.serializers import BaseSerializer

BYTES, JSON, FRAME = b"B", b"J", b"A"
#: What an answer begins with, and the bytes of the digest that follows.
SEAL, SIZE = b"S", 16
#: Where a frame says which of its columns hold plain objects.
OBJECTS = b"objects"


def encode(value: Any) -> bytes | None:
    """A value as bytes; None for one that cannot be shared."""
    if isinstance(value, bytes):
        return BYTES + value
    if isinstance(value, pd.DataFrame):
        return _frame_bytes(value)
    if isinstance(value, str | int | float | list | tuple | dict):
        try:
            return JSON + orjson.dumps(value)
        except TypeError:
            return None
    return None


def _frame_bytes(frame: pd.DataFrame) -> bytes | None:
    try:
        table = pa.Table.from_pandas(frame)
    except (pa.ArrowException, TypeError, ValueError):
        return None
    objects = [name for name, kind in frame.dtypes.items() if pd.api.types.is_object_dtype(kind)]
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), OBJECTS: json.dumps(objects).encode()})
    sink = io.BytesIO(FRAME)
    sink.seek(len(FRAME))
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def decode(content: bytes) -> Any:
    """The value; None for what this module has not written."""
    kind, rest = content[:1], content[1:]
    try:
        if kind == BYTES:
            return rest
        if kind == JSON:
            return orjson.loads(rest)
        return _frame_of(rest) if kind == FRAME else None
    except (pa.ArrowException, ValueError, KeyError, TypeError, OSError):
        return None


def _frame_of(content: bytes) -> pd.DataFrame:
    table = pa.ipc.open_stream(content).read_all()
    frame: pd.DataFrame = table.to_pandas()
    objects = json.loads(table.schema.metadata[OBJECTS])
    plain = {name: frame[name].astype(object).where(frame[name].notna(), None) for name in objects}
    return frame.assign(**plain)


def pack(key: str, value: Any) -> bytes | None:
    """A value for a key as bytes with their digest; None for one that cannot be shared."""
    content = encode(value)
    return None if content is None else SEAL + _digest(key, content) + content


def unpack(key: str, content: Any) -> Any:
    """The value that ``pack`` made such bytes of for this key; None for any others: damaged, written by somebody
    else, or of another key."""
    if not isinstance(content, bytes):
        return None
    digest, rest = content[1 : 1 + SIZE], content[1 + SIZE :]
    return decode(rest) if content[:1] == SEAL and digest == _digest(key, rest) else None


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=SIZE, key=hashlib.sha256(key.encode()).digest()).digest()


class Serializer(BaseSerializer):
    """What cachelib writes and reads with: bytes as they are, and its own counts as JSON."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes | None:
        """See cachelib."""
        return value if isinstance(value, bytes) else JSON + orjson.dumps(value)

    def loads(self, bvalue: bytes | None) -> Any:
        """See cachelib."""
        if not bvalue:
            return None
        return bvalue if bvalue[:1] == SEAL else decode(bvalue)

    def dump(self, value: Any, f: IO[bytes], protocol: int = 0) -> None:
        """See cachelib."""
        f.write(self.dumps(value) or b"")

    def load(self, f: BinaryIO) -> Any:
        """See cachelib."""
        return self.loads(f.read())
