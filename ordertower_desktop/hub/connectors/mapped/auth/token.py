"""Proofs that a call gives: login, client credentials, refresh; kept in memory until the system no longer takes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ordertower_desktop.hub.connectors.connector import SourceRefused
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer, Ask
from ordertower_desktop.hub.connectors.mapped.http.caller import trouble
from ordertower_desktop.hub.connectors.mapped.http.line import Line
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.http.verdict import Verdict, judged
from ordertower_desktop.hub.connectors.mapped.spec.auth import TokenAuth
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Errors, Means
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad


class Token:
    """Fetches a token when there is none, shows it, and fetches another when it was not taken."""

    def __init__(self, auth: TokenAuth, line: Line, errors: Errors, *, vault: Vault) -> None:
        self._auth, self._line, self._errors, self._vault = auth, line, errors, vault
        self._token: str | None = None

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        if self._token is None:
            self._token = self._fetch(now)
        if not self._token:  # the system keeps us by cookie
            return ask
        return replace(ask, headers={**ask.headers, self._auth.header: self._auth.prefix + self._token})

    def renew(self) -> bool:
        self._token = None
        return True

    def _fetch(self, now: datetime) -> str:
        body = self._opened(self._auth.body)
        answer = self._line.send(Ask(self._auth.path, "POST", body=body, form=self._auth.form))
        verdict = judged(answer, self._errors, now=now)
        if verdict.means is not Means.OK:
            # Whatever a login is refused with, it is about who we are; what passes by itself stays as it is.
            passing = verdict.means in (Means.RETRY, Means.SLOW_DOWN, Means.NOT_FOUND)
            raise trouble(verdict if passing else Verdict(Means.AUTH, verdict.code, verdict.said), self._vault)
        self._keep(answer)
        return self._found(answer)

    def _found(self, answer: Answer) -> str:
        if self._auth.token_header:
            token = answer.headers.get(self._auth.token_header.lower(), "")
        elif self._auth.token is not None:
            token = _text(self._auth.token.find(answer.body))
        else:
            return ""
        if not token:
            raise SourceRefused("auth", "登录的回答里没有令牌，请核对 auth 里的 token 写法和账号")
        self._vault.learn(token)
        return token

    def _keep(self, answer: Answer) -> None:
        """A refresh token that changes with every use: the new one goes where the old one lay."""
        if self._auth.rotated is None:
            return
        try:
            rotated = _text(self._auth.rotated.find(answer.body))
        except Bad:
            return
        if rotated:
            self._vault.keep(self._auth.secret, rotated)

    def _opened(self, value: Any) -> Any:
        """The body with its secrets in place."""
        match value:
            case str():
                return self._vault.open(value)
            case Mapping():
                return {key: self._opened(one) for key, one in value.items()}
            case list() | tuple():
                return [self._opened(one) for one in value]
            case _:
                return value


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict | bool) else str(value)
