"""What goes between the bot and its worker: frames of 8 bytes of length and then that many bytes; values as JSON.

JSON and not pickle, so that a worker that was taken over by a document can still only hand back text.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import IO

from pydantic import TypeAdapter

from retrieval.model import Loaded

PREFIX = "huiwen-"  # of a worker's directory for its temporary files
_LENGTH = struct.Struct(">Q")


def read_frame(stream: IO[bytes]) -> bytes | None:
    """One frame; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """One frame, sent at once."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


@cache
def loaded_json() -> TypeAdapter[Loaded]:
    """Writes and reads a ``Loaded`` as JSON."""
    return TypeAdapter(Loaded)
