"""The form in which a supervisor says which orders were abnormal: pasted, as a column of a table or one below the other."""

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import MOST_LABELS

APART = re.compile(r"[\s,，;；、]+")
HEADINGS = frozenset({"订单号", "平台订单号", "订单编号", "order_id"})


def numbers(text: str) -> list[str]:
    """The order numbers in a text; a heading is none, and nothing counts twice."""
    found = (word.strip("\"'`") for word in APART.split(text))
    return list(dict.fromkeys(word for word in found if word and word not in HEADINGS))


class Labelling(Ask):
    """Empty means: take those that agents found real."""

    def __init__(self, theme: Theme, parent: QWidget, labels: Sequence[str]) -> None:
        effect = parent.tr(
            "人工判定为异常的单，例如上周抽查的 50 单；下一次回测会列出漏掉哪些，漏 5 单以上就是规则不够。留空则用客服判真的单"
        )
        super().__init__(theme, parent, parent.tr("人工标注的单"), effect, parent.tr("用这些单"))
        self.text("orders", self.tr("订单号"), self.tr("从表格里复制一列粘贴，或一行一个"))
        field = self._fields["orders"]
        if isinstance(field, QPlainTextEdit):
            field.setPlainText("\n".join(labels))
            field.setFixedHeight(160)

    def accept(self) -> None:
        if len(self.made()) > MOST_LABELS:
            self._hint.setText(self.tr("最多 {0} 单，现在有 {1} 单").format(MOST_LABELS, len(self.made())))
            self._hint.show()
            return
        super().accept()

    def made(self) -> list[str]:
        """The orders that the form names."""
        return numbers(self.values()["orders"])
