"""The people of the demo floor at work: they take cases and close them, over the same HTTP as any desk."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from ordertower_desktop.demo import story
from ordertower_desktop.demo.double11 import NOTICED, cleared, entered
from ordertower_desktop.demo.plan import slots
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest

HEAD_OWNERS = {"3901": "zhao", "7719": "linx", "6554": "zhou"}
CHECKS = ["state_done", "customer_told", "archived"]
BATCH = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something to an order's case at a moment. `do`: acknowledge | resolve."""

    at: datetime
    person: str
    do: str
    order: str


def deeds(seed: int) -> list[Deed]:
    """What the staff do until the moment of the story, in order: as many in hand and closed as the pictures say."""
    chance = random.Random(seed + 3)
    made = [*_taken(seed, chance), *_closed(seed, chance)]
    return sorted(made, key=lambda deed: (deed.at, deed.order, deed.do))


def _taken(seed: int, chance: random.Random) -> list[Deed]:
    """The cases in hand: every VIP, the known heads, and others by chance."""
    found = list(slots(seed))
    hands = dict(story.IN_HAND)
    first = [slot for slot in found if slot.vip or (slot.number[-4:] in HEAD_OWNERS and slot.left < timedelta())]
    rest = [slot for slot in found if slot not in first and entered(slot) + NOTICED < story.MOMENT - timedelta(minutes=70)]
    made = []
    for slot in [*first, *chance.sample(rest, sum(hands.values()) - len(first))]:
        owner = HEAD_OWNERS.get(slot.number[-4:], "") if slot.left < timedelta() else ""
        person = owner if hands.get(owner) else max(hands, key=lambda key: hands[key])
        hands[person] -= 1
        at = entered(slot) + NOTICED + timedelta(minutes=chance.randint(22, 40))
        made.append(Deed(min(at, story.MOMENT - timedelta(minutes=2)), person, "acknowledge", slot.number))
    return made


def _closed(seed: int, chance: random.Random) -> list[Deed]:
    people = [key for key, count in story.CLOSED_TODAY.items() for _ in range(count)]
    chance.shuffle(people)
    made = []
    for person, one in zip(people, (c for c in cleared(seed) if c.by_person), strict=True):
        made.append(Deed(one.entered + NOTICED + timedelta(minutes=22), person, "acknowledge", one.slot.number))
        made.append(Deed(one.left + timedelta(minutes=1), person, "resolve", one.slot.number))
    return made


class Staff:
    """Does what is due, each person with a token of their own."""

    def __init__(self, url: str, tokens: Mapping[str, str], plan: list[Deed]) -> None:
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self._tokens, self._plan = tokens, plan
        self._next = 0
        self.refused: list[str] = []

    def act(self, now: datetime) -> int:
        """Everything that is due by `now`; returns how many deeds."""
        due = []
        while self._next < len(self._plan) and self._plan[self._next].at <= now:
            due.append(self._plan[self._next])
            self._next += 1
        for person in sorted({deed.person for deed in due}):
            mine = [deed for deed in due if deed.person == person]
            for start in range(0, len(mine), BATCH):
                self._send(person, mine[start : start + BATCH])
        return len(due)

    def _send(self, person: str, mine: list[Deed]) -> None:
        actions = [_action(deed) for deed in mine]
        body = encode(SyncRequest(cursor=0, epoch="", actions=actions, limit=1))
        headers = {"Authorization": f"Bearer {self._tokens[person]}", "Content-Type": "application/json"}
        answer = decode(self._http.post("/v1/sync", content=body, headers=headers).raise_for_status().content, SyncAnswer)
        self.refused += [f"{key}: {result.why}" for key, result in answer.results.items() if not result.ok]

    def close(self) -> None:
        self._http.close()


def _action(deed: Deed) -> dict[str, Any]:
    case = f"{deed.order}#1"
    plain: dict[str, Any] = {"id": f"demo-{deed.do}-{deed.order}", "do": deed.do, "case": case}
    return plain | ({"checks": CHECKS} if deed.do == "resolve" else {})
