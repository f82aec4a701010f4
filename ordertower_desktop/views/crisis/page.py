"""危机: the strip of the three hours on top; level and money, action pack and log, plan and people under it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.forecast import LevelCard
from ordertower_desktop.views.crisis.head import Head
from ordertower_desktop.views.crisis.money import MoneyCard
from ordertower_desktop.views.crisis.side import ChecksCard, GrantCard, PathCard, PlanCard, VipCard
from ordertower_desktop.views.crisis.tasks import LogCard, PackCard
from ordertower_desktop.views.theme.theme import Theme

LEFT, RIGHT, SLIM, NARROW = 364, 308, 264, 1180


class CrisisPage(QWidget):
    """`titled(title, subtitle)`; what is asked comes by the signals of the cards."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__()
        self.war = war
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head = Head(theme, war)
        self.level, self.money = LevelCard(theme, war), MoneyCard(theme, war)
        self.pack, self.log = PackCard(theme, war), LogCard(theme, war)
        self.plan, self.vips, self.checks = PlanCard(theme, war), VipCard(theme, war), ChecksCard(theme, war)
        self.path, self.grants = PathCard(theme, war), GrantCard(theme, war)
        self.level.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.left = _column(self.level, self.money)
        self.middle = _column(self.pack, self.log)
        self.right = _column(self.plan, self.vips, self.checks, self.path, self.grants)
        body = QHBoxLayout()
        body.setContentsMargins(16, 14, 16, 14)
        body.setSpacing(16)
        body.addWidget(self.left)
        body.addWidget(self.middle, 1)
        body.addWidget(self.right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addLayout(body, 1)
        war.changed.connect(self._title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= NARROW
        self.left.setFixedWidth(LEFT if wide else SLIM + 36)
        self.right.setFixedWidth(RIGHT if wide else SLIM)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._title()
        self.war.ask_grants()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M opens the scripts, N notes a line."""
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_M:
                self.pack.scripts_asked.emit()
                return
            if event.key() == Qt.Key.Key_N and self.log.add.isVisible():
                self.log.note_asked.emit()
                return
        super().keyPressEvent(event)

    def _title(self) -> None:
        row = self.war.row
        words = ""
        if row is not None:
            words = self.tr("{0} · {1}").format(row.name, row.why) if row.why else row.name
        self.titled.emit(self.tr("危机响应"), words)


def _column(*cards: QWidget) -> QScrollArea:
    """Cards under each other; the last one takes what room there is."""
    inner, area = QWidget(), QScrollArea()
    box = QVBoxLayout(inner)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(12)
    for card in cards:
        box.addWidget(card)
    box.setStretch(len(cards) - 1, 1)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
