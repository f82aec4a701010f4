"""What the codes of a carrier mean, and how the lines of its record become one track; who handled a parcel stays behind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.track import Step, Track
from ordertower_desktop.hub.connectors.walker.take import words

UNMAPPED = "carrier_news"
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class State:
    """One code. `event` is empty where nothing has happened yet: an order for a courier is no pick-up."""

    word: str
    event: str
    stage: Stage | None = Stage.IN_TRANSIT


def states_of(event: str, words_of: Mapping[str, str], stage: Stage | None = Stage.IN_TRANSIT) -> dict[str, State]:
    """Codes that are all the same event."""
    return {code: State(word, event, stage) for code, word in words_of.items()}


@dataclass(frozen=True, slots=True)
class News:
    """One line of a record: when, by which code, and the place where it names no more than a place."""

    at: datetime | None
    code: str
    place: str = ""


def place(said: object) -> str:
    """A town or a depot; what holds a number may be a door or a telephone and is left out."""
    text = words(said) if isinstance(said, str) and said else ""
    return "" if _NUMBER.search(text) else text[:40]


def track(waybill: str, news: Iterable[News], states: Mapping[str, State]) -> Track:
    """All lines as one record, in whichever order they came. A code that nobody has mapped is kept as news, and named."""
    lines = list(news)
    gaps = dict.fromkeys([*(f"opCode={line.code}" for line in lines if line.code not in states), *_undated(lines)])
    dated = [(line.at, number, line) for number, line in enumerate(lines) if line.at is not None]
    if not dated:
        return Track(waybill, gaps=tuple(gaps))
    at, _, newest = max(dated, key=lambda one: one[:2])
    steps = tuple(step for line in lines if (step := _step(line, states)) is not None)
    known = states.get(newest.code, State(newest.code[:40], UNMAPPED, None))
    return Track(waybill, at, steps, known.stage, known.word, newest.code[:40], over=known.stage is Stage.SIGNED, gaps=tuple(gaps))


def _undated(lines: list[News]) -> list[str]:
    return ["时间没有值"] if any(line.at is None for line in lines) else []


def _step(line: News, states: Mapping[str, State]) -> Step | None:
    """None where nothing has happened yet, or nobody knows when."""
    state = states.get(line.code)
    if line.at is None or (state is not None and not state.event):
        return None
    payload: dict[str, Value] = {"code": line.code[:40], "state": state.word if state else "", "place": line.place}
    return Step(line.at, state.event if state else UNMAPPED, {name: value for name, value in payload.items() if value})
