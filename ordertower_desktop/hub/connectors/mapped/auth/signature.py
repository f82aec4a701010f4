"""A call signed over its own parameters, by the knobs that the platforms differ in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.line import spelled
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.spec.auth import Algorithm, Output, SignatureAuth
from ordertower_desktop.hub.signing.part import Hash, Pairs, Spelling
from ordertower_desktop.hub.signing.render import render
from ordertower_desktop.hub.signing.wrapped import wrapped

HASHES = {
    Algorithm.MD5: Hash.MD5,
    Algorithm.SHA1: Hash.SHA1,
    Algorithm.SHA256: Hash.SHA256,
    Algorithm.HMAC_MD5: Hash.MD5,
    Algorithm.HMAC_SHA1: Hash.SHA1,
    Algorithm.HMAC_SHA256: Hash.SHA256,
}
KEYED = frozenset({Algorithm.HMAC_MD5, Algorithm.HMAC_SHA1, Algorithm.HMAC_SHA256})
SPELLINGS = {Output.HEX_LOWER: Spelling.HEX, Output.HEX_UPPER: Spelling.HEX_UPPER, Output.BASE64: Spelling.BASE64}


def signed(auth: SignatureAuth, params: Mapping[str, str], secret: str, *, body: str = "") -> str:
    """The signature over these parameters (empty ones left out, sorted by name) and, where the file says so, the body."""
    scheme = wrapped(
        hash=HASHES[auth.algorithm], spelling=SPELLINGS[auth.output], wrap=auth.wrap.value, body=auth.with_body,
        keyed=auth.algorithm in KEYED, pairs=Pairs(between=auth.pair, joint=auth.join, without=()),
    )  # fmt: skip
    return render(scheme, secret, {key: value for key, value in params.items() if key} | {"@body": body}).decode()


@dataclass(frozen=True, slots=True)
class Signature:
    """Adds the system parameters (key, time, version) and signs all of them together."""

    auth: SignatureAuth
    vault: Vault

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        own = {name: self.vault.open(template.fill({"now": now})) for name, template in self.auth.params.items()}
        params = dict(ask.query) | own
        fields = {key: value if isinstance(value, str) else spelled(value) for key, value in dict(ask.body).items()} if ask.form else {}
        body = "" if ask.body is None or ask.form else spelled(ask.body)
        sign = signed(self.auth, params | fields, self.vault.open(self.auth.secret), body=body)
        if self.auth.in_header:
            return replace(ask, query=tuple(params.items()), headers={**ask.headers, self.auth.name: sign})
        return replace(ask, query=(*params.items(), (self.auth.name, sign)))

    def renew(self) -> bool:
        return False
