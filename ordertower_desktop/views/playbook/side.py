"""Beside the steps: the template as the one who works by it sees it, what saving would change, and how long the steps really took."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.domain.playbook import PlaybookStep
from ordertower_desktop.models import text
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.models.playbook.sight import seen
from ordertower_desktop.views.order.steps import StepList
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.card import Surface, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.playbooks import StepTook, TemplateTrial

MOST_WORDS = 8
LINE = 26


def part(theme: Theme, title: str, note: PlainLabel) -> QVBoxLayout:
    """A part of the side: a heading, a note at its right, and what comes below."""
    made = QVBoxLayout()
    made.setContentsMargins(16, 14, 16, 6)
    made.setSpacing(6)
    made.addLayout(row(PlainLabel(theme, title, size=14, strong="yes"), 1, note))
    return made


class Sight(QWidget):
    """客服看到的样子."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.note, self.list = PlainLabel(theme, size=12, role="text3"), StepList(theme)
        frame = Surface(theme, edge="all", radius=10)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 8, 1, 8)
        inner.addWidget(self.list)
        box = part(theme, self.tr("客服看到的样子"), self.note)
        box.addWidget(frame)
        self.setLayout(box)

    def show_draft(self, draft: BookDraft, *, step: int, posts: Mapping[str, str], now: datetime) -> None:
        self.list.show_steps(seen(draft.template, step, now, posts), now)
        self.note.setText(f"{min(step + 1, len(draft.steps))}/{len(draft.steps)}")


class Changes(QWidget):
    """What saving would change: of the template, and for the cases that are open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.note = PlainLabel(theme, size=12, role="text3")
        self._shown: list[tuple[str, str]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        box = part(theme, self.tr("保存会改变什么"), self.note)
        box.addLayout(self._list)
        self.setLayout(box)

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        changes = draft.changes(shop.posts) if draft.touched else ()
        self.note.setText(self.tr("{0} 处改动").format(len(changes)) if changes else self.tr("没有改动"))
        left = len(changes) - MOST_WORDS
        shown = [(one, "text") for one in (*changes[:MOST_WORDS], *([self.tr("另有 {0} 处").format(left)] if left > 0 else []))]
        shown += self._effect(shop, draft)
        if shown != self._shown:
            self._shown = shown
            clear(self._list)
            for words, role in shown:
                self._list.addWidget(Wrapped(self._theme, words, size=12 if role != "text" else 13, role=role, room=340))

    def words(self) -> list[str]:
        return [words for words, _ in self._shown]

    def _effect(self, shop: BookShop, draft: BookDraft) -> list[tuple[str, str]]:
        trial = shop.trial
        if draft.faults:
            return [(self.tr("改好标红的地方，就重新算一遍"), "red")]
        if trial is None or shop.stale:
            return [(self.tr("正在算…") if shop.online else self.tr("中枢连不上，连上后再算"), "text3")]
        running = [(self.tr("在办 {0} 单继续走它手里的那一份").format(text.count(trial.running)), "text2")] if trial.running else []
        doubt = [(trial.doubts["-1"], "amber")] if "-1" in trial.doubts else []
        return [*doubt, *self._opened(trial), *running]

    def _opened(self, trial: TemplateTrial) -> list[tuple[str, str]]:
        whole = self.tr("没人接手的 {0} 单").format(text.count(trial.whole))
        if trial.waiting < trial.whole:
            whole = self.tr("没人接手的 {0} 单里试了 {1} 单").format(text.count(trial.whole), text.count(trial.waiting))
        if not trial.changes:
            return [(self.tr("{0}：打开的步骤不变").format(whole), "text2")]
        nothing = self.tr("没有步骤")
        return [
            (
                self.tr("{0}：{1} 单由“{2}”改开“{3}”").format(whole, text.count(one.cases), one.before or nothing, one.after or nothing),
                "amber",
            )
            for one in trial.changes
        ]


class Took(QWidget):
    """各步实际用时: a bar a step, with a mark where it was expected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.note, self.bars = PlainLabel(theme, self.tr("竖线为预期"), size=12, role="text3"), _Bars(theme)
        box = part(theme, self.tr("各步实际用时"), self.note)
        box.addWidget(self.bars)
        self.setLayout(box)

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        took = shop.past.took if shop.past and draft.base is not None else []
        self.setVisible(bool(took))
        self.bars.show_steps(draft.steps, took)


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: list[tuple[int, float, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_steps(self, steps: Sequence[PlaybookStep], took: Sequence[StepTook]) -> None:
        """(number, really, expected) in seconds, of the steps that anybody has done."""
        known = {one.step: one.middle_s for one in took}
        self._steps = [(i, known[one.title], one.expected.total_seconds()) for i, one in enumerate(steps, 1) if one.title in known]
        said = "；".join(f"第 {i} 步 {self._spoken(really)}，预期 {self._spoken(wanted)}" for i, really, wanted in self._steps)
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    @staticmethod
    def _spoken(seconds: float) -> str:
        from datetime import timedelta

        return text.spoken(timedelta(seconds=seconds))

    def sizeHint(self) -> QSize:
        return QSize(240, LINE * len(self._steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        most = max((max(really, wanted) for _, really, wanted in self._steps), default=1) or 1
        left, wide = 22.0, self.width() - 22 - 78.0
        for i, (number, really, wanted) in enumerate(self._steps):
            top = i * LINE
            late = really > wanted
            painter.setFont(fonts.tabular(12))
            paint.text(painter, QRectF(0, top, 20, LINE), str(number), color.text2)
            track = QRectF(left, top + LINE / 2 - 4, wide, 8)
            paint.bar(painter, track, really / most, color.redF if late else color.accent, color.track)
            painter.fillRect(QRectF(left + wide * wanted / most - 1, top + 4, 2, LINE - 8), color.text)
            painter.setFont(fonts.tabular_bold(12) if late else fonts.tabular(12))
            words = self._spoken(really)
            paint.text(painter, QRectF(left + wide + 6, top, 70, LINE), words, color.red if late else color.text, align=paint.RIGHT)
        painter.end()
