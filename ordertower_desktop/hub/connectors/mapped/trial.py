"""A dry run of a mapping file: asks the system once, reads one page, shows what each field became; writes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.moment import SHANGHAI, moment
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, Snapshot, SourceKind
from ordertower_desktop.domain.stage import FACT_NAMES, STAGE_NAMES
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.connector import MappedConnector
from ordertower_desktop.hub.connectors.mapped.file.reading import read_mapping
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.sources import changed
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping
from ordertower_desktop.hub.connectors.mapped.values.rows import Told
from ordertower_desktop.hub.connectors.mapped.values.targets import TARGETS
from ordertower_desktop.settings import SourceSettings

SAMPLES = 3
LONGEST_SAMPLE = 40
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
WANTED = {
    SourceKind.PLATFORM: ("status", "paid_at", "ship_by", "shop", "amount_fen"),
    SourceKind.ERP: ("status", "paid_at", "audited_at", "shipped_at", "waybill", "shop"),
    SourceKind.WMS: ("status", "printed_at", "packed_at", "shipped_at", "waybill"),
    SourceKind.CRM: ("customer_level", "no_nudge"),
    SourceKind.CARRIER: ("status", "collected_at", "signed_at", "waybill"),
}
"""What the floor's rules live on, by kind of system."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the mapping and what came of it: on how many rows, and the first values, masked as they would be stored."""

    name: str
    label: str
    source: str
    filled: int
    samples: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a dry run found. `trouble` is why nothing could be read."""

    file: str
    source: str
    kind: str
    url: str
    rows: int = 0
    orders: int = 0
    events: int = 0
    fields: tuple[Field, ...] = ()
    words: tuple[tuple[str, int, str], ...] = ()
    gaps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def good(self) -> bool:
        return not self.trouble and not any(field.problem for field in self.fields) and not self.gaps


def run_trial(
    file: Path, sources: Iterable[SourceSettings], folder: Path, *, keys: Keys, now: datetime, tell: Callable[[Report], None]
) -> int:
    """0 when every value of the page could be read, 1 otherwise; a file that is wrong in itself raises `BadFile`."""
    report = tried(file, sources, folder, keys=keys, now=now)
    tell(report)
    return 0 if report.good else 1


def tried(file: Path, sources: Iterable[SourceSettings], folder: Path, *, keys: Keys, now: datetime) -> Report:
    """The report; where the settings run this file, it is asked where they say."""
    mapping = read_mapping(file)
    own = next((one for one in sources if one.mapping and (folder / one.mapping).resolve() == file.resolve()), None)
    mapping = changed(mapping, own) if own else mapping
    connector = MappedConnector(mapping, every=timedelta(), keys=keys)
    known = Report(file.name, mapping.id, SOURCE_KIND_NAMES[mapping.kind], mapping.http.base_url)
    try:
        sheet, told = connector.first(now=now)
    except (SourceRefused, Unreachable) as error:
        return Report(known.file, known.source, known.kind, known.url, trouble=str(error), advice=tuple(_advice(mapping)))
    finally:
        connector.close()
    shown = list(told.snapshots.values())
    return Report(
        known.file, known.source, known.kind, known.url, len(sheet.rows), len(shown), len(told.events), tuple(_fields(mapping, told)),
        _words(shown), tuple(told.gaps), tuple(_missing(mapping)), tuple(_advice(mapping)),
    )  # fmt: skip


def _fields(mapping: Mapping, told: Told) -> Iterator[Field]:
    shown = list(told.snapshots.values())
    for name, found in {**mapping.fields, **mapping.own}.items():
        values = [value for one in shown if (value := _value(name, one)) not in (None, "")]
        problem = told.slips.get(name, "")
        samples = tuple(dict.fromkeys(_said(name, value) for value in values))[:SAMPLES]
        yield Field(name, TARGETS.get(name, name), found.text, len(values), samples, problem)
    if problem := told.slips.get("events", ""):
        yield Field("events", "步骤", mapping.steps.rows.text if mapping.steps else "", len(told.events), (), problem)


def _value(name: str, one: Snapshot) -> Value:
    match name:
        case "order_id":
            return one.order_id
        case "status":
            return one.status_word
        case _:
            return one.fields.get(name)


def _said(name: str, value: Value) -> str:
    """A value as a person reads it: times and money as on the glass."""
    if name.endswith("_fen") and isinstance(value, int):
        return f"{value / 100:.2f} 元"
    at = moment(value) if isinstance(value, str) and value.endswith("Z") else None
    text = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if at else str(value)
    return text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"


def _words(shown: Iterable[Snapshot]) -> tuple[tuple[str, int, str], ...]:
    """Status word, on how many orders, what it means here (empty: nobody has mapped it, or no stage)."""
    counted = Counter((one.status_word, _meaning(one)) for one in shown if one.status_word)
    return tuple((word, count, meaning) for (word, meaning), count in counted.most_common())


def _meaning(one: Snapshot) -> str:
    stage = [STAGE_NAMES[one.stage]] if one.stage else []
    return "、".join((*stage, *(FACT_NAMES[fact] for fact in sorted(one.facts))))


def _missing(mapping: Mapping) -> Iterator[str]:
    for name in WANTED[mapping.kind]:
        if name not in mapping.fields:
            yield f"{TARGETS[name]}（{name}）"


def _advice(mapping: Mapping) -> Iterator[str]:
    """What would make the connection safer, one sentence each."""
    pull, url = mapping.pull, httpx.URL(mapping.http.base_url)
    if url.scheme == "http" and url.host not in LOCAL:
        yield "base_url 不是 https，账号和订单会明文经过网络"
    if pull.window is None:
        yield "没有时间窗（query 里没有 {window.start}），每次都会把全部订单读一遍"
    elif pull.stamp is None:
        yield "没有写 pull.orders.stamp，来源不理会时间条件时发现不了"
    if pull.sweep is None:
        yield "没有写 pull.orders.sweep，更新时间会倒退的来源会漏掉变化"
    if pull.read is None:
        yield "没有写 pull.orders.read，不能按单号重读，“催来源”也用不上"
    if not mapping.errors.rules:
        yield "没有写 [errors]，状态 200 里的错误认不出来"
    if mapping.http.rate is None:
        yield "没有写 http.rate，调用次数不受限制"
