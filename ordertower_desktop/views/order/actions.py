"""The bar at the bottom: everything that can be done to the order, each with its key; what does not fit goes into a menu."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu

from ordertower_desktop.views.order.checks import ClosingChecks
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.theme.theme import Theme

HEIGHT, GAP, NARROW = 52, 8, 1180


class Verb(NamedTuple):
    """`word` is an action's word, or one of the page's own: scripts, report_file."""

    word: str
    name: str
    icon: str
    key: str = ""
    kind: str = "plain"


VERBS = (
    Verb("acknowledge", "接手", "hand", "A", "primary"),
    Verb("repull", "重新拉取", "refresh-cw", "R"),
    Verb("hand_over", "转派", "forward", "H"),
    Verb("note", "备注", "sticky-note", "N"),
    Verb("scripts", "话术", "message-square-quote", "M"),
    Verb("report_file", "生成报告", "file-text"),
    Verb("file_article", "归档报告", "book-open"),
    Verb("report", "登记催单", "megaphone"),
    Verb("resync", "重新同步", "repeat"),
    Verb("force", "强制推进…", "zap", "", "danger"),
)
MENU = (
    Verb("pause", "暂停计时", "pause", "P"),
    Verb("resume", "恢复计时", "play"),
    Verb("snooze", "稍后", "clock", "S"),
    Verb("verdict", "判真假", "badge-check", "V"),
    Verb("improvise", "记临时操作…", "bolt", "Ctrl+I"),
    Verb("fill_in", "补录临时操作…", "clipboard-check", "Ctrl+Shift+I"),
    Verb("waybill", "补录运单…", "truck", "Ctrl+L"),
    Verb("unreached", "记联系未果…", "phone", "Ctrl+U"),
    Verb("reopen_step", "重开上一步", "rotate-ccw", "Ctrl+Shift+D"),
    Verb("archive", "归档", "archive"),
    Verb("reveal", "看一单明文…", "eye", "Y"),
    Verb("track_link", "复制查询链接", "external-link", "Q"),
    Verb("undo", "撤销", "undo-2", "Z"),
)
GIVES_WAY = ("resync", "file_article", "report", "report_file", "force", "scripts", "note", "hand_over", "repull")
"""What leaves the bar for the menu when the window is narrow, first to last."""
REOPEN = Verb("reopen", "重新打开", "undo-2")
ALWAYS = frozenset({"report_file", "file_article", "note", "report", "reveal", "track_link", "waybill"})
"""What can be done to an order whose case is closed."""
LOOKING = ("reveal", "track_link")
"""What changes nothing, and stays in the menu whatever the state."""
BARE = frozenset({"report_file", "report", "reveal", "track_link", "waybill"})
"""What can be done to an order that never had a case."""


class ActionBar(Surface):
    """52 px. `asked` names the verb; closing comes with its checks."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="top")
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        self.checks = ClosingChecks(theme)
        self._hidden: list[Verb] = []
        self._state = "open"
        self._scripts = self._links = False
        self.buttons = {verb.word: self._button(verb) for verb in (*VERBS, REOPEN)}
        self._more = Button(theme, "", icon="ellipsis")
        self._more.setAccessibleName(self.tr("更多操作"))
        self._more.setToolTip(self.tr("更多操作"))
        self._more.clicked.connect(self._open_menu)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 1, 16, 0)
        box.setSpacing(GAP)
        for button in (*self.buttons.values(), self._more):
            box.addWidget(button)
        box.addStretch(1)
        box.addWidget(self.checks)
        self.show_state("none")

    def _button(self, verb: Verb) -> Button:
        made = Button(self._theme, self.tr(verb.name), kind=verb.kind, icon=verb.icon, key=verb.key)
        made.clicked.connect(lambda: self.asked.emit(verb.word))
        return made

    def show_state(self, state: str, *, scripts: int = 0, links: int = 0) -> None:
        """`open` | `closed` | `bare` (an order without a case) | `none` (nothing is known yet).

        `links`: how many links there are for the customer; without any nobody is offered one.
        """
        self._state, self._scripts, self._links = state, bool(scripts), bool(links)
        for word, button in self.buttons.items():
            button.setEnabled(self.allows(word))
        self.checks.setEnabled(state == "open")
        self.checks.setVisible(state != "closed")
        self._fit()

    def allows(self, word: str) -> bool:
        """Whether the state of the case lets this be done."""
        if word == "track_link" and not self._links:
            return False
        match self._state:
            case "open":
                return word != REOPEN.word
            case "closed":
                return word in ALWAYS or word in (REOPEN.word, "undo")
            case "bare":
                return word in BARE
            case _:
                return False

    def _offered(self) -> list[Verb]:
        """What the state allows to be seen at all."""
        if self._state == "closed":
            return [REOPEN, *(verb for verb in VERBS if verb.word in ALWAYS)]
        return [verb for verb in VERBS if verb.word != "scripts" or self._scripts]

    def _fit(self) -> None:
        """Every button while there is room; what can wait goes into the menu first."""
        self.checks.narrow(self.width() < NARROW)
        room = self.width() - 32 - GAP - self._more.sizeHint().width()
        room -= self.checks.sizeHint().width() + 12 if self._state != "closed" else 0
        offered = self._offered()
        wide = {verb.word: self.buttons[verb.word].sizeHint().width() + GAP for verb in offered}
        gone: set[str] = set()
        for word in GIVES_WAY:
            if sum(wide.values()) <= room:
                break
            if wide.pop(word, 0):
                gone.add(word)
        self._hidden = [verb for verb in offered if verb.word in gone]
        for word, button in self.buttons.items():
            button.setVisible(word in wide)

    def minimumSizeHint(self) -> QSize:
        """What finds no room goes into the menu, so the bar never holds a window open."""
        return QSize(640, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def menu_verbs(self) -> list[Verb]:
        """What the menu offers: what found no room, then what is rarer."""
        rarer = [verb for verb in MENU if self._state == "open" or verb.word in LOOKING]
        return [*self._hidden, *(verb for verb in rarer if verb.word != "track_link" or self._links)]

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for verb in self.menu_verbs():
            action = QAction(f"{self.tr(verb.name)}\t{verb.key}" if verb.key else self.tr(verb.name), menu)
            action.setEnabled(self.allows(verb.word))
            action.triggered.connect(lambda _on=False, word=verb.word: self.asked.emit(word))
            menu.addAction(action)
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))
