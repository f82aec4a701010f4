"""From a record of 快递100 to a track; what a courier is called and under which number stays behind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.track import Step, Track
from ordertower_desktop.hub.connectors.kuaidi100.states import BY_WORD, SIGNED, STATES
from ordertower_desktop.hub.connectors.walker.take import words
from ordertower_desktop.hub.signing.stamp import Stamp, read

UNMAPPED = "carrier_news"
_PLACE = re.compile(r"\s*[【\[]([^】\]\d]{1,20})[】\]]")


def track_of(record: Mapping[str, Any], *, over: bool = False) -> Track:
    """The whole record. Raises KeyError, TypeError, ValueError or AttributeError where it is none."""
    waybill, state, gaps = words(record["nu"]).upper(), str(record.get("state", "")), list[str]()
    lines = [_line(row, gaps) for row in record["data"]]
    dated = [(line.at, -number, line) for number, line in enumerate(lines) if line.at is not None]
    gaps += [f"state={state[:40]}"] if lines and state not in STATES else []
    if not dated:
        return Track(waybill, over=over, gaps=tuple(dict.fromkeys(gaps)))
    at, _, newest = max(dated, key=lambda one: one[:2])  # of one moment, the newest line is told first
    known_line = newest.code in STATES and (state != SIGNED or STATES[newest.code].event == STATES[SIGNED].event)
    code = newest.code if known_line else state
    known = STATES.get(code)
    return Track(
        waybill, at, tuple(step for line in lines if (step := line.step) is not None), known.stage if known else None,
        known.word if known else state[:40], code[:40], over=over or state == SIGNED, gaps=tuple(dict.fromkeys(gaps)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the record."""

    at: datetime | None
    code: str
    place: str

    @property
    def step(self) -> Step | None:
        """None where nothing has happened yet, or nobody knows when; a line that nobody can map is kept as news."""
        state = STATES.get(self.code)
        if self.at is None or (state is not None and not state.event):
            return None
        payload: dict[str, Value] = {"code": self.code[:40], "state": state.word if state else "", "place": self.place}
        return Step(self.at, state.event if state else UNMAPPED, {name: value for name, value in payload.items() if value})


def _line(row: Mapping[str, Any], gaps: list[str]) -> _Line:
    """Some lines say a code, some only its word, some the word where the code should be."""
    said = [words(row[key]) for key in ("statusCode", "status") if row.get(key) not in (None, "")]
    code = BY_WORD.get(said[0], said[0]) if said else ""
    if code not in STATES:
        gaps.append(f"statusCode={code[:40]}" if code else "statusCode 没有值（请开通 resultv2=4）")
    at = read(row.get("ftime") or row.get("time"), Stamp.BEIJING)
    if at is None:
        gaps.append("time 没有值")
    return _Line(at, code, _place(row))


def _place(row: Mapping[str, Any]) -> str:
    """The area, or what the text says in brackets before all else; anything further may name a person."""
    if row.get("areaName"):
        return words(row["areaName"]).replace(",", " ")[:40]
    found = _PLACE.match(str(row.get("context", "")))
    return words(found[1]) if found else ""
