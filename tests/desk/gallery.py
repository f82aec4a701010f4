"""Opens the component sheet, to hold beside pictures 17 and 18: python -m tests.desk.gallery light|dark"""

import sys

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.bulkbar import BulkBar, BulkVerb
from ordertower_desktop.views.parts.button import Button, Chip, IconButton, Link
from ordertower_desktop.views.parts.card import Card, Surface, row
from ordertower_desktop.views.parts.clock import Clock, Face, clock
from ordertower_desktop.views.parts.digest import DigestCard, DigestCause
from ordertower_desktop.views.parts.labels import Badge, Keycap, PlainLabel
from ordertower_desktop.views.parts.ribbon import CauseRibbon, Part
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.parts.switch import Segmented, Switch
from ordertower_desktop.views.parts.tabs import Tab, ViewTabs
from ordertower_desktop.views.parts.toast import Toast
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

SWATCHES = (
    ("canvas", "底"), ("surface", "面"), ("border", "线"), ("control", "控件线"), ("text", "正文"), ("text2", "次要"), ("text3", "辅助"),
    ("accent", "强调"), ("sel", "选中"), ("redF", "超时"), ("amberF", "将到"), ("greenF", "正常"), ("purpleF", "暂停"), ("h5", "热力 5"),
)  # fmt: skip
CLOCKS: tuple[tuple[str, Face], ...] = (
    ("大于 1 时", ("circle", "剩 3:30:09", "neutral", 0.7)),
    ("1 时内", ("diamond", "剩 0:42:18", "amber", 0.35)),
    ("15 分内", ("diamond", "剩 0:04:51", "amber", 0.05)),
    ("超时", ("triangle", "超 1:05:20", "red", 1.0)),
    ("暂停", ("pause", "暂停 3:20:00", "purple", 0.55)),
    ("本机估算", ("estimate", "约 剩 1:36", "neutral", 0.0)),
    ("未启动", ("", "未启动", "neutral", 0.0)),
    ("已完成", ("check", "提前 0:42", "green", 1.0)),
)
ROWS: tuple[tuple[str, str, str, Face], ...] = (
    ("普通", "", "林晓", CLOCKS[0][1]),
    ("悬停", "hover", "林晓", CLOCKS[0][1]),
    ("焦点", "focus", "林晓", CLOCKS[0][1]),
    ("选中", "sel", "林晓", CLOCKS[0][1]),
    ("选中加焦点", "sel focus", "林晓", CLOCKS[0][1]),
    ("已超时", "late", "林晓", CLOCKS[3][1]),
    ("他人处理中", "held", "林晓", CLOCKS[0][1]),
    ("待认领", "", "", CLOCKS[1][1]),
    ("来源停更", "", "赵一鸣", CLOCKS[5][1]),
    ("刚变化 2 秒", "changed", "周凯", CLOCKS[1][1]),
    ("已结", "", "何静", CLOCKS[7][1]),
)
CAUSES = (
    Part("burst", "物流爆仓", 702), Part("stock", "库存不准", 468), Part("gap", "系统断层", 386, 64),
    Part("back", "回传失败", 364), Part("audit", "审批卡顿", 214),
)  # fmt: skip
TABS = (
    Tab("all", "全部", 2134), Tab("late", "已超时", 186, "red"), Tab("soon", "2 小时内到期", 132, "amber"), Tab("free", "待认领", 386),
    Tab("mine", "我的", 18), Tab("vip", "VIP", 37), Tab("done", "今日已结", 512),
)  # fmt: skip
WAIT, MOVE = "天猫、京东、抖音；建议等 14:50 白名单恢复后补推", "华东仓；建议改派京东快运 40 单"
DIGEST = (
    DigestCause("401", "ERP 未收单 · 401", WAIT, "92 单", "¥42.7 万", "31 单已超时", hue="red", vip="7 位 VIP", act="整簇接手"),
    DigestCause("van", "揽收运力不足", MOVE, "19 单", "¥6.1 万", "最早剩 0:42:18", hue="amber", vip="2 位 VIP", act="整簇转派"),
    DigestCause("pdd", "拼多多限流", "回传第 3 轮，14:30 自动再试", "7 单", "¥0.5 万", "最早剩 1:36:22", act="静候"),
)
STATES = (
    ("empty", "没有延迟订单", "已检查 72,140 单，6 秒前", "看今日已结 512 单"),
    ("error", "没能取到订单", "中枢无响应，第 2 次重试", "8 秒后再试"),
    ("stale", "数据已 17 分钟未更新", "WMS 停更，相关规则暂停", "查看来源"),
    ("offline", "离线，显示本机数据", "截至 14:18，待发出 4 项", "看待发出"),
)


class Rows(QWidget):
    """Table rows in their states, painted as the delegates paint them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(36 * len(ROWS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, (name, state, owner, face) in enumerate(ROWS):
            self._row(painter, QRectF(0, place * 36, self.width(), 36), name, state, owner, face)
        painter.end()

    def _row(self, painter: QPainter, rect: QRectF, name: str, state: str, owner: str, face: Face) -> None:
        color, body = self._theme.color, rect.adjusted(104, 0, 0, 0)
        fills = {"sel": color.sel, "hover": color.hover, "changed": color.amberT}
        painter.fillRect(body, next((fill for key, fill in fills.items() if key in state), color.surface))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color.line)
        if "late" in state:
            painter.fillRect(QRectF(body.left(), body.top(), 3, 35), color.redF)
        if "focus" in state:
            painter.setPen(color.focus)
            painter.drawRect(body.adjusted(0, 0, -1, -1))
        painter.setFont(fonts.tabular(13))
        paint.text(painter, rect, name, color.text2)
        x, shift = body.left(), lambda left, width: QRectF(body.left() + left, rect.top(), width, 36)
        paint.checkbox(painter, shift(8, 18), "on" if "sel" in state else "off", color)
        paint.order_number(painter, shift(30, 140), ("3061 8842", "7719"), color)
        paint.platform_mark(painter, shift(180, 18), "jd", color)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, shift(204, 70), "京东自营", color.text2)
        paint.segments(painter, QPointF(x + 290, rect.center().y() + 2), 2, color)
        paint.avatar(painter, shift(370, 22), owner, color, held="held" if "held" in state else "")
        painter.setFont(fonts.tabular(13))
        paint.text(painter, shift(400, 60), owner or "待认领", color.text if owner else color.text3)
        clock(painter, shift(470, 100), face, color)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, shift(590, 120), "12:51 面单异常", color.text2)


class Swatches(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        for place, (role, name) in enumerate(SWATCHES):
            box = QRectF(place * 96 + 0.5, 0.5, 84, 33)
            painter.setPen(color.border)
            painter.setBrush(getattr(color, role))
            painter.drawRoundedRect(box, 6, 6)
            painter.setFont(fonts.font(12))
            paint.text(painter, QRectF(box.left(), 36, 92, 18), f"{role} {name}", color.text)
        painter.end()


class Sheet(Surface):
    """The whole sheet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role="canvas")
        self._theme = theme
        left = self._column(self._table(), self._views(), self._states())
        right = self._column(self._clocks(), self._words(), self._toasts())
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, 69)
        columns.addLayout(right, 31)
        colours = Card(theme)
        colours.body.addWidget(Swatches(theme))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.setSpacing(16)
        outer.addWidget(colours)
        outer.addLayout(columns, 1)

    @staticmethod
    def _column(*cards: QWidget) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(16)
        for card in cards:
            made.addWidget(card)
        made.addStretch(1)
        return made

    def _card(self, title: str, note: str, *bodies: QWidget | QLayout) -> Card:
        card = Card(self._theme, title, note)
        for body in bodies:
            if isinstance(body, QWidget):
                card.body.addWidget(body)
            else:
                card.body.addLayout(body)
        return card

    def _table(self) -> Card:
        return self._card("表格行", "36 px，紧凑 28，宽松 44", Rows(self._theme))

    def _clocks(self) -> Card:
        lines = []
        for start in (0, 3, 6):
            line = QHBoxLayout()
            for name, face in CLOCKS[start : start + 3]:
                cell, shown = QVBoxLayout(), Clock(self._theme)
                shown.show_face(face)
                cell.setSpacing(0)
                cell.addWidget(PlainLabel(self._theme, name, size=12, role="text3"))
                cell.addWidget(shown)
                line.addLayout(cell, 1)
            lines.append(line)
        cell, large = QVBoxLayout(), Clock(self._theme, size=18)
        large.show_face(("triangle", "超 2:29:03", "red", 1.0))
        cell.addWidget(PlainLabel(self._theme, "大字 18", size=12, role="text3"))
        cell.addWidget(large)
        lines[-1].addLayout(cell, 1)
        return self._card("时效钟", "形状、文字、位置三重区分", *lines)

    def _words(self) -> Card:
        theme = self._theme
        badges = [Badge(theme, "超时未接单", "red", glyph="triangle"), Badge(theme, "二级响应", "amber")]
        badges += [Badge(theme, "合格", "green", icon="check"), Badge(theme, "当时所知", "blue"), Badge(theme, "VIP 金卡", "purple")]
        on, off, focus = Chip(theme, "仅未结", tail="x"), Chip(theme, "停用"), Chip(theme, "聚焦")
        on.setCheckable(True)
        on.setChecked(True)
        off.setEnabled(False)
        chips = [Chip(theme, "平台", tail="chevron-down"), on, focus, off, Keycap(theme, "Ctrl"), Keycap(theme, "K")]
        closed = Button(theme, "结单")
        closed.setEnabled(False)
        buttons = [Button(theme, "接手", kind="primary", key="A"), Button(theme, "转派"), Button(theme, "强制推进…", kind="danger")]
        buttons += [Button(theme, "取消", kind="ghost"), closed]
        switch = Switch(theme, "排名")
        switch.setChecked(True)
        more = [Segmented(theme, (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色")), "light"), switch, Switch(theme, "高对比度")]
        more.append(IconButton(theme, "bell", "通知"))
        lines = [row(*badges, 1), row(Badge(theme, "草稿"), 1), row(*chips, 1), row(*buttons, 1), row(*more, 1)]
        return self._card("标签、筛选、按键", "", *lines, row(Link(theme, "查看证据", icon="file-text"), 1))

    def _views(self) -> Card:
        tabs, ribbon = ViewTabs(self._theme), CauseRibbon(self._theme)
        tabs.show_tabs(TABS, "all")
        ribbon.show_parts(CAUSES)
        digest = DigestCard(self._theme)
        title, note = "告警已合并：118 条提醒，3 个原因", "每 10 分钟少于 5 条时恢复逐条"
        digest.show_digest(title, "14:22–14:32，一条未丢", DIGEST, mode="汇总模式", note=note)
        return self._card("视图、原因、汇总", "", tabs, ribbon, digest)

    def _states(self) -> Card:
        line = QHBoxLayout()
        for kind, words, detail, link in STATES:
            frame, state = QFrame(), StateView(self._theme)
            inner = QVBoxLayout(frame)
            inner.addWidget(state)
            state.show_state(kind, words, detail, link=link)
            frame.setMinimumHeight(140)
            line.addWidget(frame, 1)
        return self._card("空、错、停更、离线", "每种状态说清：怎么了，多久了，下一步", line)

    def _toasts(self) -> Card:
        made = [
            Toast(self._theme, self, "ok", "已接手 3 单，停止 7 条待发提醒", undo=60),
            Toast(self._theme, self, "warning", "2 单已被林晓接手，其余 1 单成功", link="查看"),
            Toast(self._theme, self, "error", "回传失败：平台限流，14:45 自动再试", link="详情"),
        ]
        return self._card("应用内提示", "底部居中，最多 3 条，不抢焦点", *made)


def bulk(theme: Theme, host: QWidget) -> BulkBar:
    """The bar over the sheet, as over the pool."""
    verbs = (BulkVerb("take", "接手", "hand", "A", "primary"), BulkVerb("pull", "重新拉取", "refresh-cw", "R"))
    verbs += (BulkVerb("give", "转派", "forward", "H"), BulkVerb("pause", "暂停", "pause", "P"), BulkVerb("more", "", "ellipsis"))
    bar = BulkBar(theme, host, verbs)
    bar.show_count("已选 3 单", "合计 ¥12,397", "选择全部 2,134 单")
    return bar


def main() -> None:
    app = QApplication(sys.argv)
    fonts.load()
    fonts.load_rest()
    theme = Theme(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    sheet = Sheet(theme)
    sheet.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    sheet.resize(1440, 1240)
    sheet.show()
    bulk(theme, sheet)
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
