"""Where the secrets of systems and channels lie on this machine: the environment and the account's keyring."""

from collections.abc import Mapping

from ordertower_desktop.hub.connectors.mapped.http.vault import Keys

SERVICE = "ordertower"


def keys(environ: Mapping[str, str]) -> Keys:
    """The keys of this account. A keyring that is locked or missing holds nothing, which the source page then says."""

    def look(reference: str) -> str:
        kind, _, name = reference.partition(":")
        if kind == "env":
            return environ.get(name, "")
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name) or ""
        except KeyringError:
            return ""

    def keep(reference: str, value: str) -> bool:
        kind, _, name = reference.partition(":")
        if kind == "env":
            return False
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, value)
        except KeyringError:
            return False
        return True

    return Keys(look, keep)
