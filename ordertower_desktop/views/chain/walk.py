"""此刻走一遍: if an order broke now, who would hear what when, step by step."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel
from ordertower_desktop.models import text
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.policies import ChainTold, ChainTrial

MARKS = {"told": ("green", "check"), "nobody": ("red", "x"), "owed": ("neutral", "minus")}
HIGH = 42


class WalkLine(QWidget):
    """A step of the walk: when, by what, to whom; and what keeps it from them."""

    def __init__(self, theme: Theme, told: ChainTold) -> None:
        super().__init__()
        self._theme, self.told = theme, told
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = CHANNEL_NAMES[Channel(told.channel)]
        whom = "、".join(told.names)
        self.head = f"转备岗 {told.handed}" if told.handed else f"{name} {whom}".strip()
        self.words = told.why or {"told": self.tr("送到"), "owed": ""}.get(told.fate, "")
        if told.fate == "nobody":
            self.words = self.tr("{0}，立即下一步").format(told.why)
        self.setAccessibleName(f"{text.of_day(told.at)} {self.head}，{self.words}")
        self.setToolTip(tips.tip(f"{self.head}：{self.words}"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        hue_name, icon = MARKS.get(self.told.fate, ("neutral", "minus"))
        hue = color.hue(hue_name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(0.5, 3.5, 17, 17)
        painter.setPen(QPen(color.border2 if hue_name == "neutral" else hue.edge, 1))
        painter.setBrush(hue.fill if hue_name != "neutral" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        mark = icons.pixmap(icon, 11, hue.text if hue_name != "neutral" else color.text3, density=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(3.5, 6.5), mark)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(27, 2, 48, 20), text.of_day(self.told.at), color.text2)
        painter.setFont(fonts.tabular_bold(13))
        self._elided(painter, QRectF(70, 2, self.width() - 72, 20), self.head, color.text)
        painter.setFont(fonts.tabular(12))
        self._elided(painter, QRectF(70, 21, self.width() - 72, 18), self.words, hue.text if hue_name == "red" else color.text3)
        painter.end()

    def _elided(self, painter: QPainter, rect: QRectF, words: str, ink: object) -> None:
        fitting = QFontMetricsF(painter.font()).elidedText(paint.plain(words), Qt.TextElideMode.ElideRight, rect.width())
        paint.text(painter, rect, fitting, ink)  # type: ignore[arg-type]


class Walk(QWidget):
    """`post_asked(post)`: walk it for an order of another post. `drill_asked(outside)`: rehearse it, by phone too where that says yes."""

    post_asked = Signal(str)
    drill_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: ChainTrial | None = None
        self.lines: list[WalkLine] = []
        self.post = Pick(theme, self.tr("哪个岗位的单"), (), "", wide=112)
        self.note = PlainLabel(theme, role="text3", size=12, wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 10)
        box.setSpacing(6)
        title = PlainLabel(theme, self.tr("此刻走一遍"), size=14, strong="yes")
        box.addLayout(row(title, 1, self.post))
        box.addWidget(self.note)
        box.addLayout(self._list)
        self.drill, self.loud = Link(theme, self.tr("演练一次，只在站内")), Link(theme, "")
        box.addLayout(row(self.drill, self.loud, 1, spacing=16))
        self.drill.clicked.connect(lambda: self.drill_asked.emit(""))
        self.loud.clicked.connect(self._loud)
        self._arm("")
        self.post.activated.connect(lambda _row: self.post_asked.emit(self.post.key()))

    def _arm(self, armed: str) -> None:
        """What leaves the house asks once more."""
        self._armed = armed
        self.loud.setText(self.tr("确定响手机？再点一次") if armed else self.tr("连手机一起演练…"))

    def _loud(self) -> None:
        if self._armed:
            self.drill_asked.emit("yes")
        self._arm("" if self._armed else "yes")

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._arm("")

    def show_shop(self, shop: ChainShop) -> None:
        trial = shop.trial
        for link in (self.drill, self.loud):
            link.setVisible(not shop.locked and trial is not None)
        self.post.offer_with(shop.posts, shop.post)
        self.post.setEnabled(bool(shop.online))
        self.note.setText(self._note(shop, trial))
        if trial != self._shown:
            self._shown = trial
            self._make(trial)

    def _note(self, shop: ChainShop, trial: ChainTrial | None) -> str:
        if not shop.online:
            return self.tr("中枢连不上，连上后按当时的人和渠道走")
        if shop.why_no_trial:
            return shop.why_no_trial
        if trial is None:
            return self.tr("正在走…")
        owner = self.tr("责任人 {0}").format(trial.owner_name) if trial.owner_name else self.tr("没有人在岗可接")
        return self.tr("若 {0} 有一单超时，{1}；都没人接手时：").format(text.of_day(trial.at), owner)

    def _make(self, trial: ChainTrial | None) -> None:
        clear(self._list)
        self.lines = [WalkLine(self._theme, one) for one in trial.told] if trial else []
        for line in self.lines:
            self._list.addWidget(line)
            line.show()
