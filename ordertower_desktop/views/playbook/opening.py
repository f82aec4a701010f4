"""When the template opens: for which causes and sorts of trouble, at which stages, and as which one it is tried."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.domain.playbook_words import opens, total
from ordertower_desktop.domain.template import Template
from ordertower_desktop.models.playbook import checks
from ordertower_desktop.models.playbook.draft import ASIS, BookDraft
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Several
from ordertower_desktop.views.theme.theme import Theme

CAUSES = tuple((str(key), name) for key, name in CAUSE_NAMES.items())
KINDS = tuple(KIND_NAMES.items())


class Opening(Surface):
    """`causes(list)`, `kinds(list)`, `stages(list)`, `tried(place)`."""

    causes = Signal(list)
    kinds = Signal(list)
    stages = Signal(list)
    tried = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="all", radius=10)
        self._whose = ("", "")
        self._at = 0
        self.several: list[Several] = []
        self.sentence = PlainLabel(theme, role="text2", wrap="yes")
        self.sentence.setAccessibleName(self.tr("何时打开，一句话"))
        self.order = PlainLabel(theme, role="text2")
        self.earlier = IconButton(theme, "arrow-up", self.tr("早一点试"), size=28)
        self.later = IconButton(theme, "arrow-down", self.tr("晚一点试"), size=28)
        inner, box = QWidget(), QVBoxLayout(self)
        self._line = Flow(inner, gap=8)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(6)
        box.addWidget(inner)
        last = QHBoxLayout()
        last.setSpacing(4)
        last.addWidget(self.sentence, 1)
        for widget in (self.order, self.earlier, self.later):
            last.addWidget(widget)
        box.addLayout(last)
        self.earlier.clicked.connect(lambda: self.tried.emit(self._at - 1))
        self.later.clicked.connect(lambda: self.tried.emit(self._at + 1))

    def show_shop(self, shop: BookShop, draft: BookDraft) -> None:
        made = draft.template
        whose = (shop.current, shop.locked)
        if whose != self._whose or not self._said(made):
            self._whose = whose
            self._make(made, shop.locked)
        when = self.tr("{0}时自动打开").format(opens(made)) if made.causes or made.kinds else self.tr("先选为谁打开：原因或异常类型")
        self.sentence.setText(self.tr("{0}，{1} 步合计 {2}").format(when, len(draft.steps), in_chinese(total(made))))
        self._at = shop.place(shop.current) if draft.at == ASIS else draft.at
        count = len(shop.templates) - (shop.current in shop.templates)
        self.order.setText(self.tr("第 {0} 个试").format(self._at + 1))
        self.earlier.setEnabled(not shop.locked and self._at > 0)
        self.later.setEnabled(not shop.locked and self._at < count)

    def _said(self, made: Template) -> bool:
        """The choices say it already: a menu that is open stays open."""
        stages = checks.stages_of(made.when)
        third = self.several[2].said() if len(self.several) > 2 else None
        same = [*self.several[0].said()] == [*made.causes] and [*self.several[1].said()] == [*made.kinds]
        return same and (third == list(stages) if stages is not None else third is None)

    def _make(self, made: Template, locked: str) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        stages = checks.stages_of(made.when)
        parts = [
            (self.tr("原因是"), CAUSES, made.causes, self.tr("不限"), self.causes),
            (self.tr("或类型是"), KINDS, made.kinds, self.tr("没有"), self.kinds),
        ]
        if stages is not None:
            parts.append((self.tr("且订单在"), checks.STAGES, stages, self.tr("任何阶段"), self.stages))
        self.several = []
        for name, choices, chosen, none, signal in parts:
            several = Several(self._theme, name, choices, chosen, none=none)
            several.setEnabled(not locked)
            several.changed.connect(lambda several=several, signal=signal: signal.emit(several.said()))
            self.several.append(several)
            for widget in (PlainLabel(self._theme, name, role="text2"), several):
                self._line.addWidget(widget)
                widget.show()
