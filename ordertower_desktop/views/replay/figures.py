"""How quick the floor was on the day, per link and per person, as a table."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.views.board.pen import LEFT, RIGHT, Pen
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import DayPage, Figures, Spread

HEADINGS = ("", "在池", "超时", "响应中位", "九成内", "处理中位", "九成内", "转派", "被转走")
ROW, HEAD, NAME = 30.0, 28.0, 110.0
SHARES = (1, 1, 1.7, 1.6, 1.6, 1.6, 1, 1.1)
"""How the columns after the name share the room: times need more of it than counts."""


def cells(line: Figures) -> tuple[str, ...]:
    """A line as people read it; what did not happen is a dash, never a nought."""
    counts = (text.count(line.cases), text.count(line.breached))
    return (line.name, *counts, *_spread(line.response), *_spread(line.handling), text.count(line.passed_on), text.count(line.taken_away))


def _spread(one: Spread) -> tuple[str, str]:
    if not one.count:
        return "—", "—"
    return text.spoken(timedelta(seconds=one.median_s)), text.spoken(timedelta(seconds=one.p90_s))


class Table(QWidget):
    """Painted lines; the first of them is the whole floor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[tuple[str, ...]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, int(HEAD + ROW * max(1, len(self.lines))))

    def show_lines(self, lines: Sequence[tuple[str, ...]]) -> None:
        self.lines = list(lines)
        self.setAccessibleName("；".join("，".join(f"{name} {cell}" for name, cell in zip(HEADINGS, line, strict=True)) for line in lines))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = Pen(painter, self._theme.color, self.devicePixelRatioF())
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), pen.color.canvas)
        self._row(pen, 0, HEADINGS, height=HEAD, role="text2")
        for place, line in enumerate(self.lines):
            top = HEAD + place * ROW
            self._row(pen, top, line, height=ROW, role="text" if place == 0 else "")
            pen.rule(0, self.width(), top + ROW - 1)
        painter.end()

    def _row(self, pen: Pen, top: float, line: tuple[str, ...], *, height: float, role: str) -> None:
        size = 12 if role == "text2" else 13
        unit, left = (self.width() - NAME - 8) / sum(SHARES), 8.0
        for place, words in enumerate(line):
            wide = NAME - 8 if place == 0 else unit * SHARES[place - 1]
            box, left = QRectF(left, top, wide - 3, height), left + wide
            red = place == 2 and words not in ("0", "超时")
            face = "bold" if role == "text" or red else "plain"
            pen.words(box, words, size, "red" if red else role or "text", face=face, align=LEFT if place == 0 else RIGHT)


class FiguresCard(Card):
    """Links or people; people are told by how much passed through their hands, never ranked by more than breaches."""

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__(theme, self.tr("用时与超时"), self.tr("首次响应和处理都从入池算起"))
        self._film = film
        self.which = Segmented(theme, (("links", self.tr("环节")), ("people", self.tr("人员"))), "links")
        self.table = Table(theme)
        self.weeks = Link(theme, self.tr("按周看"), icon="chart-no-axes-column")
        self.head.addWidget(self.weeks)
        self.head.addWidget(self.which)
        self.body.addWidget(self.table)
        self.which.chosen.connect(lambda _key: self._show())
        film.changed.connect(self._show)

    def _show(self) -> None:
        page = self._film.page
        self.table.show_lines([cells(line) for line in lines(page, self.which.current)] if page is not None else [])


def lines(page: DayPage, which: str) -> list[Figures]:
    """The whole floor, then each link or person."""
    return [page.total, *(page.people if which == "people" else page.links)]


def stacked(*widgets: QWidget, spacing: int = 12) -> QWidget:
    """Widgets under each other, at the top of what room there is."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return made
