"""补偿: what customers are offered, held within a budget, and no order twice unless somebody answers for it by name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ordertower_desktop.domain.pack import Budget


class OfferState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants these orders to get `fen` each. `again` names those that may get it although they were compensated before."""

    id: str
    remedy: str
    fen: int
    orders: tuple[str, ...]
    by: str
    why: str = ""
    again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """A wish as it was ruled: `orders` get it, `twice` were kept out because they had something already."""

    id: str
    remedy: str
    fen: int
    orders: tuple[str, ...]
    by: str
    at: datetime
    why: str = ""
    twice: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    state: OfferState = OfferState.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""

    @property
    def total_fen(self) -> int:
        return self.fen * len(self.orders)


@dataclass(frozen=True, slots=True)
class Fund:
    """How a response's money stands. `alone_fen` has been given without a second person."""

    used_fen: int = 0
    waiting_fen: int = 0
    alone_fen: int = 0
    stopped: int = 0


def fund(offers: Iterable[Offer]) -> Fund:
    """What the offers of one response come to."""
    known = tuple(offers)
    given = [one for one in known if one.state is OfferState.APPROVED]
    return Fund(
        used_fen=sum(one.total_fen for one in given),
        waiting_fen=sum(one.total_fen for one in known if one.state is OfferState.WAITING),
        alone_fen=sum(one.total_fen for one in given if one.decided_by == one.by),
        stopped=sum(len(one.twice) for one in known),
    )


def proposed(wish: Wish, offers: Iterable[Offer], budget: Budget, *, had: Collection[str], may_alone: bool, now: datetime) -> Offer | str:
    """The wish as an offer, or why it cannot be. `had` are the orders that were given something before, in any response, or wait for it.

    Small sums of people who `may_alone` are approved at once; whatever goes to an order a second time always needs another person.
    """
    orders = tuple(dict.fromkeys(wish.orders))
    twice = tuple(order for order in orders if order in had and order not in wish.again)
    kept = tuple(order for order in orders if order not in twice)
    again = tuple(order for order in kept if order in had)
    offer = Offer(wish.id, wish.remedy, wish.fen, kept, wish.by, now, wish.why, twice, again)
    money = fund(offers)
    if why := _objection(offer, wish, budget, money):
        return why
    if may_alone and not again and money.alone_fen + offer.total_fen <= budget.alone_fen:
        return replace(offer, state=OfferState.APPROVED, decided_by=wish.by, decided_at=now, decided_why="免批额度内")
    return offer


def decided(offer: Offer, state: OfferState, offers: Iterable[Offer], budget: Budget, *, by: str, why: str, now: datetime) -> Offer | str:
    """The offer after a second person's word, or why it cannot be. What was within the budget when proposed may not be any more."""
    if offer.state is not OfferState.WAITING:
        return "这一笔已经定了，请刷新"
    if by == offer.by and state is OfferState.APPROVED:
        return "自己提的补偿要由另一位主管批准"
    if state is OfferState.REFUSED and not why.strip():
        return "退回要写明原因"
    used = fund(offers).used_fen
    if state is OfferState.APPROVED and used + offer.total_fen > budget.total_fen:
        return f"批准后会超出本次上限 {_yuan(used + offer.total_fen - budget.total_fen)}，请先减少范围"
    return replace(offer, state=state, decided_by=by, decided_at=now, decided_why=why)


def _objection(offer: Offer, wish: Wish, budget: Budget, money: Fund) -> str:
    if offer.fen <= 0:
        return "补偿金额要大于 0 元"
    if offer.fen > budget.each_fen:
        return f"单笔 {_yuan(offer.fen)} 超过上限 {_yuan(budget.each_fen)}"
    if not offer.orders:
        return f"这 {len(offer.twice)} 单都已补偿过，没有要补的" if offer.twice else "没有选到订单"
    if wish.again and not wish.why.strip():
        return "再次补偿同一订单要写明原因"
    over = money.used_fen + money.waiting_fen + offer.total_fen - budget.total_fen
    if over > 0:
        return f"合计 {_yuan(offer.total_fen)}，连同待批会超出本次上限 {_yuan(over)}，请减少范围"
    return ""


def _yuan(fen: int) -> str:
    return f"¥{fen // 100:,}" if fen % 100 == 0 else f"¥{fen / 100:,.2f}"
