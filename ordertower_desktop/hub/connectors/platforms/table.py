"""Every platform that a shop may stand on, with its dialect."""

from collections.abc import Mapping

from ordertower_desktop.hub.connectors.platforms.douyin import DOUYIN
from ordertower_desktop.hub.connectors.platforms.jd import JD
from ordertower_desktop.hub.connectors.platforms.kuaishou import KUAISHOU
from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.platforms.taobao import TAOBAO
from ordertower_desktop.hub.connectors.walker.dialect import Dialect
from ordertower_desktop.settings.source import PlatformName

DIALECTS: Mapping[PlatformName, Dialect] = {
    PlatformName.TAOBAO: TAOBAO,
    PlatformName.PDD: PDD,
    PlatformName.DOUYIN: DOUYIN,
    PlatformName.KUAISHOU: KUAISHOU,
    PlatformName.JD: JD,
}
