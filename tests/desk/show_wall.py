"""Opens the wall, to look at: python -m tests.desk.show_wall PAGE [old]"""

import sys
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.wall.wall import Wall
from tests.desk.demo_board import board, broken, sources
from tests.desk.demo_rows import NOW


def main() -> None:
    app = QApplication(sys.argv)
    fonts.load()
    fonts.load_rest()
    wall = Wall(NOW)
    wall.show_board(replace(board(), broken=broken()) if "broken" in sys.argv else board())
    wall.show_sources(sources())
    wall.tick(NOW, NOW - timedelta(minutes=7) if "old" in sys.argv else NOW)
    wall.show_page(int(sys.argv[1]))
    wall.setGeometry(app.primaryScreen().geometry())
    wall.showFullScreen()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
