"""From settings to connectors: a `[[source]]` is a shop on a platform, another system, or what a mapping file tells."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.connectors.carriers import Carriers, carriers, own_table
from ordertower_desktop.hub.connectors.connector import About, Connector, Writer
from ordertower_desktop.hub.connectors.erps.table import ERPS
from ordertower_desktop.hub.connectors.follower import Follower
from ordertower_desktop.hub.connectors.kuaidi100.follower import Kuaidi100
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.sources import connectors
from ordertower_desktop.hub.connectors.mapped.sources import writers as mapped_writers
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from ordertower_desktop.hub.connectors.pagewarehouse import PagesWarehouse
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.hub.connectors.platforms.telling import ShopWriter
from ordertower_desktop.hub.connectors.qimen.caller import Qimen
from ordertower_desktop.hub.connectors.sf.follower import Sf
from ordertower_desktop.hub.connectors.tryton.named import Tryton
from ordertower_desktop.hub.connectors.walker.dialect import Dialect
from ordertower_desktop.hub.connectors.walker.keyed import Look
from ordertower_desktop.hub.connectors.warehouse import Warehouse
from ordertower_desktop.settings import SourceSettings
from ordertower_desktop.settings.source import Mode
from ordertower_desktop.settings.system import SystemName

FOLLOWERS: Mapping[SystemName | None, Callable[[SourceSettings, Look, Carriers], Follower]] = {
    SystemName.KUAIDI100: Kuaidi100, SystemName.SF: Sf,
}  # fmt: skip
"""Who is asked where parcels are."""
CALLERS: Mapping[SystemName | None, Callable[[SourceSettings, Look], Qimen]] = {SystemName.QIMEN: Qimen}
"""Who is never asked, and calls."""
OWN: Mapping[SystemName | None, Callable[[SourceSettings, Look], Tryton]] = {SystemName.TRYTON: Tryton}
"""Systems that speak no dialect of the walker's."""


def opened(sources: Sequence[SourceSettings], folder: Path, *, keys: Keys) -> dict[str, Connector]:
    """Source id -> its connector; a mapping file that cannot be used stops with `BadFile`. Relative names lie in `folder`."""
    shops: dict[str, Connector] = {one.named: _shop(one, dialect, keys) for one in sources if (dialect := _dialect(one)) is not None}
    shops |= {one.named: OWN[one.system](one, keys.look) for one in sources if one.system in OWN}
    told = connectors([one for one in sources if one.mapping], folder, keys=keys)
    asked = {one.named for one in sources if one.system in FOLLOWERS or one.system in CALLERS}
    if both := sorted((shops.keys() | asked) & told.keys()):
        raise BadFile((Fault("[[source]]", "id", f"映射文件和店铺都叫 {both[0]}，请给店铺换一个 id"),))
    return {**shops, **told}


def followers(sources: Sequence[SourceSettings], folder: Path, *, keys: Keys) -> dict[str, Outsider]:
    """Source id -> where it is asked for parcels, or who calls. Raises `BadFile`."""
    made: dict[str, Outsider] = {one.named: CALLERS[one.system](one, keys.look) for one in sources if one.system in CALLERS}
    for one in sources:
        if one.system in FOLLOWERS:
            codes = carriers(str(one.system), own_table(folder / one.carriers) if one.carriers else None)
            made[one.named] = FOLLOWERS[one.system](one, keys.look, codes)
    return made


def warehouses(sources: Sequence[SourceSettings], *, keys: Keys) -> dict[str, Warehouse]:
    """Source id -> the warehouse that can be told what to do with its orders."""
    made: dict[str, Warehouse] = {}
    for one in sources:
        if one.system is SystemName.WAREHOUSE:
            about = About(one.named, one.shop or one.named, SourceKind.WMS, one.interval)
            made[one.named] = PagesWarehouse(PagesConnector(about, one.base_url, keys.look(one.secret.reference), statuses=StatusMap()))
    return made


def _shop(source: SourceSettings, dialect: Dialect, keys: Keys) -> Shop:
    if source.refresh and dialect.renewing is None:
        raise BadFile((Fault("[[source]]", "refresh", f"{dialect.name}还不能自动换新授权，请去掉这一项，到期前重新授权"),))
    return Shop(source, dialect, keys.look, keys.keep)


def _dialect(source: SourceSettings) -> Dialect | None:
    """What a shop or an ERP speaks."""
    return DIALECTS[source.platform] if source.platform else ERPS.get(source.system) if source.system else None


def writers(sources: Sequence[SourceSettings], folder: Path, *, keys: Keys) -> dict[str, tuple[Mode, Writer]]:
    """Source id -> whether it is told of shipments, and by whom; a shop that is not told is not here. Raises `BadFile`."""
    made: dict[str, tuple[Mode, Writer]] = {**mapped_writers(sources, folder, keys=keys)}
    for one in sources:
        if one.write_back is not Mode.OFF and one.system in OWN:
            made[one.named] = one.write_back, OWN[one.system](one, keys.look)
        if one.platform is None or one.write_back is Mode.OFF:
            continue
        dialect = DIALECTS[one.platform]
        if dialect.shipping is None:
            raise BadFile((Fault("[[source]]", "write_back", f"{dialect.name}还不能回传，请写 off"),))
        codes = carriers(one.platform, own_table(folder / one.carriers) if one.carriers else None)
        made[one.named] = one.write_back, ShopWriter(Shop(one, dialect, keys.look), dialect, dialect.shipping, codes)
    return made
