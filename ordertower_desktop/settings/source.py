"""`[[source]]`: a system that the hub reads, as the settings name it: a shop on a platform, or what a mapping file tells."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import msgspec

from ordertower_desktop.settings.channel import WEB_URL
from ordertower_desktop.settings.secret import REFERENCE, Secret
from ordertower_desktop.settings.system import MAY, TELLABLE, SystemName
from ordertower_desktop.settings.system import NEEDED as NEEDED_BY


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
OF_SYSTEMS = ("account", "callback", "quota")
OF_SHOPS = ("id", "shop", "app_key", "token", "refresh", "app_secret", "push", "carriers", *OF_SYSTEMS)
FREE = ("mapping", "platform", "system", "id", "every", "base_url", "shop", "write_back")
"""What the chosen kind of source does not decide."""


class SourceSettings(msgspec.Struct, frozen=True):
    """A mapping file to run, a shop or another system to read, and how often; `docs/connectors/` says what each key means.

    `base_url` goes before the platform's own or the file's. `secret` proves a shop's app; of a mapping file it goes before the file's.
    `write_back` tells the shop of shipments; `carriers` is its own table of carrier codes. `account` is who we are to a system,
    `quota` how often it may be asked in a day, `callback` the address under which it reaches this hub. `refresh` renews a shop's `token`,
    for which 快手 wants its `app_secret` as well. `push` names the group of the platform's messages that speaks of this shop alone.
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
    system: SystemName | None = None
    account: str = ""
    quota: int = 0
    callback: str = ""
    refresh: Secret = Secret()
    app_secret: Secret = Secret()
    push: str = ""

    @property
    def interval(self) -> timedelta:
        """How often it is read: as often as is written, or a shop as orders come and any other system as it changes (D1)."""
        return self.every or (SHOPS_EVERY if self.platform else OTHERS_EVERY)

    @property
    def named(self) -> str:
        """The id of a shop or a system; a mapping file says its own."""
        return self.id or (self.platform or self.system or "")

    def fault(self) -> tuple[str, str]:
        """The first key that is missing or cannot be, and a sentence; both empty when all is well."""
        if self.platform and self.system:
            return "system", "platform 和 system 只能写一个"
        if self.platform:
            strange = next((key for key in OF_SYSTEMS if getattr(self, key)), "")
            return (strange, "店铺不写这一项，请去掉") if strange else self._shop_fault(self.named)
        if self.write_back is not Mode.OFF and self.system and self.system not in TELLABLE:
            able = "、".join(TELLABLE)
            return "write_back", f"只有写了 platform 的店铺能回传，system 里只有 {able} 能，映射文件要写 [write_back]；其他来源请去掉这一项"
        return self._system_fault(self.system) if self.system else self._file_fault()

    def _file_fault(self) -> tuple[str, str]:
        if not self.mapping:
            known = f"platform（可用：{'、'.join(PlatformName)}）、system（可用：{'、'.join(SystemName)}）"
            return "platform", f'来源要写 {known}，或写 mapping，例如 mapping = "erp.toml"'
        strange = next((key for key in OF_SHOPS if getattr(self, key)), "")
        return (strange, "用映射文件的来源不写这一项，写在映射文件里") if strange else ("", "")

    def _system_fault(self, system: SystemName) -> tuple[str, str]:
        needed = NEEDED_BY[system]
        strange = next((key for key in self.__struct_fields__ if getattr(self, key) and key not in (*needed, *MAY[system], *FREE)), "")
        if strange:
            return strange, f"{system} 不写这一项，请去掉"
        if self.callback and not (self.callback.startswith("https://") and self.token):
            return "callback", '要写成 https:// 开头的、外网够得到的中枢地址，并写上 token = "keyring:名字"（回调签名用的盐）'
        if self.quota < 0:
            return "quota", "要是不小于 0 的整数，0 是不另设上限"
        return self._keys_fault(needed, self.named)

    def _shop_fault(self, name: str) -> tuple[str, str]:
        kept = all(one.reference.startswith("keyring:") for one in (self.refresh, self.token))
        if self.refresh and not kept:
            return "refresh", "refresh 和 token 都要写成 keyring:名字：换新的授权要存回去，环境变量存不进"
        if self.push and self.platform is not PlatformName.TAOBAO:
            return "push", "只有淘宝能收推送，请去掉；其他平台按 every 读取"
        if self.app_secret and self.platform is not PlatformName.KUAISHOU:
            return "app_secret", "只有快手写这一项，请去掉"
        if self.refresh and not self.app_secret and self.platform is PlatformName.KUAISHOU:
            return "refresh", f'快手换新授权还要应用的 appSecret（不是签名用的 signSecret），例如 app_secret = "keyring:{name}-app-secret"'
        return self._keys_fault(NEEDED, name)

    def _keys_fault(self, needed: Mapping[str, str], name: str) -> tuple[str, str]:
        which = "platform" if self.platform else "system"
        if self.mapping:
            return "mapping", f"{which} 和 mapping 只能写一个"
        if not re.fullmatch(r"[\w.-]{1,96}", name):
            return "id", "要写成不超过 96 个字母、数字、-、_ 或 .，例如 tmall-1"
        lost = next((key for key in needed if not getattr(self, key)), "")
        if lost:
            who = "店铺" if self.platform else "来源"
            return lost, f"{who} {name} 还要写 {lost}，例如 {needed[lost].format(id=name)}"
        wrong = next((key for key in ("app_key", "account") if _half_a_reference(getattr(self, key))), "")
        if wrong:
            return wrong, "引用要写成 keyring:名字 或 env:名字"
        form, wanted = WEB_URL
        return ("", "") if re.fullmatch(form, self.base_url) else ("base_url", f"应是 {wanted}")


def _half_a_reference(said: str) -> bool:
    return said.startswith(("env:", "keyring:")) and not REFERENCE.fullmatch(said)
