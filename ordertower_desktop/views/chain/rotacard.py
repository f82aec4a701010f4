"""排班 on the page of the chains: a day of it, the shift in hand, what saving would change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ordertower_desktop.models.chain.rotashop import RotaShop, day_text
from ordertower_desktop.views.chain.quietlines import QuietLines
from ordertower_desktop.views.chain.rotaform import RotaForm
from ordertower_desktop.views.chain.rotatable import RotaTable
from ordertower_desktop.views.parts.button import Button, IconButton, Link
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

MOST_WORDS = 6


class RotaCard(Card):
    """What it shows and does is its shop's."""

    def __init__(self, theme: Theme, shop: RotaShop) -> None:
        super().__init__(theme, self.tr("排班"), padding=0)
        self.shop = shop
        self.before = IconButton(theme, "chevron-left", self.tr("前一天（PgUp）"), size=28)
        self.after = IconButton(theme, "chevron-right", self.tr("后一天（PgDn）"), size=28)
        self.day = Link(theme, "")
        self.day.setAccessibleName(self.tr("回到今天"))
        self.empty, self.bare = Badge(theme, hue="red", glyph="triangle"), Badge(theme, hue="amber")
        self.more = Link(theme, self.tr("加一班"), icon="plus")
        self.table, self.form, self.quiet = RotaTable(theme), RotaForm(theme), QuietLines(theme, shop.quiets)
        self.rest = PlainLabel(theme, role="text2", wrap="yes")
        self.words, self.hint = PlainLabel(theme, wrap="yes"), PlainLabel(theme, role="text2", wrap="yes")
        self.why = Field(self.tr("排班修改原因"), wide=240, hint=self.tr("为什么改（可不填）"))
        self.discard, self.save = (
            Button(theme, self.tr("放弃"), small="yes"),
            Button(theme, self.tr("保存排班"), kind="primary", small="yes"),
        )
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        self.head.insertSpacing(0, 16)
        for place, widget in enumerate((self.before, self.day, self.after), 3):
            self.head.insertWidget(place, widget)
        self.head.addWidget(self.empty)
        self.head.addWidget(self.bare)
        self.head.addWidget(self.more)
        self.head.addSpacing(16)
        self.body.setSpacing(8)
        self.body.addWidget(self.table)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(8)
        for part in (self.hint, self.rest, self.form, self.quiet, self.words):
            inner.addWidget(part)
        inner.addLayout(row(self.why, 1, self.discard, self.save, spacing=8))
        self.body.addLayout(inner)

    def _connect(self) -> None:
        shop = self.shop
        shop.changed.connect(self._show)
        self.before.clicked.connect(lambda: shop.go(-1))
        self.after.clicked.connect(lambda: shop.go(1))
        self.day.clicked.connect(shop.today)
        self.more.clicked.connect(shop.add)
        self.table.picked.connect(shop.pick)
        self.table.removed.connect(shop.remove)
        self.table.turned.connect(shop.go)
        self.form.set_asked.connect(lambda new: shop.set(**new))
        self.form.hours_typed.connect(shop.hours)
        self.form.swapped.connect(shop.stand_in)
        self.form.removed.connect(shop.remove)
        self.discard.clicked.connect(shop.discard)
        self.save.clicked.connect(self._save)
        self.why.returnPressed.connect(self._save)

    def _save(self) -> None:
        self.shop.save(self.why.text().strip())
        self.why.clear()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        shop, day = self.shop, self.shop.shown
        self.day.setText(day_text(shop.day))
        self.table.show_day(day, shift=shop.shift)
        self.table.setVisible(bool(day.lines))
        self.empty.show_text(self.tr("{0} 处空岗").format(day.empty))
        self.empty.setVisible(day.empty > 0)
        self.bare.show_text(self.tr("{0} 岗没有备岗").format(day.without_backup))
        self.bare.setVisible(day.without_backup > 0)
        none = self.tr("还没有写排班：人人按自己的在岗状态。写了以后，到班上岗、下班离岗，告警链和轮到谁都跟着走")
        self.hint.setText(shop.locked or ("" if day.lines else none))
        self.hint.setVisible(bool(self.hint.text()))
        self.rest.setText(self.tr("这一天是节假日，不来：{0}").format("、".join(day.resting)))
        self.rest.setVisible(bool(day.resting))
        self.form.show_shop(shop)
        self.quiet.show_quiets(shop.locked)
        said = shop.changes
        left = len(said) - MOST_WORDS
        self.words.setText("\n".join([*said[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]))
        for widget in (self.words, self.why, self.discard, self.save):
            widget.setVisible(bool(said))
        self.save.setEnabled(not shop.locked)
        self.more.setEnabled(not shop.locked)
