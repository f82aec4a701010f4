"""看过明文: who has looked at which order's receiver in plain, when, why, and what came of it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.members.crew import SUPERVISORS, Crew
from ordertower_desktop.models.members.lookbook import LookBook
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.plaintable import PlainTable
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

WIDTHS = (178, 86, 186, 130, 210, 0)
MOST_NAMED = 6


class LooksPanel(QWidget):
    """Read only: what has been looked at cannot be taken back."""

    def __init__(self, theme: Theme, book: LookBook) -> None:
        super().__init__()
        self._theme, self.book = theme, book
        self._names: dict[str, str] = {}
        self._why = ""
        self.order = Field(self.tr("订单号"), wide=190, hint=self.tr("订单号"))
        self.who = Combo(theme, self.tr("谁看的"), (("", self.tr("所有人")),), strong="")
        self.today, self.table, self.state = (
            PlainLabel(theme, role="text2"),
            PlainTable(book, WIDTHS, name=self.tr("看过明文的记录")),
            StateView(theme),
        )
        strip, card = QWidget(), Card(theme, padding=1)
        flow = Flow(strip, gap=8)
        for asked in (self.order, self.who, self.today):
            flow.addWidget(asked)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.state, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(strip)
        box.addWidget(card, 1)
        book.changed.connect(self._show)
        self.order.returnPressed.connect(self.look)
        self.who.activated.connect(lambda _row: self.look())
        self.table.near_end.connect(book.more)

    def look(self) -> None:
        """Ask for what the fields say, where there is somebody to ask."""
        if not self._why:
            self.book.look(self.who.key(), self.order.text())

    def show_crew(self, crew: Crew) -> None:
        """Names to choose from; whoever may not look reads why."""
        self._names = {one.id: one.name for one in crew.listed()}
        self.who.offer((("", self.tr("所有人")), *self._names.items()))
        barred = "" if crew.role in SUPERVISORS else self.tr("谁看过明文由主管查看")
        self._why = barred or ("" if crew.link == "online" else self.tr("中枢连不上，记录只在中枢里，等连上再看"))
        for widget in (self.order, self.who):
            widget.setEnabled(not self._why)
        self._show()

    def _show(self) -> None:
        book, names = self.book, self._names
        some = bool(book.lines) and not self._why
        self.table.setVisible(some)
        self.state.setVisible(not some)
        most = sorted(book.today.items(), key=lambda one: (-one[1], one[0]))[:MOST_NAMED]
        said = "、".join(self.tr("{0} {1} 次").format(names.get(key, key), count) for key, count in most)
        self.today.setText(self.tr("今天：{0}（每人每天 {1} 次）").format(said, book.quota) if some and said else "")
        if self._why or book.trouble:
            self.state.show_state("error" if book.trouble else "empty", self._why or book.trouble)
        elif book.waiting and not book.lines:
            self.state.show_state("wait", self.tr("正在取记录"))
        else:
            self.state.show_state("empty", self.tr("还没有人看过明文"), self.tr("在订单页按 Y，写明原因，看 60 秒"))
