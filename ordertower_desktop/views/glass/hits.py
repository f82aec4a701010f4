"""What the hub found beyond the pool: one order opens, several are listed under the search box."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.parts import paint

MOST = 20


class Hits(QObject):
    """Takes the hub's answer to a search; the order that is chosen comes to the front."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass

    def take(self, answer: Any) -> None:
        """Orders found, or what went wrong, in words either way."""
        toasts = self._glass.shell.toasts
        if isinstance(answer, Exception):
            toasts.show("warning", self.tr("没有找成：{0}").format(answer))
            return
        found = answer["items"]
        if not found:
            toasts.show("info", self.tr("中枢里也没有这样的订单"))
        elif len(found) == 1:
            self._glass.orders.seek(found[0]["order"])
        else:
            self._list(found)

    def _list(self, found: list[dict[str, Any]]) -> None:
        box = self._glass.shell.top.search
        menu = QMenu(box)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("中枢找到的订单"))
        for one in found[:MOST]:
            menu.addAction(_words(one)).triggered.connect(lambda _on=False, order=one["order"]: self._glass.orders.seek(order))
        if len(found) > MOST:
            menu.addSeparator()
            menu.addAction(self.tr("还有更多，请把条件写窄些")).setEnabled(False)
        menu.popup(box.mapToGlobal(QPoint(0, box.height() + 4)))
        menu.setActiveAction(menu.actions()[0])


def _words(one: Mapping[str, Any]) -> str:
    """Number, shop, stage, name: plain words, whatever a source wrote."""
    number = " ".join(part for part in text.grouped(one["order"]) if part)
    said = (number, one.get("shop", ""), one["stage_name"], one.get("buyer", ""))
    return paint.plain(" · ".join(part for part in said if part)).replace("&", "&&")
