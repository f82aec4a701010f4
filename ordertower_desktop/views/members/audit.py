"""审计: who did what to which thing, narrowed and exported; the seals checked, the first bad row named."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.auditwords import GROUPS
from ordertower_desktop.domain.post import names
from ordertower_desktop.models import text
from ordertower_desktop.models.members.auditbook import DAYS, AuditBook
from ordertower_desktop.models.members.crew import SUPERVISORS, Crew
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.plaintable import PlainTable
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

WIDTHS = (64, 178, 96, 116, 210, 0)
ACTS = (("", "全部操作"), *((key, name) for key, (name, _) in GROUPS.items()))


class AuditPanel(QWidget):
    """`export_asked`."""

    export_asked = Signal()

    def __init__(self, theme: Theme, book: AuditBook, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.book, self.now = theme, book, now
        self.about = Field(self.tr("订单号、成员或文档"), wide=190, hint=self.tr("订单号、成员编号"))
        self.who, self.what, self.day = (
            Combo(theme, self.tr("谁做的"), (("", self.tr("所有人")),), strong=""), Combo(theme, self.tr("做了什么"), ACTS, strong=""),
            Combo(theme, self.tr("哪一天"), DAYS, strong=""),
        )  # fmt: skip
        self.verify = Button(theme, self.tr("核对封印"), icon="shield-check")
        self.export = Button(theme, self.tr("导出"), icon="download")
        self.verdict = PlainLabel(theme, wrap="yes")
        self.table, self.state = PlainTable(book, WIDTHS, name=self.tr("审计记录")), StateView(theme)
        self._build()
        self._connect()

    def _build(self) -> None:
        strip, card = QWidget(), Card(self._theme, padding=1)
        flow = Flow(strip, gap=8)
        for asked in (self.about, self.who, self.what, self.day, self.verify, self.export):
            flow.addWidget(asked)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.state, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for widget in (strip, self.verdict):
            box.addWidget(widget)
        box.addWidget(card, 1)
        self.verdict.hide()

    def _connect(self) -> None:
        self.book.changed.connect(self._show)
        self.about.returnPressed.connect(self.look)
        for combo in (self.who, self.what, self.day):
            combo.activated.connect(lambda _row: self.look())
        self.verify.clicked.connect(self.book.verify)
        self.export.clicked.connect(self.export_asked)
        self.table.near_end.connect(self.book.more)

    def look(self) -> None:
        """Ask for what the fields say, where there is somebody to ask."""
        if self._why:
            return
        self.book.look(self.about.text(), self.who.key(), self.what.key(), day=self.day.key(), now=self.now)

    def show_crew(self, crew: Crew) -> None:
        """Names for those who did it; whoever may not look reads why."""
        self.book.names = {one.id: one.name for one in crew.people.values()}
        self.book.posts = names(crew.posts)
        self.who.offer((("", self.tr("所有人")), *((one.id, one.name) for one in crew.listed())))
        barred = "" if crew.role in SUPERVISORS else self.tr("审计由主管查看")
        self._why = barred or ("" if crew.link == "online" else self.tr("中枢连不上，审计只在中枢里，等连上再看"))
        for widget in (self.about, self.who, self.what, self.day, self.verify, self.export):
            widget.setEnabled(not self._why)
        self._show()

    _why = ""

    def _show(self) -> None:
        book = self.book
        some = bool(book.lines) and not self._why
        self.table.setVisible(some)
        self.state.setVisible(not some)
        if self._why or book.trouble:
            self.state.show_state("error" if book.trouble else "empty", self._why or book.trouble)
        elif book.waiting and not book.lines:
            self.state.show_state("wait", self.tr("正在取审计记录"))
        else:
            self.state.show_state("empty", self.tr("没有这样的记录"), self.tr("换个人、换一天，或清空订单号"))
        self._show_verdict()

    def _show_verdict(self) -> None:
        found = self.book.verdict
        self.verdict.setVisible(found is not None or self.book.waiting == "verify")
        if self.book.waiting == "verify":
            self.verdict.set_role("text2")
            self.verdict.setText(self.tr("正在逐条核对…"))
        elif found is not None:
            self.verdict.set_role("green" if found.ok else "red")
            broken = self.tr("从第 {0} 条起不可信：{1}。请保留数据库原样，联系管理员").format(found.bad_row, found.why)
            self.verdict.setText(self.tr("封印完整，共 {0} 条，没有被改过").format(text.count(found.rows)) if found.ok else broken)
