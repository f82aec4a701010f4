"""Opens the first run: python -m tests.desk.show_welcome light|dark [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.firstrun.page import FirstRun
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    page = FirstRun(theme, shell)
    if len(sys.argv) > 2:
        shell.resize(*(int(side) for side in sys.argv[2].split("x")))
    shell.show()
    page.open("李婷")
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
