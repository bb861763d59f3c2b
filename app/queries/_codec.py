"""How an answer is written where processes share it: as bytes, JSON or Arrow, and never as something that runs when it
is read. (pickle, which cachelib writes of its own accord, runs what an intruder has put there.)

The first byte says which it is. What is none of these (an object of the program) stays in its process."""

from __future__ import annotations

import io
import json
from typing import IO, Any, BinaryIO

import orjson
import pandas as pd
import pyarrow as pa
from cachelib.serializers import BaseSerializer

BYTES, JSON, FRAME = b"B", b"J", b"A"
#: Where a frame says which of its columns hold plain objects.
OBJECTS = b"objects"


class Encoded(bytes):
    """Bytes that ``encoded`` made."""


def encoded(value: Any) -> Encoded | None:
    """A value as bytes; None for one that cannot be shared."""
    if isinstance(value, Encoded):
        return value
    found = _encoded(value)
    return None if found is None else Encoded(found)


def _encoded(value: Any) -> bytes | None:
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


def decoded(content: bytes) -> Any:
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


class Serializer(BaseSerializer):
    """What cachelib writes and reads with."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes | None:
        """See cachelib."""
        return encoded(value)

    def loads(self, bvalue: bytes | None) -> Any:
        """See cachelib."""
        return decoded(bvalue) if bvalue else None

    def dump(self, value: Any, f: IO[bytes], protocol: int = 0) -> None:
        """See cachelib."""
        f.write(encoded(value) or b"")

    def load(self, f: BinaryIO) -> Any:
        """See cachelib."""
        return decoded(f.read())
