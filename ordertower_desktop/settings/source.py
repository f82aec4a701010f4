"""`[[source]]`: a system that the hub reads, as the settings name it: a shop on a platform, or what a mapping file tells."""

import re
from datetime import timedelta
from enum import StrEnum

import msgspec

from ordertower_desktop.settings.channel import WEB_URL
from ordertower_desktop.settings.secret import REFERENCE, Secret


class PlatformName(StrEnum):
    """Where a shop may stand."""

    TAOBAO = "taobao"
    PDD = "pdd"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    JD = "jd"


class Mode(StrEnum):
    """Whether a shop is told of shipments: not at all, only on paper, or really."""

    OFF = "off"
    DRY = "dry"
    ON = "on"


NEEDED = {"app_key": 'app_key = "12345678"', "secret": 'secret = "keyring:{id}-secret"', "token": 'token = "keyring:{id}-token"'}
SHOPS_EVERY, OTHERS_EVERY = timedelta(seconds=15), timedelta(minutes=15)
OF_SHOPS = ("id", "shop", "app_key", "token", "carriers")


class SourceSettings(msgspec.Struct, frozen=True):
    """A mapping file to run, or a shop to read, and how often; `docs/connectors/` says what each key means.

    `base_url` goes before the platform's own or the file's. `secret` proves a shop's app; of a mapping file it goes before the file's.
    `write_back` tells the shop of shipments; `carriers` is its own table of carrier codes.
    """

    mapping: str = ""
    every: timedelta | None = None
    base_url: str = ""
    secret: Secret = Secret()
    platform: PlatformName | None = None
    id: str = ""
    shop: str = ""
    app_key: str = ""
    token: Secret = Secret()
    write_back: Mode = Mode.OFF
    carriers: str = ""

    @property
    def interval(self) -> timedelta:
        """How often it is read: as often as is written, or a shop as orders come and any other system as it changes (D1)."""
        return self.every or (SHOPS_EVERY if self.platform else OTHERS_EVERY)

    @property
    def named(self) -> str:
        """The id of a shop; a mapping file says its own."""
        return self.id or (self.platform or "")

    def fault(self) -> tuple[str, str]:
        """The first key that is missing or cannot be, and a sentence; both empty when all is well."""
        match self.platform:
            case None if not self.mapping:
                return "platform", f'来源要写 platform（可用：{"、".join(PlatformName)}），或写 mapping，例如 mapping = "erp.toml"'
            case None:
                if self.write_back is not Mode.OFF:
                    return "write_back", "只有写了 platform 的店铺能回传，用映射文件的来源请去掉这一项"
                strange = next((key for key in OF_SHOPS if getattr(self, key)), "")
                return (strange, "用映射文件的来源不写这一项，写在映射文件里") if strange else ("", "")
            case _:
                return self._shop_fault(self.named)

    def _shop_fault(self, name: str) -> tuple[str, str]:
        if self.mapping:
            return "mapping", "platform 和 mapping 只能写一个"
        if not re.fullmatch(r"[\w.-]{1,96}", name):
            return "id", "要写成不超过 96 个字母、数字、-、_ 或 .，例如 tmall-1"
        lost = next((key for key in NEEDED if not getattr(self, key)), "")
        if lost:
            return lost, f"店铺 {name} 还要写 {lost}，例如 {NEEDED[lost].format(id=name)}"
        if self.app_key.startswith(("env:", "keyring:")) and not REFERENCE.fullmatch(self.app_key):
            return "app_key", "引用要写成 keyring:名字 或 env:名字"
        form, wanted = WEB_URL
        return ("", "") if re.fullmatch(form, self.base_url) else ("base_url", f"应是 {wanted}")
