"""One promotion: its name, from when to when, its limits, its exemptions."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.event import instant
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.models import text
from ordertower_desktop.models.rules.promotions import Promotions
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.moment import MomentEdit
from ordertower_desktop.views.rules.promo.clocks import PromoClocks
from ordertower_desktop.views.rules.promo.limits import PromoLimits
from ordertower_desktop.views.rules.promo.spares import PromoSpares
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme


class PromoForm(QWidget):
    """Writes into `promotions` what somebody says; `grant_asked`: somebody shall be asked for an exemption."""

    grant_asked = Signal()

    def __init__(self, theme: Theme, promotions: Promotions) -> None:
        super().__init__()
        self._promotions, self._filling = promotions, False
        self.name = Field(self.tr("大促名称"), wide=260, hint=self.tr("例如：双11"))
        self.begin, self.end = MomentEdit(self.tr("开始时间")), MomentEdit(self.tr("结束时间"))
        self.lasts = PlainLabel(theme, role="text3")
        self.limits, self.spares, self.clocks = PromoLimits(theme), PromoSpares(theme), PromoClocks(theme)
        when = Card(theme)
        self._labelled(theme, when)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for widget in (when, self.limits, self.clocks, self.spares):
            box.addWidget(widget)
        box.addStretch(1)
        self.name.textEdited.connect(lambda words: promotions.edit(name=words))
        for key, edit in (("begin", self.begin), ("end", self.end)):
            edit.dateTimeChanged.connect(lambda _at, key=key, edit=edit: self._moved(key, edit))
        self.limits.limits_asked.connect(lambda limits: promotions.edit(limits=limits))
        self.clocks.clocks_asked.connect(lambda clocks: promotions.edit(clocks=clocks))
        self.clocks.hours_asked.connect(lambda hours: promotions.edit(calendars=hours))
        self.spares.spares_asked.connect(lambda spares: promotions.edit(exempt=spares))
        self.spares.grant_asked.connect(self.grant_asked)

    def _labelled(self, theme: Theme, when: Card) -> None:
        def label(words: str) -> PlainLabel:
            made = PlainLabel(theme, words, role="text2")
            made.setFixedWidth(32)
            return made

        when.body.addLayout(row(label(self.tr("名称")), self.name, 1))
        when.body.addLayout(row(label(self.tr("起")), self.begin, label(self.tr("止")), self.end, self.lasts, 1))

    def show_promo(self) -> None:
        """The promotion in hand, as it is now; inputs that say the same already are left alone."""
        promotions, table = self._promotions, self._promotions.table
        self.setVisible(table is not None)
        if table is None:
            return
        self._filling = True
        locked = promotions.locked
        name = str(table.get("name", ""))
        if self.name.text() != name:
            self.name.setText(name)
        for key, edit in (("begin", self.begin), ("end", self.end)):
            at = moment(str(table.get(key, "")))
            if at is not None and edit.moment() != at:
                edit.show_moment(at)
        for widget in (self.name, self.begin, self.end):
            widget.setEnabled(not locked)
        self._filling = False
        length = self.end.moment() - self.begin.moment()
        self.lasts.setText(self.tr("共 {0}").format(text.spoken(length)) if length.total_seconds() > 0 else self.tr("止要在起之后"))
        limits = _texts(table.get("limits"))
        self.limits.show_limits(promotions.current, limits, promotions.rules, locked=locked)
        self.limits.show_effects(promotions.effects)
        clocks, hours = (_texts(table.get(key)) for key in ("clocks", "calendars"))
        self.clocks.show_clocks(promotions.current, clocks, hours, promotions.calendars, locked=locked)
        self.clocks.show_effect(promotions.redating)
        self.spares.show_spares(list(table.get("exempt") or []), locked=locked)

    def _moved(self, key: str, edit: MomentEdit) -> None:
        if not self._filling:
            at: datetime = edit.moment()
            self._promotions.edit(**{key: instant(at)})


def _texts(table: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}
