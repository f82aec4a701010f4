"""Nights to look at and to test with: one shop that forgot two shipments, one that cannot be read."""

from datetime import timedelta

from ordertower_desktop.wire.writebacks import WriteBackMissing, WriteBackNight, WriteBackNights
from tests.desk.demo_page import NOW

OTHER = "我们 11-22 18:09 已回传，平台显示“待揽收”，但是另一个运单 YT0000000000001"
UNREAD = "天猫旗舰店 没有给出能用的回答（HTTP 500），稍后再试"
DAWN = NOW - timedelta(hours=11)


def nights() -> WriteBackNights:
    told = [
        WriteBackNight("taobao", "天猫旗舰店", "2026-11-23", 3120, 2, 0.996, DAWN, 1, 14, 1, 3103),
        WriteBackNight("pdd", "拼多多旗舰店", "2026-11-23", 840, 0, 0.902, None, 0, 3, 0, 837),
        WriteBackNight("taobao", "天猫旗舰店", "2026-11-22", 2980, 0, 0.998, DAWN - timedelta(days=1), 0, 9, 0, 2971),
        WriteBackNight("pdd", "拼多多旗舰店", "2026-11-22", 2011, 0, None, DAWN - timedelta(days=1), 0, 0, 0, 2011),
    ]
    lost = [
        WriteBackMissing("1", "taobao", "天猫旗舰店", "4100099900011", DAWN, "我们 11-22 18:03 已回传，平台仍显示“待接单”"),
        WriteBackMissing("2", "taobao", "天猫旗舰店", "4100099900012", DAWN, OTHER),
        WriteBackMissing("3", "taobao", "天猫旗舰店", "4100099900013", DAWN, UNREAD, "unread"),
    ]
    return WriteBackNights(told, lost)
