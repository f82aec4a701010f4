"""The strip on top: how long the response runs, its four phases against the clock, and what is left."""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.pack import PHASE_ENDS, PHASE_NAMES, Phase
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War, hurried
from ordertower_desktop.views.board.pen import Pen
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import ResponseRow, TaskRow

HEIGHT = 116
WHOLE = PHASE_ENDS[Phase.VERIFY]
MINUTE = timedelta(minutes=1)
SPAN = 82


class Phases(QWidget):
    """Four bars in proportion to their time, under each its name and how it stands; a tick marks now."""

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__()
        self._theme, self._war = theme, war
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("三小时响应的四个阶段"))
        for signal in (war.changed, war.ticked, theme.changed):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(640, 72)

    def lines(self) -> list[tuple[str, str, str, str]]:
        """(name, span, how it stands, its colour role) of each phase: what is painted, for tests and readers too."""
        response = self._war.row.response if self._war.row is not None else None
        begins = (timedelta(), *PHASE_ENDS.values())
        found = []
        for place, phase in enumerate(Phase):
            spans = f"{begins[place] // MINUTE}–{PHASE_ENDS[phase] // MINUTE} 分"
            said, role = _stands(response.phases[place], self._war.now) if response is not None else ("", "text3")
            found.append((PHASE_NAMES[phase], spans, said, role))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        response = self._war.row.response if self._war.row is not None else None
        unit, left = (self.width() - 9) / WHOLE.total_seconds(), 0.0
        begins = (timedelta(), *PHASE_ENDS.values())
        now = (self._war.now - response.opened_at).total_seconds() if response is not None else -1.0
        for place, (name, span, said, role) in enumerate(self.lines()):
            lasts = (PHASE_ENDS[list(Phase)[place]] - begins[place]).total_seconds()
            wide = lasts * unit
            one = response.phases[place] if response is not None else None
            self._bar(pen, QRectF(left, 6, wide, 10), one, (now - begins[place].total_seconds()) / lasts)
            current = one is not None and one.state == "current"
            used = pen.words(QRectF(left, 22, wide, 22), name, 14, "accent" if current else "text", face="bold")
            if used + SPAN <= wide:
                pen.words(QRectF(left + used + 8, 23, wide - used - 10, 22), span, 12, "text3")
            pen.words(QRectF(left, 44, wide - 6, 20), said, 13, role, face="bold" if role in ("amber", "red") else "plain")
            left += wide + 3
        if 0 <= now <= WHOLE.total_seconds():
            pen.painter.fillRect(
                QRectF(now * unit + 3 * sum(now > end.total_seconds() for end in PHASE_ENDS.values()) - 1, 1, 2, 20), pen.color.text
            )
        painter.end()

    @staticmethod
    def _bar(pen: Pen, box: QRectF, one: TaskRow | None, share: float) -> None:
        pen.fill(box, "track", 3)
        if one is None or one.state == "todo":
            return
        done = one.state == "done"
        part = 1.0 if done else min(1.0, max(0.0, share))
        role = ("redF" if one.late else "neutralF") if done else "redF" if share > 1 else "accent"
        pen.fill(QRectF(box.left(), box.top(), max(4.0, box.width() * part), box.height()), role, 3)


def _stands(one: TaskRow, now: datetime) -> tuple[str, str]:
    if one.state == "done" and one.ended_at is not None:
        took = text.spoken(max(timedelta(), one.ended_at - one.began_at))
        return (f"完成，晚 {text.spoken(one.ended_at - one.due_at)}", "red") if one.late else (f"已完成，用时 {took}", "text2")
    if one.state == "current":
        return text.left(one.due_at - now), "red" if now >= one.due_at else "amber" if hurried(one, now) else "text2"
    return f"{text.of_day(one.began_at)} 开始" if one.id != Phase.VERIFY else "三项核查", "text2"


class Head(Surface):
    """`declare_asked`, `phase_asked`, `end_asked`; `rehearse_asked` and `stop_asked` of a drill, which is edged in amber."""

    declare_asked = Signal()
    phase_asked = Signal()
    end_asked = Signal()
    rehearse_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, edge="bottom")
        self._war = war
        self.setFixedHeight(HEIGHT)
        self.title, self.clock = PlainLabel(theme, size=13, role="text3"), PlainLabel(theme, size=40, strong="yes")
        self.clock.set_face(fonts.display(38))
        self.who = PlainLabel(theme, size=13, role="text2")
        self.phases = Phases(theme, war)
        self.rest, self.left = PlainLabel(theme, size=13, role="text3"), PlainLabel(theme, size=28, strong="yes")
        self.left.set_face(fonts.display(26))
        self.declare = Button(theme, self.tr("启动三小时响应"), kind="primary", icon="siren")
        self.next, self.end = (
            Button(theme, self.tr("完成本阶段"), small="yes"),
            Button(theme, self.tr("结束响应…"), kind="danger", small="yes"),
        )
        self.rehearse, self.stop = Button(theme, self.tr("演练…")), Button(theme, self.tr("停止演练"), small="yes")
        self.mark = Badge(theme, self.tr("演练"), "amber", icon="siren")
        self._build()
        for button, signal in (
            (self.declare, self.declare_asked), (self.next, self.phase_asked), (self.end, self.end_asked),
            (self.rehearse, self.rehearse_asked), (self.stop, self.stop_asked),
        ):  # fmt: skip
            button.clicked.connect(signal)
        war.changed.connect(self._show)
        war.ticked.connect(self._tick)
        self._show()

    def _build(self) -> None:
        first, last = QVBoxLayout(), QVBoxLayout()
        first.addLayout(row(self.mark, self.title, 1, spacing=6))
        for widget in (self.clock, self.who):
            first.addWidget(widget)
        for widget in (self.rest, self.left):
            last.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)
        last.addLayout(row(1, self.rehearse, self.declare, self.next, self.stop, self.end, spacing=8))
        for column in (first, last):
            column.setSpacing(0)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 10, 20, 10)
        box.setSpacing(28)
        side = QWidget()
        side.setFixedWidth(210)
        first.setContentsMargins(0, 0, 0, 0)
        side.setLayout(first)
        box.addWidget(side)
        box.addWidget(self.phases, 1)
        box.addLayout(last)

    def _show(self) -> None:
        war = self._war
        response = war.row.response if war.row is not None else None
        for button in (self.declare, self.rehearse):
            button.setVisible(response is None and war.may and war.row is not None)
        self.mark.setVisible(war.drill is not None)
        self.stop.setVisible(war.drill is not None and war.may)
        self.next.setVisible(response is not None and war.may and any(one.state == "current" for one in response.phases))
        self.end.setVisible(response is not None and war.drill is None and war.may)
        for widget in (self.rest, self.left):
            widget.setVisible(response is not None)
        if response is None:
            self._stand_by()
        elif war.drill is not None:
            self.title.setText(self.tr("{0}响应，{1} 开始").format(war.drill.name, text.near(response.opened_at, war.now)))
            self.who.setText(self.tr("{0} 发起 · 不发站外、不计数").format(response.by_name))
        else:
            here = sum(person.presence == "on" for person in war.people.values())
            self.title.setText(self.tr("三小时响应，{0} 启动").format(text.near(response.opened_at, war.now)))
            self.who.setText(self.tr("{0} 指挥 · {1} 人在岗").format(response.by_name, here))
        self._tick()

    def _stand_by(self) -> None:
        name = self._war.row.name if self._war.row is not None else "—"
        self.title.setText(self.tr("没有进行中的响应"))
        self.clock.setText(name)
        self.who.setText(self.tr("启动后按时限推进四个阶段") if self._war.may else self.tr("由主管启动"))

    def _tick(self) -> None:
        response = self._war.row.response if self._war.row is not None else None
        if response is not None:
            self._count(response)

    def _count(self, response: ResponseRow) -> None:
        gone = self._war.now - response.opened_at
        self.clock.setText(text.span(max(timedelta(), gone)))
        over = gone > WHOLE
        self.rest.setText(self.tr("已超出三小时") if over else self.tr("剩余"))
        self.left.setText(text.span(abs(WHOLE - gone)))
        self.left.set_role("red" if over else "amber" if WHOLE - gone <= timedelta(minutes=30) else "text")
