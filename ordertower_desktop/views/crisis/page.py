"""危机: the strip of the three hours on top; level and money, action pack and log, plan and people under it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.forecast import LevelCard
from ordertower_desktop.views.crisis.head import Head
from ordertower_desktop.views.crisis.money import MoneyCard
from ordertower_desktop.views.crisis.notices import NoticeCard
from ordertower_desktop.views.crisis.path import PathCard
from ordertower_desktop.views.crisis.side import ChecksCard, GrantCard, PlanCard, VipCard
from ordertower_desktop.views.crisis.tasks import LogCard, PackCard
from ordertower_desktop.views.theme.theme import Theme

LEFT, RIGHT, NARROW = 364, 308, 1180


class CrisisPage(QWidget):
    """`titled(title, subtitle)`; what is asked comes by the signals of the cards."""

    titled = Signal(str, str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("危机响应"))
        self.war = war
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head = Head(theme, war)
        self.level, self.money = LevelCard(theme, war), MoneyCard(theme, war)
        self.pack, self.log = PackCard(theme, war), LogCard(theme, war)
        self.plan, self.vips, self.checks = PlanCard(theme, war), VipCard(theme, war), ChecksCard(theme, war)
        self.path, self.grants, self.notices = PathCard(theme, war), GrantCard(theme, war), NoticeCard(theme, war)
        self.level.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.left, self.middle, self.right = _Column(self.level, self.money), _Column(self.pack, self.log), _Column(*self._aside)
        body = QHBoxLayout()
        body.setContentsMargins(16, 14, 16, 14)
        body.setSpacing(16)
        self.left.setFixedWidth(LEFT)
        self.right.setFixedWidth(RIGHT)
        body.addWidget(self.left)
        body.addWidget(self.middle, 1)
        body.addWidget(self.right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addLayout(body, 1)
        war.changed.connect(self._title)
        war.changed.connect(self._lay)

    @property
    def _aside(self) -> tuple[QWidget, ...]:
        """What goes under the level where there is no room for a third column; a notice that stands is read first."""
        rest = self.plan, self.vips, self.checks, self.path, self.grants
        stands = self.war.row is not None and bool(self.war.row.notices)
        return (self.notices, *rest) if stands else (*rest, self.notices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
        super().resizeEvent(event)

    def _lay(self) -> None:
        wide = self.width() >= NARROW
        self.left.hold(self.level, self.money, *(() if wide else self._aside))
        self.right.hold(*(self._aside if wide else ()))
        self.right.setVisible(wide)

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


class _Column(QScrollArea):
    """Cards under each other; the last one takes what room there is."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        self._cards: tuple[QWidget, ...] = ()
        inner = QWidget()
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hold(*cards)

    def hold(self, *cards: QWidget) -> None:
        """These cards from now on."""
        if cards == self._cards:
            return
        while self._box.count():
            self._box.takeAt(0)
        for place, card in enumerate(cards):
            self._box.addWidget(card, int(place == len(cards) - 1))
        self._cards = cards
