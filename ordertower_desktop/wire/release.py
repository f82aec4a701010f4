"""A release of the program as its publisher signed it, and as a hub hands it on."""

import base64
import binascii
import re

import msgspec

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.wire.codec import Malformed, decode, encode

FOLDER, MANIFEST, FILE = "release", "release.json", "file"
"""Where a hub keeps it, below its own folder."""
ROUTE = "/v1/client/release"
_NUMBERS = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
_SUM = re.compile(r"[0-9a-f]{64}")


class Forged(Refusal):
    """Not what the publisher signed; the text says what to do."""


class Release(msgspec.Struct, frozen=True):
    """What is signed. Desks below `min_supported` may only look."""

    version: str
    min_supported: str
    sha256: str
    size: int
    notes: str = ""


class Signed(msgspec.Struct, frozen=True):
    """`signed` is a `Release` as the very text that the signature is over: what a later version adds to it stays believed."""

    signed: str
    signature: str


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """The hub's answer. A desk believes nothing but `signed`; the rest is for people who look."""

    version: str
    min_supported: str
    sha256: str
    size: int
    url: str
    notes: str
    signed: str
    signature: str


def numbers(version: str) -> tuple[int, ...]:
    """A version to compare by: 1.10 is newer than 1.9, and 1.2 is 1.2.0. Raises `Forged` for what is none."""
    if not _NUMBERS.fullmatch(version):
        raise Forged(f"更新清单里的版本号写错了：{version[:20]}")
    found = [int(part) for part in version.split(".")]
    return tuple(found + [0] * (4 - len(found)))


def sign(release: Release, key: bytes) -> Signed:
    """`key`: a private Ed25519 key as PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    private = load_pem_private_key(key, None)
    if not isinstance(private, Ed25519PrivateKey):
        raise Refusal("这不是 Ed25519 私钥，请用 ordertower release key 生成")
    text = encode(release).decode()
    return Signed(text, base64.b64encode(private.sign(_said(text))).decode())


def believed(one: Signed | ReleaseAnswer, public: str) -> Release:
    """What was signed, when it was signed by the owner of `public` (base64); raises `Forged`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(one.signature, validate=True), _said(one.signed))
        release = decode(one.signed, Release)
    except (InvalidSignature, binascii.Error, ValueError, Malformed) as error:
        raise Forged("更新清单的签名不对，已忽略；请 IT 重新发布") from error
    if numbers(release.min_supported) > numbers(release.version) or not _SUM.fullmatch(release.sha256) or release.size < 1:
        raise Forged("更新清单前后矛盾，已忽略；请 IT 重新发布")
    return release


def _said(text: str) -> bytes:
    """Signed under a heading of its own, so that no other signature of this key can stand for a release."""
    return b"ordertower release 1\n" + text.encode()


class News(msgspec.Struct, frozen=True):
    """What a desk has to say of updates. `ready`: it installs itself when the desk is left; else `ask` somebody (`it`, or nobody)."""

    running: str
    version: str = ""
    notes: str = ""
    minimum: str = ""
    ready: bool = False
    ask: str = ""
    trouble: str = ""
