"""How a system wants to be shown who asks."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from enum import StrEnum

from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.language.template import Template


@dataclass(frozen=True, slots=True)
class NoAuth:
    """Whoever asks is answered."""


@dataclass(frozen=True, slots=True)
class KeyAuth:
    """A standing secret in a header or in the query."""

    name: str
    secret: str
    in_query: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class BasicAuth:
    """User name and password with every call."""

    user: str
    secret: str


@dataclass(frozen=True, slots=True)
class TokenAuth:
    """A call that gives a token (login, client credentials, refresh), and how the token is shown from then on.

    `token` is an expression over the answer, or the name of a header of it; without either the system keeps us by cookie.
    `secret` is the reference in the body that matters; `rotated` finds a new secret for it, to be kept in its place.
    """

    path: str
    body: Table[str, object]
    form: bool
    header: str
    prefix: str
    token: Expression | None = None
    token_header: str = ""
    rotated: Expression | None = None
    secret: str = ""


class Algorithm(StrEnum):
    """What the signature is reckoned with."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    HMAC_MD5 = "hmac_md5"
    HMAC_SHA1 = "hmac_sha1"
    HMAC_SHA256 = "hmac_sha256"


class Wrap(StrEnum):
    """Where the secret stands in the signed text."""

    NONE = "none"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    BOTH = "both"


class Output(StrEnum):
    """How the signature is written."""

    HEX_LOWER = "hex_lower"
    HEX_UPPER = "hex_upper"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True)
class SignatureAuth:
    """Sorted parameters, the secret around them, a digest over all of it."""

    secret: str
    name: str = "sign"
    in_header: bool = False
    params: Table[str, Template] = field(default_factory=dict)
    algorithm: Algorithm = Algorithm.MD5
    wrap: Wrap = Wrap.BOTH
    output: Output = Output.HEX_UPPER
    pair: str = ""
    join: str = ""
    with_body: bool = False


Auth = NoAuth | KeyAuth | BasicAuth | TokenAuth | SignatureAuth
