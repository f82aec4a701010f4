"""奇门 as the settings name it: never asked, and believed where a call is signed with the secret that the app shares."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.caller import Said
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.qimen.reading import Report, report
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.hub.signing.scheme import verify
from ordertower_desktop.hub.signing.stamp import Stamp, read
from ordertower_desktop.hub.signing.table import SCHEMES
from ordertower_desktop.settings.source import SourceSettings

NAME = "奇门"
SCHEME = SCHEMES["qimen"]
USUAL = timedelta(hours=2)
"""So long a house may be silent before its silence is worth a word: nobody calls where nothing is done."""
XML = "text/xml; charset=utf-8"
REPLY = b'<?xml version="1.0" encoding="utf-8"?><response><flag>success</flag><code>0</code><message></message></response>'


class _NoLine:
    """There is nothing to let go of: the gateway comes to us."""

    def close(self) -> None:
        return None


class Qimen:
    """A `Caller`."""

    def __init__(self, source: SourceSettings, look: Look) -> None:
        name = source.shop or f"{NAME} {source.id}".strip()
        self._about = About(source.named, name, SourceKind.WMS, source.every or USUAL)
        self._keyed = Keyed(name, source, look, lambda _keys: _NoLine())

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._keyed.close()

    def listen(self, body: bytes, query: Mapping[str, str], *, now: datetime) -> Said:
        del now
        keys = self._keyed.keys()
        ours = query.get("app_key") == keys.app_key and query.get("customerId") == keys.account
        said = {name: value for name, value in query.items() if name != "sign"} | {"@body": body.decode("utf-8", "replace")}
        if not ours or not verify(SCHEME, keys.secret, said, given=query.get("sign", "")):
            raise SourceRefused("signature", f"{self._about.name} 的通知签名不对，没有收下")
        found = self._read(query, body)
        return Said(found.events, REPLY, XML, found.gaps)

    def _read(self, query: Mapping[str, str], body: bytes) -> Report:
        """A method that tells nothing of ours is answered, so that it is not told again and again."""
        method = query.get("method", "").removeprefix("taobao.qimen.")
        try:
            return report(method, body, source=self._about.id, sent=read(query["timestamp"], Stamp.BEIJING)) or Report(())
        except (KeyError, ValueError) as error:
            raise Unreachable(f"{self._about.name} 的通知看不懂，没有收下：{str(error)[:60]}") from error
