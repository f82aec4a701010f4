"""The promotions in a window of their own: the list at the left, one of them at the right, and what saving does below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ordertower_desktop.models.rules.promotions import Promotions
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Rule, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.promo.form import PromoForm
from ordertower_desktop.views.rules.promo.list import PromoList
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

SIZE = (1020, 640)


class PromoSheet(QDialog):
    """`grant_asked`: somebody shall be asked for an exemption. `now()` is the hub's time, `by` who answers for what is new."""

    grant_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None, promotions: Promotions, *, now: Callable[[], datetime], by: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("大促档案"))
        self.setModal(True)
        self.resize(QSize(*SIZE).boundedTo(parent.window().size()) if parent is not None else QSize(*SIZE))
        self.promotions, self._now, self._by = promotions, now, by
        self.list, self.form = PromoList(theme), PromoForm(theme, promotions)
        self.area = column(self.form)
        words = self.tr("还没有大促档案。大促前在这里写好期间的时限和豁免，\n到时一起生效，到期自动恢复。")
        self.empty = PlainLabel(theme, words, role="text2")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told = PlainLabel(theme, role="red", wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=220, hint=self.tr("为什么改（可不填）"))
        self.new = Link(theme, self.tr("新建"), icon="plus")
        self.again = Link(theme, self.tr("照此新建"))
        self.again.setToolTip(self.tr("同样的时限和豁免，日期顺延到下一年"))
        self.drop = Link(theme, self.tr("删除"))
        self.save, self.discard = Button(theme, self.tr("保存并生效"), kind="primary", key="Ctrl S"), Button(theme, self.tr("放弃"))
        self.close_ = Button(theme, self.tr("关闭"), key="Esc")
        self._lay(theme)
        self._connect()
        self._show()

    def _lay(self, theme: Theme) -> None:
        box, left = QVBoxLayout(self), QVBoxLayout()
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(12)
        told = self.tr("期间换用另一套时限与豁免，到点一起生效、到期自动恢复；不改规则本身")
        box.addLayout(row(PlainLabel(theme, self.tr("大促档案"), size=16, strong="yes"), PlainLabel(theme, told, role="text2"), 1))
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(row(self.new, self.again, 1, self.drop))
        right = QVBoxLayout()
        right.addWidget(self.area, 1)
        right.addWidget(self.empty, 1)
        middle = row(spacing=16)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        box.addLayout(middle, 1)
        box.addWidget(Rule(theme))
        box.addWidget(self.told)
        box.addLayout(row(self.why, 1, self.close_, self.discard, self.save))

    def _connect(self) -> None:
        promotions = self.promotions
        promotions.changed.connect(self._show)
        self.list.chosen.connect(promotions.choose)
        self.form.grant_asked.connect(self.grant_asked)
        self.new.clicked.connect(self._new)
        self.again.clicked.connect(lambda: promotions.again(self._now(), self._by))
        self.drop.clicked.connect(promotions.drop)
        self.save.clicked.connect(lambda: promotions.save(self.why.text().strip()))
        self.discard.clicked.connect(promotions.discard)
        self.close_.clicked.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save.click)

    def spare(self, exemption: dict[str, object]) -> None:
        """One more exemption in the promotion in hand."""
        table = self.promotions.table
        if table is not None:
            self.promotions.edit(exempt=[*(table.get("exempt") or []), exemption])

    def _new(self) -> None:
        self.promotions.new(self._now(), self._by)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.name.selectAll()

    def _show(self) -> None:
        promotions = self.promotions
        self.list.show_lines(promotions.listed(self._now()), promotions.current)
        self.form.show_promo()
        self.area.setVisible(promotions.table is not None)
        self.empty.setVisible(promotions.table is None)
        locked, fault = promotions.locked, promotions.fault if promotions.touched else ""
        words = locked or promotions.trouble or fault or self._clash()
        self.told.setText(words)
        self.told.setVisible(bool(words))
        for widget in (self.new, self.again, self.drop, self.why, self.save, self.discard):
            widget.setVisible(not locked)
        for link in (self.again, self.drop):
            link.setEnabled(promotions.table is not None)
        self.discard.setEnabled(promotions.touched and not promotions.saving)
        self.save.setEnabled(promotions.touched and not fault and not promotions.saving)
        self.why.setEnabled(promotions.touched)

    def _clash(self) -> str:
        clash = self.promotions.clash
        return self.tr("{0}。对方改的别的档案已并进来，您改的还在：看过后再保存").format(clash) if clash else ""
