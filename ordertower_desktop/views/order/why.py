"""Why a clock ends when it does: its sum, line by line, to read and to copy."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Rule, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.popover import Popover
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import LedgerLine, LossTerm, OrderPage, Why

WIDTH, AMOUNT, TITLE = 396, 24, 210
SIGNS = {"start": ("circle-dot", "起点"), "target": ("plus", "目标"), "pause": ("pause", "暂停"), "calendar": ("calendar", "日历")}


def tr(words: str) -> str:
    return QCoreApplication.translate("Why", words)


def lines_of(why: Why) -> list[LedgerLine]:
    """The hub's lines, or what the clock alone can say."""
    told = [line for line in why.lines if line.icon != "due"]
    if told or why.clock.started_at is None:
        return told
    return [LedgerLine("start", why.clock.label, "", text.full_moment(why.clock.started_at))]


def total_of(why: Why) -> str:
    """11月12日 12:03:05, or what stands for it while no end is known."""
    due = next((line.amount for line in why.lines if line.icon == "due"), "")
    if due:
        return due
    at = why.clock.due_at
    return f"{text.moment(at).split(' ')[0]} {text.of_day_s(at)}" if at is not None else tr("还不知道")


def formula(why: Why) -> str:
    """The sum as text, for a chat or a ticket."""
    made = []
    for line in lines_of(why):
        detail = f"（{line.detail}）" if line.detail else ""
        made.append(f"{SIGNS.get(line.icon, ('', '其他'))[1]} {line.title}{detail}：{line.amount}")
    return paint.plain("\n".join([why.clock.label, *made, f"= {tr('到期')} {total_of(why)}"]))


class _Icon(QWidget):
    def __init__(self, theme: Theme, name: str, role: str) -> None:
        super().__init__()
        self._theme, self._name, self._role = theme, name, role
        self.setFixedSize(18, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 1, icons.pixmap(self._name, 16, getattr(self._theme.color, self._role), density=self.devicePixelRatioF()))
        painter.end()


class WhyPopover(Popover):
    """04: one line a term, the total under a rule, the sum to copy; beneath it what an hour of waiting costs, term by term."""

    def __init__(self, theme: Theme, parent: QWidget, why: Why, *, now: datetime, page: OrderPage | None) -> None:
        super().__init__(theme, parent, width=WIDTH)
        self.why = why
        self.body.setSpacing(11)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        due = why.clock.due_at
        title = tr("为何到期时间是 {0}").format(text.of_day_s(due)) if due else tr("为何还没有到期时间")
        close = IconButton(theme, "x", tr("关上"), size=26)
        close.clicked.connect(self.close)
        self.body.addLayout(row(PlainLabel(theme, title, size=14, strong="yes"), 1, close))
        for line in lines_of(why):
            self.body.addLayout(self._line(theme, line))
        if not lines_of(why):
            self.body.addWidget(PlainLabel(theme, tr("中枢没有给出算式"), role="text3"))
        self.body.addSpacing(2)
        self.body.addWidget(Rule(theme))
        self.body.addSpacing(2)
        late = due is not None and due <= now
        total = PlainLabel(theme, paint.plain(total_of(why))[:AMOUNT], strong="yes", role="red" if late else "text")
        ends = row(PlainLabel(theme, tr("到期"), strong="yes"), 1, total)
        ends.setContentsMargins(28, 0, 0, 0)
        self.body.addLayout(ends)
        self._copy = Link(theme, tr("复制算式"), icon="copy")
        self._copy.clicked.connect(self.copy)
        seen = tr("最后重算 {0}，与中枢一致").format(text.of_day_s(page.now)) if page else tr("本机估算，等中枢确认")
        self.body.addLayout(row(PlainLabel(theme, seen, size=12, role="text3"), 1, self._copy))
        if page is not None and page.loss:
            self._cost(theme, page.loss)

    def _cost(self, theme: Theme, loss: Sequence[LossTerm]) -> None:
        """Why it stands where it does in the pool (S42, S51)."""
        self.body.addWidget(Rule(theme))
        whole = PlainLabel(theme, f"¥{text.hourly(sum(one.fen for one in loss))}", strong="yes")
        self.body.addLayout(row(PlainLabel(theme, tr("每晚一小时约损失"), strong="yes"), 1, whole))
        for one in loss:
            made = QHBoxLayout()
            made.setSpacing(10)
            made.addWidget(Wrapped(theme, f"{one.name}：{one.detail}", size=12, role="text2", room=TITLE + 70), 1)
            made.addWidget(PlainLabel(theme, f"¥{text.hourly(one.fen)}", role="text2"), 0, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(made)

    def _line(self, theme: Theme, line: LedgerLine) -> QHBoxLayout:
        icon, name = SIGNS.get(line.icon, ("plus", tr("其他")))
        paused = line.icon == "pause"
        words = QVBoxLayout()
        words.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(13)
        head.addWidget(PlainLabel(theme, name), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Wrapped(theme, line.title, room=TITLE), 1)
        words.addLayout(head)
        if line.detail:
            words.addWidget(Wrapped(theme, line.detail, size=12, role="text3", room=TITLE + 39))
        quiet = line.icon == "calendar"
        amount = PlainLabel(theme, paint.plain(line.amount)[:AMOUNT], role="purple" if paused else "text3" if quiet else "text")
        made = QHBoxLayout()
        made.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        made.addWidget(_Icon(theme, icon, "purple" if paused else "text3"), 0, top)
        made.addLayout(words, 1)
        made.addWidget(amount, 0, top)
        return made

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(formula(self.why))
        self._copy.setText(tr("已复制"))
        self._copy.updateGeometry()
