"""/v1/channels: the ways we speak to people, how they are doing, and a test of each."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain import escalation
from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.escalation import CHANNEL_NAMES
from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.channels.channel import Channel, Message, Recipient, Said, attempt
from ordertower_desktop.hub.channels.limit import Whose, free_at, left, longest
from ordertower_desktop.hub.store.tables import audit, channelchecks, contacts, people, sends

SILENT_AFTER = timedelta(days=7)
NOT_CONNECTED = "还没有接通，到点的步骤只作记录"


class ChannelLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A way out. `connected` false: steps on this channel are recorded as owed, nothing is sent.

    `left` is how many messages may go at once right now; a channel that rests is tried again at `rests_until`. `silent`: it failed
    last, or has not spoken for a week, and somebody should test it before a chain needs it.

    `checked_at`: its last test of its own, `check_why` what kept it from passing; `silent_since`: it says nothing while something waits.
    """

    channel: str
    name: str
    connected: bool
    why: str = ""
    id: str = ""
    last_ok: datetime | None = None
    last_error: str = ""
    last_error_at: datetime | None = None
    tested_at: datetime | None = None
    left: int = 0
    rests_until: datetime | None = None
    silent: bool = False
    checked_at: datetime | None = None
    check_why: str = ""
    silent_since: datetime | None = None


class TestBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the test speaks to; whoever asks for it where nobody is named."""

    person: str = ""


class Tested(msgspec.Struct, frozen=True):
    """`said`: ok | refused | no_address | slow_down | unreachable | unsure, and a sentence."""

    ok: bool
    said: str
    why: str = ""


def lister(channels: Mapping[str, Channel]) -> Handler:
    """Every channel that a chain may name: those set up, each with its health, and those that are not."""

    def listed(call: Call) -> Answer:
        with call.tower.db.read() as conn:
            lines = [_line(conn, channel, call.now) for channel in channels.values()]
        told = {line.channel for line in lines}
        desk = ChannelLine(escalation.Channel.IN_APP, CHANNEL_NAMES[escalation.Channel.IN_APP], True)
        others = [c for c in escalation.Channel if c not in told and c is not escalation.Channel.IN_APP]
        return as_json([desk, *lines, *(ChannelLine(c, CHANNEL_NAMES[c], False, NOT_CONNECTED) for c in others)])

    return listed


def _line(conn: Connection, channel: Channel, now: datetime) -> ChannelLine:
    about = channel.about
    latest = sends.latest(conn, about.id, limit=1, other_than=(Said.OPEN,))
    well = sends.latest(conn, about.id, limit=1, state=Said.OK)
    ill = sends.latest(conn, about.id, limit=1, other_than=(Said.OPEN, Said.OK))
    tests = sends.latest_test(conn, about.id, Said.OK)
    sent = {Whose.CHANNEL: sends.times(conn, about.id, now - longest(about.limits))}
    rest = latest[0].rest_until if latest else None
    check, silent_since = channelchecks.one(conn, about.id) or (None, None)
    return ChannelLine(
        about.kind,
        about.name,
        True,
        id=about.id,
        why=latest[0].why if latest else "还没有发过，请试发一次",
        last_ok=_at(well),
        last_error=ill[0].why if ill else "",
        last_error_at=_at(ill),
        tested_at=tests,
        left=left([limit for limit in about.limits if limit.whose is Whose.CHANNEL] or about.limits, sent, now),
        rests_until=rest if rest is not None and rest > now else None,
        silent=not well or well[0].at + SILENT_AFTER < now or latest[0].state != Said.OK,
        checked_at=check.tested_at if check is not None else None,
        check_why=check.why if check is not None else "",
        silent_since=silent_since,
    )


def _at(found: Sequence[sends.Send]) -> datetime | None:
    return found[0].at if found else None


def tester(channels: Mapping[str, Channel]) -> Handler:
    """Send one message now, within the channel's limits, and say what came of it."""

    def test(call: Call) -> Answer:
        channel = channels.get(call.params["channel"])
        if channel is None:
            raise Refused(404, "没有这个渠道，请看设置里 [[channel]] 的 id", kind="not_found")
        asked = call.read(TestBody) if call.body else TestBody()
        with call.tower.db.write() as conn:
            to = recipient(conn, call, channel, asked.person or call.actor.id)
            key = begun(conn, channel, to, call.now)
            audit.append(conn, audit.Record(call.now, call.actor.id, "channel_tested", channel.about.id, to.id))
        with call.tower.calls.by(channel.about.id, Work.SEND, now=call.now):
            answer = attempt(channel, _message(to, call.now), now=call.tower.now())
        with call.tower.db.write() as conn:
            sends.end(conn, key, answer.said, why=answer.why, reference=answer.reference)
        return as_json(Tested(answer.said is Said.OK, answer.said, answer.why))

    return test


def recipient(conn: Connection, call: Call, channel: Channel, key: str) -> Recipient:
    """Somebody as the channel knows them."""
    person = people.one(conn, key)
    if person is None and (channel.about.each or key != call.actor.id):
        raise Refused(422, "要试发给谁？请写成员编号，并先登记好他的联系方式", kind="refused")
    addresses = contacts.of(conn, [key]).get(key, {})
    name = person.name if person else call.actor.name
    return Recipient(key, name, addresses.get(channel.about.kind, ""), addresses.get(escalation.Channel.SMS, ""))


def begun(conn: Connection, channel: Channel, to: Recipient, now: datetime) -> int:
    """A message that is no delivery begins, where the channel's limits let it."""
    about, whom = channel.about, to.id if channel.about.each else ""
    since = now - longest(about.limits)
    sent = {Whose.CHANNEL: sends.times(conn, about.id, since), Whose.PERSON: sends.times(conn, about.id, since, person=whom)}
    wait = (free_at(about.limits, sent, now) - now).total_seconds()
    if wait > 0:
        raise Refused(429, f"这个渠道的限额用完了，{wait:.0f} 秒后再试", kind="slow_down", headers={"Retry-After": f"{wait:.0f}"})
    return sends.begin(conn, about.id, person=whom, deliveries=0, now=now)


def _message(to: Recipient, now: datetime) -> Message:
    line = f"这是一条测试消息，编号 {now:%H%M%S}；看到它说明渠道已接通，不用处理"
    return Message(uuid.uuid4().hex, "【订单控制塔】渠道测试", (line,), (to,), "测试", to.name)
