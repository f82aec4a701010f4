"""A system by its mapping file as a place that is told of shipments: its own record first, then the requests that the file names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.writeback import Answer, Outcome, Target
from ordertower_desktop.hub.connectors.carriers import Carriers, carriers
from ordertower_desktop.hub.connectors.connector import About, Parcel, SourceRefused, Unreachable, Unsure
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer as Said
from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.asking import asking
from ordertower_desktop.hub.connectors.mapped.http.line import Ticker, spelled
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.http.verdict import Verdict, holds
from ordertower_desktop.hub.connectors.mapped.speaking import speaking
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping as Mapped
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Means, ReadOne, Verb, WriteBack
from ordertower_desktop.hub.connectors.mapped.values.rows import RowReader
from ordertower_desktop.hub.connectors.mapped.walks.sheet import rows_of
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from ordertower_desktop.hub.connectors.walker.telling import FOR_A_PERSON

LONGEST_PREVIEW = 1000


class Unsayable(Refusal):
    """This parcel cannot be told with what the file and the order say."""


@dataclass(frozen=True, slots=True)
class Known:
    """An order as the system showed it when it was last looked at."""

    order: str
    row: Any
    waybills: tuple[str, ...]


class MappedWriter:
    """One system. Between the look and the word it remembers the order's row, of which the word may be made; nothing else."""

    def __init__(self, mapping: Mapped, read: ReadOne, told: WriteBack, *, about: About, keys: Keys, ticker: Ticker) -> None:
        self._mapping, self._read, self._told, self._about = mapping, read, told, about
        self._line, self._caller = speaking(mapping, keys, ticker=ticker)
        self._reader = RowReader(mapping)
        self._codes: Carriers = carriers("", told.carriers)
        self._seen: Known | None = None

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._line.close()

    def shipped(self, order: str, *, now: datetime) -> Target:
        self._seen = None
        rows = self._rows(order, now)
        if not rows:
            return Target(absent=True)
        (seen,) = self._reader.read(rows, now=now).snapshots.values()
        self._seen = Known(order, rows[-1], self._waybills(rows[-1]))
        return Target(seen.stage, seen.facts, self._seen.waybills)

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        if self._seen is None or self._seen.order != parcel.order:
            self.shipped(parcel.order, now=now)
        known, self._seen = self._seen, None
        if known is None:
            return Answer(Outcome.PERSON, "对方没有这个订单，请核对订单号")
        if known.waybills and parcel.waybill not in known.waybills:
            return Answer(Outcome.PERSON, f"对方已登记另一个运单 {'、'.join(known.waybills)}，没有发送")
        return self._tell(parcel, known.row, now)

    def preview(self, parcel: Parcel) -> str:
        """The requests in their order, as far as they do not hang on an answer."""
        row = self._seen.row if self._seen is not None and self._seen.order == parcel.order else {}
        said: list[str] = []
        try:
            said += (_spoken(ask) for ask in self._asks(parcel, self._facts(parcel, row), now=None))
        except Unsayable as lost:
            if not said:
                return str(lost)
            said.append("下一步按对方的回答")
        return self._caller.hidden("；再发 ".join(said))[:LONGEST_PREVIEW]

    def _tell(self, parcel: Parcel, row: Any, now: datetime) -> Answer:
        """Request after request; as soon as one has been taken, nobody can say any more that nothing was heard."""
        facts, heard = self._facts(parcel, row), False
        try:
            for ask in self._asks(parcel, facts, now=now):
                answer, said = self._came_to(ask, now)
                if answer.outcome is not Outcome.DONE:
                    return answer
                facts["answer"], heard = said.body, True
        except Unsayable as lost:
            return Answer(Outcome.UNKNOWN if heard else Outcome.PERSON, str(lost))
        except (SourceRefused, Unreachable) as error:
            if heard:
                raise Unsure(str(error)) from error
            raise
        return Answer(Outcome.DONE, "对方已收下") if heard else Answer(Outcome.PERSON, "回传的请求没有一个适合这一单现在的样子，没有发送")

    def _came_to(self, ask: Ask, now: datetime) -> tuple[Answer, Said]:
        """The file's own rules decide; an answer that none of them knows is no yes."""
        said, verdict = self._caller.said(ask, now=now)
        why = self._caller.words(said)
        rule = next((one for one in self._told.answers if holds(one.trait, said)), None)
        if rule is not None:
            return Answer(rule.outcome, why or f"对方的回答合 outcome = {rule.outcome} 这一条"), said
        return self._by_verdict(verdict, why), said

    def _by_verdict(self, verdict: Verdict, why: str) -> Answer:
        match verdict.means:
            case Means.OK:
                return Answer(Outcome.UNKNOWN, "对方的回答里看不出收下没有，先查再发")
            case Means.RETRY:
                raise Unsure(why or f"来源出错（{verdict.code}），不知道收下没有")
            case _:
                grave = any(word in why for word in FOR_A_PERSON)
                return Answer(Outcome.PERSON if grave else Outcome.REFUSED, why or f"对方没有收下（{verdict.code}）")

    def _asks(self, parcel: Parcel, facts: dict[str, Any], *, now: datetime | None) -> Iterator[Ask]:
        """The requests that suit the order, each made when its turn comes: `facts` may have grown by the answer before."""
        for number, verb in enumerate(self._told.verbs):
            if verb.when is not None and not _true(verb, facts):
                continue
            given = {f"give.{name}": _found(verb, name, facts) for name in verb.given}
            yield asking(verb.call, {**self._blanks(parcel, number, verb), **given, "now": now or ""}, headers=verb.headers)

    def _blanks(self, parcel: Parcel, number: int, verb: Verb) -> dict[str, object]:
        named = parcel.carrier.strip()[:20]
        code = self._codes.code(parcel.carrier)
        if "code" in verb.blanks and not code:
            who = f"物流公司“{named}”" if named else "没有写物流公司的运单"
            raise Unsayable(f"{who}在{self._about.name}没有编码，请在映射文件的 write_back.carriers 里登记后重新回传")
        if "carrier" in verb.blanks and not named:
            raise Unsayable("没有写物流公司的运单，请补上物流公司后重新回传")
        key = sha256(f"{self._about.id}/{parcel.order}/{parcel.waybill}/{number}".encode()).hexdigest()[:32]
        return {"order": parcel.order, "waybill": parcel.waybill, "carrier": named, "code": code, "key": key}

    def _facts(self, parcel: Parcel, row: Any) -> dict[str, Any]:
        told = {"order": parcel.order, "waybill": parcel.waybill, "carrier": parcel.carrier, "code": self._codes.code(parcel.carrier)}
        return {"order": row, "told": told, "answer": None}

    def _rows(self, order: str, now: datetime) -> list[Any]:
        """What speaks of the order; a system that looked at no filter gives others too."""
        blanks = {"order": order, "now": now, "size": self._mapping.pull.size, "offset": 0, "page": 1}
        said, verdict = self._caller.said(asking(self._read.call, blanks), now=now)
        match verdict.means:
            case Means.OK:
                rows = rows_of(self._read.rows, said, may_lack=self._mapping.errors.prove_success)
            case Means.NOT_FOUND:
                return []
            case _:
                raise Unreachable(f"按单号读不到这一单（{self._caller.words(said) or verdict.code}），没有发送")
        tables = [self._reader.table(row) for row in rows]
        return [one for one in tables if self._reader.order(one) == order]

    def _waybills(self, row: Any) -> tuple[str, ...]:
        try:
            found = self._told.waybills.find(row)
        except Bad as bad:
            raise Unsure(f"对方的运单号读不出来：{bad.reason}") from None
        several = found if isinstance(found, list) else [found]
        return tuple(dict.fromkeys(str(one) for one in several if one not in (None, "")))


def _true(verb: Verb, facts: Mapping[str, Any]) -> bool:
    try:
        return verb.when is not None and verb.when.find(facts) not in (None, False, "", [], {})
    except Bad as bad:
        raise Unsayable(f"write_back 的 when 算不出来：{bad.reason}") from None


def _found(verb: Verb, name: str, facts: Mapping[str, Any]) -> Any:
    """A blank of the file's own; what is needed and not there must not go out empty."""
    try:
        found = verb.given[name].find(facts)
    except Bad as bad:
        raise Unsayable(f"write_back 的 give.{name} 算不出来：{bad.reason}") from None
    if found in (None, "", []):
        raise Unsayable(f"对方的订单里没有 give.{name}（{verb.given[name].text}），没有发送")
    return found


def _spoken(ask: Ask) -> str:
    query = "&".join(f"{name}={value}" for name, value in ask.query)
    return f"{ask.method} {ask.url}{'?' + query if query else ''} {'' if ask.body is None else spelled(ask.body)}".strip()


def writer(mapping: Mapped, told: WriteBack, *, every: timedelta, keys: Keys, ticker: Ticker) -> MappedWriter:
    """The writer of a file that was read, which has seen to it that an order can be looked up."""
    assert mapping.pull.read is not None
    return MappedWriter(
        mapping, mapping.pull.read, told, about=About(mapping.id, mapping.name, mapping.kind, every), keys=keys, ticker=ticker
    )
