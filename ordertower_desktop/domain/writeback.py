"""回传: one waybill of one order told to one shop; what was tried, what comes next, and when a person has to see to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import RANK, STAGE_NAMES, Fact, Stage

MOST_SENDS = 6
"""One at once and five more (S89, D5)."""
EVERY = timedelta(minutes=15)
PUNCTUAL = timedelta(minutes=1)
"""A try that came so late still keeps the times of those after it."""
READ_BACK = timedelta(minutes=1)
"""How long after an answer that never came the platform is asked what it knows: it may still be at it."""
TIMELY = timedelta(minutes=30)


class Outcome(StrEnum):
    """What a try came to. `unknown`: it may have been heard, so the platform is read before anything is said again."""

    DONE = "done"
    REFUSED = "refused"
    PERSON = "person"
    UNKNOWN = "unknown"


class Move(StrEnum):
    """`send` looks, and tells where that is right; `look` only looks."""

    SEND = "send"
    LOOK = "look"


class Standing(StrEnum):
    """Where a write-back has come to."""

    WAITING = "waiting"
    DONE = "done"
    PERSON = "person"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Try:
    """One try of the log. `repeat`: an earlier one may have been heard already."""

    at: datetime
    move: Move
    outcome: Outcome
    why: str = ""
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done, and from when on."""

    at: datetime
    move: Move
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try came to, in words for people. `ill`: the platform would have answered anybody so; `wait`: it wants to be left alone.

    `ask` names the question that a person has to agree to before the same try can succeed.
    """

    outcome: Outcome
    why: str = ""
    ill: bool = False
    wait: timedelta = timedelta()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What the platform knows of the order now; `stage` is None for a word that nobody has mapped."""

    stage: Stage | None = None
    facts: frozenset[Fact] = field(default_factory=frozenset)
    waybills: tuple[str, ...] = ()
    absent: bool = False


def ruled(target: Target, waybill: str) -> Answer | None:
    """What the platform's own record makes of a waybill, or None where it may be told."""
    if waybill in target.waybills and shows_shipment(target):
        return Answer(Outcome.DONE, "平台已有这个运单号")
    if target.absent:
        return Answer(Outcome.PERSON, "平台没有这个订单，请核对订单号和店铺")
    if (why := _ended(target.facts, who="平台")) or (why := _elsewhere(target)):
        return Answer(Outcome.PERSON, why)
    if Fact.HELD in target.facts:
        return Answer(Outcome.REFUSED, "平台挂起了这一单，暂时不能发货")
    return None


def shows_shipment(target: Target) -> bool:
    """The platform shows that something of the order has left, whatever its number."""
    return (target.stage is not None and RANK[target.stage] >= RANK[Stage.TO_COLLECT]) or Fact.PART_SHIPPED in target.facts


def _ended(facts: frozenset[Fact], *, who: str) -> str:
    """Why a parcel on its way may have to be stopped."""
    if Fact.CANCELLED in facts:
        return f"{who}显示已取消，请拦截包裹，不要发货"
    if Fact.REFUNDED in facts:
        return f"{who}显示已退款，请拦截包裹，不要发货"
    return f"{who}显示退款中，请先处理退款" if Fact.REFUNDING in facts else ""


def _elsewhere(target: Target) -> str:
    """Why this waybill has no place there."""
    if target.stage is None:
        return "平台的状态词还没有映射，不敢发货，请到数据源页登记"
    if target.stage is Stage.UNPAID:
        return "平台显示还没有付款"
    if Fact.PART_SHIPPED in target.facts:
        return "平台显示部分发货，请人工核对是哪一件"
    if RANK[target.stage] >= RANK[Stage.TO_COLLECT]:
        return f"平台上已是另一个运单 {'、'.join(target.waybills)}" if target.waybills else "平台显示已发货，但没有运单号"
    return ""


def belied(target: Target, waybill: str, *, told_at: str) -> str | None:
    """What is wrong with "we have told it", by the platform's own record; empty where it bears us out, None where nothing can be said.

    What has ended meanwhile may well have lost its shipment, and a word that nobody has mapped proves nothing.
    """
    if target.absent or target.facts & {Fact.CANCELLED, Fact.REFUNDED, Fact.REFUNDING} or target.stage is None:
        return None
    if waybill in target.waybills and shows_shipment(target):
        return ""
    shown = STAGE_NAMES[target.stage]
    if not shows_shipment(target):
        return f"我们 {told_at} 已回传，平台仍显示“{shown}”"
    other = f"另一个运单 {'、'.join(target.waybills)}" if target.waybills else "没有运单号"
    return f"我们 {told_at} 已回传，平台显示“{shown}”，但是{other}"


def standing(log: Sequence[Try], *, begun: datetime) -> Standing:
    """Where the log has come to, counted from `begun` (the outbound scan, or the last time that a person asked anew)."""
    tries = [one for one in log if one.at >= begun]
    if any(one.outcome is Outcome.DONE for one in log):
        return Standing.DONE
    if any(one.outcome is Outcome.PERSON for one in tries):
        return Standing.PERSON
    sends = sum(one.move is Move.SEND for one in tries)
    return Standing.GIVEN_UP if sends >= MOST_SENDS and not _unread(tries) else Standing.WAITING


def next_try(log: Sequence[Try], *, begun: datetime) -> Next | None:
    """What comes next, or None when nothing does: at once, then on every quarter of an hour, and a look after every silence."""
    if standing(log, begun=begun) is not Standing.WAITING:
        return None
    tries = [one for one in log if one.at >= begun]
    if _unread(tries):
        return Next(tries[-1].at + READ_BACK, Move.LOOK)
    sends = [one.at for one in tries if one.move is Move.SEND]
    doubtful = any(one.outcome is Outcome.UNKNOWN and one.move is Move.SEND for one in log)
    return Next(_due(sends) if sends else begun, Move.SEND, doubtful)


def _due(sends: Sequence[datetime]) -> datetime:
    """On the quarters counted from the first; where the last came too late for that, a whole one after it."""
    on_time = sends[0] + EVERY * len(sends)
    return on_time if on_time - sends[-1] >= EVERY - PUNCTUAL else sends[-1] + EVERY


def _unread(tries: Sequence[Try]) -> bool:
    """True while the last send may have been heard and nobody has looked."""
    return bool(tries) and tries[-1].move is Move.SEND and tries[-1].outcome is Outcome.UNKNOWN


def rounds(log: Iterable[Try], *, begun: datetime) -> int:
    """How many of the six tries have been used."""
    return sum(one.move is Move.SEND and one.at >= begun for one in log)


def timeliness(told: Iterable[tuple[datetime, datetime | None]], now: datetime) -> float | None:
    """Share told within half an hour of the scan (S93), of those whose half hour is over or who are told; None without any."""
    marks = [(out, done) for out, done in told if done is not None or now - out > TIMELY]
    timely = sum(done is not None and done - out <= TIMELY for out, done in marks)
    return timely / len(marks) if marks else None


def untold(order: Order, source: str) -> bool:
    """The parcel has left by another system's word, and this platform, which has the order, does not show it."""
    there, out = order.current.get(source), order.moments.get("outbound")
    if there is None or there.stage is None or out is None or out.source == source:
        return False
    return RANK[there.stage] < RANK[Stage.TO_COLLECT] and "written_back" not in order.moments


def known_here(order: Order, source: str, waybill: str) -> Answer | None:
    """What settles it before anybody is asked; None where the platform's own record, read anew, must decide.

    What the platform said last may be old by now, so of it only a shipment counts: nothing takes that back.
    """
    there = order.current.get(source)
    said = str(there.fields.get("waybill") or "") if there else ""
    shipped = there is not None and there.stage is not None and RANK[there.stage] >= RANK[Stage.TO_COLLECT]
    if "written_back" in order.moments or (shipped and said == waybill):
        return Answer(Outcome.DONE, "平台已有这个运单号")
    if why := _ended(order.facts - (there.facts if there else frozenset()), who="其他系统"):
        return Answer(Outcome.PERSON, why)
    if order.value("split") is True:
        return Answer(Outcome.PERSON, "分批发货的订单，请在平台上按包裹回传")
    return None
