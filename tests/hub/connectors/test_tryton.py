"""Tryton, read and told: what its protocol may do to us, against a fake that keeps it; `journey/test_tryton.py` has the real one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.writeback import Outcome
from ordertower_desktop.hub.connectors.connector import Connector, Parcel, SourceRefused, Unreachable
from tests.hub.connectors.tryton_rig import NOON, PASSWORD, FakeTryton

MINUTE = timedelta(minutes=1)
PARCEL = Parcel("T1", "圆通", "YT1")


@pytest.fixture
def erp() -> FakeTryton:
    return FakeTryton()


def told(connector: Connector, cursor: bytes = b"", now: datetime = NOON) -> tuple[dict[str, Snapshot], bytes, tuple[str, ...]]:
    """Everything until there is no more."""
    found, gaps = dict[str, Snapshot](), list[str]()
    for _ in range(1000):
        page = connector.pull(cursor, now=now)
        found |= {one.order_id: one for one in page.snapshots}
        gaps += page.gaps
        cursor = page.cursor
        if not page.more:
            return found, cursor, tuple(gaps)
    raise AssertionError("it never ends")


def test_every_size_of_a_batch_tells_the_same(erp: FakeTryton) -> None:
    for number in range(23):
        erp.sell(f"T{number}", "processing", "waiting")
    wanted, _, _ = told(erp.connector())
    assert len(wanted) == 23
    for size in (1, 2, 7, 22, 23, 24):
        assert told(erp.connector(size=size))[0] == wanted


@pytest.mark.parametrize(
    ("state", "moving", "stage", "facts"),
    [
        ("draft", (), "UNPAID", set()),
        ("quotation", (), "TO_AUDIT", set()),
        ("confirmed", (), "TO_PRINT", set()),
        ("processing", ("waiting",), "TO_PRINT", set()),
        ("processing", ("assigned",), "TO_PRINT", set()),
        ("processing", ("picked",), "TO_PACK", set()),
        ("processing", ("packed",), "TO_SHIP", set()),
        ("processing", ("done",), "TO_COLLECT", set()),
        ("processing", ("shipped",), "TO_COLLECT", set()),
        ("processing", ("done", "waiting"), "TO_PRINT", {"part_shipped"}),
        ("processing", ("cancelled", "done"), "TO_COLLECT", set()),
        ("cancelled", ("cancelled",), None, {"cancelled"}),
    ],
)
def test_a_sale_stands_where_the_least_of_its_shipments_stands(
    erp: FakeTryton, state: str, moving: tuple[str, ...], stage: str | None, facts: set[str]
) -> None:
    erp.sell("T1", state, *moving)
    found, _, gaps = told(erp.connector())
    assert not gaps
    assert (found["T1"].stage, found["T1"].facts) == (stage, facts)


def test_a_state_that_nobody_knows_is_told_and_its_order_comes_in(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "teleported")
    found, _, gaps = told(erp.connector())
    assert found["T1"].stage is None
    assert set(gaps) == {"shipment.state=teleported"}


def test_a_draft_without_any_number_is_nobodys_order_yet(erp: FakeTryton) -> None:
    erp.sell("T1")
    erp.touch(1, reference=None, number=None)
    assert told(erp.connector())[0] == {}


def test_a_shipment_that_moves_before_its_sale_is_seen(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "packed", ago=timedelta(days=2))
    connector = erp.connector()
    found, cursor, _ = told(connector)
    assert found["T1"].stage == "TO_SHIP"
    erp.now += 5 * MINUTE
    erp.move(1, "done")
    page = connector.pull(cursor, now=erp.now)
    assert [one.stage for one in page.snapshots] == ["TO_COLLECT"]
    assert [(event.name, event.at, event.payload) for event in page.events] == [("outbound", erp.now, {"by": "张三"})]


def test_what_was_written_by_a_transaction_that_took_its_time_is_within_the_overlap(erp: FakeTryton) -> None:
    connector = erp.connector()
    _, cursor, _ = told(connector)
    erp.sell("T1", "processing", "waiting", ago=100 * MINUTE / 60)
    erp.now += MINUTE / 6
    assert set(told(connector, cursor, erp.now)[0]) == {"T1"}


def test_an_order_that_left_the_open_ones_unseen_is_looked_at_again(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "waiting")
    connector = erp.connector()
    _, cursor, _ = told(connector)
    erp.now += 20 * MINUTE
    erp.tables["sale.sale"][1] |= {"state": "cancelled"}  # without a stamp, as an update by SQL leaves it
    erp.tables["stock.shipment.out"][1] |= {"state": "cancelled"}
    found, _, _ = told(connector, cursor, erp.now)
    assert found["T1"].facts == {"cancelled"}


def test_a_session_that_ran_out_in_mid_scan_is_renewed_unseen(erp: FakeTryton) -> None:
    for number in range(5):
        erp.sell(f"T{number}")
    connector = erp.connector(size=1)
    _, _, _ = told(connector)
    erp.session = "s2"
    assert len(told(connector)[0]) == 5
    assert erp.logins == 2


def test_a_wrong_password_is_a_refusal_that_does_not_tell_it(erp: FakeTryton) -> None:
    erp.meddle = lambda method, _call: httpx.Response(401) if method == "common.db.login" else None
    with pytest.raises(SourceRefused, match="用户名或密码") as no:
        told(erp.connector())
    assert no.value.code == "auth"
    assert PASSWORD not in str(no.value)


@pytest.mark.parametrize(
    "instead",
    [
        lambda: httpx.Response(200, html="<h1>维护中</h1>"),
        lambda: httpx.Response(200, content=b'{"id": 1, "result": [{"id": 1, "num'),
        lambda: httpx.Response(200, content=b"\x1f\x8b\x08\x00trunc", headers={"content-encoding": "gzip"}),
        lambda: httpx.Response(200, json={"id": 1, "error": ["list index out of range", "Traceback …"]}),
        lambda: httpx.Response(200, json={"id": 1, "error": ["ConcurrencyException", ["Record was modified"]]}),
        lambda: httpx.Response(502),
    ],
)
def test_what_is_no_answer_stops_the_page_and_moves_no_cursor(erp: FakeTryton, instead: Callable[[], httpx.Response]) -> None:
    for number in range(3):
        erp.sell(f"T{number}", "processing", "waiting")
    wanted, _, _ = told(erp.connector())
    calls = erp.calls
    for strike in range(3, calls + 1):  # after the login
        connector, first = erp.connector(), erp.calls

        def meddle(_method: str, call: int, at: int = first + strike) -> httpx.Response | None:
            return instead() if call == at else None

        erp.meddle = meddle
        with pytest.raises(Unreachable):
            told(connector)
        assert told(connector)[0] == wanted


def test_who_is_throttled_leaves_it_alone(erp: FakeTryton) -> None:
    erp.meddle = lambda method, _call: httpx.Response(429) if method == "common.db.login" else None
    connector = erp.connector()
    for _ in range(2):
        with pytest.raises(Unreachable, match="太频繁"):
            connector.pull(b"", now=NOON)
    assert erp.calls == 1


def test_a_server_that_does_not_look_at_our_condition_is_not_believed(erp: FakeTryton) -> None:
    erp.sell("T1", "done", "done", ago=timedelta(days=90))
    erp.deaf = True
    with pytest.raises(SourceRefused, match="时间条件"):
        told(erp.connector())


def test_an_order_that_it_does_not_have_is_absent(erp: FakeTryton) -> None:
    (found,) = erp.connector().read("T404", now=NOON).snapshots
    assert found.absent


def test_a_shipment_is_brought_to_its_end_with_the_waybill_on_it(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "waiting")
    assert erp.writer().ship(PARCEL, now=NOON).outcome is Outcome.DONE
    row = erp.tables["stock.shipment.out"][1]
    assert (row["state"], row["shipping_reference"]) == ("done", "YT1")


def test_a_question_of_trytons_is_a_persons_and_goes_on_after_the_yes(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "waiting")
    erp.asks.add(1)
    answer = erp.writer().ship(PARCEL, now=NOON)
    assert (answer.outcome, answer.ask) == (Outcome.PERSON, "hash1.no_carrier")
    assert "没有承运商" in answer.why
    agreed = Parcel("T1", "圆通", "YT1", agreed=("hash1.no_carrier",))
    assert erp.writer().ship(agreed, now=NOON).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("moving", "words"), [(("waiting", "waiting"), "2 张"), ((), "还没有发货单"), (("teleported",), "teleported 不认识")]
)
def test_what_is_not_one_open_shipment_is_a_persons(erp: FakeTryton, moving: tuple[str, ...], words: str) -> None:
    erp.sell("T1", "processing", *moving)
    answer = erp.writer().ship(PARCEL, now=NOON)
    assert answer.outcome is Outcome.PERSON
    assert words in answer.why


def test_goods_that_are_not_there_are_said_so(erp: FakeTryton) -> None:
    erp.sell("T1", "processing", "waiting")
    erp.stock = False
    answer = erp.writer().ship(PARCEL, now=NOON)
    assert (answer.outcome, "库存不足" in answer.why) == (Outcome.PERSON, True)
