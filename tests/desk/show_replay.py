"""Opens the replay page on the day of the pictures: python -m tests.desk.show_replay light|dark [plain|evidence|play|pool] [1100x720]"""

import sys
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.models.replay.thenpool import ThenPool
from ordertower_desktop.views.replay.page import ReplayPage
from tests.desk.demo_board import board
from tests.desk.demo_day import SINCE, HubInHand
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "plain")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    film, drafting, pool = Film(), Drafting(), ThenPool()
    hub = HubInHand(film, drafting, pool)
    page = ReplayPage(theme, film, drafting, pool)
    page.titled.connect(shell.show_title)
    shell.add_page("replay", page)
    film.show_now(board())
    film.show_role("supervisor")
    shell.show_page("replay")
    film.seek(SINCE + timedelta(hours=10, minutes=6))
    if what == "evidence":
        page.answers.questions[0].more.click()
    if what == "pool":
        page.player.pool.click()
    if what == "play":
        film.play()
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    assert hub.asked
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
