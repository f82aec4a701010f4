"""顺丰: asked for its own numbers, and heard where it signs what it tells, against a fake that is as strict."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from ordertower_desktop.demo.couriers.sf import Route, SfBooth
from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.carriers import carriers
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Sought
from ordertower_desktop.hub.connectors.sf.follower import NOT_OURS, TOLD, Sf
from ordertower_desktop.hub.connectors.sf.speech import ROUTES, Speech
from ordertower_desktop.hub.connectors.sf.states import STATES
from ordertower_desktop.hub.connectors.walker.dialect import Call, Keys
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import SystemName
from tests.hub.connectors.rig import KEY, NOON, SECRET

HOUR = timedelta(hours=1)
NUMBER, TAIL = "SF1011603494291", "5678"
PARCEL = Sought(NUMBER, "顺丰速运", TAIL)
CANARIES = ("金丝雀", "13800001111", SECRET)


class Desk:
    """A follower before its fake; everybody's clock in the hand."""

    def __init__(self, counter: Counter, booth: SfBooth) -> None:
        self.counter, self.booth, self.now = counter, booth, NOON
        booth.phones = {NUMBER: f"1391234{TAIL}"}
        self.follower = Sf(settings(counter.url), {"keyring:key": SECRET}.get, carriers("sf"))  # type: ignore[arg-type]

    def moved(self, *codes: str, number: str = NUMBER) -> None:
        """One line an hour, the last an hour ago."""
        self.booth.routes[number] = [Route(NOON - (len(codes) - n) * HOUR, code) for n, code in enumerate(codes)]


def settings(url: str) -> SourceSettings:
    return SourceSettings(system=SystemName.SF, app_key=KEY, secret=Secret("keyring:key"), base_url=url)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made: list[Desk] = []
    counter = Counter(SfBooth(KEY, SECRET), now=lambda: made[0].now)
    counter.start()
    made.append(Desk(counter, counter.booth))  # type: ignore[arg-type]
    yield made[0]
    made[0].follower.close()
    counter.stop()


def test_a_way_becomes_events(desk: Desk) -> None:
    desk.moved("50", "30", "31", "44", "80")
    found = desk.follower.follow(PARCEL, now=NOON)
    assert found.track is not None
    told = [(step.name, NOON - step.at) for step in found.track.steps]
    assert told == [
        ("handed_to_carrier", 5 * HOUR), ("in_transit", 4 * HOUR), ("in_transit", 3 * HOUR), ("out_for_delivery", 2 * HOUR),
        ("delivered", HOUR),
    ]  # fmt: skip
    assert (found.track.stage, found.track.word, found.track.over, found.queries) == (Stage.SIGNED, "已签收", True, 1)
    assert {step.payload["place"] for step in found.track.steps} == {"杭州市"}


@pytest.mark.parametrize("code", sorted(STATES))
def test_every_code_has_an_event_with_a_name(desk: Desk, code: str) -> None:
    desk.moved(code)
    track = desk.follower.follow(PARCEL, now=NOON).track
    assert track is not None
    assert [step.name for step in track.steps] == [STATES[code].event]
    assert STATES[code].event in EVENT_NAMES
    assert not track.gaps


def test_a_code_that_nobody_has_mapped_is_named_and_kept(desk: Desk) -> None:
    desk.moved("50", "607")
    track = desk.follower.follow(PARCEL, now=NOON).track
    assert track is not None
    assert [step.name for step in track.steps] == ["handed_to_carrier", "carrier_news"]
    assert (track.gaps, track.stage, track.word) == (("opCode=607",), None, "607")


def test_another_carriers_parcel_is_left_alone_without_a_word(desk: Desk) -> None:
    found = desk.follower.follow(Sought("YT1", "圆通速递", TAIL), now=NOON)
    assert (found.track, found.queries, found.gaps, found.wait, desk.counter.calls) == (None, 0, (), NOT_OURS, 0)


def test_no_record_yet_is_no_error(desk: Desk) -> None:
    found = desk.follower.follow(PARCEL, now=NOON)
    assert (found.track, found.queries, found.gaps) == (None, 1, ())


def test_a_number_without_its_phone_says_what_is_missing(desk: Desk) -> None:
    desk.moved("50")
    found = desk.follower.follow(Sought(NUMBER, "顺丰"), now=NOON)
    assert (found.track, found.gaps, found.wait) == (None, ("顺丰要收件人或寄件人手机后四位才能查",), NOT_OURS)
    (gap,) = desk.follower.follow(Sought(NUMBER, "顺丰", "0000"), now=NOON).gaps
    assert "手机号后四位不对" in gap


@pytest.mark.parametrize(
    ("trouble", "kind", "said"),
    [
        (Trouble.HTML, Unreachable, "能用的回答"), (Trouble.CUT, Unreachable, "能用的回答"), (Trouble.HANG_UP, Unreachable, "没有回答"),
        (Trouble.BROKEN, Unreachable, "HTTP 500"), (Trouble.BUSY, Unreachable, "系统异常"), (Trouble.THROTTLED, Unreachable, "限流"),
        (Trouble.TOO_MANY, Unreachable, "限流"), (Trouble.EXPIRED, SourceRefused, "签名不对"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(desk: Desk, trouble: Trouble, kind: type[Exception], said: str) -> None:
    desk.moved("50")
    desk.counter.troubles = {1: trouble}
    with pytest.raises(kind, match=said):
        desk.follower.follow(PARCEL, now=NOON)
    desk.now += HOUR
    assert desk.follower.follow(PARCEL, now=desk.now).track is not None


def test_a_clock_that_is_wrong_is_put_right_by_theirs(desk: Desk) -> None:
    desk.moved("50")
    found = desk.follower.follow(PARCEL, now=NOON - HOUR)
    assert found.track is not None
    assert found.skew_s == pytest.approx(3600, abs=2)


def test_an_answer_about_another_number_is_not_believed(desk: Desk) -> None:
    desk.moved("50")
    desk.booth.mistaken = "SF1"
    with pytest.raises(Unreachable, match="另一个运单号"):
        desk.follower.follow(PARCEL, now=NOON)


def test_one_call_tells_of_several_parcels_and_a_number_it_tells_of_is_seldom_asked_for(desk: Desk) -> None:
    rows = [(NUMBER, Route(NOON - 2 * HOUR, "50")), ("SF2", Route(NOON - HOUR, "44")), (NUMBER, Route(NOON - HOUR, "30"))]
    heard = desk.follower.hear(desk.booth.call(NOON, rows), now=NOON)
    told = [(track.waybill, [step.name for step in track.steps]) for track in (heard.track, *heard.others)]
    assert told == [(NUMBER, ["handed_to_carrier", "in_transit"]), ("SF2", ["out_for_delivery"])]
    assert json.loads(heard.reply) == {"return_code": "0000", "return_msg": "成功"}
    assert heard.subscribed
    assert desk.follower.follow(Sought(NUMBER, "顺丰", TAIL, subscribed=True), now=NOON).wait == TOLD


def test_a_forged_call_is_refused_and_one_without_sense_is_not_taken(desk: Desk) -> None:
    said = dict(parse_qsl(desk.booth.call(NOON, [(NUMBER, Route(NOON, "50"))]).decode()))
    for change in ({"msgData": said["msgData"].replace('"50"', '"80"')}, {"timestamp": "1"}, {"msgDigest": ""}, {"partnerID": "other"}):
        with pytest.raises(SourceRefused, match="签名不对"):
            desk.follower.hear(urlencode(said | change).encode(), now=NOON)
    for data in ("[]", "{", '{"Body":{"WaybillRoute":[]}}', '{"Body":{"WaybillRoute":[{"mailno":"1"}]}}'):
        with pytest.raises(Unreachable, match="看不懂"):
            desk.follower.hear(desk.booth.signed(data, "1"), now=NOON)


def test_the_signature_is_the_one_of_the_vector() -> None:
    vectors = json.loads((Path(__file__).parents[1] / "signing" / "sign_vectors.json").read_text("utf-8"))
    told = next(one for one in vectors if one["id"] == "sf-routes")
    at = NOON.fromtimestamp(int(told["timestamp"]) / 1000, NOON.tzinfo)
    wired = Speech().wire(Call(ROUTES, json.loads(told["msgData"])), Keys(KEY, told["checkword"]), at)
    assert wired.form is not None
    assert (wired.form["msgData"], wired.form["msgDigest"]) == (told["msgData"], told["msgDigest"])


def test_no_courier_no_phone_and_no_secret_gets_any_further(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.booth.routes[NUMBER] = [Route(NOON - HOUR, "50"), Route(NOON, "44", "金丝雀小区 9 幢")]
    found = desk.follower.follow(PARCEL, now=NOON)
    heard = desk.follower.hear(desk.booth.call(NOON, [(NUMBER, Route(NOON, "50"))]), now=NOON)
    assert not [one for one in CANARIES if one in repr((found, heard, caplog.messages, desk.follower))]
