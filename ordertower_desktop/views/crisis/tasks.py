"""The action pack: every task with its owner and its clock, ticked where it is done; scripts and the reporting path one click away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.pack import PHASE_NAMES, Phase
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War, finished, hurried
from ordertower_desktop.views.crisis.lines import Lines, Ring, line, pair
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import TaskRow

OWNER, CLOCK = 118, 128


class Clock(PlainLabel):
    """How a task stands against its time; it counts by itself."""

    def __init__(self, theme: Theme, war: War, task: TaskRow) -> None:
        super().__init__(theme, size=13)
        self._war, self._task = war, task
        self.setFixedWidth(CLOCK)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        war.ticked.connect(self.tick)
        self.tick()

    def tick(self) -> None:
        words, role, strong = standing(self._task, self._war)
        if words != self.text():
            self.setText(words)
            self.set_role(role)
            self.set_face(_face(strong))


def standing(task: TaskRow, war: War) -> tuple[str, str, str]:
    """(words, colour role, bold) of a task's clock; before a declaration only how long it has."""
    if war.row is None or war.row.response is None:
        return f"限 {text.spoken(task.due_at - task.began_at)}", "text3", ""
    if task.ended_at is not None:
        done = text.of_day(task.ended_at)
        return (f"{done} 完成，晚了", "red", "") if task.late else (f"{done} 完成", "text2", "")
    if war.now >= task.due_at:
        return text.left(task.due_at - war.now), "red", "yes"
    if task.state == "current" or task.began_at <= war.now:
        near = hurried(task, war.now)
        return text.left(task.due_at - war.now), "amber" if near else "text2", "yes" if near else ""
    return f"{text.of_day(task.due_at)} 前", "text3", ""


def _face(strong: str):  # type: ignore[no-untyped-def]
    from ordertower_desktop.views.theme import fonts

    return fonts.tabular_bold(13) if strong else fonts.tabular(13)


class PackCard(Card):
    """`finish_asked(task)`, `reopen_asked(task)`, `take_asked(task)`, `scripts_asked`, `path_asked`."""

    finish_asked = Signal(object)
    reopen_asked = Signal(object)
    take_asked = Signal(object)
    scripts_asked = Signal()

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, self.tr("动作包"))
        self._theme, self._war = theme, war
        self.scripts = Button(theme, self.tr("话术"), icon="message-square-quote", key="M", small="yes")
        self.head.addWidget(self.scripts)
        self.scripts.clicked.connect(self.scripts_asked)
        self.lines = Lines(theme)
        self.body.addLayout(self.lines)
        self.body.addStretch(1)
        war.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        row = self._war.row
        if row is None:
            return
        level = row.response.level if row.response is not None else row.level
        tasks = row.response.tasks if row.response is not None else row.pack.tasks
        named = self.tr("{0}动作包") if self._war.drill is None else self.tr("演练：{0}动作包")
        self.title.setText(named.format({1: "一级", 2: "二级", 3: "三级"}[level]))
        words = self.tr("{0} / {1} 完成").format(finished(tasks), len(tasks)) if row.response is not None else self.tr("启动响应后开始计时")
        late = self._war.late_tasks()
        self.set_note(words + (self.tr(" · 超时 {0} 项已记录").format(late) if late else ""))
        self.lines.show_lines(tasks, self._line, also=(row.response is not None, self._war.me))

    def _line(self, task: TaskRow) -> QWidget:
        theme, running = self._theme, self._war.row is not None and self._war.row.response is not None
        late = task.state != "done" and task.late
        ring = Ring(
            theme,
            "late" if late else task.state,
            self.tr("重开：{0}").format(task.title) if task.state == "done" else self.tr("完成：{0}").format(task.title),
        )
        ring.setEnabled(running)
        ring.clicked.connect(lambda: (self.reopen_asked if task.state == "done" else self.finish_asked).emit(task))
        title = Elided(theme, task.title, strong="" if task.state == "done" else "yes", role="text2" if task.state == "done" else "text")
        under = task.said or task.detail or PHASE_NAMES.get(Phase(task.phase), "") if task.phase else task.said or task.detail
        detail = Elided(theme, under, size=12, role="text3")
        return line(ring, pair(title, detail), self._owner(task, running), Clock(theme, self._war, task), height=52)

    def _owner(self, task: TaskRow, running: bool) -> QWidget:
        made = QWidget()
        made.setFixedWidth(OWNER)
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        name = task.ended_by or task.owner_name
        box.addStretch(1)
        if name or not running:
            box.addWidget(Elided(self._theme, name or task.post, role="text" if name else "text3"))
            if name and name != task.post:
                box.addWidget(Elided(self._theme, task.post, size=12, role="text3"))
        else:
            take = Link(self._theme, self.tr("{0} 认领").format(task.post), size=13)
            take.clicked.connect(lambda: self.take_asked.emit(task))
            box.addWidget(take)
        box.addStretch(1)
        return made


class LogCard(Card):
    """战情记录: what happened, newest first; one line can be added."""

    note_asked = Signal()

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, self.tr("战情记录"), self.tr("谁、何时、为何，自动汇成事实表"))
        self._theme, self._war = theme, war
        self.add = Link(theme, self.tr("记一条"), icon="plus")
        self.head.addWidget(self.add)
        self.add.clicked.connect(self.note_asked)
        self.lines = Lines(theme, ruled="")
        self.nothing = PlainLabel(theme, self.tr("还没有记录"), role="text3")
        self.body.addWidget(self.nothing)
        self.body.addLayout(self.lines)
        self.body.addStretch(1)
        war.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        row = self._war.row
        log = row.log if row is not None else []
        self.nothing.setVisible(not log)
        self.add.setVisible(row is not None and row.response is not None)
        self.lines.show_lines(log[:60], self._line)

    def _line(self, one):  # type: ignore[no-untyped-def]
        at, who = (
            PlainLabel(self._theme, text.dated(one.at, self._war.now), role="text3"),
            PlainLabel(self._theme, one.by_name or self.tr("系统"), role="text2"),
        )
        at.setFixedWidth(44)
        who.setFixedWidth(54)
        return line(at, who, Elided(self._theme, one.text, role="red" if one.did == "late" else "text"), height=26)
