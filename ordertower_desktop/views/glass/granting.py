"""The forms of a new exemption: who is spared, until when, why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.models.rules import exemption, sparing
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.theme.theme import Theme


class Grant(Ask):
    """The form of a new exemption; a field needs a value, a tag does not."""

    def __init__(self, theme: Theme, parent: QWidget, by: str) -> None:
        effect = parent.tr("写上的订单，到期之前这条规则不命中；保存规则后生效。批准人记为 {0}").format(by)
        super().__init__(theme, parent, parent.tr("加一条豁免"), effect, parent.tr("加上"))
        self._by = by
        self.choice("about", self.tr("对象"), exemption.choices())
        self.line("value", self.tr("是"), self.tr("多个用顿号隔开；选标签时不用填"))
        self.choice("until", self.tr("到期"), list(exemption.UNTIL.items()))
        self.line("why", self.tr("原因"), self.tr("例如：双11 专场"))

    def accept(self) -> None:
        self.need(*(() if ":" in self.values()["about"] else ("value",)), "why")
        super().accept()

    def made(self, now: datetime) -> dict[str, Any]:
        """The exemption that the form says."""
        return exemption.made(self.values(), by=self._by, now=now)


class SpareGrant(Ask):
    """The form of an exemption that lasts as long as a promotion does."""

    def __init__(self, theme: Theme, parent: QWidget, rules: Sequence[Rule]) -> None:
        effect = parent.tr("大促期间，写上的订单不命中选中的规则；保存大促档案后生效，到期自动失效")
        super().__init__(theme, parent, parent.tr("加一条大促豁免"), effect, parent.tr("加上"))
        self.choice("rule", self.tr("规则"), sparing.choices(rules))
        self.choice("about", self.tr("对象"), exemption.choices())
        self.line("value", self.tr("是"), self.tr("多个用顿号隔开；选标签时不用填"))
        self.line("why", self.tr("原因"), self.tr("例如：预售按承诺时间发"))

    def accept(self) -> None:
        self.need(*(() if ":" in self.values()["about"] else ("value",)), "why")
        super().accept()

    def made(self) -> dict[str, Any]:
        """The exemption that the form says."""
        return sparing.made(self.values())
