"""A call signed over its own parameters, by the knobs that the platforms differ in."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.line import spelled
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.spec.auth import Algorithm, Output, SignatureAuth, Wrap

DIGESTS = {
    Algorithm.MD5: "md5",
    Algorithm.SHA1: "sha1",
    Algorithm.SHA256: "sha256",
    Algorithm.HMAC_MD5: "md5",
    Algorithm.HMAC_SHA1: "sha1",
    Algorithm.HMAC_SHA256: "sha256",
}
KEYED = frozenset({Algorithm.HMAC_MD5, Algorithm.HMAC_SHA1, Algorithm.HMAC_SHA256})


def signed(auth: SignatureAuth, params: Mapping[str, str], secret: str, *, body: str = "") -> str:
    """The signature over these parameters (empty ones left out, sorted by name) and, where the file says so, the body."""
    pairs = (f"{key}{auth.pair}{value}" for key, value in sorted(params.items()) if key and value != "")
    text = auth.join.join(pairs) + (body if auth.with_body else "")
    before = secret if auth.wrap in (Wrap.PREFIX, Wrap.BOTH) else ""
    after = secret if auth.wrap in (Wrap.SUFFIX, Wrap.BOTH) else ""
    raw = f"{before}{text}{after}".encode()
    name = DIGESTS[auth.algorithm]
    digest = hmac.new(secret.encode(), raw, name).digest() if auth.algorithm in KEYED else hashlib.new(name, raw).digest()
    match auth.output:
        case Output.HEX_LOWER:
            return digest.hex()
        case Output.HEX_UPPER:
            return digest.hex().upper()
        case Output.BASE64:
            return base64.b64encode(digest).decode()


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
