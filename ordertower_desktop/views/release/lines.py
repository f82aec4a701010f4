"""One order that waits, with the reasons; one receipt of a warehouse, with the way back."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import lay
from ordertower_desktop.wire.preaudit import AuditLine
from ordertower_desktop.wire.warehouse import Receipt

GUTTER, TOP, LONGEST = 16, 34, 20
ORDERS = (
    Column("订单", 186), Column("店铺", 120), Column("金额", 92, "right"), Column("", 20), Column("寄往", 0), Column("付款", 64, "right"),
    Column("", 12), Column("结论", 116), Column("", 204),
)  # fmt: skip
RECEIPTS = (
    Column("订单", 186), Column("指令", 96), Column("仓库", 0), Column("发出", 120), Column("回执", 116), Column("变化", 64, "right"),
    Column("", 20), Column("", 124),
)  # fmt: skip
HUES = {
    "queued": ("blue", "circle"), "sending": ("blue", "circle"), "accepted": ("green", "check"), "refused": ("red", "triangle"),
    "unknown": ("amber", "diamond"), "given_up": ("red", "triangle"), "cancelled": ("neutral", "dash"),
}  # fmt: skip
BACKS = {"intercept": "拦截", "resume": "恢复打单"}


class OrderLine(QWidget):
    """One order of a list."""

    acted = Signal(str, str)
    marked = Signal(str, str)
    order_asked = Signal(str)

    def __init__(self, theme: Theme, line: AuditLine, of: str, now: datetime) -> None:
        super().__init__()
        self.line, self.order = line, line.order
        self.buttons: dict[str, Button] = {}
        link = Link(theme, paint.plain(line.order)[-LONGEST:])
        link.setAccessibleName(f"打开订单 {paint.plain(line.order)}")
        link.clicked.connect(lambda: self.order_asked.emit(line.order))
        why, top, box = reasons(line, of), QWidget(), QVBoxLayout(self)
        self.setAccessibleDescription(why)
        box.setContentsMargins(0, 5, 0, 8 if why else 5)
        box.setSpacing(0)
        box.addWidget(top)
        if why:
            box.addLayout(indented(Elided(theme, why, size=12, role="text2")))
        lay(
            top,
            ORDERS,
            (
                link, Elided(theme, line.shop or line.platform), PlainLabel(theme, text.yuan(line.amount_fen)), QWidget(),
                Elided(theme, line.place or "—", role="text2"),
                PlainLabel(theme, text.near(line.paid_at, now) if line.paid_at else "—", role="text2"), QWidget(),
                _verdict(theme, line, of), self._buttons(theme, of),
            ),
            height=TOP,
        )  # fmt: skip

    def _buttons(self, theme: Theme, of: str) -> QWidget:
        holder, box = QWidget(), QHBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addStretch(1)
        busy = self.line.receipt is not None and self.line.receipt.state in ("queued", "sending", "unknown")
        for key, name, icon, keys in _offered(self.line, of):
            button = Button(theme, name, icon=icon, key=keys, small="yes")
            button.setAccessibleName(f"{name} {paint.plain(self.order)}")
            button.setEnabled(not busy)
            button.setToolTip("上一条指令还没有回执" if busy else "")
            button.clicked.connect(lambda _=False, key=key: self._pressed(key))
            self.buttons[key] = button
            box.addWidget(button)
        holder.setLayout(box)
        return holder

    def _pressed(self, key: str) -> None:
        if key in ("right", "wrong"):
            self.marked.emit(self.order, key)
        else:
            self.acted.emit(key, self.order)


class ReceiptLine(QWidget):
    """One thing that one warehouse was told."""

    acted = Signal(str, str)
    order_asked = Signal(str)

    def __init__(self, theme: Theme, one: Receipt, now: datetime) -> None:
        super().__init__()
        self.receipt, self.order = one, one.order
        hue, glyph = HUES.get(one.state, HUES["cancelled"])
        link = Link(theme, paint.plain(one.order)[-LONGEST:])
        link.setAccessibleName(f"打开订单 {paint.plain(one.order)}")
        link.clicked.connect(lambda: self.order_asked.emit(one.order))
        self.back = Button(theme, BACKS.get(one.back, ""), icon="undo-2", small="yes")
        self.back.setAccessibleName(f"撤回 {one.command_name} {paint.plain(one.order)}")
        self.back.clicked.connect(lambda: self.acted.emit(one.back, one.order))
        top, box = QWidget(), QVBoxLayout(self)
        box.setContentsMargins(0, 5, 0, 8 if one.why else 5)
        box.setSpacing(0)
        box.addWidget(top)
        if one.why:
            box.addLayout(indented(Elided(theme, one.why, size=12, role="text2")))
        lay(
            top,
            RECEIPTS,
            (
                link, PlainLabel(theme, one.command_name), Elided(theme, one.source_name, role="text2"), Elided(theme, one.by_name),
                Badge(theme, one.state_name, hue, glyph=glyph), PlainLabel(theme, text.near(one.at, now), role="text2"), QWidget(),
                self.back if one.back else QWidget(),
            ),
            height=TOP,
        )  # fmt: skip


def reasons(line: AuditLine, of: str) -> str:
    """Why it waits, in the words of its clauses; for the sample everything that was looked at."""
    if of == "address":
        return line.address + (f"；{line.receipt.command_name}：{line.receipt.why}" if line.receipt and line.receipt.why else "")
    against = [one for one in line.clauses if one.ok is not True]
    shown = line.clauses if of == "sampled" else against
    said = "；".join(one.said if one.key == "odd" and one.ok is False else f"{one.name}：{one.said}" for one in shown)
    refused = line.receipt.why if line.receipt and line.receipt.state == "refused" else ""
    return "；".join(part for part in (said, f"仓库没收：{refused}" if refused else "") if part)


def indented(words: QWidget) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setContentsMargins(GUTTER, 0, GUTTER, 0)
    made.addWidget(words)
    return made


def _verdict(theme: Theme, line: AuditLine, of: str) -> QWidget:
    """What the warehouse has said goes before what was decided."""
    if line.receipt is not None:
        hue, glyph = HUES.get(line.receipt.state, HUES["cancelled"])
        return Badge(theme, line.receipt.state_name, hue, glyph=glyph)
    if of == "address":
        return Badge(theme, "未拦", "amber", glyph="triangle")
    if line.mark == "wrong":
        return Badge(theme, "抽检判错", "red", glyph="triangle")
    if line.passed:
        return Badge(theme, "抽检" if line.sampled else "通过", "blue" if line.sampled else "green", glyph="check")
    return Badge(theme, f"{sum(one.ok is not True for one in line.clauses)} 条不符", "amber", glyph="triangle")


def _offered(line: AuditLine, of: str) -> tuple[tuple[str, str, str, str], ...]:
    """What can be done with it: command or answer, name, icon, key."""
    match of:
        case "sampled":
            return ("right", "判对", "check", "Y"), ("wrong", "判错", "x", "N")
        case "address":
            held = line.receipt is not None and line.receipt.command == "hold" and line.receipt.state == "accepted"
            return (("resume", "恢复打单", "play", ""),) if held else (("hold", "暂停打单", "pause", ""),)
        case _:
            return ("urgent", "急单单打", "zap", ""), ("release", "放行", "send", "")
