"""Any system that a mapping file tells, as one that tells a receiver in plain: its `[reveal]`."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.auth.proving import prover
from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.caller import Caller
from ordertower_desktop.hub.connectors.mapped.http.line import Line, Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys, Vault
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping, RevealOne
from ordertower_desktop.hub.connectors.revealing import Wish
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad

TICKER = Ticker()
LONGEST = 200


class MappedRevealer:
    """Has a line of its own: nobody waits for a long read."""

    def __init__(self, mapping: Mapping, reveal: RevealOne, *, keys: Keys, ticker: Ticker = TICKER) -> None:
        self._about, self._reveal = About(mapping.id, mapping.name, mapping.kind, timedelta()), reveal
        vault = Vault(keys)
        self._line = Line(mapping.http, vault, ticker=ticker)
        proof = prover(mapping.auth, self._line, mapping.errors, vault=vault)
        self._caller = Caller(self._line, proof, mapping.errors, vault=vault, ticker=ticker)

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._line.close()

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        call = self._reveal.call
        said: dict[str, object] = {"order": wish.order, "reason": wish.reason, "person": wish.person, "now": now}
        path = call.path.fill({key: quote(one, safe="") if isinstance(one, str) else one for key, one in said.items()})
        query = tuple((key, one.fill(said)) for key, one in call.query.items())
        body = call.body.fill(said) if call.body is not None else None
        answer = self._caller.call(Ask(path, call.method, query, body, call.form), now=now)
        if answer is None:
            raise SourceRefused("404", f"{self._about.name} 没有这个订单，明文取不到")
        told = self._reveal
        plain = Plain(self._found(told.name, answer.body), self._found(told.phone, answer.body), self._found(told.address, answer.body))
        if not plain.told:
            raise SourceRefused("sealed", f"{self._about.name} 没有给这一单的收件人")
        return plain

    def _found(self, path: Expression | None, body: Any) -> str:
        """The value as text; one that cannot be read is told without quoting it."""
        try:
            found = None if path is None else path.find(body)
        except Bad:
            raise Unreachable(f"{self._about.name} 的回答读不出来，请核对映射文件 [reveal]") from None
        return str(found).strip()[:LONGEST] if isinstance(found, str | int) and not isinstance(found, bool) else ""
