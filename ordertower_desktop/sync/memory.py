"""The desk's memory: what one exchange sends, and what its answer makes of outbox and cache."""

import dataclasses
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from ordertower_desktop.domain.actions import Action, OrderAction
from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.files import Files, passing
from ordertower_desktop.sync.frame import Entry
from ordertower_desktop.sync.outbox import Outbox
from ordertower_desktop.sync.page import Delta
from ordertower_desktop.sync.pending import Outcome, Pending, action_of, case_of, outcome
from ordertower_desktop.sync.screen import Screen, Shown
from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.wire.actions import to_bytes
from ordertower_desktop.wire.sync import Result, SyncAnswer, SyncRequest

PAGE = 500
KEPT = timedelta(days=7)
MISSES = 3
BATCH = 200


@dataclass(frozen=True, slots=True)
class Login:
    """Whose desk this is: `actor` names the login, `hub` the hub (a base URL, or `beside`). Both outlive ports and tokens."""

    actor: str
    hub: str


@dataclass(slots=True)
class Taken:
    """What one answer did. `head`: the desk now holds everything; `more`: exchange again at once; `healed`: why it began anew."""

    shown: list[Shown] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    head: bool = False
    more: bool = False
    healed: str = ""


class Memory:
    """Cache and outbox of one login. Bound to the thread that made it; knows neither network nor clock."""

    def __init__(self, login: Login, *, cache: Cache, outbox: Outbox) -> None:
        self._login, self._cache, self._outbox = login, cache, outbox
        self._pending = Pending(outbox.pending(login.actor, login.hub))
        self.screen = Screen(cache, self._pending, login.actor)
        self._counted = False
        self._misses = 0
        self._batch = BATCH

    @classmethod
    def at(cls, files: Files, login: Login) -> "Memory":
        return cls(login, cache=Cache(files.cache, files.quarantine), outbox=Outbox(files.outbox, files.quarantine))

    def close(self) -> None:
        self._cache.close()
        self._outbox.close()

    def mend(self) -> None:
        """After an error of the outbox's file: look at it afresh. Raises `NotSaved`."""
        self._outbox.reopen()
        self._pending.reload(self._outbox.pending(self._login.actor, self._login.hub))

    @property
    def waiting(self) -> int:
        """How many of this login's actions the hub has not confirmed on this screen."""
        return len(self._pending)

    @property
    def outbox(self) -> Outbox:
        return self._outbox

    # -- what the person does ------------------------------------------------------------------------------------

    def submit(self, actions: Sequence[Action], *, now: datetime) -> Shown:
        """The rows as they look from now on, once every action is durable; raises `NotSaved` and nothing has happened."""
        filled = [self._as_seen(action) for action in actions]
        self._outbox.put([Entry(a.id, self._login.actor, self._login.hub, now.isoformat(), to_bytes(a)) for a in filled])
        self._pending.add(filled)
        return self.screen.some("case", filter(None, map(case_of, filled)), now=now)

    def _as_seen(self, action: Action) -> Action:
        """An action that does not say which state of the case it is about means the one on the screen."""
        if isinstance(action, OrderAction) or action.version:
            return action
        row = self.screen.case(action.case)
        return action if row is None else dataclasses.replace(action, version=row.version)

    # -- the exchange --------------------------------------------------------------------------------------------

    def request(self) -> SyncRequest:
        """Where this desk stands and what its person did, oldest first."""
        place = self.screen.read(self._cache.place, None)
        queued = self._outbox.queued(self._login.actor, self._login.hub, limit=self._batch)
        actions = [msgspec.json.decode(item.entry.body) for item in queued]
        return SyncRequest(cursor=place.cursor if place else 0, epoch=place.epoch if place else "", actions=actions, limit=PAGE)

    def take(self, request: SyncRequest, answer: SyncAnswer, *, now: datetime) -> Taken:
        """Rows and cursor first, in one transaction; only then do answered actions leave. Raises `Unreachable` for an unusable answer."""
        taken = Taken()
        self._meet(answer, now)
        touched = self._answered(answer.results, taken)
        delta = self._absorb(request, answer, taken)
        if taken.head:
            touched |= self._settle()
            self._outbox.prune((now - KEPT).isoformat())
        self._show(delta, touched, now=now, taken=taken)
        self._batch = min(BATCH, self._batch * 2)
        taken.more = not taken.head or bool(self._outbox.queued(self._login.actor, self._login.hub, limit=1))
        return taken

    def refused(self, request: SyncRequest, why: str, *, now: datetime) -> Taken:
        """The hub could not read the request: find the one action it stumbles over by sending fewer; a lone one is refused for good."""
        taken = Taken(more=True)
        self._batch = max(1, len(request.actions) // 2)
        if len(request.actions) == 1:
            self._batch = BATCH
            touched = self._answered({str(request.actions[0]["id"]): Result(state="refused", why=why)}, taken)
            self._show(Delta(), touched, now=now, taken=taken)
        return taken

    def untold(self) -> list[Outcome]:
        """Refusals that were noted before this desk last ended, perhaps without anybody seeing them."""
        items = self._outbox.pending(self._login.actor, self._login.hub)
        return [outcome(action_of(i.entry.body), i.result) for i in items if i.result is not None and not i.result.ok]

    def told(self, outcomes: Sequence[Outcome]) -> None:
        """The person has been told; only now do refusals leave."""
        self._outbox.settle([told.id for told in outcomes if not told.ok])

    def _meet(self, answer: SyncAnswer, now: datetime) -> None:
        """Who the hub says we are, and whether it is still the hub we knew."""
        if answer.person:
            self._outbox.learn(self._login.actor, self._login.hub, person=answer.person)
        if self._outbox.meet(self._login.hub, epoch=answer.epoch):
            # A hub that went back to an older copy has forgotten what it confirmed since: tell it again, it knows its own by id.
            self._outbox.send_again(self._login.hub, (now - KEPT).isoformat())
            self._pending.reload(self._outbox.pending(self._login.actor, self._login.hub))

    def _answered(self, results: dict[str, Result], taken: Taken) -> set[str]:
        """Note the results; returns the cases whose look may change with it."""
        cases = set()
        for item in self._outbox.answer(results) if results else ():
            action, result = action_of(item.entry.body), results[item.entry.id]
            self._pending.answered(item.entry.id, result)
            taken.outcomes.append(outcome(action, result))
            cases.add(case_of(action))
        return cases

    def _absorb(self, request: SyncRequest, answer: SyncAnswer, taken: Taken) -> Delta:
        try:
            place = self._cache.place()
            if answer.reset or place.epoch not in ("", answer.epoch):
                self._again(answer.epoch, taken, "中枢换了一份数据，正在重新读取")
            elif (place.cursor, place.epoch) == (request.cursor, request.epoch):  # else this answer is for a cache that is no more
                return self._page(request, answer, taken)
        except sqlite3.DatabaseError as error:
            if passing(error):
                raise Unreachable(f"本机缓存暂时写不进去（{error}），数据停在上一刻") from error
            self._cache.rebuild(error)
            self.screen.lost = True
            taken.healed = "本机缓存损坏，正在从中枢重建"
        except msgspec.DecodeError as error:
            raise Unreachable("中枢的回答看不懂，可能两边版本不同") from error
        return Delta()

    def _page(self, request: SyncRequest, answer: SyncAnswer, taken: Taken) -> Delta:
        if answer.cursor < request.cursor or (answer.cursor == request.cursor < answer.head):
            raise Unreachable("中枢的数据流没有前进，稍后再试")
        delta = self._cache.absorb(answer.changes, answer.cursor, epoch=answer.epoch, head=answer.head)
        self._cache.learn("person", answer.person)
        self._cache.learn("role", answer.role)
        if answer.cursor >= answer.head:
            self._prove(answer, taken)
        return delta

    def _prove(self, answer: SyncAnswer, taken: Taken) -> None:
        """At the head the sums must agree; the first time they are counted from the rows themselves."""
        if not self._counted:
            self._cache.recount()
        self._counted = self._cache.proven(answer.digest)
        if self._counted:
            self._misses, taken.head = 0, True
            return
        self._misses += 1
        if self._misses > MISSES:
            self._misses = 0
            raise Unreachable("本机数据与中枢核对不上，重读后仍不一致；请把诊断信息发给管理员")
        if self._misses > 1:
            self._cache.rebuild(sqlite3.DatabaseError("the digest disagrees"))
            self.screen.lost = True
        self._again(answer.epoch, taken, "本机数据与中枢核对不一致，正在重新读取")

    def _again(self, epoch: str, taken: Taken, why: str) -> None:
        self._cache.start_over(epoch)
        self._counted = False
        taken.healed = why

    def _settle(self) -> set[str]:
        """Confirmed actions whose row has arrived leave; returns their cases."""
        over = []
        for id_, case, version in self._pending.confirmed():
            row = self.screen.case(case) if case else None
            if row is None or row.version >= version:
                over.append((id_, case))
        self._outbox.settle([id_ for id_, _ in over])
        self._pending.drop([id_ for id_, _ in over])
        return {case for _, case in over}

    def _show(self, delta: Delta, touched: set[str], *, now: datetime, taken: Taken) -> None:
        delta.changed["case"] = [*delta.changed.get("case", ()), *filter(None, touched)]
        if self.screen.lost and taken.head:
            self.screen.all_over(delta)
        for topic in delta.changed.keys() | delta.gone.keys():
            shown = self.screen.some(topic, delta.changed.get(topic, ()), now=now, gone=delta.gone.get(topic, ()))
            if shown.rows or shown.gone:
                taken.shown.append(shown)
