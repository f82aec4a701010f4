"""The steps of a chain as boxes with arrows between them; one is in hand, and keys move it."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ordertower_desktop.domain.chainwords import called, when, whom
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel, Step
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.models.chain.lines import ICONS
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

NARROWEST, WIDEST, HIGH, ARROW, BELOW = 148, 190, 124, 28, 8
HOW = {
    Channel.IN_APP: "响铃 + 系统通知",
    Channel.WECOM: "未接手才发",
    Channel.DINGTALK: "未接手才发",
    Channel.FEISHU: "未接手才发",
    Channel.SMS: "失败立即下一步",
    Channel.MAIL: "未接手才发",
}


class StepBox(QAbstractButton):
    """One step: its channel, when, to whom, and what is wrong or doubtful about it. `asked(what)`: left, right, up, down, away."""

    asked = Signal(str)

    def __init__(self, theme: Theme, step: Step, *, arrow: str) -> None:
        super().__init__()
        self._theme, self.step, self._arrow = theme, step, arrow
        self._whom, self._words, self._hue = "", "", ""
        self._wide = NARROWEST
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_step(self, place: int, names: Mapping[str, str], *, words: str, hue: str) -> None:
        """`words` in `hue` (red: wrong, amber: doubtful) stand at the foot."""
        self._whom, self._words, self._hue = whom(self.step, names), words, hue
        said = f"第 {place + 1} 步，{when(self.step.after)}，{called(self.step, names)}"
        self.setAccessibleName(paint.plain(f"{said}{'，' + words if words else ''}"))
        self.setToolTip(tips.tip(words) if words else "")
        self.update()

    def set_wide(self, wide: int) -> None:
        if wide != self._wide:
            self._wide = wide
            self.updateGeometry()
            self.update()

    def words(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(self._wide + (ARROW if self._arrow else 0), HIGH + BELOW)

    def hitButton(self, pos: object) -> bool:
        return bool(self.rect().adjusted(0, 0, -(ARROW if self._arrow else 0), 0).contains(pos))  # type: ignore[call-overload]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        keys = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Delete: "away", Qt.Key.Key_Return: "open"}
        wish = keys.get(Qt.Key(event.key()))
        if wish is None:
            super().keyPressEvent(event)
            return
        self.asked.emit({"left": "earlier", "right": "later"}.get(wish, wish) if alt else wish)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, on = self._theme.color, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0.5, 0.5, self._wide - 1, HIGH - 1)
        hue = color.hue(self._hue) if self._hue else None
        edge = color.focus if self.hasFocus() or on else hue.edge if hue and self._hue == "red" else color.border
        painter.setPen(QPen(edge, 1))
        painter.setBrush(color.sel if on else color.hover if self.underMouse() else color.surface)
        painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(color.selline, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        self._head(painter)
        self._delay(painter)
        self._foot(painter)
        if self._arrow:
            mark = icons.pixmap("arrow-right", 16, color.text3, density=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(self._wide + (ARROW - 16) / 2, HIGH / 2 - 8), mark)
        painter.end()

    def _head(self, painter: QPainter) -> None:
        color = self._theme.color
        hands = self.step.hands_over
        ink = color.accent if self.isChecked() else color.text2
        name = "user-round-plus" if hands else ICONS.get(str(self.step.channel), "bell")
        painter.drawPixmap(QPointF(12, 13), icons.pixmap(name, 16, ink, density=self.devicePixelRatioF()))
        painter.setFont(fonts.tabular_bold(14))
        paint.text(painter, QRectF(35, 10, self._wide - 45, 22), "转备岗" if hands else CHANNEL_NAMES[self.step.channel], color.text)

    def _delay(self, painter: QPainter) -> None:
        color = self._theme.color
        face = fonts.tabular_bold(13)
        said = when(self.step.after)
        wide = QFontMetricsF(face).horizontalAdvance(said) + 20
        pill = QRectF(12.5, 39.5, wide, 25)
        painter.setPen(QPen(color.accent if self.isChecked() else color.border2, 1))
        painter.setBrush(color.surface)
        painter.drawRoundedRect(pill, 6, 6)
        painter.setFont(face)
        paint.text(painter, pill, said, color.text, align=paint.CENTER)

    def _foot(self, painter: QPainter) -> None:
        color = self._theme.color
        elided = Qt.TextElideMode.ElideRight
        painter.setFont(fonts.tabular(13))
        first = QFontMetricsF(painter.font()).elidedText(paint.plain(self._whom), elided, self._wide - 24)
        paint.text(painter, QRectF(12, 73, self._wide - 20, 20), first, color.text)
        words = self._words or ("带上历史，时钟不重置" if self.step.hands_over else HOW[self.step.channel])
        ink = color.hue(self._hue).text if self._hue else color.text3
        painter.setFont(fonts.tabular(12))
        paint.text(
            painter, QRectF(12, 95, self._wide - 20, 18), QFontMetricsF(painter.font()).elidedText(words, elided, self._wide - 24), ink
        )


class StepRow(QWidget):
    """`picked(place)`: that step is in hand. `moved(place, by)`, `removed(place)`; `opened`: on to its form."""

    picked = Signal(int)
    moved = Signal(int, int)
    removed = Signal(int)
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.boxes: list[StepBox] = []
        self._shown: tuple[Step, ...] | None = None
        self._flow = Flow(self, gap=0)
        self.setMinimumWidth(NARROWEST + ARROW)
        self.setAccessibleName(self.tr("告警链的步骤"))

    def show_draft(self, draft: ChainDraft, names: Mapping[str, str], *, step: int, doubts: Mapping[str, str]) -> None:
        """The boxes anew where the steps are others; what is said at their feet always."""
        faults = draft.faults
        held = any(box.hasFocus() for box in self.boxes)
        if draft.policy.steps != self._shown:
            self._make(draft)
            if held:
                self.focus(step)
        for place, box in enumerate(self.boxes):
            fault = faults.get(place, "")
            doubt = doubts.get(str(place), "")
            box.show_step(place, names, words=fault or doubt, hue="red" if fault else "amber" if doubt else "")
            box.setChecked(place == step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many boxes on a line as fit, as wide as they may be."""
        if self.boxes:
            room = self.width() + ARROW
            line = min(len(self.boxes), room // (NARROWEST + ARROW))
            if line < len(self.boxes):  # where a line ends in the middle of the chain its last box has an arrow too
                room = self.width()
                line = max(1, room // (NARROWEST + ARROW))
            for box in self.boxes:
                box.set_wide(min(WIDEST, max(NARROWEST, room // line - ARROW)))

    def focus(self, place: int) -> None:
        if 0 <= place < len(self.boxes):
            self.boxes[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, draft: ChainDraft) -> None:
        for box in self.boxes:
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._shown = draft.policy.steps
        last = len(self._shown) - 1
        self.boxes = [StepBox(self._theme, step, arrow="yes" if place < last else "") for place, step in enumerate(self._shown)]
        for place, box in enumerate(self.boxes):
            box.clicked.connect(lambda _on=False, place=place: self.picked.emit(place))
            box.asked.connect(lambda wish, place=place: self._asked(wish, place))
            self._flow.addWidget(box)
            box.show()
        self._fit()

    def _asked(self, wish: str, place: int) -> None:
        match wish:
            case "left" | "right":
                to = place + (1 if wish == "right" else -1)
                if 0 <= to < len(self.boxes):
                    self.picked.emit(to)
                    self.focus(to)
            case "earlier" | "later":
                self.moved.emit(place, 1 if wish == "later" else -1)
            case "away":
                self.removed.emit(place)
            case _:
                self.opened.emit()
