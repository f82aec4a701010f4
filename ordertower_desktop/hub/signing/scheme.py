"""A signing scheme as one value, and what can be done with it: sign what goes out, verify what comes in."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from ordertower_desktop.hub.signing.part import Part
from ordertower_desktop.hub.signing.render import render
from ordertower_desktop.hub.signing.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Scheme:
    """`signature` says how it is made, `carrier` under which name it travels, `stamp` how the time beside it is written.

    `any_case`: the sender's letters may be upper or lower case (a check, never a signature, of ours).
    """

    id: str
    signature: Part
    carrier: str = "sign"
    stamp: Stamp | None = None
    any_case: bool = False


def sign(scheme: Scheme, secret: str, said: Mapping[str, str]) -> str:
    """The signature over what is said: parameters by name, and `@body`, `@method` and the like where the scheme signs them."""
    return render(scheme.signature, secret, said).decode()


def verify(scheme: Scheme, secret: str, said: Mapping[str, str], *, given: str) -> bool:
    """Whether `given` is the signature, compared in constant time; False too where something that has to be signed was not said."""
    try:
        wanted = sign(scheme, secret, said)
    except (KeyError, UnicodeError):
        return False
    one, other = (wanted.lower(), given.lower()) if scheme.any_case else (wanted, given)
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
