"""Every ERP with a dialect of its own."""

from collections.abc import Mapping

from ordertower_desktop.hub.connectors.erps.jushuitan import JUSHUITAN
from ordertower_desktop.hub.connectors.erps.wangdian import WANGDIAN
from ordertower_desktop.hub.connectors.walker.dialect import Dialect
from ordertower_desktop.settings.system import SystemName

ERPS: Mapping[SystemName, Dialect] = {SystemName.JUSHUITAN: JUSHUITAN, SystemName.WANGDIAN: WANGDIAN}
