"""复盘: the day's axis on top, the board of a moment and the figures under it, health and the three questions at the right."""

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.models.replay.thenpool import ThenPool
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.replay.answers import AnswersCard
from ordertower_desktop.views.replay.axis import Axis
from ordertower_desktop.views.replay.figures import FiguresCard, stacked
from ordertower_desktop.views.replay.player import Player, day_name
from ordertower_desktop.views.replay.score import Score
from ordertower_desktop.views.replay.then import Segments, Tiles
from ordertower_desktop.views.replay.thenpool import ThenPoolView
from ordertower_desktop.views.theme.theme import Theme

SIDE, SLIM, NARROW, PICTURE = 400, 340, 1180, 760
MINUTE = timedelta(minutes=1)
STEPS = {
    Qt.Key.Key_Left: -MINUTE,
    Qt.Key.Key_Right: MINUTE,
    Qt.Key.Key_PageUp: -60 * MINUTE,
    Qt.Key.Key_PageDown: 60 * MINUTE,
    Qt.Key.Key_Home: timedelta(days=-1),
    Qt.Key.Key_End: timedelta(days=1),
}
"""With Shift an arrow goes ten times as far."""
SKIPS = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}


class ReplayPage(QWidget):
    """`titled(title, subtitle)`; `order_asked(order)`; `report_asked`."""

    titled = Signal(str, str)
    order_asked = Signal(str)
    report_asked = Signal()

    def __init__(self, theme: Theme, film: Film, drafting: Drafting, pool: ThenPool) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("复盘与回放"))
        self.film, self.drafting = film, drafting
        self.player, self.axis = Player(theme, film), Axis(theme, film)
        self.tiles, self.segments, self.figures = Tiles(theme, film), Segments(theme, film), FiguresCard(theme, film)
        self.score, self.answers, self.state = Score(theme, film), AnswersCard(theme, drafting), StateView(theme)
        self.pool = ThenPoolView(theme, pool)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._build(theme)
        self._connect()
        self._show()

    def _build(self, theme: Theme) -> None:
        top, day, body = Surface(theme, edge="bottom"), QWidget(), QHBoxLayout()
        head = QVBoxLayout(top)
        head.setContentsMargins(0, 0, 0, 4)
        head.setSpacing(0)
        head.addWidget(self.player)
        head.addWidget(self.axis)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(16)
        body.addWidget(_scrolled(stacked(self.tiles, self.segments, self.figures), self.tr("那一刻的数字")), 1)
        self.side = _scrolled(stacked(self.score, self.answers), self.tr("健康度与复盘三问"))
        body.addWidget(self.side)
        outer = QVBoxLayout(day)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addLayout(body, 1)
        for widget in (day, self.state, self.pool):
            self._stack.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        strip = Surface(theme, role="amberF")  # nobody may take what is under it for now
        strip.setFixedHeight(3)
        box.addWidget(strip)
        box.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.film.changed.connect(self._show)
        self.film.changed.connect(lambda: self.drafting.show_day(self.film.page))
        self.film.moved.connect(self._title)
        self.drafting.reload_asked.connect(self.film.again)
        self.answers.order_asked.connect(self.order_asked)
        self.answers.moment_asked.connect(self.film.seek)
        self.answers.report_asked.connect(self.report_asked)
        self.player.pool_asked.connect(self._open_pool)
        self.pool.left.connect(self._close_pool)
        self.pool.order_asked.connect(self.order_asked)
        self.state.asked.connect(self.film.open)
        for widget in (self.axis, self):
            widget.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.side.setFixedWidth(SIDE if event.size().width() >= NARROW else SLIM)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        if self.film.days is None:
            self.film.open()
        self._title()
        self.axis.setFocus()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys move the film wherever nobody writes."""
        return bool(isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._pressed(event)) or super().eventFilter(
            watched, event
        )

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self.player.turn()
        elif key in SKIPS:
            self.film.skip(SKIPS[key])
        elif key in STEPS:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.film.pause()
            self.film.step(STEPS[key] * far)
        else:
            return False
        return True

    def pictures(self) -> list[QImage]:
        """The board of the moment beside the one of now, for paper."""
        return [card.picture(PICTURE, "light") for card in (self.tiles, self.segments)] if self.film.board is not None else []

    def _open_pool(self) -> None:
        self.film.pause()
        if self.film.at is not None:
            self.pool.model.open(self.film.at)
            self._stack.setCurrentWidget(self.pool)
            self.pool.view.setFocus()

    def _close_pool(self) -> None:
        self._show()
        self.axis.setFocus()

    def _show(self) -> None:
        film = self.film
        if film.page is not None and not film.locked:
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        if film.locked:
            self.state.show_state("wait", film.locked)
        elif film.trouble:
            self.state.show_state("error", self.tr("没能取到这一天"), film.trouble, link=self.tr("再试一次"))
        else:
            self.state.show_state("wait", self.tr("正在取这一天"))

    def _title(self) -> None:
        page = self.film.page
        self.titled.emit(self.tr("复盘与回放"), day_name(page.day.isoformat()) if page is not None else "")


def _scrolled(inner: QWidget, name: str) -> QScrollArea:
    made = QScrollArea()
    made.setAccessibleName(name)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inner)
    return made
