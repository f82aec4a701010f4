"""快递100: asked, subscribed to, and called back by, against a fake that is as strict."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from ordertower_desktop.demo.couriers.kuaidi100 import Kuaidi100Booth, Line, Parcel
from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.carriers import carriers
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Sought
from ordertower_desktop.hub.connectors.kuaidi100.follower import CALLED_BACK, HELPLESS, LEAST, Kuaidi100
from ordertower_desktop.hub.connectors.kuaidi100.reading import track_of
from ordertower_desktop.hub.connectors.kuaidi100.states import STATES
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import SystemName
from tests.hub.connectors.rig import KEY, NOON, SECRET

HOUR = timedelta(hours=1)
SALT = "salt-canary-31f0"
NUMBER = "YT9693083639795"
KEPT = {"keyring:key": SECRET, "keyring:salt": SALT}
CANARIES = ("金丝雀", "13800001111", SECRET, SALT)


class Desk:
    """A follower before its fake; everybody's clock in the hand."""

    def __init__(self, counter: Counter, booth: Kuaidi100Booth, url: str) -> None:
        self.counter, self.booth, self.url, self.now = counter, booth, url, NOON
        self._made: list[Kuaidi100] = []

    def follower(self, *, callback: str = "", secret: str = "keyring:key", every: timedelta | None = None) -> Kuaidi100:
        source = SourceSettings(
            system=SystemName.KUAIDI100, app_key=KEY, secret=Secret(secret), token=Secret("keyring:salt"), base_url=self.url,
            callback=callback, every=every,
        )  # fmt: skip
        self._made.append(Kuaidi100(source, lambda reference: KEPT.get(reference, ""), carriers("kuaidi100")))
        return self._made[-1]

    def moved(self, *lines: Line, number: str = NUMBER, company: str = "yuantong", state: str = "0", phone: str = "") -> None:
        self.booth.parcels[number] = Parcel(company, state, list(lines), phone)

    def close(self) -> None:
        for one in self._made:
            one.close()
        self.counter.stop()


@pytest.fixture
def desk() -> Iterator[Desk]:
    booth = Kuaidi100Booth(KEY, SECRET)
    made: list[Desk] = []
    counter = Counter(booth, now=lambda: made[0].now)
    counter.start()
    made.append(Desk(counter, booth, counter.url))
    yield made[0]
    made[0].close()


def line(code: str, word: str, hours_ago: float = 1, **more: str) -> Line:
    return Line(NOON - hours_ago * HOUR, code, word, **more)


WAY = (
    line("102", "待揽收", 30), line("103", "揽收", 28), line("1002", "在途", 20), line("501", "派件", 3), line("304", "签收", 1),
)  # fmt: skip


def test_a_way_becomes_events_and_a_booking_is_no_pick_up(desk: Desk) -> None:
    desk.moved(*WAY, state="3")
    found = desk.follower().follow(Sought(NUMBER, "圆通速递"), now=NOON)
    assert found.track is not None
    told = [(step.name, NOON - step.at) for step in sorted(found.track.steps, key=lambda step: step.at)]
    assert told == [("handed_to_carrier", 28 * HOUR), ("in_transit", 20 * HOUR), ("out_for_delivery", 3 * HOUR), ("delivered", HOUR)]
    assert (found.track.stage, found.track.word, found.track.over, found.queries) == (Stage.SIGNED, "投柜或站签收", True, 1)
    assert not found.track.gaps


def test_a_parcel_that_is_only_booked_is_still_to_be_collected(desk: Desk) -> None:
    desk.moved(line("101", "已下单", 5), line("102", "待揽收", 4), state="1")
    track = desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON).track
    assert track is not None
    assert (track.stage, track.steps, track.word, track.at) == (Stage.TO_COLLECT, (), "待揽收", NOON - 4 * HOUR)


@pytest.mark.parametrize("code", sorted(STATES))
def test_every_state_has_an_event_with_a_name_or_is_known_to_be_none(desk: Desk, code: str) -> None:
    desk.moved(line(code, STATES[code].word), state=code if len(code) < 3 else "0")
    track = desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON).track
    assert track is not None
    assert [step.name for step in track.steps] == ([STATES[code].event] if STATES[code].event else [])
    assert all(step.name in EVENT_NAMES for step in track.steps)
    assert not track.gaps


def test_refusals_and_troubles_are_told_apart() -> None:
    told = {code: STATES[code].event for code in ("203", "14", "6", "4", "2", "206", "13")}
    assert told == {
        "203": "rejected", "14": "rejected", "6": "returned", "4": "returned", "2": "carrier_trouble", "206": "carrier_trouble",
        "13": "customs_hold",
    }  # fmt: skip


def test_a_code_that_nobody_has_mapped_is_named_and_kept(desk: Desk) -> None:
    desk.moved(line("1002", "在途", 5), line("998", "上天", 1), state="77")
    track = desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON).track
    assert track is not None
    assert [step.name for step in sorted(track.steps, key=lambda step: step.at)] == ["in_transit", "carrier_news"]
    assert track.gaps == ("statusCode=998", "state=77")
    assert (track.stage, track.word) == (None, "77")


def test_a_callback_without_finer_codes_is_read_by_its_words(desk: Desk) -> None:
    desk.moved(line("", "揽收", 5), line("", "派件", 1), state="5")
    track = desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON).track
    assert track is not None
    assert {step.name for step in track.steps} == {"handed_to_carrier", "out_for_delivery"}
    assert not track.gaps


def test_no_record_yet_is_no_error_and_costs_a_query(desk: Desk) -> None:
    found = desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON)
    assert (found.track, found.queries, found.gaps) == (None, 1, ())


def test_a_number_is_never_asked_for_more_often_than_they_allow(desk: Desk) -> None:
    assert desk.follower(every=timedelta(seconds=5)).follow(Sought(NUMBER, "圆通"), now=NOON).wait == LEAST
    assert desk.follower(every=3 * HOUR).follow(Sought("YT2", "圆通"), now=NOON).wait == 3 * HOUR


def test_a_carrier_without_a_code_is_named_and_not_asked_for(desk: Desk) -> None:
    found = desk.follower().follow(Sought(NUMBER, "蜗牛快递"), now=NOON)
    assert (found.gaps, found.queries, found.wait, desk.counter.calls) == (("快递公司“蜗牛快递”没有编码",), 0, HELPLESS, 0)


def test_a_carrier_that_wants_the_phone_gets_its_tail_or_says_what_is_missing(desk: Desk) -> None:
    desk.moved(line("103", "揽收"), number="SF1011603494291", company="shunfeng", state="1", phone="13912345678")
    without = desk.follower().follow(Sought("SF1011603494291", "顺丰"), now=NOON)
    assert (without.track, without.gaps, without.wait) == (None, ("顺丰要收件人手机后四位才能查",), HELPLESS)
    desk.booth.asked.clear()
    assert desk.follower().follow(Sought("SF1011603494291", "顺丰", "5678"), now=NOON).track is not None


@pytest.mark.parametrize(
    ("trouble", "kind", "said"),
    [
        (Trouble.HTML, Unreachable, "没有给出能用的回答"), (Trouble.CUT, Unreachable, "能用的回答"),
        (Trouble.HANG_UP, Unreachable, "没有回答"),
        (Trouble.BROKEN, Unreachable, "HTTP 500"), (Trouble.BUSY, Unreachable, "服务器繁忙"), (Trouble.THROTTLED, Unreachable, "限流"),
        (Trouble.TOO_MANY, Unreachable, "限流"), (Trouble.EXPIRED, SourceRefused, "KEY已过期"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(desk: Desk, trouble: Trouble, kind: type[Exception], said: str) -> None:
    desk.moved(*WAY)
    desk.counter.troubles = {1: trouble}
    follower = desk.follower()
    with pytest.raises(kind, match=said):
        follower.follow(Sought(NUMBER, "圆通"), now=NOON)
    desk.now += HOUR
    assert follower.follow(Sought(NUMBER, "圆通"), now=desk.now).track is not None


def test_who_is_throttled_leaves_them_alone(desk: Desk) -> None:
    desk.counter.troubles = {1: Trouble.THROTTLED}
    follower = desk.follower()
    for _ in range(3):
        with pytest.raises(Unreachable, match="限流"):
            follower.follow(Sought(NUMBER, "圆通"), now=NOON)
    assert desk.counter.calls == 1


def test_a_wrong_key_is_named_as_such(desk: Desk) -> None:
    desk.booth.key = "another"
    with pytest.raises(SourceRefused) as error:
        desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON)
    assert error.value.code == "signature"
    with pytest.raises(SourceRefused, match="找不到密钥 keyring:gone"):
        desk.follower(secret="keyring:gone").follow(Sought(NUMBER, "圆通"), now=NOON)


def test_an_answer_about_another_number_is_not_believed(desk: Desk) -> None:
    desk.moved(*WAY)
    desk.booth.mistaken = "YT1"
    with pytest.raises(Unreachable, match="另一个运单号"):
        desk.follower().follow(Sought(NUMBER, "圆通"), now=NOON)


def subscribed(desk: Desk) -> Kuaidi100:
    follower = desk.follower(callback="https://hub.example.com/")
    found = follower.follow(Sought(NUMBER, "圆通"), now=NOON)
    assert (found.track, found.subscribed, found.queries, found.wait) == (None, True, 0, CALLED_BACK)
    assert desk.booth.subscribed[NUMBER] == ("https://hub.example.com/v1/webhooks/kuaidi100", SALT)
    return follower


def test_who_can_be_called_back_subscribes_once_and_asks_seldom(desk: Desk) -> None:
    follower = subscribed(desk)
    assert follower.follow(Sought(NUMBER, "圆通"), now=NOON).subscribed, "a subscription that stands already is one"
    desk.moved(*WAY[:3])
    found = follower.follow(Sought(NUMBER, "圆通", subscribed=True), now=NOON)
    assert found.track is not None
    assert (found.subscribed, found.queries, found.wait) == (True, 1, CALLED_BACK)


def test_a_carrier_that_lets_nobody_listen_is_asked_for_instead(desk: Desk) -> None:
    found = desk.follower(callback="https://hub.example.com").follow(Sought("98761234", "EMS"), now=NOON)
    assert (found.subscribed, found.queries) == (False, 1)


def test_a_callback_is_heard_and_a_forged_one_is_not(desk: Desk) -> None:
    follower = subscribed(desk)
    desk.moved(*WAY[:3])
    body = desk.booth.call(NUMBER)
    heard = follower.hear(body, now=NOON)
    assert (heard.track.waybill, [step.name for step in heard.track.steps]) == (NUMBER, ["in_transit", "handed_to_carrier"])
    assert json.loads(heard.reply) == {"result": True, "returnCode": "200", "message": "成功"}
    said = dict(parse_qsl(body.decode()))
    forged = (
        {**said, "param": said["param"].replace("1002", "301")}, {**said, "sign": ""}, {"param": said["param"]}, {**said, "sign": "0" * 32},
    )  # fmt: skip
    for form in forged:
        with pytest.raises(SourceRefused, match="签名不对"):
            follower.hear(urlencode(form).encode(), now=NOON)
    assert follower.hear(urlencode({**said, "sign": said["sign"].lower()}).encode(), now=NOON).track.steps, "their letters may be small"


def test_without_a_salt_nobody_is_believed(desk: Desk) -> None:
    source = SourceSettings(system=SystemName.KUAIDI100, app_key=KEY, secret=Secret("keyring:key"), base_url=desk.url)
    follower = Kuaidi100(source, lambda reference: KEPT.get(reference, ""), carriers("kuaidi100"))
    desk.booth.subscribed[NUMBER] = ("", "")
    with pytest.raises(SourceRefused, match="签名不对"):
        follower.hear(desk.booth.call(NUMBER), now=NOON)


def test_what_makes_no_sense_is_not_taken_though_it_is_signed(desk: Desk) -> None:
    follower = subscribed(desk)
    for param in ("[]", "{", '{"status":"polling"}', '{"status":"polling","lastResult":{"nu":"1","data":7}}'):
        sign = md5((param + SALT).encode(), usedforsecurity=False).hexdigest()
        with pytest.raises(Unreachable, match="看不懂"):
            follower.hear(urlencode({"param": param, "sign": sign}).encode(), now=NOON)


def test_an_end_without_a_record_is_a_loss_and_is_asked_for_again_later(desk: Desk) -> None:
    follower = subscribed(desk)
    heard = follower.hear(desk.booth.call(NUMBER, "abort", message="3天查询无记录", comNew="zhongtong"), now=NOON)
    assert (heard.track.lost, heard.subscribed, heard.wait, heard.code) == (True, False, LEAST, "zhongtong")
    desk.moved(*WAY[:2])
    heard = follower.hear(desk.booth.call(NUMBER, "abort", message="60天无变化"), now=NOON)
    assert (heard.track.lost, heard.subscribed, len(heard.track.steps)) == (False, False, 1)
    desk.moved(*WAY, state="3")
    heard = follower.hear(desk.booth.call(NUMBER, "shutdown"), now=NOON)
    assert (heard.track.over, heard.wait) == (True, None)


def test_no_courier_no_phone_and_no_secret_gets_any_further(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    follower = subscribed(desk)
    desk.moved(*WAY, line("998", "其他", 1, area=""), line("1002", "在途", 2, area="", text="【杭州转运中心0571】金丝雀"))
    said = [follower.follow(Sought(NUMBER, "圆通", subscribed=True), now=NOON), follower.hear(desk.booth.call(NUMBER), now=NOON)]
    desk.counter.troubles = {desk.counter.calls + 1: Trouble.EXPIRED}
    with pytest.raises(SourceRefused) as error:
        follower.follow(Sought(NUMBER, "圆通", subscribed=True), now=NOON)
    places = {step.payload.get("place") for step in said[0].track.steps}  # type: ignore[union-attr]
    assert places == {"浙江 杭州市", "杭州市", None}, "a place that holds a number is left out"
    assert not [one for one in CANARIES if one in repr((said, error.value, caplog.messages, follower))]


def test_the_signature_is_the_one_of_the_vector(desk: Desk) -> None:
    """`tests/hub/signing` holds the vectors; here the very callback of one of them is heard."""
    vectors = json.loads((Path(__file__).parents[1] / "signing" / "sign_vectors.json").read_text("utf-8"))
    told = next(one for one in vectors if one["id"] == "kuaidi100-callback")
    source = SourceSettings(system=SystemName.KUAIDI100, app_key=KEY, secret=Secret("keyring:key"), token=Secret("keyring:salt"))
    follower = Kuaidi100(source, lambda _reference: told["salt"], carriers("kuaidi100"))
    heard = follower.hear(urlencode({"param": told["param"], "sign": told["sign"]}).encode(), now=NOON)
    at = datetime.fromisoformat("2026-01-05T10:00:00+08:00")
    assert [(step.name, step.at, step.payload) for step in heard.track.steps] == [
        ("handed_to_carrier", at, {"code": "1", "state": "揽收", "place": "杭州市"})
    ]


def test_a_record_in_any_order_of_its_lines_says_the_same() -> None:
    rows = [
        {"ftime": "2025-11-11 08:00:00", "statusCode": "103", "status": "揽收"},
        {"ftime": "2025-11-12 08:00:00", "statusCode": "5", "status": "派件"},
    ]
    one, other = (track_of({"nu": "YT1", "state": "5", "data": data}) for data in (rows, rows[::-1]))
    assert (one.at, one.word, {step.at for step in one.steps}) == (other.at, other.word, {step.at for step in other.steps})
    assert one.word == "派件"
