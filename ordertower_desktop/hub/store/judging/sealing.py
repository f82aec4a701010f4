"""What a system tells of a person in plain is masked before it is stored; only a keyed hash says later that it was the same (D14)."""

import hmac
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from ordertower_desktop.domain.condition import shareable
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.hub.store.judging.facing import HEADING, SEALED, door, number
from ordertower_desktop.hub.store.judging.narrow import masked_name, masked_phone
from ordertower_desktop.hub.store.tables import bursts

_NAMES = frozenset({"receiver", "receiver_name"})
_PHONES = frozenset({"phone", "mobile", "receiver_phone"})
_DOORS = frozenset({"address", "receiver_address"})


class Seal:
    """The floor's own key, in one write transaction."""

    def __init__(self, conn: Connection) -> None:
        self._keyed: hmac.HMAC = bursts.hasher(conn)

    def on(self, event: Event) -> Event:
        """The event as it may be stored; one that has nothing plain stays what it is, and so does one that was sealed before."""
        payload = self._table(event.payload)
        return event if payload == event.payload else replace(event, payload=payload)

    def _table(self, told: Mapping[str, Value]) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for name, value in told.items():
            made[name] = self._value(name, value)
            if name in _PHONES and (plain := number(shareable(value))):
                made[f"{name}_hash"] = bursts.hashed(self._keyed, HEADING, "phone", plain)
        return made

    def _value(self, name: str, value: Value) -> Value:
        if isinstance(value, Mapping):
            return self._table(value)
        if isinstance(value, list | tuple):
            return [self._value(name, one) for one in value]
        plain = shareable(value)
        if not plain:
            return value
        if name in _PHONES:
            return masked_phone(number(plain)) or "****"
        if name in _DOORS and not plain.startswith(SEALED):
            return SEALED + bursts.hashed(self._keyed, HEADING, "address", door(plain))
        return masked_name(plain) if name in _NAMES else value
