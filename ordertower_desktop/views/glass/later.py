"""The parts of the glass that the first paint does not need; each is made when it is first wanted, and its modules are read then."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ordertower_desktop.domain.actions import Action
    from ordertower_desktop.models.pool.model import PoolModel
    from ordertower_desktop.views.board.page import BoardPage
    from ordertower_desktop.views.glass.orders import Orders
    from ordertower_desktop.views.glass.receipts import Receipts
    from ordertower_desktop.views.glass.verbs import Verbs
    from ordertower_desktop.views.parts.toast import Toasts
    from ordertower_desktop.views.shell.shell import Shell
    from ordertower_desktop.views.theme.theme import Theme
    from ordertower_desktop.wire.rows import PersonRow


def board(theme: "Theme", shell: "Shell", *, follow: Callable[[str], None], wall: Callable[[], None]) -> "BoardPage":
    from ordertower_desktop.views.board.page import BoardPage

    page = BoardPage(theme)
    page.asked.connect(follow)
    page.wall_asked.connect(wall)
    page.report_asked.connect(lambda: shell.page_requested.emit("replay"))  # there the day is told, and printed
    shell.add_page("overview", page)
    return page


def orders(theme: "Theme", shell: "Shell", model: "PoolModel") -> "Orders":
    from ordertower_desktop.views.glass.orders import Orders

    made = Orders(theme, shell, model)
    made.left.connect(lambda: shell.show_page("pool"))
    return made


def verbs(theme: "Theme", shell: "Shell", people: Mapping[str, "PersonRow"]) -> "Verbs":
    from ordertower_desktop.views.glass.verbs import Verbs

    return Verbs(theme, shell, people)


def receipts(toasts: "Toasts", submit: Callable[[Sequence["Action"]], None]) -> "Receipts":
    from ordertower_desktop.views.glass.receipts import Receipts

    return Receipts(toasts, submit)
