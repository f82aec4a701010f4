"""A list of orders by number, to look at and to copy: whom an act is about."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QVBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow


class NameList(Sheet):
    """Plain lines in a list view, so that ten thousand cost nothing."""

    closed = Signal()

    def __init__(self, theme: Theme, title: str, rows: Sequence[PoolRow]) -> None:
        super().__init__(theme, width=560)
        self.setAccessibleName(self.tr("名单"))
        self._rows = tuple(rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        count = self.tr("{0} 单，合计 {1}").format(
            text.count(len(rows)), text.worth_sum(sum(one.amount_fen for one in rows), text.veiled(rows))
        )
        box.addLayout(row(PlainLabel(theme, title, size=16, strong="yes"), PlainLabel(theme, count, size=12, role="text2"), 1))
        view = QListView()
        view.setModel(QStringListModel([_said(one) for one in rows], view))
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setUniformItemSizes(True)
        view.setFont(fonts.tabular(13))
        view.setMinimumHeight(320)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        box.addWidget(view, 1)
        copy, done = Button(theme, self.tr("复制订单号"), icon="copy"), Button(theme, self.tr("返回"), key="Esc")
        copy.clicked.connect(self._copy)
        done.clicked.connect(self.closed)
        box.addLayout(row(1, copy, done))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(one.order for one in self._rows))


def _said(one: PoolRow) -> str:
    number = " ".join(part for part in text.grouped(one.order) if part)
    return "  ".join(
        part for part in (number, one.shop, one.kind_name, one.owner_name or "待认领", text.worth(one.amount_fen, one.veiled)) if part
    )
