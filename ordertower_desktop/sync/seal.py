"""A checksum over each cached row: a disk that lies is found out when the row is read."""

import zlib

from ordertower_desktop.sync.files import Damaged
from ordertower_desktop.wire.named import named


def seal(topic: str, key: str, *, version: int, body: bytes) -> int:
    """The checksum of a row."""
    return sealed(named(topic, key, version), body)


def sealed(name: bytes, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(name))


def sound(topic: str, key: str, *, version: int, body: bytes, crc: int) -> bytes:
    """The body, if row and checksum agree; raises `Damaged` otherwise."""
    try:
        agrees = seal(topic, key, version=version, body=body) == crc
    except (TypeError, AttributeError) as error:
        raise Damaged("a cached row has values of the wrong type") from error
    if not agrees:
        raise Damaged("a cached row does not agree with its checksum")
    return body
