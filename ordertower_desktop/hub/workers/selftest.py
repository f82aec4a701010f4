"""渠道自检: once a week each channel says a word to whoever looks after it; a failure or an odd silence is somebody's work."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import channelcheck, escalation
from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.channelcheck import Check
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.channels.channel import Answer, Channel, Message, Recipient, Said, attempt
from ordertower_desktop.hub.store.judging import errands
from ordertower_desktop.hub.store.judging.errands import Errand
from ordertower_desktop.hub.store.tables import channelchecks, contacts, deliveries, sends
from ordertower_desktop.hub.store.tower import Tower

LOOK_EVERY, REACH = timedelta(minutes=5), timedelta(days=14)
KIND, TESTER = "channel", "it"
NOBODY = "IT 岗位没有人登记这个渠道的联系方式，每周自检发不出；请在成员与岗位里登记"


class SelfTests:
    """Remembers when it looked, so that a round in between costs nothing."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._looked: datetime | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """Look at every channel; returns how many were tested."""
        if not self._channels or (self._looked is not None and now - self._looked < LOOK_EVERY):
            return 0
        self._looked = now
        return sum(_one(tower, channel, now) for channel in self._channels.values())


def _one(tower: Tower, channel: Channel, now: datetime) -> int:
    with tower.db.read() as conn:
        known = channelchecks.one(conn, channel.about.id)
        resting = sends.rests_until(conn, channel.about.id)
    if known is None:
        with tower.db.write() as conn:
            channelchecks.put(conn, channel.about.id, Check(now), None)
        return 0
    check, silent_since = known
    tested = 0
    if channelcheck.due(check, now) and (resting is None or resting <= now):
        check, tested = _tested(tower, channel, check, now), 1
    _listened(tower, channel, check, silent_since, now)
    return tested


def _tested(tower: Tower, channel: Channel, check: Check, now: datetime) -> Check:
    """One message, and what came of it, noted as any test is."""
    about = channel.about
    with tower.db.write() as conn:
        to = _receiver(conn, channel, tower.floors.current(conn))
        key = sends.begin(conn, about.id, person=to.id if about.each else "", deliveries=0, now=now) if to is not None else 0
    with tower.calls.by(channel.about.id, Work.SEND, now=now):
        answer = attempt(channel, _message(to, now), now=tower.now()) if to is not None else Answer(Said.NO_ADDRESS, NOBODY)
    made = _noted(check, answer, now)
    with tower.db.write() as conn:
        if key:
            sends.end(conn, key, answer.said, why=answer.why, reference=answer.reference)
        if made.failed_since is None:
            errands.mended(conn, KIND, f"{about.id}/test", now=now)
        else:
            body = f"{made.why}\n升级提醒可能发不出去；请在告警链页试发，修好后 1 小时内自动再测"
            made_of = Errand(KIND, f"{about.id}/test", made.failed_since, f"{about.name} 自检没有通过", body, "渠道每周自检")
            errands.tell(conn, made_of, floor=tower.floors.current(conn), now=now)
    return made


def _noted(check: Check, answer: Answer, now: datetime) -> Check:
    if answer.said is Said.OK:
        return replace(check, tested_at=now, failed_since=None, why="")
    return replace(check, tested_at=now, failed_since=check.failed_since or now, why=answer.why)


def _receiver(conn: Connection, channel: Channel, floor: Floor) -> Recipient | None:
    """A group hears it as one; else whoever of IT can be reached so."""
    crew = [person for person in floor.people if TESTER in (person.post, person.duty) and not person.disabled]
    known = contacts.of(conn, {person.id for person in crew})
    kind, phone = channel.about.kind, escalation.Channel.SMS
    found = [Recipient(one.id, one.name, known.get(one.id, {}).get(kind, ""), known.get(one.id, {}).get(phone, "")) for one in crew]
    reached = next((one for one in found if one.address), None)
    return reached if reached is not None or channel.about.each else Recipient("", "IT")


def _message(to: Recipient | None, now: datetime) -> Message:
    line = f"每周自检，编号 {now.astimezone(SHANGHAI):%m%d-%H%M}；看到它说明渠道是通的，不用处理"
    return Message(uuid.uuid4().hex, "【订单控制塔】渠道自检", (line,), (to,) if to is not None else (), "自检", to.name if to else "")


def _listened(tower: Tower, channel: Channel, check: Check, before: datetime | None, now: datetime) -> None:
    """Its silence while something waits for it, told once and taken back when it speaks again."""
    about = channel.about
    with tower.db.read() as conn:
        spoken = sends.ok_times(conn, about.id, now - REACH)
        owed = deliveries.owed_since(conn, about.kind, spoken[-1]) if spoken else None
        stored = channelchecks.one(conn, about.id)
    silent = channelcheck.silent(spoken, owed, now)
    since = (before or now) if silent else None
    if not silent and stored == (check, since):
        return
    with tower.db.write() as conn:
        channelchecks.put(conn, about.id, check, since)
        if silent:
            errands.tell(conn, _silence(channel, spoken, owed or now, since or now), floor=tower.floors.current(conn), now=now)
        elif before is not None:
            errands.mended(conn, KIND, f"{about.id}/silent", now=now)


def _silence(channel: Channel, spoken: list[datetime], owed: datetime, since: datetime) -> Errand:
    pause = channelcheck.usual(spoken) or timedelta()
    minutes = max(1, round(pause.total_seconds() / 60))
    last, waits = (f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" for at in (spoken[-1], owed))
    body = f"{last} 起一条也没有发出，平常约 {minutes} 分钟一条；从 {waits} 起有提醒等着\n请在告警链页试发，看平台怎么说"
    return Errand(KIND, f"{channel.about.id}/silent", since, f"{channel.about.name} 沉默", body, "渠道沉默告警")
