"""Opens the frame with an empty page, to look at: python -m tests.desk.show light|dark"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.shell.rail import Item
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.shell.statusbar import Age
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

ITEMS = (
    Item("overview", "总览", "layout-dashboard"),
    Item("pool", "延迟池", "inbox"),
    Item("mine", "我的", "user-round-check"),
    Item("release", "放行", "clipboard-check"),
    Item("customers", "合单", "merge"),
    Item("wall", "大屏", "monitor"),
    Item("rules", "规则", "workflow"),
    Item("crisis", "危机", "siren"),
    Item("replay", "复盘", "history"),
    Item("sources", "数据源", "cable"),
    Item("settings", "设置", "settings-2", foot="yes"),
)


def framed(app: QApplication, mode: str) -> tuple[Theme, Shell]:
    """A dressed shell with everything in it switched on."""
    fonts.load()
    fonts.load_rest()
    theme = Theme(app, mode)
    shell = Shell(theme, ITEMS)
    shell.show_level("二级响应 · 今日超时 186", "amber")
    shell.show_sources("ERP 停更，其余 8 项在看", "amber")
    shell.show_person("李婷")
    shell.show_bell(3)
    shell.rail.show_bubble("mine", 18)
    shell.status.show_ages((Age("天猫", "6 秒"), Age("京东", "11 秒"), Age("ERP", "4 时 50 分未更新", "amber"), Age("WMS", "3 分")))
    shell.status.show_hub("中枢 12 毫秒", "green")
    shell.status.show_clock("14:32:08")
    return theme, shell


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    page = StateView(theme)
    page.show_state("empty", "没有延迟订单", "已检查 72,140 单，6 秒前")
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    shell.banner.say("os", "warning", "系统通知被关闭，提醒只在本窗口显示", link="怎么打开")
    shell.toasts.show("ok", "已接手 3 单，停止 7 条待发提醒", undo=60)
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
