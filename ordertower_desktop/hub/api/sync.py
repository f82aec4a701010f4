"""POST /v1/sync: what people did goes in, everything newer comes out, in one exchange."""

from ordertower_desktop.domain.actions import Action
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api import housing, veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.masking import for_wall
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.feed.scope import delivered
from ordertower_desktop.hub.store.feed.sequencer import BATCH, sequence
from ordertower_desktop.hub.store.judging.perform import perform
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.actions import from_plain
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.sync import Result, SyncAnswer, SyncRequest

MOST_ACTIONS = 2000
TOGETHER = 100
"""Actions in one transaction: enough to make a bulk of 2,000 quick, few enough that others are not kept waiting."""
ROUNDS = 20
OTHER = "other"
"""The epoch of a desk whose rows are of another life of the feed, or were read with other eyes: it begins anew."""


def sync(call: Call) -> Answer:
    """One exchange."""
    asked = call.read(SyncRequest)
    if not 1 <= asked.limit <= 1000:
        raise Refused(400, f"limit 要在 1 到 1000 之间，收到 {asked.limit}")
    results = _perform(call, asked) if asked.actions else {}
    scopes = delivered(call.actor.role, call.actor.id)
    with housing.feed(call) as feed:
        seen = veil.eyes_of(call, feed.conn)
        true, _ = position(feed.conn)
        epoch = true if asked.epoch == veil.life(true, seen, call.actor.warehouses) else asked.epoch and OTHER
        found = feed.page(max(0, asked.cursor), epoch=epoch, scopes=scopes, limit=asked.limit)
    wall = call.actor.role is Role.DISPLAY
    return as_json(
        SyncAnswer(
            cursor=found.cursor,
            head=found.head,
            epoch=veil.life(found.epoch, seen, call.actor.warehouses),
            now=call.now,
            results=results,
            changes=[for_wall(change) if wall else veil.change(change, seen) for change in found.changes],
            digest=found.digest,
            reset=found.reset,
            pace=call.tower.pace,
            person=call.actor.id,
            role=call.actor.role,
        )
    )


def _perform(call: Call, asked: SyncRequest) -> dict[str, Result]:
    if call.actor.role is Role.DISPLAY:
        raise Refused(403, "大屏身份只读，不能做操作", kind="role")
    if len(asked.actions) > MOST_ACTIONS:
        raise Refused(413, f"一次最多 {MOST_ACTIONS} 个操作，请分几次发送", kind="too_large")
    actions, results = _read(asked)
    actions = housing.within(call, actions, results)
    for start in range(0, len(actions), TOGETHER):
        with call.tower.db.write() as conn:
            floor = call.tower.floors.current(conn)
            results |= perform(conn, actions[start : start + TOGETHER], call.actor, now=call.tower.now(), floor=floor)
    number(call.tower)
    return results


def _read(asked: SyncRequest) -> tuple[list[Action], dict[str, Result]]:
    """The actions, and a refusal for each that is none; one without an id spoils the request."""
    actions: list[Action] = []
    refused: dict[str, Result] = {}
    for plain in asked.actions:
        key = str(plain.get("id", "")).strip()
        if not key or len(key) > 200:
            raise Refused(400, "操作缺少 id：每个操作要有自己的编号", kind="malformed")
        try:
            actions.append(from_plain(plain))
        except Malformed as error:
            refused[key] = Result("refused", str(error)[:300])
    return actions, refused


def number(tower: Tower) -> None:
    """Give what was just written its numbers, so that the answer already holds it."""
    for _ in range(ROUNDS):
        with tower.db.write() as conn:
            left = sequence(conn, now=tower.now())
            _, head = position(conn)
        tower.bell.ring(head)
        if left < BATCH:
            break
