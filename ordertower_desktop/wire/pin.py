"""What ties an invitation to one hub's certificate: its first letters are the invitation, the rest tell which certificate is the hub's."""

import base64
from hashlib import sha256

CODE = 8
PIN = 16
"""Letters of the pin: 80 bits. Who wants to stand between must make a certificate with the same ones within two days."""
_GROUP = 4


def pin_of(certificate: bytes) -> str:
    """The pin of a certificate in DER."""
    return base64.b32encode(sha256(certificate).digest()).decode()[:PIN]


def invitation(code: str, pin: str) -> str:
    """As a person reads it: the code alone, or with the pin, in groups of four."""
    letters = code + pin
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)) if pin else code


def parted(written: str) -> tuple[str, str]:
    """Code and pin of what a person typed; the pin is empty where there is none."""
    letters = "".join(written.split()).replace("-", "").upper()
    return letters[:CODE], letters[CODE:]


def whole(written: str) -> bool:
    """Whether it has as many letters as an invitation has."""
    code, pin = parted(written)
    return len(code) == CODE and len(pin) in (0, PIN)
