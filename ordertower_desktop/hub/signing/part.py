"""What a signature is made of: small values that say which bytes stand where, and how they are hashed and spelt."""

from dataclasses import dataclass
from enum import StrEnum

OWN = "@"
"""Names that begin with it (`@body`, `@method`) belong to the request itself; no `Pairs` takes them."""


class Hash(StrEnum):
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"


class Spelling(StrEnum):
    """How the bytes of a digest are written down."""

    RAW = "raw"
    HEX = "hex"
    HEX_UPPER = "hex_upper"
    BASE64 = "base64"
    BASE64_OF_HEX = "base64_of_hex"


class Quoting(StrEnum):
    """RFC3986 leaves `-._~` alone; FORM is Java's URLEncoder: a space becomes `+`, `*-._` stay."""

    RFC3986 = "rfc3986"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Text:
    """These very words."""

    text: str


@dataclass(frozen=True, slots=True)
class Secret:
    """The shared secret."""


@dataclass(frozen=True, slots=True)
class Value:
    """What was said under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """All parameters by name, byte order: `name between value`, with `joint` between the pairs.

    `without` are left out (a signature does not sign itself), `only` keeps nothing else (empty: keeps all). Parameters without a value
    are left out unless `empty`: most platforms drop them before they check.
    """

    between: str = ""
    joint: str = ""
    without: tuple[str, ...] = ("sign",)
    only: tuple[str, ...] = ()
    quoted: Quoting | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class SortedValues:
    """The secret and the values of these names, sorted by themselves and written one after the other."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other, with `by` between them."""

    parts: tuple["Part", ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A part, percent-encoded."""

    part: "Part"
    how: Quoting


@dataclass(frozen=True, slots=True)
class Digest:
    """The hash of a part; with a `key` its HMAC."""

    of: "Part"
    hash: Hash
    spelling: Spelling
    key: "Part | None" = None


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Base64 text whose bytes are XORed with `mask`, as Base64 again."""

    part: "Part"
    mask: str


Part = Text | Secret | Value | Pairs | SortedValues | Row | Quoted | Digest | Unmasked
