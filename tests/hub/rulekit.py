"""What the tests of the rule editor's hub share: a rule, a trial of it, a save, and the orders that it then stands on."""

from typing import Any

from tests.hub.floor import Floor

START = 2
"""The pack that ships is version 1, the rules of the test floor are version 2."""
LATE: dict[str, Any] = {"since": "payment_approved", "over": "24h", "without": "outbound"}


def r05(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    when = {"all": [LATE, *parts]}
    return {"id": "R05", "name": "发货超时进池", "state": "on", "kind": "ship_overdue", "severity": "critical", "when": when, **more}


def over(hours: int) -> dict[str, Any]:
    return r05() | {"when": LATE | {"over": f"{hours}h"}}


def tried(floor: Floor, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = floor.call("POST", "/v1/rules/preview", json={"rule": rule, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def saved(floor: Floor, rule: dict[str, Any], *, base: int = 0, who: str = "li", why: str = "") -> dict[str, Any]:
    answer = floor.call("PUT", f"/v1/rules/{rule['id']}", who=who, json={"rule": rule, "base": base, "why": why})
    assert answer.status_code == 200, answer.text
    floor.work()
    return answer.json()


def hit(floor: Floor, rule: str = "R05") -> set[str]:
    """The orders on whose open case the rule stands."""
    return {order for order, row in floor.pool().items() if rule in row.verdicts}


def named(lines: list[dict[str, Any]]) -> set[str]:
    return {line["order"] for line in lines}


def version(floor: Floor) -> int:
    return floor.call("GET", "/v1/rules").json()["version"]
