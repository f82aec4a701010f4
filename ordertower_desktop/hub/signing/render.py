"""The bytes that a part stands for."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from ordertower_desktop.hub.signing.part import (
    OWN,
    Digest,
    Pairs,
    Part,
    Quoted,
    Quoting,
    Row,
    Secret,
    SortedValues,
    Spelling,
    Text,
    Unmasked,
    Value,
)


def render(part: Part, secret: str, said: Mapping[str, str]) -> bytes:
    """UTF-8 throughout; KeyError where a value that the scheme signs was not said."""
    match part:
        case Text(text):
            return text.encode()
        case Secret():
            return secret.encode()
        case Value(name):
            return said[name].encode()
        case Pairs():
            return _pairs(part, said).encode()
        case SortedValues(names):
            return "".join(sorted([secret, *(said[name] for name in names)])).encode()
        case Row(parts, by):
            return by.encode().join(render(one, secret, said) for one in parts)
        case Quoted(inner, how):
            return quoted(render(inner, secret, said).decode(), how).encode()
        case Unmasked(inner, mask):
            return _unmasked(render(inner, secret, said), mask.encode())
        case Digest(of, _, spelling, key):
            return _spelt(_digest(part, render(of, secret, said), None if key is None else render(key, secret, said)), spelling)


def quoted(text: str, how: Quoting) -> str:
    match how:
        case Quoting.RFC3986:
            return quote(text, safe="~")
        case Quoting.FORM:
            return quote_plus(text, safe="*").replace("~", "%7E")


def _pairs(pairs: Pairs, said: Mapping[str, str]) -> str:
    names = sorted(name for name, value in said.items() if (value or pairs.empty) and _signed(pairs, name))
    spelt = ((name, said[name]) for name in names)
    if pairs.quoted is not None:
        how = pairs.quoted
        spelt = ((quoted(name, how), quoted(value, how)) for name, value in spelt)
    return pairs.joint.join(f"{name}{pairs.between}{value}" for name, value in spelt)


def _signed(pairs: Pairs, name: str) -> bool:
    return not name.startswith(OWN) and name not in pairs.without and (not pairs.only or name in pairs.only)


def _digest(digest: Digest, text: bytes, key: bytes | None) -> bytes:
    if key is not None:
        return hmac.new(key, text, digest.hash.value).digest()
    return hashlib.new(digest.hash.value, text, usedforsecurity=False).digest()


def _spelt(raw: bytes, spelling: Spelling) -> bytes:
    match spelling:
        case Spelling.RAW:
            return raw
        case Spelling.HEX:
            return raw.hex().encode()
        case Spelling.HEX_UPPER:
            return raw.hex().upper().encode()
        case Spelling.BASE64:
            return base64.b64encode(raw)
        case Spelling.BASE64_OF_HEX:
            return base64.b64encode(raw.hex().encode())


def _unmasked(text: bytes, mask: bytes) -> bytes:
    return base64.b64encode(bytes(byte ^ mask[i % len(mask)] for i, byte in enumerate(base64.b64decode(text))))
