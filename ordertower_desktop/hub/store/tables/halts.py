"""The floor-wide switch that stops every write-back: who threw it, when and why, kept as versions."""

import json

from sqlalchemy import Connection

from ordertower_desktop.hub.store.tables import versions
from ordertower_desktop.hub.store.tables.versions import Version

KIND = "write_back"


def stopped(conn: Connection) -> Version | None:
    """The throw that stopped everything, or None while things go their way."""
    newest = versions.current(conn, KIND)
    return newest if newest is not None and json.loads(newest.body)["stopped"] else None


def body(word: str) -> bytes:
    """`stop` or `go`."""
    return json.dumps({"stopped": word == "stop"}).encode()
