"""The figures of a day once more, by hand: from the exported cases as they come over HTTP, with nothing of the product's own thinking."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

TAKES = "15 分钟无响应，转备岗"
GIVEN = ("assigned", "hand_over", "acknowledge")
EIGHT_HOURS = timedelta(hours=8)
Line = dict[str, Any]


def exported(text: str) -> list[Line]:
    return [json.loads(line) for line in text.splitlines()]


def facts(cases: list[Line], names: dict[str, str]) -> list[tuple[str, str, str, Any]]:
    """(what, when, who, value) of everything that counts, one after the other."""
    return [fact for case in cases for fact in (*_breach(case, names), *_spans(case, names), *_gone(case, names))]


def plain(cases: list[Line], day: str, names: dict[str, str], *, who: str) -> Line:
    """What happened on a day in Shanghai, to one person or (`who` empty) to all."""
    told = [(what, value) for what, at, person, value in facts(cases, names) if _day(at) == day and who in ("", person)]
    return {
        "breached": len({value for what, value in told if what == "breach"}),
        "response": sorted(value for what, value in told if what == "response"),
        "handling": sorted(value for what, value in told if what == "handling"),
        "passed_on": sum(1 for what, _ in told if what == "passed_on"),
        "taken_away": sum(1 for what, _ in told if what == "taken_away"),
    }


def percentile(values: list[float], tenths: int) -> int:
    """The smallest value that at least `tenths` tenths of all do not exceed, found by counting."""
    enough = (value for value in values if sum(1 for other in values if other <= value) * 10 >= tenths * len(values))
    return int(min(enough, default=0))


def _breach(case: Line, names: dict[str, str]) -> Iterator[tuple[str, str, str, Any]]:
    at = case["breached_at"]
    if at:
        places = [i for i, entry in enumerate(case["log"]) if _read(entry["at"]) <= _read(at)]
        holders = [_holder(case, i, names) for i in range(len(case["log"]))]
        mine = holders[places[-1]] if places else next(holder for holder in holders if holder)
        yield "breach", at, mine, case["order"]


def _spans(case: Line, names: dict[str, str]) -> Iterator[tuple[str, str, str, Any]]:
    first, did = case["first_response_at"], case["handling"]
    if first:
        who = next(entry["who"] for entry in case["log"] if entry["at"] == first)
        yield "response", first, who, _seconds(case["opened_at"], first)
    if did["state"] in ("resolved", "archived"):
        yield "handling", did["closed_at"], names[did["owner"]], _seconds(case["opened_at"], did["closed_at"])


def _gone(case: Line, names: dict[str, str]) -> Iterator[tuple[str, str, str, Any]]:
    for i, entry in enumerate(case["log"]):
        before, after = _holder(case, i - 1, names) if i else "", _holder(case, i, names)
        if before and before != after and (entry["what"] == "hand_over" or entry["text"] == TAKES):
            yield "passed_on" if entry["what"] == "hand_over" else "taken_away", entry["at"], before, None


def _holder(case: Line, place: int, names: dict[str, str]) -> str:
    """Whose the case was after that line of its history: looked for backwards, line by line."""
    for i in range(place, -1, -1):
        entry = case["log"][i]
        if entry["what"] == "step" and entry["text"] == TAKES:
            later = any(other["what"] in GIVEN for other in case["log"][i + 1 :])
            return "备岗" if later else names.get(case["handling"]["owner"], "备岗")
        if entry["what"] in GIVEN:
            return {"assigned": entry["text"], "hand_over": names.get(entry["text"], ""), "acknowledge": entry["who"]}[str(entry["what"])]
    return ""


def _seconds(start: str, end: str) -> float:
    return (_read(end) - _read(start)).total_seconds()


def _day(at: str) -> str:
    return str((_read(at) + EIGHT_HOURS).date())


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at)
