"""`[[channel]]`: a way out to people, as the settings name it."""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from ordertower_desktop.settings.secret import Secret


class ChannelKind(StrEnum):
    """What a `[[channel]]` speaks."""

    WECOM_ROBOT = "wecom_robot"
    WECOM_APP = "wecom_app"
    DINGTALK_ROBOT = "dingtalk_robot"
    FEISHU_ROBOT = "feishu_robot"
    MAIL = "mail"
    ALIYUN_SMS = "aliyun_sms"
    TENCENT_SMS = "tencent_sms"


VARIABLES = ("n", "order", "owner")
WEB_URL = (r"https://.+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?|", "https:// 开头的地址（密钥不能明文传出本机）")
MAIL_URL = (r"smtps?://[^/]+", "smtps://主机:465 或 smtp://主机:587")


class ChannelSettings(msgspec.Struct, frozen=True):
    """A way out to people; `docs/channels.md` says what each key means for each kind. `base_url` goes before the platform's own."""

    id: str = ""
    kind: ChannelKind | None = None
    base_url: str = ""
    secret: Secret = Secret()
    sign: Secret = Secret()
    corp: str = ""
    agent: int = 0
    user: str = ""
    sender: str = ""
    app: str = ""
    sign_name: str = ""
    template: str = ""
    variables: tuple[str, ...] = VARIABLES
    region: str = "ap-guangzhou"

    def fault(self) -> tuple[str, str]:
        """The first key that is missing or cannot be, and a sentence; both empty when all is well."""
        for key in ("id", "kind", *NEEDS.get(self.kind or "", ())):
            if not getattr(self, key):
                words = f"，可用：{'、'.join(ChannelKind)}" if key == "kind" else ""
                return key, f"渠道 {self.id or '（没有 id）'} 还要写 {key}{words}"
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", self.id):
            return "id", "渠道的 id 只能用小写字母、数字和 -，最长 32 位"
        if set(self.variables) - set(VARIABLES):
            return "variables", "短信模板的变量只能是 n（单数）、order（最急一单的尾号）、owner（责任人）"
        form, wanted = MAIL_URL if self.kind is ChannelKind.MAIL else WEB_URL
        return ("", "") if re.fullmatch(form, self.base_url) else ("base_url", f"应是 {wanted}")


NEEDS: Mapping[str, tuple[str, ...]] = {
    ChannelKind.WECOM_ROBOT: ("secret",),
    ChannelKind.WECOM_APP: ("secret", "corp", "agent"),
    ChannelKind.DINGTALK_ROBOT: ("secret",),
    ChannelKind.FEISHU_ROBOT: ("secret",),
    ChannelKind.MAIL: ("base_url", "sender"),
    ChannelKind.ALIYUN_SMS: ("secret", "user", "sign_name", "template"),
    ChannelKind.TENCENT_SMS: ("secret", "user", "app", "sign_name", "template"),
}
