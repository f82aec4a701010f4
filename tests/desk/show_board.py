"""Opens the overview on the floor of the pictures, to look at: python -m tests.desk.show_board light|dark"""

import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.board.page import BoardPage
from tests.desk.demo_board import board, broken
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    page = BoardPage(theme)
    shell.add_page("overview", page)
    shell.show_page("overview")
    shell.show_title("总览", "主管 · 李婷的排布")
    page.show_board(replace(board(), broken=broken() if "broken" in sys.argv else []))
    if "arrange" in sys.argv:
        page.arrange("on")
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
