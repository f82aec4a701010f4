"""Opens the line to the system of a mapping, with the proof that it asks for."""

from ordertower_desktop.hub.connectors.mapped.auth.proving import prover
from ordertower_desktop.hub.connectors.mapped.http.caller import Caller
from ordertower_desktop.hub.connectors.mapped.http.line import Line, Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys, Vault
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping


def speaking(mapping: Mapping, keys: Keys, *, ticker: Ticker) -> tuple[Line, Caller]:
    """The line, and who calls over it."""
    vault = Vault(keys)
    line = Line(mapping.http, vault, ticker=ticker)
    return line, Caller(line, prover(mapping.auth, line, mapping.errors, vault=vault), mapping.errors, vault=vault, ticker=ticker)
