"""The roster of picture 24, and a hub in the hand that answers its card."""

import json
from datetime import date, timedelta
from typing import Any

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.quiet import Quiet
from ordertower_desktop.domain.roster import Roster, Shift, Swap
from ordertower_desktop.models.chain.rotashop import RotaShop
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.roster import body_of
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.terms import CalendarsBody, calendar_body
from tests.desk.demo_chains import PEOPLE
from tests.desk.demo_rows import NOW

HOUR = timedelta(hours=1)
DAILY, WEEKDAYS = frozenset(range(7)), frozenset(range(5))
WEDNESDAY = date(2025, 11, 12)


def shift(post: str, person: str, start: float, end: float, backup: str = "") -> Shift:
    return Shift(post, person, DAILY, start * HOUR, (end - start) * HOUR, backup)


ROSTER = Roster(
    (
        shift("agent", "zhao", 8, 17, "linx"), shift("agent", "linx", 17, 20, "zhao"), shift("risk", "he", 8, 12, "chenyt"),
        shift("risk", "he", 13, 20, "chenyt"), shift("warehouse", "zhou", 8, 14, "liusy"), shift("warehouse", "liusy", 14, 16, "zhou"),
        shift("warehouse", "zhou", 16, 20, "liusy"), shift("account_manager", "sun", 9, 18, "he"), shift("finance", "chenyt", 9, 12, "sun"),
        shift("finance", "chenyt", 13, 18, "sun"), shift("it", "wu", 8, 20), shift("supervisor", "li", 8, 20, "chen"),
        Shift("agent", "sun", WEEKDAYS, 20 * HOUR, 8 * HOUR, "linx"),
    ),
    (Swap(WEDNESDAY, "warehouse", "liusy", "", "请假"),),
    (Quiet("*", "", 22 * HOUR, 10 * HOUR), Quiet("he", "sms", 12 * HOUR, 4 * HOUR)),
)  # fmt: skip


WORK = (9 * HOUR, 18 * HOUR)
OFFICE = Calendar("office", "客服工作日", ((WORK,),) * 5 + ((),) * 2, holidays=frozenset({date(2025, 11, 13)}))


class RosterInHand:
    """Keeps the versions; `trouble` comes instead of an answer."""

    def __init__(self, shop: RotaShop, roster: Roster = ROSTER) -> None:
        self.shop, self.version, self.trouble = shop, 3, ""
        self.text = encode(body_of(roster)).decode()
        self.saved: list[tuple[str, int, str]] = []
        shop.question.connect(self.ask)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.shop.show_people(PEOPLE)
        self.shop.show_state(role, link)
        self.shop.open()

    def ask(self, what: str, values: list[Any]) -> None:
        if self.trouble:
            self.shop.answered(what, RuntimeError(self.trouble))
            return
        if what == "calendars_in_force":
            text = encode(CalendarsBody([calendar_body(OFFICE)]))
            self.shop.answered(what, RulesInForce(1, "li", NOW, kind="calendars", text=text.decode(), content=json.loads(text)))
            return
        if what == "save_roster":
            self.saved.append((values[0], values[1], values[2]))
            self.text, self.version = values[0], self.version + 1
        self.shop.answered(what, RulesInForce(self.version, "li", NOW, kind="roster", text=self.text))
