"""The health of the day's orders: one figure, the three shares it is made of, and the days before."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.views.board.pen import CENTER, RIGHT, Pen
from ordertower_desktop.views.replay.then import Painted
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import DayPage

GOOD, FAIR = 85, 70
"""From here on green, from there on amber, below red: said in words too."""


def hue(score: int) -> str:
    return "green" if score >= GOOD else "amber" if score >= FAIR else "red"


WORDS = {"green": "良好", "amber": "要留意", "red": "差"}


class Score(Painted):
    """Painted; the formula is its tooltip."""

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__(theme, film, height=258, name="订单健康度")
        film.changed.connect(self._tell)

    def _tell(self) -> None:
        page = self._film.page
        self.setToolTip(page.formula if page is not None else "")
        if page is not None and page.health.moved:
            self.setAccessibleDescription(f"{page.health.score} 分，{WORDS[hue(page.health.score)]}")

    def _paint(self, pen: Pen, box: QRectF) -> None:
        page = self._film.page
        pen.title(box, "订单健康度")
        if page is None or not page.health.moved:
            pen.words(QRectF(box.left() + 16, box.top() + 44, box.width() - 32, 24), "这一天没有订单往来" if page else "", 13, "text3")
            return
        pen.words(QRectF(box.right() - 176, box.top() + 10, 160, 22), f"{page.health.moved:,} 单有往来", 12, "text3", align=RIGHT)
        self._ring(pen, QRectF(box.left() + 24, box.top() + 48, 84, 84), page.health.score)
        shares = (("时效", page.health.timeliness), ("准确", page.health.accuracy), ("客户反馈", page.health.feedback))
        for place, (name, share) in enumerate(shares):
            line = QRectF(box.left() + 136, box.top() + 44 + place * 34, box.width() - 152, 20)
            pen.words(line, name)
            pen.words(line, str(share), 13, face="bold", align=RIGHT)
            pen.bar(QRectF(line.left(), line.bottom() + 2, line.width(), 4), share / 100, hue(share) + "F" if share < GOOD else "h4")
        pen.rule(box.left() + 1, box.right() - 1, box.top() + 156)
        self._days(pen, QRectF(box.left() + 16, box.top() + 164, box.width() - 32, 86), page)

    def _ring(self, pen: Pen, ring: QRectF, score: int) -> None:
        pen.painter.setBrush(Qt.BrushStyle.NoBrush)
        pen.painter.setPen(QPen(pen.color.track, 9))
        pen.painter.drawEllipse(ring)
        made = QPen(pen.ink(hue(score) + "F"), 9)
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.painter.setPen(made)
        pen.painter.drawArc(ring, 90 * 16, -round(score * 3.6 * 16))
        pen.words(ring.translated(0, -8), str(score), 28, face="figure", align=CENTER)
        pen.words(ring.translated(0, 18), WORDS[hue(score)], 12, hue(score), align=CENTER)

    def _days(self, pen: Pen, box: QRectF, page: DayPage) -> None:
        column = box.width() / max(10, len(page.healths))
        for place, (day, score) in enumerate(page.healths):
            middle, high = box.left() + (place + 0.5) * column, 34 * score / 100
            mine = day == page.day
            bar = QRectF(middle - column * 0.38, box.top() + 56 - high, column * 0.76, high)
            pen.fill(bar, hue(score) + "F" if mine else "h3", 2)
            pen.words(QRectF(middle - 20, bar.top() - 19, 40, 18), str(score), 12, "text" if mine else "text2",
                      face="bold" if mine else "plain", align=CENTER)  # fmt: skip
            named = f"{day.month}-{day.day}" if place == 0 else f"{day.day}日"
            under = QRectF(middle - 24, box.top() + 60, 48, 18)
            pen.words(under, named, 12, "text" if mine else "text3", face="bold" if mine else "plain", align=CENTER)
