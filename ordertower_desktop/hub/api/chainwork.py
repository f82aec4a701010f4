"""/v1/policies/…: one alarm chain walked dry, put in force, and followed through its versions."""

import re
from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain import callings, chaincheck
from ordertower_desktop.domain.chainwalk import Heard, walk
from ordertower_desktop.domain.chainwords import differences
from ordertower_desktop.domain.escalation import EscalationPolicy
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.channels.reach import reaching
from ordertower_desktop.hub.store.judging import onechain
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import cases, contacts, people, versions
from ordertower_desktop.wire.policies import ChainOnTrial, ChainPast, ChainTold, ChainToSave, ChainTrial, PolicyBody, policy, table
from ordertower_desktop.wire.rules import RuleChange

USUAL_VERSIONS = 40


def previewer(channels: Mapping[str, Channel]) -> Handler:
    """Walk the chain dry by the people and channels of this moment; nothing is sent, nothing is kept."""

    def preview(call: Call) -> Answer:
        asked = call.read(ChainOnTrial)
        made = policy(asked.policy)
        with call.tower.db.read() as conn:
            floor = call.tower.floors.current(conn)
            post_name(floor, asked.post)
            reach = reaching(channels, contacts.of(conn, [one.id for one in floor.people]))
        owner = floor.person(asked.owner) if asked.owner else floor.next_in_turn(asked.post)
        heard = walk(made, owner=owner.id if owner else "", post=asked.post, floor=floor, reach=reach)
        connected = {channel.about.kind for channel in channels.values()}
        return as_json(_trial(call, made, heard, owner, connected=connected, floor=floor))

    return preview


def post_name(floor: Floor, post: str) -> str:
    """What a post is called on this floor; one that it has not is refused in words."""
    known = floor.post_names
    if post not in known:
        raise Refused(422, f"没有这个岗位，可用：{'、'.join(known.values())}", kind="refused")
    return known[post]


def _trial(
    call: Call, made: EscalationPolicy, heard: tuple[Heard, ...], owner: Person | None, *, connected: Collection[str], floor: Floor
) -> ChainTrial:
    told = [
        ChainTold(one.step, call.now + one.after, made.steps[one.step].channel, one.fate, [p.name for p in one.people], one.why, one.handed)
        for one in heard
    ]
    doubts = chaincheck.by_place(chaincheck.doubts(made, connected=connected, floor=floor))
    return ChainTrial(call.now, owner.id if owner else "", owner.name if owner else "", told, sorted(connected), doubts)


def save(call: Call) -> Answer:
    """Put one chain in force; another's change of the same chain in between is a conflict, of other chains it is not."""
    asked = call.read(ChainToSave)
    key = asked.policy.id
    if key != call.params["policy"] or not re.fullmatch(r"[a-z0-9-]{1,32}", key):
        raise Refused(422, f"告警链编号 {key[:40]} 不对：要和地址里的一致，用小写字母、数字和 -", kind="bad_policy")
    if asked.running not in ("keep", "move"):
        raise Refused(422, "正在走的单：running 要写 keep（照旧）或 move（按新的走）", kind="bad_policy")
    with call.tower.db.write() as conn:
        _unless_changed(conn, key, asked.base)
        texts = bodies(conn)
        _in_force(conn, call, asked, texts)
        made = versions.current(conn, "policies")
    return as_json(administered.page(made))


def _in_force(conn: Connection, call: Call, asked: ChainToSave, texts: Mapping[str, str]) -> None:
    text, newest = texts.get("policies", "{}"), versions.numbers(conn).get("policies", 0)
    was = administered.checked(dict(texts)).policies.get(asked.policy.id) if asked.base else None
    moved_in = newest + 1 if asked.running == "move" else was.moved_in if was else 0
    body = msgspec.structs.replace(asked.policy, moved_in=moved_in)
    will = policy(body)
    posts = administered.checked(dict(texts)).post_names
    if wrong := chaincheck.faults(will, posts):
        place, words = next(iter(wrong.items()))
        where = "" if place == chaincheck.WHOLE else f"第 {place + 1} 步："
        raise Refused(422, f"告警链“{will.name[:40]}”{where}{words}", kind="bad_policy")
    names = callings.crew(people.everyone(conn), posts)
    if says := differences(was, will, names):
        made = onechain.with_chain(text, body)
        administered.checked(dict(texts) | {"policies": made})
        why = asked.why.strip() or f"{will.id} {'；'.join(says)}"
        administered.put_in_force(conn, call, "policies", made, why=why)


def _unless_changed(conn: Connection, key: str, base: int) -> None:
    newest = versions.current(conn, "policies")
    if not base and newest is not None and onechain.chain_in(newest.body, key) is not None:
        raise Refused(409, f"已有编号为 {key} 的告警链，请先看过再改", kind="conflict")
    theirs = onechain.last_change(conn, key, since=base) if base else None
    if theirs is not None:
        who = _name(conn, theirs.by)
        raise Refused(409, f"{who} 刚把这条告警链改成第 {theirs.version} 版，请先看过再改", kind="conflict", detail=who)


def changes(call: Call) -> Answer:
    """The versions that changed one chain, newest first, each in words; and how far it reaches."""
    key = call.query.get("policy", "")
    with call.tower.db.read() as conn:
        found = list(onechain.changes(conn, key, limit=call.limit(USUAL_VERSIONS)))
        names = {one.version.by: _name(conn, one.version.by) for one in found}
        floor = call.tower.floors.current(conn)
        running = cases.on_chain(conn, key)
    rules = sum(1 for rule in floor.rules.values() if (rule.policy if rule.policy in floor.policies else "default") == key)
    return as_json(ChainPast([_change(one, names[one.version.by]) for one in found], running, rules))


def _change(one: onechain.Changed, name: str) -> RuleChange:
    made = one.version
    return RuleChange(made.version, made.at, made.by, name, made.why, list(one.says), _table(one.body))


def _table(body: PolicyBody | None) -> dict[str, object]:
    return table(policy(body)) if body else {}


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"
