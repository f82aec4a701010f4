"""The sources: what each is, how old its news is, what it does not understand; and the way to bring a file in."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.authority import left
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import SourceRow

KINDS = {"platform": "平台", "erp": "ERP", "wms": "仓库系统", "carrier": "物流", "crm": "客户系统", "events": "事件"}
STATES = {
    "fresh": ("正常", "green", "circle"), "late": ("迟到", "amber", "triangle"), "silent": ("停更", "amber", "triangle"),
    "refused": ("拒绝访问", "red", "triangle"), "unknown": ("还没有数据", "neutral", "dash"),
    "file": ("文件导入", "neutral", "dash"),
}  # fmt: skip
CALM = ("fresh", "file")
COLUMNS = (
    Column("来源", 190), Column("类型", 84), Column("状态", 110), Column("最近数据", 120), Column("订单", 90, "right"), Column("", 16),
    Column("说明", 0), Column("", 110),
)  # fmt: skip
GUTTER, HEIGHT = 16, 52


class SourceLine(QWidget):
    """One source."""

    pull_asked = Signal(str)

    def __init__(self, theme: Theme, row: SourceRow, now: datetime) -> None:
        super().__init__()
        self._row = row
        self.setFixedHeight(HEIGHT)
        state = standing(row)
        words, hue, glyph = STATES.get(state, STATES["unknown"])
        self.age = PlainLabel(theme, role="text2" if state in CALM else "amber")
        orders = PlainLabel(theme, text.count(row.orders))
        orders.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        reason = Elided(theme, explained(row, now), role="text2" if state == "fresh" else "text")
        self.pull = Button(theme, "重新拉取", icon="refresh-cw", small="yes")
        self.pull.setAccessibleName(f"重新拉取：{paint.plain(row.name)}")
        self.pull.clicked.connect(lambda: self.pull_asked.emit(row.id))
        if state == "file":
            self.pull.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(GUTTER, 0, GUTTER, 0)
        line.setSpacing(0)
        cells = (
            Elided(theme, row.name, strong="yes"), PlainLabel(theme, KINDS.get(row.kind, row.kind), role="text2"),
            Badge(theme, words, hue, glyph=glyph), self.age, orders, QWidget(), reason, self.pull,
        )  # fmt: skip
        for column, cell in zip(COLUMNS, cells, strict=True):
            place = QHBoxLayout()
            place.setContentsMargins(0, 0, 0, 0)
            place.addWidget(cell, 0 if isinstance(cell, Badge | Button) else 1)
            if isinstance(cell, Badge):
                place.addStretch(1)
            holder = QWidget()
            holder.setLayout(place)
            if column.width:
                holder.setFixedWidth(column.width)
            line.addWidget(holder, 0 if column.width else 1)

    def tick(self, now: datetime) -> None:
        seen = self._row.refused_since or self._row.seen_at
        self.age.setText(f"{text.spoken(now - seen)}前" if seen else "—")


class SourcesPage(QWidget):
    """`import_asked`: bring a file in; `pull_asked(source)`: ask this system again now; `write_backs_asked`: what the shops were told;
    `conflicts_asked`: what the systems contradict each other about; `stock_asked`: what lies in the warehouses;
    `calls_asked`: every call to them."""

    import_asked = Signal()
    pull_asked = Signal(str)
    write_backs_asked = Signal()
    conflicts_asked = Signal()
    stock_asked = Signal()
    calls_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[SourceRow, ...] = ()
        self._lines: list[SourceLine] = []
        self.empty = StateView(theme)
        self.empty.show_state(
            "wait", self.tr("还没有来源"), self.tr("导入平台或 ERP 导出的表格，它就会出现在这里"), link=self.tr("导入表格")
        )
        self.empty.asked.connect(self.import_asked)
        self.card = Card(theme, self.tr("数据来源"), padding=1)
        self.card.head.setContentsMargins(15, 0, 15, 0)
        self._add_buttons()
        self.card.body.setSpacing(0)
        self.card.body.addWidget(MiniHead(theme, COLUMNS, gutter=GUTTER))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.card.body.addWidget(scrolled(self._list, self.empty), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.addWidget(self.card)

    def _add_buttons(self) -> None:
        self.told = Button(self._theme, self.tr("回传"), icon="upload")
        self.told.clicked.connect(self.write_backs_asked)
        self.bring = Button(self._theme, self.tr("导入表格"), kind="primary", icon="file-up")
        self.bring.clicked.connect(self.import_asked)
        self.clashes = Button(self._theme, self.tr("数据冲突"), icon="equal-not")
        self.clashes.clicked.connect(self.conflicts_asked)
        self.goods = Button(self._theme, self.tr("库存"), icon="warehouse")
        self.goods.clicked.connect(self.stock_asked)
        self.card.head.addWidget(self.goods)
        self.calls = Button(self._theme, self.tr("接口调用"), icon="activity")
        self.calls.clicked.connect(self.calls_asked)
        self.card.head.addWidget(self.calls)
        self.card.head.addWidget(self.clashes)
        self.card.head.addWidget(self.told)
        self.card.head.addWidget(self.bring)

    def show_sources(self, rows: Iterable[SourceRow], now: datetime) -> None:
        """Made anew only when something but the time has changed."""
        found = tuple(sorted(rows, key=lambda row: (row.kind != "platform", row.kind, row.id)))
        if found != self._rows:
            self._rows = found
            clear(self._list)
            self._lines = [SourceLine(self._theme, row, now) for row in found]
            for line in self._lines:
                line.pull_asked.connect(self.pull_asked)
                self._list.addWidget(line)
                self._list.addWidget(Rule(self._theme))
            self.card.set_note(self.tr("{0} 个来源").format(len(found)) if found else "")
        self.empty.setVisible(not found)
        for line in self._lines:
            line.tick(now)


def standing(row: SourceRow) -> str:
    """How it is doing; what has told of orders and is read by nobody came in as a file, which can be neither late nor asked again."""
    return "file" if row.state == "unknown" and row.seen_at is not None else row.state


def explained(row: SourceRow, now: datetime) -> str:
    """Why, and which of its words nobody has mapped and which orders nobody could read."""
    parts = [row.reason] if row.reason else []
    if row.gaps:
        parts.append(f"{len(row.gaps)} 处不认识：{'、'.join(row.gaps[:3])}" + ("…" if len(row.gaps) > 3 else ""))
    parts += [authority] if (authority := authorised(row, now)) else []
    parts += pushed(row)
    parts += counted(row)
    if abs(row.skew_s) >= 1:
        parts.append(f"它的时钟{'快' if row.skew_s > 0 else '慢'} {abs(row.skew_s):.0f} 秒")
    return "；".join(parts)


def pushed(row: SourceRow) -> list[str]:
    """Whether it tells by itself; without that it is read by the clock, and nothing is lost."""
    if not row.push:
        return []
    return ["推送已接通"] if row.push == "on" else [f"推送没有接通：{row.push}"]


def counted(row: SourceRow) -> list[str]:
    """What its countings have found, the worse first: in a narrow window the end is not read."""
    said = [f"清点没有做完：{row.census_why}"] if row.census_why else []
    for one in sorted(row.census, key=lambda one: not (one.missing or one.stale or one.unread)):
        where = "未完结" if one.scope == "open" else "近 7 天"
        odd = [f"{words} {count}" for words, count in (("漏单", one.missing), ("漏变更", one.stale), ("读不出", one.unread)) if count]
        found = f"{'、'.join(odd)}{'（已补读）' if one.missing or one.stale else ''}" if odd else "无差异"
        said.append(f"{one.at.astimezone(SHANGHAI):%H:%M} 清点{where} {text.count(one.there)} 单，{found}")
    return said


def authorised(row: SourceRow, now: datetime) -> str:
    """How long its authorisation holds; who has to do something about it reads that first."""
    time = left(row.authority_until, now) if row.authority_until is not None else ""
    if row.authority_why:
        return f"授权换不了新{f'，{time}' if time else ''}：{row.authority_why}"
    return f"授权{time}，自动换新" if time else ""
