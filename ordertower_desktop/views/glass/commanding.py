"""Every command of the glass in one place: the palette and the cheat sheet read it, the keys run it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from ordertower_desktop.models import text
from ordertower_desktop.models.palette.commands import Command
from ordertower_desktop.models.pool.filters import Filter, tests
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.palette.cheat import CheatSheet
from ordertower_desktop.views.palette.palette import Palette
from ordertower_desktop.views.parts.veil import Veil
from ordertower_desktop.views.pool.commands import ACTING, commands

MOST_ORDERS = 8
PAGES = (
    ("overview", "总览", "G O"),
    ("pool", "延迟池", "G P"),
    ("mine", "我的", "G M"),
    ("release", "放行", "G F"),
    ("customers", "客户与合单", "G D"),
    ("wall", "大屏", "G W"),
    ("rules", "规则", "G R"),
    ("chain", "告警链", "G A"),
    ("playbooks", "处置步骤模板", "G B"),
    ("rates", "比率告警", "G T"),
    ("knowledge", "知识库", "G Z"),
    ("terms", "时限与日历", "G L"),
    ("stakes", "损失口径", "G N"),
    ("performance", "绩效", "G E"),
    ("crisis", "危机响应", "G C"),
    ("replay", "复盘与回放", "G H"),
    ("kpi", "统计", "G K"),
    ("sources", "数据源", "G S"),
    ("conflicts", "数据冲突", "G X"),
    ("nights", "夜间对账", "G Y"),
    ("stock", "库存", "G I"),
    ("calls", "接口调用", "G J"),
    ("members", "成员与岗位", "G U"),
    ("handbook", "使用手册", "F1"),
)


class Commanding(QObject):
    """Ctrl+K and ?; G and a letter go to a page."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._veil = Veil(glass.theme, glass.shell, height_share=0.2)
        self._palette = Palette(glass.theme)
        self._palette.chosen.connect(self._chosen)
        glass.shell.palette_requested.connect(self.open)
        glass.shell.help_requested.connect(self.cheat)
        keys: list[tuple[str, Callable[[], None]]] = [("?", self.cheat)]
        keys += [(", ".join(keys.split()), partial(glass.open_page, key)) for key, _, keys in PAGES]
        for sequence, call in keys:
            QShortcut(QKeySequence(sequence), glass.shell).activated.connect(call)

    def commands(self, *, acting: str = ACTING) -> list[Command]:
        """Everything that can be done, in the order of the sheet; `acting` names what it is done to."""
        glass = self._glass
        made = list(commands(glass.run, acting=acting))
        made += [
            Command(f"go.{key}", name, keys, "前往", partial(glass.open_page, key), "arrow-right")
            for key, name, keys in PAGES
            if glass.has_page(key)
        ]
        made += [
            Command("view.theme", "切换明暗", "Ctrl+T", "显示", glass.theme.toggle, "moon"),
            Command("view.keys", "快捷键表", "?", "显示", self.cheat, "keyboard"),
        ]
        return made

    def open(self) -> None:
        """The palette, empty."""
        self._palette.load(self.commands(acting=self._target()), self._found)
        self._veil.hold(self._palette)

    def cheat(self) -> None:
        self._veil.hold(CheatSheet(self._glass.theme, [command for command in self.commands() if command.keys]))

    def _target(self) -> str:
        """对订单 3901, 对已选 3 单."""
        if self._glass.shell.page == "mine":
            return "对手上这一单"
        cases = self._glass.pool.targets()
        row = self._glass.model.row(cases[0]) if len(cases) == 1 else None
        if row is not None:
            return f"对订单 {text.tail(row.order)}"
        return f"对已选 {text.count(len(cases))} 单" if cases else ACTING

    def _chosen(self, command: Command) -> None:
        self._veil.leave()
        command.run()

    def _found(self, typed: str) -> Sequence[Command]:
        """Orders, views and people that the typed letters may mean."""
        glass, word = self._glass, typed.strip()
        if not word:
            return []
        made = [
            Command(
                f"view.{view.key}",
                view.name,
                str(place + 1) if place < 9 else "",
                "视图",
                partial(glass.open_view, view.key),
                "inbox",
            )
            for place, view in enumerate(glass.model.views)
        ]
        made += [
            Command(f"person.{p.id}", p.name, "", "人", partial(glass.follow, f"owner:{p.id}"), "user-round") for p in glass.people.values()
        ]
        return made + self._orders(word)

    def _orders(self, word: str) -> list[Command]:
        glass = self._glass
        wanted = tests(Filter(text=word, state="all"), me=glass.me, now=glass.now)
        found: list[Command] = []
        for case in glass.model.known():
            row = glass.model.row(case)
            if row is not None and all(test(row) for test in wanted):
                title = f"订单 {' '.join(part for part in text.grouped(row.order) if part)}"
                found.append(Command(f"order.{case}", title, "", "订单", partial(glass.open_order, case), "package", row.kind_name))
                if len(found) == MOST_ORDERS:
                    break
        return found
