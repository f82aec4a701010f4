"""In what order to work the pool: what waiting costs an hour, and what a minute of work saves; every term can be shown."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from ordertower_desktop.domain.calendar import NOTHING
from ordertower_desktop.domain.cause import CauseKey
from ordertower_desktop.domain.clock import Clock, ClockKind, ClockState, governing, remaining
from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.penalty import PENALTIES, TRUST_NAMES, Penalty, penalty_of

HORIZON = timedelta(hours=4)
"""H of the index: how far ahead a late order's hourly loss counts."""
MINUTE = timedelta(minutes=1)
SHORTEST_TAU = 10 * MINUTE


FACTORS = {"vip": ("VIP", 2.5), "urged": ("买家已催", 2.0), "complaint": ("已投诉", 2.0)}
EFFORTS: Mapping[str, timedelta] = {
    CauseKey.SYSTEM_GAP: 5 * MINUTE,
    CauseKey.APPROVAL_STUCK: 7 * MINUTE,
    CauseKey.STOCK_WRONG: 12 * MINUTE,
    CauseKey.WRITE_BACK_FAILED: 5 * MINUTE,
    CauseKey.CARRIER_SHORT: 9 * MINUTE,
    CauseKey.CUSTOMER: 9 * MINUTE,
}


@dataclass(frozen=True, slots=True)
class Stakes:
    """What lateness costs beside the platform's charge: editable estimates of the house.

    `lost_share`: of the order's amount, an hour late (refunds, customers who do not come back); `factors`: tag or event -> times.
    """

    penalties: tuple[Penalty, ...] = PENALTIES
    lost_share: float = 0.025
    complaint_fen: int = 3_000
    complaint_chance: float = 0.05
    fade: timedelta = HORIZON
    factors: Mapping[str, tuple[str, float]] = field(default_factory=lambda: dict(FACTORS))
    efforts: Mapping[str, timedelta] = field(default_factory=lambda: dict(EFFORTS))
    usual_effort: timedelta = 9 * MINUTE

    def effort(self, cause: str) -> timedelta:
        """How long a case of this cause takes to handle."""
        return self.efforts.get(cause, self.usual_effort)


STAKES = Stakes()


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a loss, in fen an hour, with the words that explain it."""

    name: str
    detail: str
    fen: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What one more hour of waiting costs, in expectation. Law: the total is the sum of its terms."""

    terms: tuple[Term, ...] = ()

    @property
    def fen_per_hour(self) -> int:
        return sum(term.fen for term in self.terms)


def loss(order: Order, clocks: Iterable[Clock], now: datetime, stakes: Stakes = STAKES) -> Loss:
    """The loss of an hour. An order without a running clock loses nothing by waiting."""
    names = "、".join(f"{name} ×{times:g}" for name, times in _factors(order, stakes))
    told = f"，{names}" if names else ""
    return Loss(tuple(Term(part.name, part.words() + told, part.fen) for part in _parts(order, tuple(clocks), now, stakes)))


def loss_per_hour(order: Order, clocks: Iterable[Clock], now: datetime, stakes: Stakes = STAKES) -> int:
    """The column 元/小时, in fen: the total of `loss`, without a word being made."""
    return sum(part.fen for part in _parts(order, tuple(clocks), now, stakes))


class _Part(NamedTuple):
    """A term before anybody has asked for its words."""

    name: str
    fen: int
    words: Callable[[], str]


def _parts(order: Order, clocks: tuple[Clock, ...], now: datetime, stakes: Stakes) -> list[_Part]:
    if order.ended:
        return []
    amount, leading = _amount(order), governing(clocks, now)
    parts = (
        _charge(_promise(clocks), order, now, stakes=stakes),
        _lost(leading, amount, now, stakes=stakes),
        _complaint(leading, now, stakes=stakes),
    )
    times = math.prod([times for _, times in _factors(order, stakes)])
    return [part._replace(fen=round(part.fen * times)) for part in parts if part is not None and part.fen]


def nearness(clock: Clock | None, now: datetime, fade: timedelta) -> float:
    """1 once the clock has passed, less the further its end: e^(-left/fade); 0 while it does not run."""
    left = remaining(clock, now) if clock is not None and clock.state is ClockState.RUNNING else None
    return 0.0 if left is None else math.exp(-max(left, NOTHING) / fade)


def tau(efforts: Iterable[timedelta], agents: int) -> timedelta:
    """How far ahead the index looks: 5 % of the time that the open pool takes its agents, at least ten minutes."""
    return max(SHORTEST_TAU, sum(efforts, NOTHING) * 0.05 / max(agents, 1))


@dataclass(frozen=True, slots=True)
class Index:
    """ATC-type rank of a case: fen saved by a minute of work on it now. Higher goes first."""

    value: float
    text: str


def index(
    order: Order,
    clocks: Iterable[Clock],
    now: datetime,
    *,
    cause: str = "",
    risk: float = 1.0,
    ahead: timedelta = SHORTEST_TAU,
    stakes: Stakes = STAKES,
) -> Index:
    """Before its breach `risk * (C + H*c) / s * e^(-slack/tau)`, after it `H*c / s`.

    C is the charge for the breach, c the loss of an hour once late, s the effort, `risk` the chance of a breach, `ahead` tau.
    """
    clocks = tuple(clocks)
    leading, effort = governing(clocks, now), stakes.effort(cause)
    if order.ended or leading is None or leading.state is not ClockState.RUNNING:
        return Index(0.0, "没有在走的时钟，等着不会变贵")
    left = remaining(leading, now) or NOTHING
    times = math.prod(times for _, times in _factors(order, stakes))
    charge = _breach_cost(order, clocks, now, stakes) * times
    hourly = (_amount(order) * stakes.lost_share + penalty_of(order.text("platform"), stakes.penalties).hour_fen) * times
    gain = stakes.fade / timedelta(hours=1) * hourly
    if left > NOTHING:
        gain = risk * (charge + gain) * math.exp(-max(left - effort, NOTHING) / ahead)
    value = gain / max(effort / MINUTE, 1.0)
    when = f"还剩 {late_text(left)}" if left > NOTHING else f"已超 {late_text(-left)}"
    return Index(value, f"约 {effort // MINUTE} 分钟可省 ¥{gain / 100:,.0f}（{when}，超时后每小时 ¥{hourly / 100:,.0f}）")


def _amount(order: Order) -> int:
    amount = order.value("amount_fen")
    return amount if isinstance(amount, int) and amount > 0 else 0


def _factors(order: Order, stakes: Stakes) -> list[tuple[str, float]]:
    """Why a customer like this one weighs more than others, and how many times."""
    return [factor for key, factor in stakes.factors.items() if key in order.tags or key in order.moments]


def _promise(clocks: Iterable[Clock]) -> Clock | None:
    return next((clock for clock in clocks if clock.kind is ClockKind.PLATFORM), None)


def _breach_cost(order: Order, clocks: Iterable[Clock], now: datetime, stakes: Stakes) -> float:
    """The platform's charge, while it can still be avoided, and what a complaint would cost."""
    promise = _promise(clocks)
    left = remaining(promise, now) if promise is not None and promise.state is ClockState.RUNNING else None
    charge = penalty_of(order.text("platform"), stakes.penalties).breach_fen(_amount(order)) if left is not None and left > NOTHING else 0
    return charge + stakes.complaint_chance * stakes.complaint_fen


def _charge(promise: Clock | None, order: Order, now: datetime, *, stakes: Stakes) -> _Part | None:
    """Before the promise passes, its charge as far as it is near; after it, what the platform adds an hour: the rest is lost already."""
    near = nearness(promise, now, stakes.fade)
    if promise is None or not near:
        return None
    line = penalty_of(order.text("platform"), stakes.penalties)
    if near >= 1.0:
        return _Part("平台加罚", line.hour_fen, lambda: f"平台承诺已过，每小时；{_since(line)}")
    charge = round(line.breach_fen(_amount(order)) * near)
    return _Part("平台赔付", charge, lambda: f"距平台承诺 {_left(promise, now)}，按 {near:.0%} 计；{_since(line)}")


def _since(line: Penalty) -> str:
    return f"{line.as_of:%Y-%m-%d} {TRUST_NAMES[line.trust]}"


def _left(clock: Clock, now: datetime) -> str:
    return late_text(remaining(clock, now) or NOTHING)


def _lost(leading: Clock | None, amount: int, now: datetime, *, stakes: Stakes) -> _Part | None:
    near = nearness(leading, now, stakes.fade)
    if leading is None or not near:
        return None

    def words() -> str:
        when = "已超时" if near >= 1.0 else f"距{leading.label} {_left(leading, now)}，按 {near:.0%} 计"
        return f"订单金额 {stakes.lost_share:.1%} 每小时，{when}"

    return _Part("退款与流失", round(amount * stakes.lost_share * near), words)


def _complaint(leading: Clock | None, now: datetime, *, stakes: Stakes) -> _Part | None:
    near = nearness(leading, now, stakes.fade)
    if not near:
        return None
    cost = round(stakes.complaint_chance * stakes.complaint_fen * near)
    return _Part("投诉处理", cost, lambda: f"每小时 {stakes.complaint_chance:.0%} 的可能，每起 ¥{stakes.complaint_fen / 100:g}")
