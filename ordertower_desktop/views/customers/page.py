"""客户与合单: groups left, who they are and what could leave together in the middle, what was stopped at the right."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.customers.faces import FacesCard
from ordertower_desktop.views.customers.list import WIDE, GroupList
from ordertower_desktop.views.customers.merge import MergeCard
from ordertower_desktop.views.customers.stops import WIDE as STOPS_WIDE
from ordertower_desktop.views.customers.stops import StopsCard
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.customers import CustomersPage, MergeOffer, Question

NARROW = 1180


class CustomersPageView(QWidget):
    """Shows what it is given; what somebody wants goes up as `act_asked(do)` about the group that is chosen, or by the cards' signals."""

    act_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("客户与合单"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page: CustomersPage | None = None
        self._now: datetime | None = None
        self.may = ""
        self.groups, self.faces, self.merge, self.stops = GroupList(theme), FacesCard(theme), MergeCard(theme), StopsCard(theme)
        self.empty = StateView(theme)
        self.groups.chosen.connect(lambda _key: self._fill())
        inner, self._right = QWidget(), QWidget()
        self._middle = QVBoxLayout(inner)
        self._middle.setContentsMargins(16, 14, 16, 14)
        self._middle.setSpacing(12)
        for part in (self.faces, self.merge, self.empty):
            self._middle.addWidget(part)
        self._middle.setStretch(1, 1)
        self._middle.addStretch(0)
        self._side = QVBoxLayout(self._right)
        self._side.setContentsMargins(0, 14, 16, 14)
        self._area, self._side_area = column(inner), column(self._right)
        self._side_area.setFixedWidth(STOPS_WIDE + 16)
        self.groups.setFixedWidth(WIDE)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.groups)
        box.addWidget(self._area, 1)
        box.addWidget(self._side_area)
        self._wide = ""
        self._lay()
        self._fill()

    @property
    def group(self) -> MergeOffer | Question | None:
        return self.groups.group

    def show_page(self, page: CustomersPage, now: datetime) -> None:
        self.page, self._now = page, now
        self.groups.show_page(page, now)
        self.stops.show_page(page, now)
        self._fill()

    def say(self, words: str, why: str) -> None:
        """It could not be asked; what is shown already stays."""
        if self.page is None:
            self.empty.show_state("offline", words, why)

    def _fill(self) -> None:
        group, page = self.group, self.page
        self.faces.show_group(group)
        self.empty.setVisible(group is None)
        if page is None or self._now is None:
            self.merge.hide()
            self.empty.show_state("wait", self.tr("正在取客户与合单"))
            return
        if group is None:
            self.empty.show_state("empty", self.tr("这一栏没有要处理的"), self.tr("有新的会自己出现"))
        offer = group if isinstance(group, MergeOffer) else None
        self.merge.show_offer(offer, self._now, window_h=page.window_h, may=self.may)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
        super().resizeEvent(event)

    def _lay(self) -> None:
        """Where there is no room for a third column, what was stopped stands under the middle."""
        wide = "yes" if self.width() >= NARROW else "no"
        if wide == self._wide:
            return
        self._wide = wide
        if wide == "yes":
            self._side.addWidget(self.stops)
        else:
            self._middle.insertWidget(3, self.stops)
        self._side_area.setVisible(wide == "yes")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; M merges or finishes, V vetoes, Y and N answer, Z takes back."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or event.type() != QEvent.Type.KeyPress:
            super().keyPressEvent(event)
            return
        keys = {Qt.Key.Key_M: "merge", Qt.Key.Key_V: "veto", Qt.Key.Key_Y: "join", Qt.Key.Key_N: "refuse", Qt.Key.Key_Z: "undo"}
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_Up, Qt.Key.Key_K):
            self.groups.step(1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J) else -1)
        elif event.key() in keys:
            self.act_asked.emit(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
