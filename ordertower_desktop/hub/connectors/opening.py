"""From settings to connectors: a `[[source]]` is a shop on a platform, or a system told by a mapping file."""

from collections.abc import Sequence
from pathlib import Path

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.sources import connectors
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.settings import SourceSettings


def opened(sources: Sequence[SourceSettings], folder: Path, *, keys: Keys) -> dict[str, Connector]:
    """Source id -> its connector; a mapping file that cannot be used stops with `BadFile`. Relative names lie in `folder`."""
    shops = {one.named: Shop(one, DIALECTS[one.platform], keys.look) for one in sources if one.platform is not None}
    told = connectors([one for one in sources if one.platform is None], folder, keys=keys)
    if both := sorted(shops.keys() & told.keys()):
        raise BadFile((Fault("[[source]]", "id", f"映射文件和店铺都叫 {both[0]}，请给店铺换一个 id"),))
    return {**shops, **told}
