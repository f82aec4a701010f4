"""Opens palette or cheat sheet over the floor of the pictures: python -m tests.desk.show_palette light|dark jies|?"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.palette.commands import Command
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.palette.cheat import CheatSheet
from ordertower_desktop.views.palette.palette import Palette
from ordertower_desktop.views.parts.veil import Veil
from ordertower_desktop.views.pool.commands import commands
from ordertower_desktop.views.pool.page import PoolPage
from tests.desk.demo_rows import NOW, rows
from tests.desk.show import framed


def nothing(_verb: str = "") -> None:
    """A picture does nothing."""


def all_commands() -> list[Command]:
    made = list(commands(nothing, acting="对订单 3901"))
    places = (("延迟池", "G P", "inbox"), ("我的", "G M", "user-round-check"), ("大屏", "G W", "monitor"), ("规则", "G R", "workflow"))
    made += [Command(f"go-{name}", name, keys, "前往", nothing, icon) for name, keys, icon in places]
    made.append(Command("view-nobody", "视图：待接手", "", "前往", nothing, "inbox", "386 单"))
    made.append(Command("theme", "明暗主题", "Ctrl+T", "显示", nothing, "moon"))
    return made


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1])
    model = PoolModel(NOW)
    page = PoolPage(theme, model)
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    model.take(rows())
    veil = Veil(theme, shell, height_share=0.2)

    def put_up() -> None:
        if sys.argv[2] == "?":
            veil.hold(CheatSheet(theme, all_commands()))
            return
        palette = Palette(theme)
        palette.load(all_commands(), lambda _typed: ())
        veil.hold(palette)
        palette.line.setText(sys.argv[2])

    QTimer.singleShot(400, page, put_up)
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
