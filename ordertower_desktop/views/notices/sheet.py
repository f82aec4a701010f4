"""The sheet of notices, 540 wide over the right of the window."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.notices import Group, Notices
from ordertower_desktop.views.notices.group import GroupView
from ordertower_desktop.views.parts.button import Button, Chip, IconButton
from ordertower_desktop.views.parts.card import Surface, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme

WIDTH, TOP, BOTTOM, REST_MS = 540, 48, 28, 200


class NoticeSheet(Surface):
    """Shows what `notices` holds; made anew at most five times a second, and only while somebody looks."""

    asked = Signal(str, list)
    muted = Signal(str)

    def __init__(self, theme: Theme, window: QWidget, notices: Notices, *, now: datetime) -> None:
        super().__init__(theme, edge="left")
        self.setParent(window)
        self._window, self._notices, self._now = window, notices, now
        self._which, self._open, self._folded = "waiting", "", set[str]()
        self._first = "yes"
        self.setAccessibleName(self.tr("通知"))
        self.title, self.note = PlainLabel(theme, self.tr("通知"), size=16, strong="yes"), PlainLabel(theme, role="text2", size=12)
        self.all = Button(theme, self.tr("全部接手…"), icon="check", small="yes")
        self.close_ = IconButton(theme, "x", self.tr("关闭通知"))
        self.waiting, self.every = Chip(theme, self.tr("未确认")), Chip(theme, self.tr("全部"))
        self._groups, self._inner, self.state = QVBoxLayout(), QWidget(), StateView(theme)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self.show_now)
        self._build()
        window.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        head = QWidget()
        head.setFixedHeight(48)
        top = QHBoxLayout(head)
        top.setContentsMargins(16, 0, 12, 0)
        top.addLayout(row(self.title, self.note, 1, self.all, self.close_))
        for chip, which in ((self.waiting, "waiting"), (self.every, "all")):
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, which=which: self.choose(which))
        chips = row(self.waiting, self.every, 1)
        chips.setContentsMargins(16, 4, 16, 8)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(0)
        inner.addLayout(self._groups)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(self._inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addLayout(chips)
        box.addWidget(scroll, 1)
        box.addWidget(self.state, 1)
        self.all.clicked.connect(self._all)
        self.close_.clicked.connect(self.hide)
        QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(self.hide)

    def toggle(self) -> None:
        self.hide() if self.isVisible() else self.open()

    def open(self) -> None:
        self._place()
        self.show_now()
        self.show()
        self.raise_()
        self.close_.setFocus()

    def choose(self, which: str) -> None:
        """waiting | all."""
        self._which = which
        self.show_now()

    def changed(self) -> None:
        """The notices are others now."""
        if self.isVisible() and not self._rest.isActive():
            self._rest.start()

    def tick(self, now: datetime) -> None:
        self._now = now

    def show_now(self) -> None:
        """Everything as it stands."""
        groups = self._notices.groups(self._which, now=self._now)
        total = sum(len(group.rows) for group in groups)
        self.note.setText(self.tr("{0} 组，{1} 条").format(len(groups), text.count(total)) if total else "")
        self.waiting.setText(self.tr("未确认 {0}").format(text.count(self._notices.unanswered)))
        self.every.setText(self.tr("全部 {0}").format(text.count(self._notices.total)))
        for chip, which in ((self.waiting, "waiting"), (self.every, "all")):
            chip.setChecked(self._which == which)
            chip.updateGeometry()
        self.all.setEnabled(bool(self._notices.unanswered))
        clear(self._groups)
        for place, group in enumerate(groups):
            self._groups.addWidget(self._made(group, place))
        self._scroll.setVisible(bool(groups))
        self.state.setVisible(not groups)
        if not groups:
            self.state.show_state("empty", self.tr("没有等您确认的通知"), self.tr("新的提醒会在这里，也会弹出系统通知"))

    def _made(self, group: Group, place: int) -> GroupView:
        """The first group stands open; the others open when asked."""
        open_ = (group.cause not in self._folded) if place == 0 else (group.cause in self._folded)
        view = GroupView(self._theme, group, self._now, fold="" if open_ else "yes")
        view.asked.connect(self.asked)
        view.muted.connect(self.muted)
        view.toggled.connect(self._toggled)
        return view

    def _toggled(self, cause: str) -> None:
        self._folded ^= {cause}
        QTimer.singleShot(0, self, self.show_now)

    def _all(self) -> None:
        cases = [case for group in self._notices.groups("waiting", now=self._now) for case in group.cases]
        self.asked.emit("take", list(dict.fromkeys(cases)))

    def _place(self) -> None:
        height = self._window.height() - TOP - BOTTOM
        self.setGeometry(self._window.width() - WIDTH, TOP, WIDTH, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._place()
        return False
