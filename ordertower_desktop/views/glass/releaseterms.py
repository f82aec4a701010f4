"""What passes and how much of it is looked at again, as a small form."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.theme.theme import Theme

ADDRESS = [("draft", "不拦"), ("shadow", "只提示"), ("on", "自动暂停打单")]
EFFECT = "保存后立即用于所有还没审的订单；已放行的不变。VIP、挂起、退款中、预售和有未结异常的单从不自动放行"


def terms(theme: Theme, parent: QWidget, settings: Mapping[str, Any]) -> Ask:
    """The form, filled with what is in force."""
    asking = Ask(theme, parent, "预审条款与抽检", EFFECT, "保存")
    asking.line("most_yuan", "金额不超过（元）").line("trust_days", "多少天内无退货").line("sample", "抽检比例（%）")
    asking.line("limit", "判错上限（%）").choice("address", "地址不清", ADDRESS)
    asking.check("platform_money", "平台确认付款视同到账（没有支付记录时）").line("why", "原因", "例如：按上周影子结果放宽")
    figures = {"most_yuan": settings["most_yuan"], "trust_days": settings["trust_days"]}
    shares = {"sample": settings["sample"] * 100, "limit": settings["limit"] * 100}
    said = {name: f"{value:g}" for name, value in (figures | shares).items()}
    said |= {"address": settings["address"], "platform_money": "yes" if settings["platform_money"] else ""}
    return asking.fill(said).need("most_yuan", "trust_days", "sample", "limit", "why")


def read(said: Mapping[str, str]) -> dict[str, Any]:
    """The form as the hub wants it; what is no number goes as it is, for the hub says best what it wants."""
    made: dict[str, Any] = {"address": said["address"], "platform_money": said["platform_money"] == "yes"}
    for name, part in (("most_yuan", 1), ("trust_days", 1), ("sample", 100), ("limit", 100)):
        try:
            made[name] = float(said[name]) / part
        except ValueError:
            made[name] = said[name]
    made["trust_days"] = int(made["trust_days"]) if isinstance(made["trust_days"], float) else made["trust_days"]
    return made
