"""What the operation codes of 顺丰 mean: an event of the order, and how far it has come."""

from collections.abc import Mapping
from types import MappingProxyType

from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.parcelnews import State, states_of

STATES: Mapping[str, State] = MappingProxyType(
    {
        **states_of("handed_to_carrier", {"50": "已收件"}),
        **states_of("in_transit", {"30": "装车发出", "31": "到达"}),
        **states_of("out_for_delivery", {"44": "派送中", "204": "派送中"}),
        **states_of("delivered", {"80": "已签收", "8000": "已签收"}, Stage.SIGNED),
        **states_of("carrier_trouble", {"33": "派送未成功", "70": "派送未成功"}),
        **states_of("returned", {"99": "退回", "648": "已退回"}),
    }
)
