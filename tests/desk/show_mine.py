"""Opens the page of one's own queue: python -m tests.desk.show_mine light|dark [row|nothing] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.mine.queue import in_hand, queue, tally
from ordertower_desktop.views.mine.page import MinePage
from tests.desk.demo_page import NOW
from tests.desk.mine_kit import first, others, page
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    view = MinePage(theme)
    shell.add_page("mine", view)
    shell.show_page("mine")
    shell.show_title("我的", "引导处理 · 手上 7 单")
    rows = [first(), *others()]
    view.show_tally(tally(rows, "zhao", NOW, post="agent"), 50)
    if what == "nothing":
        view.show_nothing("手上没有要处理的单", "延迟池里还有 201 单没有人接", link="去延迟池看看")
    else:
        view.show_order(first(), None if what == "row" else page(), NOW, post="agent")
        view.show_rest(queue(in_hand(others(), "zhao"), NOW, post="agent"), NOW, post="agent")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
