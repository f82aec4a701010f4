"""要人做的事: what no order is about and only a person can mend: IT is told, then the supervisors, until it is mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.addressee import addressed
from ordertower_desktop.domain.escalation import Channel, To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import notices
from ordertower_desktop.wire.rows import NoticeRow, Receipt

OWNER, ABOUT = "it", "errand/"
FURTHER = timedelta(minutes=15)
"""IT has had so long: the supervisors hear of it too."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to mend since `since`: `about` names it (`authority/tmall-1`), the words say what, why and what to do."""

    kind: str
    about: str
    since: datetime
    title: str
    body: str
    path: str

    @property
    def spell(self) -> str:
        return f"{ABOUT}{self.kind}/{self.about}/{micros(self.since)}/"


def tell(conn: Connection, errand: Errand, *, floor: Floor, now: datetime) -> None:
    """Who has to know hears of it, once; asked again later, whoever has come since hears of it too."""
    told = {one.id for one in notices.about(conn, errand.spell)}
    put(conn, notices.put(conn, [one for one in _rows(errand, floor=floor, now=now) if one.id not in told]))


def mended(conn: Connection, kind: str, about: str, *, now: datetime) -> None:
    """There is nothing to do any more."""
    over = [one for one in notices.about(conn, f"{ABOUT}{kind}/{about}/") if one.withdrawn_at is None]
    put(conn, notices.put(conn, [msgspec.structs.replace(one, withdrawn_at=now) for one in over]))


def _rows(errand: Errand, *, floor: Floor, now: datetime) -> Iterator[NoticeRow]:
    found = list(addressed(To.POST, OWNER, owner="", post=OWNER, floor=floor).people)
    if now - errand.since > FURTHER:
        found += addressed(To.SUPERVISOR, "", owner="", post=OWNER, floor=floor).people
    for person in _once(found):
        yield NoticeRow(
            id=f"{errand.spell}{person.id}",
            person=person.id,
            case="",
            order="",
            kind=errand.kind,
            severity="critical",
            title=errand.title,
            body=errand.body,
            at=now,
            cause=f"{errand.kind}:{errand.about}",
            cause_name=errand.title,
            path=[errand.path, "责任人 IT/运维"],
            receipts=[Receipt(Channel.IN_APP, person.id, person.name, "delivered", now)],
        )


def _once(people: Iterable[Person]) -> Iterable[Person]:
    return {one.id: one for one in people}.values()
