"""What the rule in hand would hit if it were saved: counts, shares, and the first orders that come and go."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.models import text
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.trial import AGE, ORDER, TrialModel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.parts.words import Shares
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import Trial

ROW, MOST_ROWS = 28, 6


class OrderDelegate(QStyledItemDelegate):
    """Number, platform, stage, age."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        color, rect, order = self._theme.color, QRectF(option.rect), index.data(ORDER)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, color.sel)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(color.focus, 1))
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        paint.order_number(painter, QRectF(rect.left() + 2, rect.top(), 148, ROW), text.grouped(order.order), color)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(rect.left() + 156, rect.top(), 44, ROW), order.platform_name, color.text2)
        paint.text(painter, QRectF(rect.left() + 202, rect.top(), 44, ROW), order.stage, color.text2)
        paint.text(painter, rect.adjusted(0, 0, -4, 0), index.data(AGE), color.text2, align=paint.RIGHT)
        painter.restore()


class Figure(QWidget):
    """A large number over its name."""

    def __init__(self, theme: Theme, name: str, *, role: str = "text") -> None:
        super().__init__()
        self._role, self._called = role, name
        self.number, self.name = PlainLabel(theme, "—", role=role), PlainLabel(theme, name, role="text2", size=12)
        self.number.set_face(fonts.display(28))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.number)
        box.addWidget(self.name)

    def show_number(self, words: str, *, stale: str = "") -> None:
        self.number.setText(words)
        self.number.set_role("disabled" if stale else self._role)
        self.setAccessibleName(f"{self._called} {words}")


class Effect(QWidget):
    """`again_asked`: try once more."""

    again_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._trial: Trial | None = None
        self.title, self.note = PlainLabel(theme, self.tr("命中"), size=14, strong="yes"), PlainLabel(theme, role="text3", size=12)
        self.added = Figure(theme, self.tr("新增命中"))
        self.removed = Figure(theme, self.tr("不再命中"))
        self.kept = Figure(theme, self.tr("不变"), role="text2")
        self.shares = Shares(theme, height=8)
        self.then = PlainLabel(theme, role="text2", wrap="yes")
        self.trouble, self.again = PlainLabel(theme, role="amber", wrap="yes"), Link(theme, self.tr("再试一次"))
        self.which = Segmented(theme, (("added", self.tr("新增的单")), ("removed", self.tr("不再命中的单"))), "added")
        self.model, self.view = TrialModel(), QListView()
        self.model.setParent(self)
        self.more = PlainLabel(theme, role="text3", size=12)
        self._build()
        self.which.chosen.connect(lambda _key: self._list())
        self.again.clicked.connect(self.again_asked)

    def _build(self) -> None:
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self.view.setItemDelegate(OrderDelegate(self._theme, self.view))
        self.view.setAccessibleName(self.tr("会变的订单"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        head, figures, box = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.note)
        figures.setSpacing(24)
        for figure in (self.added, self.removed, self.kept):
            figures.addWidget(figure)
        figures.addStretch(1)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(figures)
        box.addWidget(self.shares)
        for widget in (self.then, self.trouble):
            box.addWidget(widget)
        box.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.which)
        box.addWidget(self.view)
        box.addWidget(self.more)

    def show_trial(self, draft: Draft, trial: Trial | None, *, stale: str, trouble: str) -> None:
        """The newest counts; `stale` while they are of an earlier state, `trouble` says why there are none of this one."""
        self._trial = trial
        counts = ("—", "—", "—") if trial is None else _told(trial)
        for figure, words in zip((self.added, self.removed, self.kept), counts, strict=True):
            figure.show_number(words, stale=stale)
        roles = ("accent", "selline", "track")
        parts = [] if trial is None else list(zip((trial.added, trial.kept, trial.removed), roles, strict=True))
        self.shares.show_parts(parts)
        self.note.setText(self._note(trial, stale=stale, trouble=trouble))
        self.then.setText("" if trial is None or stale else self._then(draft, trial))
        self.then.setVisible(bool(self.then.text()))
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.again.setVisible(bool(trouble) and draft.rule is not None and not draft.aggregate)
        if trial is not None and not trial.added and trial.removed and not stale:
            self.which.choose("removed")
        self._list()

    def _note(self, trial: Trial | None, *, stale: str, trouble: str) -> str:
        if stale and not trouble:
            return self.tr("正在计算…")
        if trial is None:
            return ""
        at, judged = text.of_day_s(trial.at), text.count(trial.judged)
        if trial.judged < trial.whole:
            return self.tr("先到期的 {0} 单，共 {1} · {2}").format(judged, text.count(trial.whole), at)
        return self.tr("未完结 {0} 单 · {1}").format(judged, at)

    def _then(self, draft: Draft, trial: Trial) -> str:
        hits = text.count(trial.hits)
        if not draft.touched and draft.state is RuleState.ON:
            return self.tr("现在命中 {0} 单").format(hits)
        match draft.state:
            case RuleState.DRAFT:
                return self.tr("草稿不判断；启用后会命中 {0} 单").format(hits)
            case RuleState.SHADOW:
                return self.tr("影子只计数：会命中 {0} 单，不进池、不催人").format(hits)
            case RuleState.ON:
                return self.tr("保存后命中 {0} 单，现在第 {1} 版命中 {2} 单").format(hits, trial.version, text.count(trial.before))

    def _list(self) -> None:
        trial = self._trial
        first = [] if trial is None else trial.first_added if self.which.current == "added" else trial.first_removed
        whole = 0 if trial is None else trial.added if self.which.current == "added" else trial.removed
        if trial is not None:
            self.model.take(first, trial.at)
        self.view.setVisible(bool(first))
        self.view.setFixedHeight(ROW * min(MOST_ROWS, len(first)) + 2)
        self.more.setText(self.tr("共 {0} 单，列出前 {1} 单").format(text.count(whole), len(first)) if whole else self.tr("没有"))
        any_ = trial is not None and bool(trial.added or trial.removed)
        self.more.setVisible(any_ and (not whole or whole != len(first)))
        self.which.setVisible(any_)


def _told(trial: Trial) -> tuple[str, str, str]:
    return f"+{text.count(trial.added)}", f"−{text.count(trial.removed)}", text.count(trial.kept)
