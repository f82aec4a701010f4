"""What the tests of back-tests over stored history share: one begun, worked on until it is over, and its lists read to the end."""

import time
from typing import Any

from tests.hub.floor import Floor

PATIENCE_SECONDS = 60


def begun(floor: Floor, rule: dict[str, Any] | None = None, *, who: str = "li", **more: Any) -> dict[str, Any]:
    body = more if rule is None else {"rule": rule, **more}
    answer = floor.call("POST", "/v1/backtests", who=who, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


def over(floor: Floor, key: str) -> dict[str, Any]:
    """How it ended."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        floor.work()
        view = floor.call("GET", f"/v1/backtests/{key}").json()
        if view["state"] not in ("waiting", "running"):
            return view
    raise AssertionError("the back-test did not come to an end")


def played(floor: Floor, rule: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """What it found."""
    view = over(floor, begun(floor, rule, **more)["id"])
    assert view["state"] == "done", view
    return view


def named(floor: Floor, view: dict[str, Any], which: str, *, limit: int = 2) -> dict[str, dict[str, Any]]:
    """Order -> its line, page by page."""
    found: dict[str, dict[str, Any]] = {}
    after = "0"
    while after:
        page = floor.call("GET", f"/v1/backtests/{view['id']}/orders", params={"list": which, "after": after, "limit": str(limit)}).json()
        found |= {one["order"]: one for one in page["orders"]}
        after = page.get("after", "")
    assert len(found) == page["total"]
    return found
