"""The family of schemes that sign sorted parameters with the secret around them; a mapping file states the same knobs."""

from typing import Literal

from ordertower_desktop.hub.signing.part import Digest, Hash, Pairs, Part, Row, Secret, Spelling, Value

Wrap = Literal["both", "prefix", "suffix", "none"]


def wrapped(
    *,
    hash: Hash = Hash.MD5,
    spelling: Spelling = Spelling.HEX_UPPER,
    wrap: Wrap = "both",
    pairs: Pairs | None = None,
    body: bool = False,
    keyed: bool = False,
) -> Digest:
    """The hash of [secret] parameters [body] [secret]; `keyed` makes it the HMAC with the secret as key."""
    parts: list[Part] = [pairs or Pairs()]
    if body:
        parts.append(Value("@body"))
    if wrap in ("both", "prefix"):
        parts.insert(0, Secret())
    if wrap in ("both", "suffix"):
        parts.append(Secret())
    return Digest(Row(tuple(parts)), hash, spelling, key=Secret() if keyed else None)
