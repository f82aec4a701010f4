"""One hand-over, and one interface, as a line of the page of calls."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.models import calls as words
from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import lay
from ordertower_desktop.wire.calls import HopLine, InterfaceLine

HOPS = (
    Column("环节", 148), Column("系统", 168), Column("状态", 112), Column("最近调用", 104), Column("最近成功", 104),
    Column("最近新内容", 104), Column("说明", 0),
)  # fmt: skip
INTERFACES = (
    Column("系统", 168), Column("接口", 0), Column("次数", 84, "right"), Column("没有成功", 230, "right"), Column("p50", 84, "right"),
    Column("p95", 84, "right"), Column("最近", 128, "right"),
)  # fmt: skip
HEIGHT = 34


class HopWidget(QWidget):
    """When it last spoke, and what is to be thought of it."""

    def __init__(self, theme: Theme, one: HopLine, now: datetime) -> None:
        super().__init__()
        name, hue, glyph = words.STANDINGS.get(one.standing, words.STANDINGS["unknown"])
        cells = (
            PlainLabel(theme, one.link_name, role="text2"), Elided(theme, one.name, strong="yes"), Badge(theme, name, hue, glyph=glyph),
            *(PlainLabel(theme, words.when(at, now), role="text2") for at in (one.called_at, one.good_at, one.news_at)),
            Elided(theme, one.said),
        )  # fmt: skip
        lay(self, HOPS, cells, height=HEIGHT)
        self.setAccessibleName(f"{one.link_name} {paint.plain(one.name)}：{name}，{paint.plain(one.said)}")


class InterfaceWidget(QWidget):
    """`asked(source, interface)`: its single calls."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, one: InterfaceLine, now: datetime) -> None:
        super().__init__()
        name = Link(theme, paint.plain(one.interface)[-44:])
        name.setAccessibleName(f"看 {paint.plain(one.source_name)} {paint.plain(one.interface)} 的每次调用")
        name.clicked.connect(lambda: self.asked.emit(one.source, one.interface))
        failed = words.failures(one)
        cells = (
            Elided(theme, one.source_name), name, PlainLabel(theme, text.count(one.count)),
            PlainLabel(theme, failed, role="red" if one.failed else "text3"), PlainLabel(theme, words.took(one.p50_ms)),
            PlainLabel(theme, words.took(one.p95_ms)), PlainLabel(theme, words.when(one.last, now), role="text2"),
        )  # fmt: skip
        lay(self, INTERFACES, cells, height=HEIGHT)
        said = f"{text.count(one.count)} 次，没有成功 {failed}，p50 {words.took(one.p50_ms)}，p95 {words.took(one.p95_ms)}"
        self.setAccessibleName(f"{paint.plain(one.source_name)} {paint.plain(one.interface)}：{said}")
