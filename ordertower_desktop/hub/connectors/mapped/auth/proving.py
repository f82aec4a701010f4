"""The prover that a mapping asks for."""

from ordertower_desktop.hub.connectors.mapped.auth.signature import Signature
from ordertower_desktop.hub.connectors.mapped.auth.standing import Basic, Key, Nothing
from ordertower_desktop.hub.connectors.mapped.auth.token import Token
from ordertower_desktop.hub.connectors.mapped.http.caller import Prover
from ordertower_desktop.hub.connectors.mapped.http.line import Line
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.spec.auth import Auth, BasicAuth, KeyAuth, NoAuth, SignatureAuth, TokenAuth
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Errors


def prover(auth: Auth, line: Line, errors: Errors, *, vault: Vault) -> Prover:
    """How this system's calls prove who we are."""
    match auth:
        case NoAuth():
            return Nothing()
        case KeyAuth():
            return Key(auth, vault)
        case BasicAuth():
            return Basic(auth, vault)
        case TokenAuth():
            return Token(auth, line, errors, vault=vault)
        case SignatureAuth():
            return Signature(auth, vault)
