"""The groups: what may be merged, who may be one, what was decided; and what it came to this month."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.card import Surface, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.customers import CustomersPage, MergeOffer, Question

WIDE, LINE = 268, 56
LISTS = (("offers", "可合"), ("questions", "待认"), ("decided", "已定"))
EMPTY = {"offers": "没有可合的单", "questions": "没有要人认的客户", "decided": "今天还没有处理过"}
HINTS = {
    "offers": "同一位客户 24 小时内的未发订单会自动列在这里", "questions": "把握在 75 到 90 之间的才请人看", "decided": "",
}  # fmt: skip
Group = MergeOffer | Question


class GroupLine(QAbstractButton):
    """Two lines of a group: who and how sure, what and how urgent."""

    def __init__(self, theme: Theme, group: Group, now: datetime) -> None:
        super().__init__()
        self._theme, self.shown = theme, group
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = words(group, now)
        self.setAccessibleName("，".join(part for part in self.words[:4] if part))
        theme.changed.connect(self.update)

    @property
    def key(self) -> str:
        return key_of(self.shown)

    def sizeHint(self) -> QSize:
        return QSize(WIDE, LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, painter = self._theme.color, QPainter(self)
        on = self.isChecked()
        painter.fillRect(self.rect(), color.sel if on else color.hover if self.underMouse() else color.surface)
        if self.hasFocus():
            painter.setPen(color.focus)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color.border)
        who, sure, what, rest, hue = self.words
        left, right = QRectF(14, 8, self.width() - 110, 20), QRectF(self.width() - 110, 8, 96, 20)
        painter.setFont(fonts.tabular_bold(13))
        paint.text(painter, left, painter.fontMetrics().elidedText(who, Qt.TextElideMode.ElideRight, int(left.width())), color.text)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, right, sure, color.text2, align=paint.RIGHT)
        painter.setFont(fonts.tabular(12))
        paint.text(painter, left.translated(0, 20), what, color.text2)
        paint.text(painter, right.translated(-40, 20).adjusted(0, 0, 40, 0), rest, getattr(color, hue), align=paint.RIGHT)
        painter.end()


def key_of(group: Group) -> str:
    """What names a group from one look to the next."""
    return group.id if isinstance(group, MergeOffer) else f"{group.a}/{group.b}"


def words(group: Group, now: datetime) -> tuple[str, str, str, str, str]:
    """Who, how sure, what, how urgent, in which colour."""
    if isinstance(group, Question):
        face = group.faces[0]
        return " · ".join(filter(None, (face.name, face.place))) or "客户", f"把握 {group.score}%", "2 个身份", "需人工看", "amber"
    who = " · ".join(filter(None, (group.name, group.place))) or "客户"
    blocked = sum(bool(one.why) for one in group.rows)
    saved = f"，省 {text.yuan(group.saved_fen)}" if group.saved_fen else ""
    what = f"{len(group.rows)} 单{saved}"
    if group.state == "open":
        left = group.until - now
        return who, f"把握 {group.score}%", what, f"剩 {text.spoken(left)}", "amber" if left.total_seconds() < 7200 else "text3"
    rest = f"{blocked} 单挡住" if group.state == "blocked" else group.state_name
    return who, f"把握 {group.score}%", what, rest, {"taken": "accent", "done": "green"}.get(group.state, "text3")


class GroupList(Surface):
    """`chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="right")
        self.list, self.current = "offers", ""
        self.lines: list[GroupLine] = []
        self._page: CustomersPage | None = None
        self._shown: object = None
        self._now: datetime | None = None
        self.choice = Segmented(theme, LISTS, self.list)
        self.choice.chosen.connect(self._listed)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.empty = StateView(theme)
        self.empty.show_state("wait", self.tr("正在取客户"))
        self.foot = Foot(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 1, 0)
        box.setSpacing(10)
        head = row(self.choice, 1)
        head.setContentsMargins(12, 0, 12, 0)
        box.addLayout(head)
        box.addWidget(scrolled(self._rows, self.empty), 1)
        box.addWidget(self.foot)
        self.setMinimumWidth(WIDE)

    @property
    def group(self) -> Group | None:
        return next((line.shown for line in self.lines if line.key == self.current), None)

    def show_page(self, page: CustomersPage, now: datetime) -> None:
        """All lists' counts, the lines of the one that is shown."""
        self._page, self._now = page, now
        for key, name in LISTS:
            count = len(self._groups(key))
            self.choice.rename(key, f"{name} {count}" if count else name)
        self.foot.show_page(page)
        self._fill()

    def _groups(self, key: str) -> Sequence[Group]:
        page = self._page
        if page is None:
            return ()
        found: dict[str, Sequence[Group]] = {"offers": page.offers, "questions": page.questions, "decided": page.decided}
        return found[key]

    def _fill(self) -> None:
        found, now = tuple(self._groups(self.list)), self._now
        if now is None:
            return
        minute = now.replace(second=0, microsecond=0)
        if (self.list, found, minute) == self._shown:
            return
        self._shown = (self.list, found, minute)
        clear(self._rows)
        self.lines = [GroupLine(self._theme, one, now) for one in found]
        for line in self.lines:
            line.clicked.connect(lambda _=False, key=line.key: self.choose(key))
            self._rows.addWidget(line)
        self.empty.setVisible(not found)
        self.empty.show_state("empty", EMPTY[self.list], HINTS[self.list])
        keys = [line.key for line in self.lines]
        self.choose(self.current if self.current in keys else keys[0] if keys else "")

    def choose(self, key: str) -> None:
        self.current = key
        for line in self.lines:
            line.setChecked(line.key == key)
        self.chosen.emit(key)

    def want(self, key: str) -> None:
        """This one, now or as soon as it is known."""
        self.current = key
        if self.list != "offers":
            self.choice.choose("offers")
            self._listed("offers")
        elif any(line.key == key for line in self.lines):
            self.choose(key)

    def step(self, by: int) -> None:
        """The next or the one before."""
        keys = [line.key for line in self.lines]
        if keys:
            at = keys.index(self.current) if self.current in keys else 0
            self.choose(keys[max(0, min(len(keys) - 1, at + by))])

    def _listed(self, key: str) -> None:
        self.list = key
        self._fill()


class Foot(Surface):
    """What it came to this month, and who is to be forgotten."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role="canvas", edge="top")
        self.rate = PlainLabel(theme, "—", size=13, strong="yes")
        self.saved, self.zombies = Elided(theme, "", size=12, role="text2"), Elided(theme, "", size=12, role="text2")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        box.setSpacing(4)
        box.addLayout(row(PlainLabel(theme, self.tr("本月合并率"), size=13, strong="yes"), 1, self.rate))
        box.addWidget(self.saved)
        box.addWidget(self.zombies)

    def show_page(self, page: CustomersPage) -> None:
        made = page.effects
        self.rate.setText("—" if made.rate is None else f"{made.rate:.0f}%")
        self.rate.setToolTip(self.tr("采纳 {0} 组 ÷ 已有结果的可合 {1} 组").format(made.merged, made.offered))
        saved = self.tr("少发 {0} 包，省 {1}；否决 {2}").format(made.fewer_parcels, text.yuan(made.saved_fen), made.vetoed)
        self.saved.set_text(saved)
        last = page.forgotten[0] if page.forgotten else None
        told = self.tr("清理过 {0} 个僵尸客户号").format(last.faces) if last else self.tr("{0} 个月无单自动清理").format(page.months)
        self.zombies.set_text(self.tr("待清理 {0} 个；{1}").format(page.zombies, told) if page.zombies else told)
