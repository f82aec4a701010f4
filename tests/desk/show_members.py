"""Opens the page of members and posts: python -m tests.desk.show_members light|dark [people|posts|edit|audit|agent|offline] [1100x720]"""

import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from ordertower_desktop.domain.post import Field, May, Sight
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.views.members.page import MembersPage
from tests.desk.demo_members import HubInHand, LogInHand
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "people")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    crew = Crew()
    hub = HubInHand(crew)
    page = MembersPage(theme, crew, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("settings", page)
    shell.show_page("settings")
    hub.open("agent" if what == "agent" else "supervisor", "offline" if what == "offline" else "online")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    if what in ("posts", "edit", "agent"):
        page.turn("posts")
    log = LogInHand(page.book)
    if what == "audit":
        log.bad = 217
        page.turn("audit")
        page.book.verify()
    if what == "edit":
        crew.pick("warehouse")
        draft = crew.draft
        assert draft is not None
        crew.edit(replace(draft, may=draft.may | {May.MONEY}, sees=dict(draft.sees) | {Field.PHONE: Sight.MASKED}))
        page.matrix.column = 1
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
