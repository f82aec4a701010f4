"""A checksum over each cached row: a disk that lies is found out when the row is read."""

import zlib

from ordertower_desktop.sync.files import Damaged


def seal(topic: str, key: str, *, version: int, body: bytes) -> int:
    """The checksum of a row."""
    return zlib.crc32(body, zlib.crc32(f"{topic}\0{key}\0{version}".encode("utf-8", "surrogatepass")))


def sound(topic: str, key: str, *, version: int, body: bytes, crc: int) -> bytes:
    """The body, if row and checksum agree; raises `Damaged` otherwise."""
    try:
        agrees = seal(topic, key, version=version, body=body) == crc
    except (TypeError, AttributeError) as error:
        raise Damaged("a cached row has values of the wrong type") from error
    if not agrees:
        raise Damaged("a cached row does not agree with its checksum")
    return body
