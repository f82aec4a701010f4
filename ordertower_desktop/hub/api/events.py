"""POST /v1/events: systems that push tell what happened, in the event file's shape; an answer per line."""

import tempfile
from pathlib import Path

import msgspec

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.eventfile import BadLine, Numbered, numbered
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.judging.sealing import Seal
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.wire.codec import decode, encode

MOST_LINES = 10_000


class LineAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`state`: new | known | bad."""

    line: int
    state: str
    why: str = ""


class EventsAnswer(msgspec.Struct, frozen=True):
    """Counts over all lines, and an answer to each."""

    new: int
    known: int
    bad: int
    lines: list[LineAnswer]


def push(call: Call) -> Answer:
    """Take events in; the same line twice counts once."""
    bad: list[BadLine] = []
    told = _read(call, bad)
    if len(told) + len(bad) > MOST_LINES:
        raise Refused(413, f"一次最多 {MOST_LINES} 行，请分几次发送", kind="too_large")
    with call.tower.db.write() as conn:
        known = {event.key for order in orders.load(conn, (event.order_id for _, event in told)).values() for event in order.events}
        seal = Seal(conn)  # what was stored before there was a seal is still known by the name it had
        told = [(number, event if event.key in known else seal.on(event)) for number, event in told]
        take_in(conn, [event for _, event in told], now=call.now, floor=call.tower.floors.current(conn))
    answers = [LineAnswer(one.line, "bad", one.reason) for one in bad]
    for number, event in told:
        answers.append(LineAnswer(number, "known" if event.key in known else "new"))
        known.add(event.key)
    answers.sort(key=lambda one: one.line)
    states = [one.state for one in answers]
    return as_json(EventsAnswer(states.count("new"), states.count("known"), states.count("bad"), answers))


def _read(call: Call, bad: list[BadLine]) -> list[Numbered]:
    """Each event with the number of its line; a JSON list is read as lines."""
    body = call.body
    if body.lstrip().startswith(b"["):
        body = b"\n".join(encode(one) for one in decode(body, list[dict[str, object]]))
    with tempfile.TemporaryDirectory(prefix="ordertower-") as folder:
        path = Path(folder) / "events.ndjson"
        path.write_bytes(body)
        return list(numbered(path, zone=SHANGHAI, bad=bad.append))
