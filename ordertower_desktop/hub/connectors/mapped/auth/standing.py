"""Proofs that never change: none, a key, user and password."""

import base64
from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.spec.auth import BasicAuth, KeyAuth


@dataclass(frozen=True, slots=True)
class Nothing:
    """No proof at all."""

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        return ask

    def renew(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Key:
    """The key where the system wants it."""

    auth: KeyAuth
    vault: Vault

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        value = self.auth.prefix + self.vault.open(self.auth.secret)
        if self.auth.in_query:
            return replace(ask, query=(*ask.query, (self.auth.name, value)))
        return replace(ask, headers={**ask.headers, self.auth.name: value})

    def renew(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Basic:
    """RFC 7617."""

    auth: BasicAuth
    vault: Vault

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        pair = f"{self.vault.open(self.auth.user)}:{self.vault.open(self.auth.secret)}"
        told = base64.b64encode(pair.encode()).decode()
        self.vault.learn(told)
        return replace(ask, headers={**ask.headers, "Authorization": f"Basic {told}"})

    def renew(self) -> bool:
        return False
