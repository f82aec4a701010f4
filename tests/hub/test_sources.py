"""Sources: what they say comes in with its cursor, what goes wrong is shown, and a half-read page moves nothing (P8)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused, Unreachable
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place


class Erp:
    """A source that says what the test tells it to."""

    about = About("erp", "ERP", SourceKind.ERP, timedelta(seconds=30))

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.trouble: Exception | None = None
        self.cursors: list[bytes] = []
        self.asked: list[str] = []

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        self.cursors.append(cursor)
        if self.trouble is not None:
            raise self.trouble
        return self.pages.pop(0) if self.pages else Page(cursor)

    def read(self, order: str, *, now: datetime) -> Page:
        self.asked.append(order)
        return Page(b"ignored", (Snapshot(now, "erp", SourceKind.ERP, order, {"shipped_at": now.isoformat()}),))

    def close(self) -> None:
        """It holds no line."""


@pytest.fixture
def erp() -> Erp:
    return Erp()


@pytest.fixture
def floor(tmp_path: Path, place: Place, erp: Erp) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, connectors={"erp": erp}) as made:
        yield made


def source(floor: Floor) -> dict[str, object]:
    return next(row for row in floor.call("GET", "/v1/sources").json() if row["id"] == "erp")


def test_pages_come_in_with_their_cursor_until_there_are_no_more(floor: Floor, erp: Erp) -> None:
    paid = Event(floor.now - timedelta(hours=30), "erp", "payment_approved", "1", {})
    erp.pages = [Page(b"1", events=(paid,), more=True), Page(b"2", skew_s=1.5)]
    floor.advance(seconds=31)
    assert erp.cursors[-2:] == [b"", b"1"]
    assert "1" in floor.pool()
    floor.advance(seconds=31)
    assert erp.cursors[-1] == b"2"
    assert (source(floor)["state"], source(floor)["skew_s"]) == ("fresh", 1.5)


def test_a_refusal_shows_within_ten_seconds_and_goes_when_it_is_over(floor: Floor, erp: Erp) -> None:
    floor.advance(seconds=31)
    erp.trouble = SourceRefused("401", "ERP 不接受我们的密钥，请更新白名单")
    floor.advance(seconds=31)
    shown = source(floor)
    assert (shown["state"], shown["reason_code"]) == ("refused", "401")
    since = shown["refused_since"]
    floor.advance(seconds=10)
    assert source(floor)["refused_since"] == since
    erp.trouble = None
    floor.advance(seconds=6)
    assert source(floor)["state"] == "fresh"


def test_an_order_that_waits_for_a_refusing_system_names_it_as_the_cause(floor: Floor, erp: Erp) -> None:
    erp.trouble = SourceRefused("401", "不接受密钥")
    floor.advance(seconds=31)
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    assert (row.cause_name, row.cause_detail, row.confidence) == ("系统断层", "ERP 未收单 · 401", 90)


def test_an_unreachable_source_keeps_its_cursor_and_grows_late_then_silent(floor: Floor, erp: Erp) -> None:
    erp.pages = [Page(b"7")]
    floor.advance(seconds=31)
    erp.trouble = Unreachable("连接超时")
    floor.advance(seconds=61)
    assert source(floor)["state"] == "late"
    floor.advance(minutes=4)
    assert source(floor)["state"] == "silent"
    assert erp.cursors[-1] == b"7"


def test_a_repull_asks_the_connected_source_for_that_order(floor: Floor, erp: Erp) -> None:
    floor.paid("3901", hours_ago=25)
    case = floor.pool()["3901"].case
    result = floor.sync({"id": "r", "do": "repull", "case": case, "source": "erp"}).results["r"]
    assert result.effects == ["已请 erp 重新读取"]
    floor.advance(seconds=1)
    assert erp.asked == ["3901"]
    assert floor.call("GET", "/v1/orders/3901").json()["stage"] == "TO_COLLECT"


def test_only_a_supervisor_may_force(floor: Floor, erp: Erp) -> None:
    floor.paid("3901", hours_ago=25)
    case = floor.pool()["3901"].case
    assert floor.sync({"id": "f1", "do": "force", "case": case, "why": "买家急"}).results["f1"].state == "refused"
    assert floor.sync({"id": "f2", "do": "force", "case": case, "why": "买家急"}, who="li").results["f2"].ok
