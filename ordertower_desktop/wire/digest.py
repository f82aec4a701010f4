"""The feed's digest: a sum that any order of the same things gives, so that a desk can prove it missed nothing."""

import hashlib

MASK = (1 << 64) - 1


def feed_hash(topic: str, key: str, version: int) -> int:
    """A 64-bit number for one thing at one version."""
    body = f"{topic}\0{key}\0{version}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "big")


def plus(total: int, part: int) -> int:
    return (total + part) & MASK


def minus(total: int, part: int) -> int:
    return (total - part) & MASK


def spell(total: int) -> str:
    return f"{total:016x}"
