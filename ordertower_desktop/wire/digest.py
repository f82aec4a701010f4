"""The feed's digest: a sum that any order of the same things gives, so that a desk can prove it missed nothing."""

import hashlib

from ordertower_desktop.wire.named import named

MASK = (1 << 64) - 1


def feed_hash(topic: str, key: str, version: int) -> int:
    """A 64-bit number for one thing at one version."""
    return hash_of(named(topic, key, version))


def hash_of(name: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest())


def plus(total: int, part: int) -> int:
    return (total + part) & MASK


def minus(total: int, part: int) -> int:
    return (total - part) & MASK


def spell(total: int) -> str:
    return f"{total:016x}"
