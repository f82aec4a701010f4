"""/v1/policies/rehearse: a chain rehearsed with real people; in the app always, on phones only where that is asked for."""

import uuid
from collections.abc import Iterator, Mapping

from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.chainwalk import Fate, Heard, walk
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, EscalationPolicy
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.api.chainwork import post_name
from ordertower_desktop.hub.api.channels import begun, recipient
from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.channels.channel import Channel, Message, Said, attempt
from ordertower_desktop.hub.channels.reach import reaching
from ordertower_desktop.hub.store.judging import drill
from ordertower_desktop.hub.store.tables import audit, contacts, sends
from ordertower_desktop.wire.policies import ChainDrill, Drilled, policy


def rehearser(channels: Mapping[str, Channel]) -> Handler:
    """Whom each step would reach now is told so, marked as a drill; it is written down, and counts nowhere."""

    def rehearse(call: Call) -> Answer:
        asked = call.read(ChainDrill)
        made = policy(asked.policy)
        with call.tower.db.write() as conn:
            floor = call.tower.floors.current(conn)
            post = post_name(floor, asked.post)
            owner = floor.next_in_turn(asked.post)
            reach = reaching(channels, contacts.of(conn, [one.id for one in floor.people]))
            heard = walk(made, owner=owner.id if owner else "", post=asked.post, floor=floor, reach=reach)
            desks = drill.tell(conn, made, heard, by=call.actor.name, now=call.now)
            outside = "，连同站外渠道" if asked.outside == "yes" else ""
            said = f"演练“{made.name}”，{post}的单：站内 {desks} 条{outside}"
            audit.append(conn, audit.Record(call.now, call.actor.id, "chain_rehearsed", made.id, said))
        rung = list(_ring(call, channels, made, heard)) if asked.outside == "yes" else []
        return as_json(Drilled(desks, rung))

    return rehearse


def _ring(call: Call, channels: Mapping[str, Channel], made: EscalationPolicy, heard: tuple[Heard, ...]) -> Iterator[str]:
    """One message a step and person, within the channel's limits; what came of it, in words."""
    for step in heard:
        kind = made.steps[step.step].channel
        way = next((one for one in channels.values() if one.about.kind == kind), None)
        for person in step.people if way is not None and step.fate is Fate.TOLD else ():
            if way is not None:
                yield f"{CHANNEL_NAMES[kind]} {person.name}：{_say(call, way, person, drill.words(made, step, call.now))}"


def _say(call: Call, way: Channel, person: Person, words: str) -> str:
    try:
        with call.tower.db.write() as conn:
            to = recipient(conn, call, way, person.id)
            key = begun(conn, way, to, call.now)
    except Refused as refused:
        return str(refused)
    message = Message(uuid.uuid4().hex, f"【订单控制塔】{drill.MARK}", (words,), (to,), "演练", person.name)
    with call.tower.calls.by(way.about.id, Work.SEND, now=call.now):
        answer = attempt(way, message, now=call.tower.now())
    with call.tower.db.write() as conn:
        sends.end(conn, key, answer.said, why=answer.why, reference=answer.reference)
    return "已发出" if answer.said is Said.OK else answer.why
