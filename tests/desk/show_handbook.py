"""Opens the handbook: python -m tests.desk.show_handbook light|dark [CHAPTER] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.handbook.page import HandbookPage
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, chapter = [*sys.argv[1:], *("light", "agent")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    page = HandbookPage(theme)
    shell.add_page("handbook", page)
    shell.show_page("handbook")
    shell.show_title("使用手册", "客服的一天")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    page.open(chapter)
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
