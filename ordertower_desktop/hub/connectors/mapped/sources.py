"""The connectors that the settings ask for, one a mapping file."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.connectors.mapped.connector import TICKER, MappedConnector
from ordertower_desktop.hub.connectors.mapped.file.reading import base_url, read_mapping
from ordertower_desktop.hub.connectors.mapped.http.line import Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.spec.auth import Auth, BasicAuth, KeyAuth, NoAuth, SignatureAuth, TokenAuth
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping as Mapped
from ordertower_desktop.hub.connectors.mapped.writer import MappedWriter, writer
from ordertower_desktop.settings import SourceSettings
from ordertower_desktop.settings.source import Mode


def connectors(sources: Iterable[SourceSettings], folder: Path, *, keys: Keys, ticker: Ticker = TICKER) -> dict[str, MappedConnector]:
    """Source id -> its connector; a file that cannot be used stops with `BadFile`. Relative names lie in `folder`."""
    made: dict[str, MappedConnector] = {}
    for source in sources:
        if not source.mapping:
            raise BadFile((Fault("[[source]]", "mapping", '缺少这一项，例如 mapping = "erp.toml"'),))
        mapping = changed(read_mapping(folder / source.mapping), source)
        if mapping.id in made:
            raise BadFile((Fault("", "source.id", f"已有另一个映射文件用了 {mapping.id}，请换一个", Path(source.mapping).name),))
        made[mapping.id] = MappedConnector(mapping, every=source.interval, keys=keys, ticker=ticker)
    return made


def writers(
    sources: Iterable[SourceSettings], folder: Path, *, keys: Keys, ticker: Ticker = TICKER
) -> dict[str, tuple[Mode, MappedWriter]]:
    """Source id -> whether it is told of shipments, and by whom; a file that does not say how stops with `BadFile`."""
    made: dict[str, tuple[Mode, MappedWriter]] = {}
    for source in sources:
        if not source.mapping or source.write_back is Mode.OFF:
            continue
        mapping = changed(read_mapping(folder / source.mapping), source)
        if mapping.write_back is None:
            raise BadFile(
                (Fault("", "write_back", "这个映射文件没有写怎样回传，请写 [write_back]，或在设置里写 off", Path(source.mapping).name),)
            )
        made[mapping.id] = source.write_back, writer(mapping, mapping.write_back, every=source.interval, keys=keys, ticker=ticker)
    return made


def changed(mapping: Mapped, source: SourceSettings) -> Mapped:
    """The mapping with what the settings say about this place: where the system answers here, and under which secret."""
    if source.base_url:
        here = base_url(source.base_url, Entry({}, "[[source]]"), "base_url")
        mapping = replace(mapping, http=replace(mapping.http, base_url=here))
    return replace(mapping, auth=_with(mapping.auth, source.secret.reference)) if source.secret else mapping


def _with(auth: Auth, secret: str) -> Auth:
    match auth:
        case NoAuth():
            return auth
        case TokenAuth():
            return replace(auth, body=_exchanged(auth.body, auth.secret, secret), secret=secret)
        case KeyAuth() | BasicAuth() | SignatureAuth():
            return replace(auth, secret=secret)


def _exchanged(body: Mapping[str, object], old: str, new: str) -> dict[str, object]:
    def told(value: object) -> object:
        match value:
            case str():
                return new if value == old else value
            case Mapping():
                return {key: told(one) for key, one in value.items()}
            case list():
                return [told(one) for one in value]
            case _:
                return value

    return {key: told(value) for key, value in body.items()}
