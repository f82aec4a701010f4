"""Opens the release page: python -m tests.desk.show_release light|dark [hand|sampled|address|auto|stopped|preview|empty] [1100x720]"""

import sys

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.parts.veil import Veil
from ordertower_desktop.views.release.page import ReleasePage
from ordertower_desktop.views.release.preview import CommandPreview
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_page import NOW
from tests.desk.demo_release import LISTS, RECEIPTS, job, page, plan
from tests.desk.show import framed


def shown(theme: Theme, shell: Shell, what: str) -> ReleasePage:
    """The page in the frame."""
    made = ReleasePage(theme)
    shell.add_page("release", made)
    shell.show_page("release", rail="release")
    shell.show_title("放行", "")
    made.standing.show_may("yes")
    told = page(what if what in LISTS else "hand")
    if what == "stopped":
        why = "自动停用：抽检 40 单错 6 单，错误率至少 7.1%，超过上限 5.0%"
        told = page(state="shadow", why=why)
    if what == "empty":
        told = replace(page(houses=()), lines=[], waiting={})
    made.standing.show_page(told)
    if what in ("sampled", "address", "auto"):
        made.orders.choice.choose(what)
        made.orders.choice.chosen.emit(what)
    made.orders.show_page(told)
    made.orders.show_receipts(RECEIPTS, NOW)
    made.job.show_job(job() if what in ("hand", "auto") else None, NOW)
    return made


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "hand", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    shown(theme, shell, what)
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    if what == "preview":
        Veil(theme, shell).hold(CommandPreview(theme, plan(), may="yes"))
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
