"""One rig a platform: its connector in front of its fake."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from ordertower_desktop.demo.erps.jushuitan import JushuitanBooth
from ordertower_desktop.demo.erps.wangdian import SALT, WangdianBooth
from ordertower_desktop.demo.platforms.counter import Booth, Counter
from ordertower_desktop.demo.platforms.douyin import DouyinBooth
from ordertower_desktop.demo.platforms.jd import JdBooth
from ordertower_desktop.demo.platforms.kuaishou import KuaishouBooth
from ordertower_desktop.demo.platforms.pdd import PddBooth
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.erps.jushuitan import JUSHUITAN
from ordertower_desktop.hub.connectors.erps.wangdian import WANGDIAN
from ordertower_desktop.hub.connectors.platforms.douyin import DOUYIN
from ordertower_desktop.hub.connectors.platforms.jd import JD
from ordertower_desktop.hub.connectors.platforms.kuaishou import KUAISHOU
from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.platforms.taobao import TAOBAO
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from tests.hub.connectors.rig import KEY, NOON, SECRET, TOKEN, Rig, opened

SHOPS: dict[str, tuple[Callable[[Shelf, str, str, str], Booth], Dialect]] = {
    "taobao": (TaobaoBooth, TAOBAO),
    "pdd": (PddBooth, PDD),
    "douyin": (DouyinBooth, DOUYIN),
    "jd": (JdBooth, JD),
    "kuaishou": (KuaishouBooth, KUAISHOU),
}
SYSTEMS: dict[str, tuple[Callable[[Shelf, str, str, str], Booth], Dialect, Keys]] = {
    "jushuitan": (JushuitanBooth, JUSHUITAN, Keys(KEY, SECRET, TOKEN)),
    "wangdian": (WangdianBooth, WANGDIAN, Keys(KEY, f"{SECRET}:{SALT}", account=TOKEN)),
}
"""ERPs: what proves them differs, and what is paid has yet to be audited."""
FIRST = timedelta(minutes=45)


@contextlib.contextmanager
def shop(name: str) -> Iterator[Rig]:
    booth, dialect, keys = SYSTEMS[name] if name in SYSTEMS else (*SHOPS[name], Keys(KEY, SECRET, TOKEN))
    shelf = Shelf()
    about = About(name, dialect.name, dialect.kind, timedelta(minutes=1))

    def make(url: str, size: int) -> PlatformConnector:
        return PlatformConnector(about, dialect, keys, shop="旗舰店", base_url=url, size=size, first=FIRST)

    with opened(shelf, Counter(booth(shelf, KEY, SECRET, TOKEN), now=lambda: NOON), make) as rig:
        rig.begins = Stage.TO_AUDIT if name in SYSTEMS else Stage.TO_ACCEPT
        yield rig
