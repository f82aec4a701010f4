"""A secret in the settings is a reference."""

import re

import msgspec

REFERENCE = re.compile(r"(keyring|env):[\w.@/-]{1,128}")


class Secret(msgspec.Struct, frozen=True):
    """A reference to a secret: `keyring:NAME` or `env:NAME`. The value is looked up where it is needed and never kept here."""

    reference: str = ""

    def __bool__(self) -> bool:
        return bool(self.reference)
