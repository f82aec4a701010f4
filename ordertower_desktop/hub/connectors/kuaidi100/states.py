"""What the states of 快递100 mean: an event of the order, and how far it has come."""

from collections.abc import Mapping
from types import MappingProxyType

from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.parcelnews import State
from ordertower_desktop.hub.connectors.parcelnews import states_of as _of

STATES: Mapping[str, State] = MappingProxyType(
    {
        **_of("", {"101": "已下单", "102": "待揽收"}, Stage.TO_COLLECT),
        **_of("handed_to_carrier", {"1": "揽收", "103": "已揽收"}),
        **_of("in_transit", {"0": "在途", "1001": "到达派件城市", "1002": "干线", "1003": "转递", "7": "转投"}),
        **_of("in_transit", {"8": "清关", "10": "待清关", "11": "清关中", "12": "已清关"}),
        **_of("customs_hold", {"13": "清关异常"}),
        **_of("out_for_delivery", {"5": "派件", "501": "投柜或驿站"}),
        **_of("delivered", {"3": "签收", "301": "本人签收", "302": "派件异常后签收", "303": "代签", "304": "投柜或站签收"}, Stage.SIGNED),
        **_of("rejected", {"14": "拒签", "203": "拒收"}),
        **_of("returned", {"4": "退签", "401": "已销单", "6": "退回"}),
        **_of(
            "carrier_trouble",
            {
                "2": "疑难", "201": "超时未签收", "202": "超时未更新", "204": "派件异常", "205": "柜或驿站超时未取", "206": "无法联系",
                "207": "超区", "208": "滞留", "209": "破损", "210": "销单",
            },
        ),
    }
)  # fmt: skip
"""Main states have one or two digits, the finer ones more."""

BY_WORD: Mapping[str, str] = MappingProxyType({state.word: code for code, state in STATES.items()})
"""A callback without finer codes says only the word."""

SIGNED = "3"
