"""S73: who has to know of a risen level is told outside, step by step, until they answer, are told by hand, or the level falls."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.hub.channels.channel import ChannelRefused
from ordertower_desktop.wire.crisis import RungRow
from tests.hub.channels.story import CONTACTS, Spoken, ledger
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late, shown
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place

WANG = Person("wang", "王总", Role.SUPERVISOR, "general_manager")
MORE = {"wang": {"wecom": "Wang", "sms": "13700137000"}, "li": {"wecom": "Li", "sms": "13600136000"}}
PATH = """[[pack.report]]
post = "总经理"
within = "20min"
how = "打电话"
"""


@pytest.fixture
def wecom() -> Spoken:
    return Spoken("wecom", "robot")


@pytest.fixture
def sms() -> Spoken:
    return Spoken("sms", "gateway")


@pytest.fixture
def floor(tmp_path: Path, place: Place, wecom: Spoken, sms: Spoken) -> Iterator[Floor]:
    channels = {"robot": wecom, "gateway": sms}
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=(*CREW, WANG), channels=channels, clock=Clock()) as made:
        text = PACKS.replace('within = "5min"\n', 'within = "5min"\n' + PATH, 1)
        assert made.call("PUT", "/v1/packs", who="li", json={"text": text, "why": "test"}).status_code == 200
        for who, known in (CONTACTS | MORE).items():
            made.call("PUT", f"/v1/people/{who}/contacts", who="li", json=known).raise_for_status()
        made.advance(minutes=1)
        yield made


def rises(floor: Floor) -> None:
    act(floor, "keep", level=2, text="平台通报")
    floor.work()
    floor.work()


def heard(channel: Spoken) -> list[tuple[str, str]]:
    """(who, what) since one last looked."""
    said = [(message.to[0].id, f"{message.head} {'；'.join(message.lines)}") for message in channel.said]
    channel.said.clear()
    return sorted(said)


def rung(floor: Floor, post: str = "general_manager") -> RungRow:
    floor.advance(seconds=20)
    return next(one for one in shown(floor).pack.path if one.key == post)


def notice_of(floor: Floor, who: str) -> Any:
    return next(one for one in floor.notices(who) if one.kind == "level")


def knows(floor: Floor, who: str, key: str = "a1") -> str:
    body = {"do": "acknowledge", "id": key, "case": notice_of(floor, who).case, "version": 0}
    return floor.sync(body, who=who).results[key].state


def test_each_post_of_the_path_is_told_outside_and_what_is_not_answered_moves_on(floor: Floor, wecom: Spoken, sms: Spoken) -> None:
    rises(floor)
    (li, told_li), (wang, told_wang) = heard(wecom)
    assert (li, wang) == ("li", "wang")
    assert "响应级别升高，请应答" in told_wang
    assert "升二级响应：平台通报。总经理要在 12:21 前知情，打电话" in told_wang
    assert "客服主管要在 12:06 前知情" in told_li
    assert "单等你处理" not in told_wang
    assert heard(sms) == []
    floor.advance(minutes=5)
    floor.work()
    assert [who for who, _ in heard(sms)] == ["li", "wang"]
    floor.advance(minutes=5)
    floor.work()
    reminded = [one for one in floor.notices("li") if "总经理" in one.body]
    assert [one.path[-1] for one in reminded] == ["仍没有应答，请主管打电话告知"]
    assert [(one.step, one.state) for one in rung(floor).tellings] == [
        ("企业微信提醒要知情的岗位", "accepted"), ("没有应答，短信提醒要知情的岗位", "accepted"),
        ("仍没有应答，请主管打电话告知", "delivered"),
    ]  # fmt: skip
    floor.advance(hours=1)
    assert (heard(wecom), heard(sms)) == ([], []), "the chain has an end"


def test_who_answers_is_told_no_more_and_the_others_still_are(floor: Floor, wecom: Spoken, sms: Spoken) -> None:
    rises(floor)
    assert rung(floor).next == "没有应答，短信提醒要知情的岗位"
    assert knows(floor, "wang") == "done"
    assert not [one for one in floor.notices("wang") if one.kind == "level"]
    floor.advance(minutes=15)
    floor.work()
    assert [who for who, _ in heard(sms)] == ["li"]
    row = rung(floor)
    assert (row.answered_by, row.next, row.told_at) == ("王总", "", None)


def test_an_answer_counts_as_told_in_the_response_and_telling_by_hand_stops_the_chain(floor: Floor, sms: Spoken) -> None:
    rises(floor)
    act(floor, "declare", text="启动")
    assert knows(floor, "wang") == "done"
    assert rung(floor).told_by == "王总"
    act(floor, "told", about="supervisor", who="chen")
    floor.advance(minutes=15)
    assert heard(sms) == []
    assert rung(floor, "supervisor").answered_by == "陈立"


def test_a_channel_that_refuses_brings_the_next_step_at_once(floor: Floor, wecom: Spoken, sms: Spoken) -> None:
    wecom._says = [ChannelRefused("企业微信：没有权限"), ChannelRefused("企业微信：没有权限")]
    rises(floor)
    floor.advance(seconds=5)
    floor.work()
    (first,) = [who for who, _ in heard(sms)]
    floor.advance(seconds=60)
    floor.work()
    (second,) = [who for who, _ in heard(sms)]
    assert {first, second} == {"li", "wang"}, "the channel was left alone for a minute in between"
    assert "没有权限" in rung(floor, "supervisor").tellings[0].why


def test_only_who_stands_on_the_post_or_a_supervisor_answers_for_it(floor: Floor) -> None:
    rises(floor)
    body = {"do": "acknowledge", "id": "z1", "case": notice_of(floor, "wang").case, "version": 0}
    refused = floor.sync(body, who="zhao").results["z1"]
    assert (refused.state, refused.why) == ("refused", "这是要总经理应答的，请本人或主管来应答")


def test_a_level_that_falls_asks_nobody_any_more(floor: Floor, wecom: Spoken, sms: Spoken) -> None:
    rises(floor)
    case = notice_of(floor, "wang").case
    act(floor, "keep", level=1, text="误报")
    floor.advance(minutes=15)
    floor.work()
    assert heard(sms) == []
    assert not [one for who in ("li", "wang") for one in floor.notices(who) if one.kind == "level"]
    late_answer = floor.sync({"do": "acknowledge", "id": "a2", "case": case, "version": 0}, who="wang").results["a2"]
    assert late_answer.state == "conflict"


def test_it_is_a_chain_like_any_other_and_only_answering_can_be_done_to_it(floor: Floor, wecom: Spoken, sms: Spoken) -> None:
    step = {"after": "1min", "channel": "sms", "to": "post", "name": "短信"}
    mine = {"id": "report", "name": "上报路径", "steps": [step]}
    answer = floor.call("PUT", "/v1/policies/report", who="li", json={"policy": mine, "base": 1, "why": "只发短信", "running": "keep"})
    assert answer.status_code == 200, answer.text
    rises(floor)
    floor.advance(minutes=1)
    floor.work()
    assert (heard(wecom), [who for who, _ in heard(sms)]) == ([], ["li", "wang"])
    body = {"do": "snooze", "id": "s1", "case": notice_of(floor, "wang").case, "version": 0, "until": "2025-11-12T05:00:00Z", "why": "忙"}
    refused = floor.sync(body, who="wang").results["s1"]
    assert (refused.state, refused.why) == ("refused", "这是响应级别的上报，只需要应答；要处理订单请到延迟池")


def test_counts_that_raise_the_level_set_it_going_and_nothing_of_it_is_an_order(floor: Floor, wecom: Spoken) -> None:
    late(floor, 51, prefix="7")
    floor.advance(seconds=5)
    floor.work()
    told = [line for line in ledger(floor, "wecom") if line["case"].startswith("level:")]
    assert {line["state"] for line in told} == {"sent"}
    assert [words for who, words in heard(wecom) if who == "wang"]
    assert not [row for row in floor.pool("li").values() if row.case.startswith("level:")]
