"""改了会怎样: how many open orders would end earlier or later, who turns overdue and who no more, each with its old and new end."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.terms import RUNNING_NAMES, Running
from ordertower_desktop.models import text
from ordertower_desktop.models.terms.draft import Draft
from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.terms import Redated, TermsTrial

HIGH, MOST_LINES, MOST_WORDS = 44, 12, 8
TURNS = {"late": ("新超时", "red"), "saved": ("不再超时", "green")}


class RedatedLine(QWidget):
    """One order: which clock, when it would have ended and when it would; what that makes of it."""

    def __init__(self, theme: Theme, line: Redated, now: datetime) -> None:
        super().__init__()
        self._theme, self.line = theme, line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head = f"{line.platform_name} {line.order}".strip()
        more = self.tr("，另有 {0} 个钟").format(line.more) if line.more else ""
        self.words = f"{line.label}：{_when(line.was, now)} → {_when(line.will, now)}{more}"
        self.turn, self._hue = TURNS.get(line.turn, ("", ""))
        self.setAccessibleName(f"{self.head}，{self.words}{'，' + self.turn if self.turn else ''}")
        self.setToolTip(tips.tip(f"{self.head} {line.shop}\n{self.words}"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setFont(fonts.tabular_bold(12))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self.turn)
        if self.turn:
            paint.text(painter, QRectF(0, 2, self.width(), 20), self.turn, color.hue(self._hue).text, align=paint.RIGHT)
        painter.setFont(fonts.tabular(13))
        self._elided(painter, QRectF(0, 2, self.width() - wide - 10, 20), self.head, color.text)
        painter.setFont(fonts.tabular(12))
        self._elided(painter, QRectF(0, 22, self.width(), 18), self.words, color.text2)
        painter.end()

    def _elided(self, painter: QPainter, rect: QRectF, words: str, ink: object) -> None:
        fitting = QFontMetricsF(painter.font()).elidedText(paint.plain(words), Qt.TextElideMode.ElideRight, rect.width())
        paint.text(painter, rect, fitting, ink)  # type: ignore[arg-type]


class Trial(QWidget):
    """What would become of the orders; where nothing was changed it says how to try."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[TermsTrial | None, str] | None = None
        self.note = PlainLabel(theme, role="text3", size=12, wrap="yes")
        self.counts, self.turns = PlainLabel(theme, wrap="yes"), PlainLabel(theme, role="red", strong="yes", wrap="yes")
        self.lines: list[RedatedLine] = []
        self.more = Link(theme, "", size=12)
        self.more.clicked.connect(self._unfold)
        self._folded: tuple[Redated, ...] = ()
        self._now: datetime | None = None
        self._unnamed = 0
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(8)
        box.addLayout(row(PlainLabel(theme, self.tr("改了会怎样"), size=14, strong="yes"), 1))
        for widget in (self.note, self.counts, self.turns):
            box.addWidget(widget)
        box.addLayout(self._list)
        box.addLayout(row(self.more, 1))

    def show_shop(self, shop: TermsShop, draft: Draft, now: datetime) -> None:
        trial = shop.trial if draft.touched and not draft.fault else None
        note = self._note(shop, draft)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        if (trial, note) == self._shown:
            return
        self._shown = (trial, note)
        for label in (self.counts, self.turns):
            label.setVisible(trial is not None)
        clear(self._list)
        self.lines, self._folded, self._now = [], (), now
        self.more.hide()
        if trial is not None:
            self._show(trial, now)

    def _note(self, shop: TermsShop, draft: Draft) -> str:
        if not draft.touched:
            return self.tr("改一个数，这里就列出每张未结单的到期怎样变；没有保存之前什么也不变")
        if shop.why_no_trial:
            return shop.why_no_trial
        return self.tr("正在逐单试算…") if shop.stale or shop.trial is None else ""

    def _show(self, trial: TermsTrial, now: datetime) -> None:
        judged = text.count(trial.judged) if trial.judged == trial.whole else f"{text.count(trial.judged)} / {text.count(trial.whole)}"
        self.counts.setText(
            self.tr("若对全部未结，{0} 单中：提前 {1}，推后 {2}，不变 {3}").format(
                judged, text.count(trial.earlier), text.count(trial.later), text.count(trial.same)
            )
        )
        turned = [self.tr("新超时 {0} 单").format(text.count(trial.late))] if trial.late else []
        turned += [self.tr("不再超时 {0} 单").format(text.count(trial.saved))] if trial.saved else []
        self.turns.setText("，".join(turned) or self.tr("没有一单因此超时，也没有一单因此不再超时"))
        self.turns.set_role("red" if trial.late else "green" if trial.saved else "text2")
        self._add(trial.orders[:MOST_LINES], now)
        self._folded = tuple(trial.orders[MOST_LINES:])
        self._unnamed = trial.earlier + trial.later - len(trial.orders)
        self.more.setText(self.tr("列出其余 {0} 单").format(text.count(len(self._folded))))
        self.more.setVisible(bool(self._folded))

    def _add(self, found: Sequence[Redated], now: datetime) -> None:
        for one in found:
            line = RedatedLine(self._theme, one, now)
            self.lines.append(line)
            self._list.addWidget(line)

    def _unfold(self) -> None:
        """The rest of those that came by name; of the others the number is said."""
        if self._now is not None:
            self._add(self._folded, self._now)
        self._folded = ()
        self.more.hide()
        if self._unnamed > 0:
            words = self.tr("另有 {0} 单，保存后在延迟池里看").format(text.count(self._unnamed))
            self._list.addWidget(PlainLabel(self._theme, words, role="text3", size=12))


class Saving(Card):
    """What saving would change, for whom, and why. `turned(how)`: keep | move; `entered`: Return in the reason."""

    turned = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("要保存的修改"))
        self.words = PlainLabel(theme, wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=240, hint=self.tr("为什么改（可不填）"))
        self.running = Segmented(theme, tuple((str(one), name) for one, name in RUNNING_NAMES.items()), str(Running.KEEP))
        self.running.setAccessibleName(self.tr("对谁生效"))
        self.meaning = PlainLabel(theme, role="text3", size=12, wrap="yes")
        self.body.addWidget(self.words)
        self.body.addLayout(row(self.why, self.running, 1, spacing=12))
        self.body.addWidget(self.meaning)
        self.running.chosen.connect(self.turned)
        self.why.returnPressed.connect(self.entered)
        self.hide()

    def show_shop(self, shop: TermsShop, draft: Draft) -> None:
        changes = draft.changes
        left = len(changes) - MOST_WORDS
        self.words.setText("\n".join([*changes[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else [])]))
        self.running.choose(str(shop.running))
        self.meaning.setText(
            self.tr("已经在走的钟照旧走完，之后开始的才按新的；已用的时间不变")
            if shop.running is Running.KEEP
            else self.tr("在走的钟也改按新的，从保存那一刻起；之前已用的时间不变")
        )
        self.why.setEnabled(not shop.saving)
        self.setVisible(draft.touched and not draft.fault and not shop.locked and shop.clash is None)
        if not draft.touched:
            self.why.clear()


def _when(at: datetime | None, now: datetime) -> str:
    return text.near(at, now) if at is not None else "—"
