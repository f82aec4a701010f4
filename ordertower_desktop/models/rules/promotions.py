"""The promotions as somebody edits them: those in force, what is being changed, and what one would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.domain.event import instant
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.moment import beginning, end_of_day, ending
from ordertower_desktop.domain.promo import PHASE_NAMES, Phase, Promo, relaxable
from ordertower_desktop.domain.promo_reader import promos
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.models import text
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.rules import PromoEffect, RulesInForce
from ordertower_desktop.wire.terms import TermsOnTrial, TermsTrial

Table = Mapping[str, Any]
QUIET_MS = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """A promotion in the list; `phase` is None while something in it is wrong."""

    id: str
    name: str
    phase: Phase | None
    words: str


class Promotions(QObject):
    """`question(what, with)`: promos | try_promo | save_promos | try_terms | …; the composer brings `answered(what, answer)` back."""

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self, shop: Workshop) -> None:
        super().__init__(shop)
        self._shop = shop
        self.tables: tuple[Table, ...] = ()
        self._held: tuple[Table, ...] = ()
        self.version, self.current, self.trouble, self.clash = 0, "", "", ""
        self.effects: tuple[PromoEffect, ...] = ()
        self.redating: TermsTrial | None = None
        self.calendars: tuple[tuple[str, str], ...] = ()
        self._asked: set[str] = set()
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._try)

    # what is in hand

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        return self._shop.locked

    @property
    def rules(self) -> list[Rule]:
        """The rules that have a limit to be changed."""
        return [rule for rule in self._shop.rules.values() if relaxable(rule)]

    def rule(self, key: str) -> Rule | None:
        return self._shop.rules.get(key)

    @property
    def table(self) -> Table | None:
        """The promotion that is looked at."""
        return next((one for one in self.tables if one.get("id") == self.current), None)

    @property
    def touched(self) -> bool:
        return self.tables != self._held

    @property
    def saving(self) -> bool:
        return "save_promos" in self._asked

    @property
    def fault(self) -> str:
        """The first thing that is wrong, in words; empty when all can be saved."""
        try:
            self._read(self.tables)
        except BadFile as bad:
            first = bad.faults[0]
            return f"{first.where}：{first.problem}"
        return ""

    def listed(self, now: datetime) -> list[Listed]:
        """Those that last first, then those ahead, then those that are over."""
        found = [self._line(one, now) for one in self.tables]
        ranks = {None: 0, Phase.ON: 1, Phase.AHEAD: 2, Phase.OVER: 3}
        return sorted(found, key=lambda line: ranks[line.phase])

    def _line(self, table: Table, now: datetime) -> Listed:
        key, name = str(table.get("id", "")), str(table.get("name", "")) or self.tr("未命名")
        try:
            (promo,) = self._read((table,))
        except BadFile:
            return Listed(key, name, None, self.tr("还没有填好"))
        return Listed(key, name, promo.phase(now), said(promo, now))

    def _read(self, tables: Sequence[Table]) -> tuple[Promo, ...]:
        return promos({"promo": list(tables)}, tuple(self._shop.rules.values()))

    # what somebody does

    def open(self) -> None:
        self._ask("promos")
        self._ask("calendars_in_force")

    def choose(self, key: str) -> None:
        if key != self.current:
            self.current, self.effects, self.redating = key, (), None
            self._try()
            self.changed.emit()

    def edit(self, **values: Any) -> None:
        """The promotion in hand with these values."""
        if self.table is not None and not self.locked:
            self._put({**self.table, **values})

    def new(self, now: datetime, by: str) -> None:
        """From tomorrow on, for three days."""
        today = now.astimezone(text.SHANGHAI).date()
        begin, end = end_of_day(today), end_of_day(today + timedelta(days=3))
        self._add({"name": self.tr("新大促"), "begin": instant(begin), "end": instant(end), "by": by, "limits": {}, "exempt": []})

    def again(self, now: datetime, by: str) -> None:
        """The promotion in hand once more, at its next anniversary."""
        if (table := self.table) is None:
            return
        begin, end = (datetime.fromisoformat(str(table[key])) for key in ("begin", "end"))
        while begin <= now:
            begin, end = _next_year(begin), _next_year(end)
        name = self.tr("{0}（新）").format(table.get("name", ""))
        self._add({**table, "name": name, "begin": instant(begin), "end": instant(end), "by": by})

    def drop(self) -> None:
        """Take the promotion in hand away; it counts from the next save on."""
        left = tuple(one for one in self.tables if one.get("id") != self.current)
        self.tables, self.current = left, str(left[0].get("id", "")) if left else ""
        self._quiet.start()
        self.changed.emit()

    def discard(self) -> None:
        """Back to what the hub holds."""
        self.tables, self.clash = self._held, ""
        if self.table is None:
            self.current = str(self.tables[0].get("id", "")) if self.tables else ""
        self._quiet.start()
        self.changed.emit()

    def save(self, why: str) -> None:
        """Put all of them in force."""
        if self.touched and not self.fault and not self.saving and not self.locked:
            self._ask("save_promos", encode({"promo": list(self.tables)}).decode(), self.version, why)
            self.changed.emit()

    # what comes back

    def answered(self, what: str, answer: Any) -> None:
        self._asked.discard(what)
        match what:
            case "promos":
                self._took(answer)
            case "try_promo":
                self.effects = () if isinstance(answer, Exception) else tuple(answer)
            case "try_terms":
                self.redating = answer if isinstance(answer, TermsTrial) else None
            case "calendars_in_force" if isinstance(answer, RulesInForce):
                self.calendars = tuple((str(one["id"]), str(one["name"])) for one in (answer.content or {}).get("calendars", []))
            case "save_promos":
                self._saved(answer)
            case _:
                return
        self.changed.emit()

    def _took(self, answer: Any) -> None:
        if not isinstance(answer, RulesInForce):
            self.trouble = str(answer)
            return
        found = tuple((answer.content or {}).get("promo", []))
        self.tables = merged(self._held, self.tables, found)
        self.trouble, self.version, self._held = "", answer.version, found
        if self.table is None:
            self.current = str(self.tables[0].get("id", "")) if self.tables else ""
        self._try()

    def _saved(self, answer: Any) -> None:
        if isinstance(answer, RulesInForce):
            self.clash, self._held = "", self.tables  # as saved; the answer says the same
            self.told.emit("ok", self.tr("大促档案已存为第 {0} 版，到时自动生效，到期自动恢复").format(answer.version))
            self._took(answer)
        elif getattr(answer, "status", 0) == 409:
            self.clash = str(answer)
            self._ask("promos")
        else:
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))

    # asking

    def _add(self, table: dict[str, Any]) -> None:
        taken = {one.get("id") for one in self.tables}
        key = next(one for i in range(1, len(taken) + 2) if (one := f"P{i:02}") not in taken)
        self.current, self.effects = key, ()
        self._put({"id": key, **{name: value for name, value in table.items() if name != "id"}})

    def _put(self, table: Table) -> None:
        known = [one.get("id") for one in self.tables]
        place = known.index(table["id"]) if table["id"] in known else len(known)
        self.tables = (*self.tables[:place], table, *self.tables[place + 1 :])
        self._quiet.start()
        self.changed.emit()

    def _try(self) -> None:
        """What would the one in hand do?"""
        table = self.table
        if table is None:
            return
        try:
            self._read((table,))
        except BadFile:
            self.effects, self.redating = (), None
            return
        self._ask("try_promo", dict(table))
        if table.get("clocks") or table.get("calendars"):
            self._ask("try_terms", TermsOnTrial(promo=dict(table), most=0))
        else:
            self.redating = None

    def _ask(self, what: str, *values: Any) -> None:
        self._asked.add(what)
        self.question.emit(what, list(values))


def merged(base: Sequence[Table], mine: Sequence[Table], theirs: Sequence[Table]) -> tuple[Table, ...]:
    """What the other one saved, with what I have changed since `base` kept as I have it."""
    was, now, then = ({str(one.get("id")): one for one in side} for side in (base, mine, theirs))
    keys = dict.fromkeys((*then, *now))
    found = (then.get(key) if now.get(key) == was.get(key) else now.get(key) for key in keys)
    return tuple(one for one in found if one is not None)


def said(promo: Promo, now: datetime) -> str:
    """`进行中 · 到 11月12日 24:00`."""
    phase = promo.phase(now)
    when = {
        Phase.AHEAD: f"{beginning(promo.begin)} 起",
        Phase.ON: f"到 {ending(promo.end)}",
        Phase.OVER: f"{ending(promo.end)} 止",
    }  # fmt: skip
    return f"{PHASE_NAMES[phase]} · {when[phase]}"


def _next_year(at: datetime) -> datetime:
    here = at.astimezone(text.SHANGHAI)
    try:
        return here.replace(year=here.year + 1)
    except ValueError:  # 29 February
        return here.replace(year=here.year + 1, day=28)
