"""A system by its mapping file keeps the laws of write-back, and Vendure is told through its example file without a line of code."""

import contextlib
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ordertower_desktop.demo.platforms.counter import Booth, Counter, Trouble
from ordertower_desktop.demo.platforms.shelf import Shelf, Shipment
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.writeback import Move, Outcome
from ordertower_desktop.hub.connectors.attempt import rehearse
from ordertower_desktop.hub.connectors.connector import Writer
from ordertower_desktop.hub.connectors.mapped.file.reading import mapping
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.sources import connectors
from ordertower_desktop.hub.connectors.opening import writers
from ordertower_desktop.settings import SourceSettings
from ordertower_desktop.settings.source import Mode
from tests.hub.connectors.ownshop import KEY, PLAIN, OwnBooth, VendureBooth
from tests.hub.connectors.rig import NOON, Closing, opened
from tests.hub.connectors.shipping import LAWS, OTHER, WAYBILL, Bench
from tests.hub.connectors.test_mapped_file import SCHEMA, TOP

OTHERWISE = {"an_expired_token_has_told_nothing_and_is_nobodys_order", "a_wrong_signature_is_told_as_one"}
"""Said in the words of an open platform's authorisation, which such a system does not have; below in its own."""
VENDURE = re.sub(
    r"\[auth\].*?(?=\[pull\.orders\])",
    '[auth]\nstrategy = "key"\nkey = { in = "query", name = "app_key", value = "env:SHOP_KEY" }\n',
    (TOP / "examples/mappings/vendure.toml").read_text("utf-8"),
    flags=re.DOTALL,
)
Make = Callable[..., Bench]


@contextlib.contextmanager
def bench(folder: Path, booth: type[OwnBooth | VendureBooth], text: str, code: str) -> Iterator[Bench]:
    (folder / "shop.toml").write_text(text, "utf-8")
    shelf, kept = Shelf(), {"env:SHOP_KEY": KEY}
    keys = Keys(lambda reference: kept.get(reference, ""))
    made: Booth = booth(shelf)

    def source(url: str) -> SourceSettings:
        return SourceSettings("shop.toml", base_url=url, write_back=Mode.ON)

    def reader(url: str, _size: int) -> Closing:
        (one,) = connectors([source(url)], folder, keys=keys).values()
        return one

    with opened(shelf, Counter(made, now=lambda: NOON), reader) as rig:

        def teller() -> Writer:
            ((mode, one),) = writers([source(rig.counter.url)], folder, keys=keys).values()
            assert mode is Mode.ON
            return one

        told = Bench(rig, teller, code)
        try:
            yield told
        finally:
            for one in told.made:
                one.close()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path, OwnBooth, PLAIN, "ZT-1") as made:
        yield made


@pytest.fixture
def vendure(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path, VendureBooth, VENDURE, "中通快递") as made:
        yield made


@pytest.mark.parametrize("law", [law for law in LAWS if law.__name__ not in OTHERWISE], ids=lambda law: law.__name__)
def test_a_system_by_its_mapping_file_keeps_the_law(plain: Bench, law: Callable[[Bench], None]) -> None:
    law(plain)


def test_who_does_not_let_us_in_has_heard_nothing_and_our_key_is_in_no_word(plain: Bench) -> None:
    parcel = plain.parcel(plain.sale())
    plain.strike(Trouble.EXPIRED, 2)
    answer = plain.tried(parcel)
    assert (answer.outcome, answer.ill, plain.taken) == (Outcome.REFUSED, True, [])
    assert "不认我们的登录或密钥" in answer.why
    assert KEY not in repr(answer)


def test_the_four_outcomes_are_read_from_answers_of_status_200(plain: Bench) -> None:
    """Done by the file's rule, a person's matter by its rule, refused by its errors; what says neither is looked up before a repeat."""
    booth = plain.rig.counter.booth
    assert isinstance(booth, OwnBooth)
    parcel = plain.parcel(plain.sale())
    booth.vague = True
    assert plain.tried(parcel).outcome is Outcome.UNKNOWN
    assert plain.tried(parcel, Move.LOOK).outcome is Outcome.DONE
    assert len(plain.taken) == 1


def test_one_parcel_is_always_told_under_one_id_and_another_under_another(plain: Bench) -> None:
    """Whoever hears it twice can know that it is the same."""
    booth, sale = plain.rig.counter.booth, plain.sale()
    assert isinstance(booth, OwnBooth)
    plain.strike(Trouble.BUSY, 2)
    plain.tried(plain.parcel(sale))
    for waybill in (WAYBILL, OTHER):
        plain.rig.shelf.put(sale)
        writer = plain.writer()
        writer.ship(plain.parcel(sale, waybill=waybill), now=NOON)
        writer.ship(plain.parcel(sale, waybill=waybill), now=NOON)
    assert len(set(booth.requests)) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in booth.requests)
    assert [one.waybill for one in plain.taken] == [WAYBILL, OTHER], "doubled requests are done once"


def test_vendure_is_told_in_two_steps_through_the_example_file(vendure: Bench) -> None:
    sale = vendure.sale()
    answers = [vendure.tried(vendure.parcel(sale)) for _ in range(3)]
    assert {one.outcome for one in answers} == {Outcome.DONE}
    assert vendure.taken == [Shipment(sale.number, "中通快递", WAYBILL)]


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_whatever_cuts_vendures_two_steps_apart_they_are_gone_on_with_and_done_once(vendure: Bench, trouble: Trouble, call: int) -> None:
    parcel = vendure.parcel(vendure.sale())
    vendure.strike(trouble, call)
    first = vendure.tried(parcel)
    assert first.outcome in ((Outcome.REFUSED, Outcome.UNKNOWN) if call < 4 else (Outcome.DONE,)), (trouble, call)
    if call == 3:
        assert first.outcome is Outcome.UNKNOWN, "the first step was heard: nobody may say that nothing was"
    vendure.rig.counter.troubles = {}
    vendure.tried(parcel)
    assert vendure.tried(parcel).outcome is Outcome.DONE
    booth = vendure.rig.counter.booth
    assert isinstance(booth, VendureBooth)
    assert len(vendure.taken) == len(booth.parcels) == 1


def test_a_parcel_that_somebody_else_registered_at_vendure_is_not_sent_on_its_way_by_us(vendure: Bench) -> None:
    sale, booth = vendure.sale(), vendure.rig.counter.booth
    assert isinstance(booth, VendureBooth)
    booth.parcels["f-9"] = {"id": "f-9", "order": sale.number, "state": "Pending", "trackingCode": OTHER, "method": "圆通"}
    answer = vendure.tried(vendure.parcel(sale))
    assert answer.outcome is Outcome.PERSON
    assert OTHER in answer.why
    assert vendure.taken == []


@pytest.mark.parametrize(
    ("code", "outcome"), [("INSUFFICIENT_STOCK_ON_HAND_ERROR", Outcome.PERSON), ("ITEMS_ALREADY_FULFILLED_ERROR", Outcome.REFUSED)]
)
def test_what_vendure_refuses_with_status_200_is_no_yes(vendure: Bench, code: str, outcome: Outcome) -> None:
    booth = vendure.rig.counter.booth
    assert isinstance(booth, VendureBooth)
    booth.refuses = code
    answer = vendure.tried(vendure.parcel(vendure.sale()))
    assert (answer.outcome, code in answer.why) == (outcome, True)
    assert vendure.taken == []


def test_a_rehearsal_shows_the_payload_and_tells_nobody(vendure: Bench) -> None:
    sale = vendure.sale()
    said = rehearse(vendure.writer(), vendure.parcel(sale), now=NOON)
    assert all(word in said for word in ("会发出 POST /admin-api", f"line-{sale.number}", WAYBILL, "中通快递", "下一步按对方的回答")), said
    assert KEY not in said
    assert vendure.taken == []


WRONG: list[tuple[str, str, str]] = [
    ('read = { path = "/orders/{order}" }', "", "write_back.calls：先查后发要按单号读回这一单，请写 pull.orders.read"),
    ('status = "state"', "", "write_back.calls：先查后发要知道这一单的状态"),
    ('waybill = "waybill"', "", "write_back.waybills：要写对方的订单里运单号在哪里"),
    ('number = "{waybill}"', 'number = "1"', "write_back.calls：要有一个请求用到 {waybill}"),
    ('is = 0, outcome = "done"', 'is = 0, outcome = "refused"', "write_back.answers：要写怎样的回答才算收下"),
    ('outcome = "unknown"', 'outcome = "maybe"', "write_back.answers[2].outcome：没有“maybe”"),
    ('carriers = { "中通" = "ZT-1" }', "", "write_back.carriers：用了 {code}，要写物流公司编码表"),
    ('"{key}"', '"{give.lines}"', "write_back.calls[0].give：用到了 {give.lines}，回传里可用"),
    ('"{key}"', '"{page}"', "write_back.calls[0].give：用到了 {page}"),
    ('"{window.start|utc}"', '"{waybill}"', "pull.orders.path：{waybill} 只有 write_back 里才有"),
    ('path = "/orders/{order}/ship"', 'path = "https://evil.example.com/{order}"', "write_back.calls[0].path：要写 base_url 之下的路径"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_telling_that_could_not_be_trusted_is_refused_with_its_key(old: str, new: str, said: str) -> None:
    assert old in PLAIN
    with pytest.raises(BadFile) as told:
        mapping(tomllib.loads(PLAIN.replace(old, new)))
    assert said in str(told.value)


def test_the_schema_knows_the_telling_too() -> None:
    table: dict[str, Any] = tomllib.loads(PLAIN)
    assert jsonschema_rs.is_valid(SCHEMA, table), list(jsonschema_rs.iter_errors(SCHEMA, table))
    table["write_back"]["answers"][0]["outcome"] = "maybe"
    assert not jsonschema_rs.is_valid(SCHEMA, table)


def test_a_file_that_does_not_say_how_to_tell_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(PLAIN[: PLAIN.index("[write_back]")], "utf-8")
    with pytest.raises(BadFile, match=r"shop\.toml：write_back：这个映射文件没有写怎样回传"):
        writers([SourceSettings("shop.toml", write_back=Mode.DRY)], tmp_path, keys=Keys(lambda _reference: ""))
