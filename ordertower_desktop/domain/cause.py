"""The first broken hand-over of one order: what is known to be wrong, with the evidence; or, honestly, that it is not known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.clock import Clock, ClockKind, Pause, breached
from ordertower_desktop.domain.event import EVENT_NAMES, Event
from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, Snapshot, SourceKind, spoken_kind
from ordertower_desktop.domain.stage import RANK, STAGE_NAMES, TO_BE_SHIPPED, Fact, Stage


class CauseKey(StrEnum):
    """S11, and what stands beside it."""

    SYSTEM_GAP = "system_gap"
    APPROVAL_STUCK = "approval_stuck"
    STOCK_WRONG = "stock_wrong"
    WRITE_BACK_FAILED = "write_back_failed"
    CARRIER_SHORT = "carrier_short"
    SUPPLY_BROKEN = "supply_broken"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


CAUSE_NAMES = {
    CauseKey.SYSTEM_GAP: "系统断层",
    CauseKey.APPROVAL_STUCK: "审批卡顿",
    CauseKey.STOCK_WRONG: "库存不准",
    CauseKey.WRITE_BACK_FAILED: "回传失败",
    CauseKey.CARRIER_SHORT: "物流爆仓",
    CauseKey.SUPPLY_BROKEN: "供应断料",
    CauseKey.CUSTOMER: "客户原因",
    CauseKey.UNKNOWN: "原因未明",
}
CLUES = 3
STALE_INTERVALS = 2
MANY_ADDRESSES = 3
LONGEST_REASON = 40


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source system is doing: the last good answer, and since when it refuses, with its code (401) and words (白名单失效)."""

    source: str
    kind: SourceKind
    last_ok_at: datetime | None = None
    refused_since: datetime | None = None
    reason_code: str = ""
    reason: str = ""
    interval: timedelta = timedelta(minutes=15)
    name: str = ""

    def silent(self, now: datetime) -> bool:
        """No good answer for more than twice its interval (R23)."""
        return self.last_ok_at is not None and now - self.last_ok_at > STALE_INTERVALS * self.interval

    @property
    def words(self) -> str:
        return self.reason_code or self.reason


@dataclass(frozen=True, slots=True)
class Cause:
    """What broke first. `detail` is short (`ERP 未收单 · 401`), `text` a sentence, `origin` the source to ask; `confidence` in percent."""

    key: CauseKey
    detail: str
    text: str = ""
    origin: str = ""
    evidence: tuple[str, ...] = ()
    confidence: int = 0

    @property
    def name(self) -> str:
        return CAUSE_NAMES[self.key]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a look for the cause may use."""

    order: Order
    sources: tuple[SourceState, ...]
    late: frozenset[ClockKind]
    pauses: tuple[Pause, ...]
    now: datetime

    def of_kind(self, kind: SourceKind) -> list[SourceState]:
        """The sources of a kind, refusing ones first."""
        return sorted((s for s in self.sources if s.kind is kind), key=lambda s: (s.refused_since is None, s.source))

    def kind(self, source: str) -> SourceKind:
        known = {s.source: s.kind for s in self.sources}
        return known.get(source) or self.order.kinds.get(source) or spoken_kind(source)

    def told(self, kind: SourceKind) -> bool:
        """A system of this kind has spoken of the order and knows it."""
        read = any(s.kind is kind and not s.absent for s in self.order.current.values())
        return read or any(self.kind(event.source) is kind for event in self.order.events)

    def absent(self, kind: SourceKind) -> Snapshot | None:
        """The reading in which a system of this kind says that it has no such order."""
        return next((s for s in self.order.current.values() if s.kind is kind and s.absent), None)


def cause(order: Order, *, sources: Iterable[SourceState], clocks: Iterable[Clock], pauses: Iterable[Pause] = (), now: datetime) -> Cause:
    """The first hand-over on the order's way that is known to be broken; 原因未明 with up to three clues where none is."""
    late = frozenset(clock.kind for clock in clocks if breached(clock, now))
    scene = Scene(order, tuple(sources), late, tuple(pauses), now)
    return next((found for look in _LOOKS if (found := look(scene)) is not None), None) or _unknown(scene)


def _waits_for_customer(scene: Scene) -> Cause | None:
    held = next((p for p in scene.pauses if p.holds(scene.now) and "客户" in f"{p.who}{p.reason}"), None)
    if held is None:
        return None
    text = f"{_clock(held.start)} 起暂停，{held.reason}。"
    return Cause(CauseKey.CUSTOMER, held.reason, text, "", (f"{_clock(held.start)} 暂停：{held.reason}（{held.who}）",), 95)


def _not_received(scene: Scene) -> Cause | None:
    """Paid, and the ERP does not know of it; or accepted, and the warehouse does not."""
    stage = scene.order.stage
    if stage is Stage.TO_ACCEPT:
        return _gap(scene, SourceKind.ERP, scene.order.moments.get("payment_approved"))
    if stage in TO_BE_SHIPPED and RANK[stage] >= RANK[Stage.TO_PRINT]:
        return _gap(scene, SourceKind.WMS, scene.order.moments.get("accepted") or scene.order.moments.get("audited"))
    return None


def _gap(scene: Scene, kind: SourceKind, handed: Event | None) -> Cause | None:
    if scene.told(kind):
        return None
    system, missing = SOURCE_KIND_NAMES[kind], scene.absent(kind)
    sick = next((s for s in scene.of_kind(kind) if s.refused_since is not None or s.silent(scene.now)), None)
    if missing is None and sick is None:
        return None
    evidence = [_happened(handed)] if handed else []
    evidence += [f"{_clock(missing.latest)} 读 {missing.source}：无此单"] if missing else []
    evidence += [_sickness(sick, scene.now)] if sick else []
    words = f" · {sick.words}" if sick and sick.words else ""
    origin = sick.source if sick else missing.source if missing else ""
    sure = 96 if missing and sick else 90 if sick and sick.refused_since else 85 if missing else 60
    text = f"{_sickness(sick, scene.now)}。" if sick else f"{system} 在正常应答，但没有收到这一单。"
    return Cause(CauseKey.SYSTEM_GAP, f"{system} 未收单{words}", text, origin, tuple(evidence), sure)


def _waits_for_approval(scene: Scene) -> Cause | None:
    order = scene.order
    asked, answered = order.moments.get("review_requested"), order.at("review_answered")
    if asked is not None and order.stage in TO_BE_SHIPPED and (answered is None or answered < asked.at):
        detail = _reason(asked) or "人工复核未答复"
        waited = late_text(scene.now - asked.at)
        return Cause(CauseKey.APPROVAL_STUCK, detail, f"{waited}前转人工复核，尚未答复。", asked.source, (_happened(asked),), 90)
    if order.stage is not Stage.TO_AUDIT or ClockKind.STAGE not in scene.late or order.entered is None:
        return None
    waited = late_text(scene.now - order.entered)
    detail = order.text("audit_reason") or f"待审核 {waited}"
    return Cause(CauseKey.APPROVAL_STUCK, detail, f"待审核已 {waited}，超过时限。", "", (f"{_clock(order.entered)} 进入待审核",), 88)


def _lacks_goods(scene: Scene) -> Cause | None:
    """The warehouse says so, or two systems count differently."""
    order = scene.order
    if order.stage not in TO_BE_SHIPPED:
        return None
    short, packed = order.moments.get("stock_short"), order.at("packed")
    if short is not None and (packed is None or packed < short.at):
        reason, place = _reason(short), order.text("warehouse")
        if short.payload.get("supply") is True or any(word in reason for word in ("断料", "供应", "工厂", "采购在途")):
            return Cause(CauseKey.SUPPLY_BROKEN, reason or "供应断料", f"{_happened(short)}。", short.source, (_happened(short),), 90)
        return Cause(CauseKey.STOCK_WRONG, reason or f"{place}缺货", f"{_happened(short)}。", short.source, (_happened(short),), 92)
    counts = {s.source: n for s in order.current.values() if isinstance(n := s.fields.get("stock"), int) and not isinstance(n, bool)}
    if len(set(counts.values())) < 2:
        return None
    apart = max(counts.values()) - min(counts.values())
    told = tuple(f"{source} 读数 {n} 件" for source, n in sorted(counts.items()))
    names = " 与 ".join(sorted({SOURCE_KIND_NAMES[scene.kind(source)] for source in counts}, reverse=True))
    return Cause(CauseKey.STOCK_WRONG, f"{names} 差 {apart} 件", f"两边库存对不上，差 {apart} 件。", "", told, 80)


def _not_written_back(scene: Scene) -> Cause | None:
    order = scene.order
    if Fact.WRITE_BACK_DUE not in order.facts:
        return None
    tries = [event for event in order.log if event.name == "write_back_failed"]
    out = [_happened(event) for event in (order.moments.get("outbound"),) if event]
    sick = next((s for s in scene.of_kind(SourceKind.PLATFORM) if s.refused_since is not None), None)
    if tries:
        reason = _reason(tries[-1]) or (sick.words if sick else "") or "平台未收"
        evidence = (*out, *(_happened(event) for event in tries[-CLUES:]))
        text = f"已回传 {len(tries)} 次，最近一次 {_clock(tries[-1].at)}：{reason}。"
        return Cause(CauseKey.WRITE_BACK_FAILED, f"{reason} · 第 {len(tries)} 次", text, tries[-1].source, evidence, 93)
    if ClockKind.STAGE not in scene.late and sick is None:
        return None
    detail = f"平台拒绝 · {sick.words}" if sick else "已出库，未回传"
    evidence = (*out, *((_sickness(sick, scene.now),) if sick else ()))
    return Cause(CauseKey.WRITE_BACK_FAILED, detail, "仓库已出库，平台还不知道。", sick.source if sick else "", evidence, 85)


def _carrier_is_short(scene: Scene) -> Cause | None:
    """Packed or shipped, and the parcel does not move on. A silent carrier interface is a gap in the data, not a jam."""
    order, stage = scene.order, scene.order.stage
    ready = {Stage.TO_SHIP: ClockKind.STAGE, Stage.TO_COLLECT: ClockKind.CARRIER}.get(stage)
    if ready is None or Fact.WRITE_BACK_DUE in order.facts:
        return None
    stood = (f"{_clock(order.entered)} 起{STAGE_NAMES[stage]}",) if order.entered else ()
    if "carrier_short" in order.tags or "carrier_jam" in order.tags:
        source = next((order.fields[tag].source for tag in ("carrier_short", "carrier_jam") if tag in order.fields), "")
        told = (*stood, f"{source or '来源系统'}标记揽收运力不足")
        return Cause(CauseKey.CARRIER_SHORT, "揽收运力不足", "承运商或仓库已报运力不足。", source, told, 90)
    if ready not in scene.late:
        return None
    blind = next((s for s in scene.of_kind(SourceKind.CARRIER) if s.refused_since or s.silent(scene.now)), None)
    if stage is Stage.TO_COLLECT and blind is not None:
        sick = _sickness(blind, scene.now)
        return Cause(CauseKey.SYSTEM_GAP, "物流数据中断，未必停揽", f"{sick}。", blind.source, (*stood, sick), 60)
    waited = late_text(scene.now - order.entered) if order.entered else ""
    return Cause(CauseKey.CARRIER_SHORT, "揽收运力不足", f"已打包待发 {waited}，货在等车。", "", stood, 60)


def _customer_changed(scene: Scene) -> Cause | None:
    order = scene.order
    if order.stage not in TO_BE_SHIPPED:
        return None
    if Fact.REFUNDING in order.facts:
        return Cause(CauseKey.CUSTOMER, "退款处理中", "客户申请退款，发货已停。", "", _last(order, "refund_requested"), 90)
    changes, printed = [event for event in order.log if event.name == "address_changed"], order.at("printed")
    if len(changes) >= MANY_ADDRESSES or (changes and printed is not None and changes[-1].at > printed):
        text = f"客户改址 {len(changes)} 次，最近 {_clock(changes[-1].at)}。"
        return Cause(CauseKey.CUSTOMER, f"改址 {len(changes)} 次", text, "", _last(order, "address_changed"), 75)
    return None


_LOOKS: tuple[Callable[[Scene], Cause | None], ...] = (
    _waits_for_customer, _not_received, _waits_for_approval, _lacks_goods, _customer_changed, _carrier_is_short, _not_written_back,
)  # fmt: skip
"""In the order of an order's way; a stage reaches only the looks that are about it."""


def _unknown(scene: Scene) -> Cause:
    clues = _clues(scene)
    return Cause(CauseKey.UNKNOWN, clues[0] if clues else "", "没有足够的证据，请人工排查。", "", clues, 0)


def _clues(scene: Scene) -> tuple[str, ...]:
    """What a person would look at first: contradictions, sources that do not answer, how long nothing has happened."""
    order, found = scene.order, []
    found += [f"{_FIELD_NAMES.get(one.field, one.field)}各系统不一致" for one in order.disagreements]
    found += [_sickness(s, scene.now) for s in scene.sources if s.refused_since or s.silent(scene.now)]
    if order.log:
        last = order.log[-1]
        found.append(f"最后事件 {_clock(last.at)} {EVENT_NAMES.get(last.name, last.name)}")
    if order.entered is not None:
        found.append(f"{STAGE_NAMES[order.stage]}已 {late_text(max(scene.now - order.entered, timedelta()))}")
    return tuple(found[:CLUES])


_FIELD_NAMES = {
    "status": "订单状态", "amount_fen": "金额", "address_version": "收货地址", "district": "收货地区", "items": "商品数量",
    "customer_level": "客户等级", "waybill": "运单号",
}  # fmt: skip


def _sickness(source: SourceState, now: datetime) -> str:
    name = source.name or source.source
    if source.refused_since is not None:
        code, words = source.reason_code, source.reason
        why = words if words.startswith(code) else f"{code}，{words}".removesuffix("，")
        return f"{name} 自 {_clock(source.refused_since)} 起拒绝访问" + (f"（{why}）" if why else "")
    return f"{name} 已 {late_text(now - source.last_ok_at)}未更新" if source.last_ok_at else f"{name} 从未读到"


def _happened(event: Event) -> str:
    told = f"{_clock(event.at)} {EVENT_NAMES.get(event.name, event.name)}，来自 {event.source}"
    return f"{told}：{reason}" if (reason := _reason(event)) else told


def _reason(event: Event) -> str:
    """What the source gave as the reason, short enough for a row."""
    return str(event.payload.get("reason") or "")[:LONGEST_REASON]


def _last(order: Order, name: str) -> tuple[str, ...]:
    return (_happened(order.moments[name]),) if name in order.moments else ()


def _clock(at: datetime) -> str:
    wall = at.astimezone(SHANGHAI)
    return f"{wall.month:02d}-{wall.day:02d} {wall.hour:02d}:{wall.minute:02d}"  # strftime takes three times as long
