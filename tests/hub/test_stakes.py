"""What lateness costs is the floor's to say (S51): a versioned text that ranks the pool, tried first, told in words, and explained."""

import json
from typing import Any

import pytest

from ordertower_desktop.domain.priority import STAKES
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.stakes import StakesChange, StakesTrial
from tests.hub.floor import Floor

HARSH = {"platform": "taobao", "hour": 50_00, "as_of": "2026-11-20", "source": "十一月账单", "trust": "billed"}


def text(**more: Any) -> str:
    return json.dumps(more, ensure_ascii=False)


def put(floor: Floor, body: str, *, who: str = "li", status: int = 200) -> Any:
    answer = floor.call("PUT", "/v1/stakes", who=who, json={"text": body, "why": "按账单"})
    assert answer.status_code == status, answer.text
    floor.work()
    return answer.json()


def page(floor: Floor, order: str) -> OrderPage:
    return floor.read(OrderPage, f"/v1/orders/{order}")


def tried(floor: Floor, asked: dict[str, Any], *, who: str = "zhao") -> StakesTrial:
    answer = floor.call("POST", "/v1/stakes/preview", who=who, json=asked)
    assert answer.status_code == 200, answer.text
    return decode(answer.content, StakesTrial)


def late(floor: Floor, order: str, yuan: int, *, platform: str = "taobao") -> None:
    floor.paid(order, hours_ago=60, amount_fen=yuan * 100, platform=platform)


def test_it_ships_as_the_product_reckons() -> None:
    assert books.staked(books.default("stakes")) == books.staked("{}") == STAKES


def test_what_is_saved_counts_at_once_in_the_row_and_on_the_page_which_says_how(floor: Floor) -> None:
    late(floor, "a", 400)
    floor.work()
    before = page(floor, "a")
    assert before.row is not None
    assert before.row.loss_fen_per_hour == sum(one.fen for one in before.loss) > 0
    put(floor, text(penalties=[HARSH], lost_share=0, complaint_chance=0))
    after = page(floor, "a")
    assert [(one.name, one.fen) for one in after.loss] == [("平台加罚", 50_00)]
    assert "2026-11-20 账单核对" in after.loss[0].detail
    (row,) = floor.pool().values()
    assert row.loss_fen_per_hour == 50_00


def test_an_edit_is_tried_on_every_open_case_and_keeps_nothing(floor: Floor) -> None:
    late(floor, "dear", 900)
    late(floor, "cheap", 100, platform="pdd")
    floor.work()
    asked = {"stakes": {"penalties": [{"platform": "pdd", "hour": 500_00}]}}
    found = tried(floor, asked)
    assert (found.judged, found.moved) == (2, 2)
    first = next(one for one in found.orders if one.order == "cheap")
    assert (first.was_place, first.will_place, first.will_fen - first.was_fen) == (2, 1, 500_00)
    assert found.will_fen - found.was_fen == 500_00
    same = tried(floor, {"stakes": {}})
    assert (same.moved, same.orders, same.was_fen) == (0, [], same.will_fen)


def test_versions_say_what_they_changed_and_an_older_one_comes_back(floor: Floor) -> None:
    first = floor.read(list[StakesChange], "/v1/stakes/changes")[0]
    assert first.says == ["出厂设置"]
    put(floor, text(complaint=50_00, efforts={"usual": 6}))
    newest = floor.read(list[StakesChange], "/v1/stakes/changes")[0]
    assert "每起投诉：¥30 → ¥50" in newest.says
    assert "其余原因处理一单：9 分 → 6 分" in newest.says
    assert floor.call("POST", "/v1/stakes/restore", who="li", json={"version": first.version}).status_code == 200
    assert floor.read(list[StakesChange], "/v1/stakes/changes")[0].content == first.content


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"penalties": [{"platform": "jd"}, {"platform": "jd"}]}, "平台 jd 写了两行"),
        ({"penalties": [{"platform": "jd", "share": 1.5}]}, "按货款"),
        ({"penalties": [{"platform": "jd", "least": 500, "most": 300}]}, "最高 ¥3 比最低 ¥5 还小"),
        ({"lost_share": -0.1}, "每小时退款与流失"),
        ({"complaint": -1}, "每起投诉"),
        ({"factors": {"vip": 0}}, "VIP：倍数要大于 0"),
        ({"efforts": {"moon": 5}}, "没有 moon 这种原因"),
        ({"fade": 0}, "提前多久算进来"),
    ],
)
def test_what_cannot_be_is_refused_in_words(floor: Floor, body: dict[str, Any], words: str) -> None:
    answer = floor.call("PUT", "/v1/stakes", who="li", json={"text": text(**body)})
    assert answer.status_code in (400, 422)
    assert words in answer.text


def test_only_who_may_change_rules_changes_it(floor: Floor) -> None:
    put(floor, text(complaint=1), who="zhao", status=403)


def test_whoever_may_not_see_amounts_does_not_see_what_follows_from_them(floor: Floor) -> None:
    late(floor, "a", 987)
    floor.work()
    person = {"id": "kuai", "name": "快手", "post": "warehouse"}
    assert floor.call("PUT", "/v1/people", who="li", json=person).status_code == 200
    whole, part = tried(floor, {"stakes": {}}), tried(floor, {"stakes": {}}, who="kuai")
    seen = floor.read(OrderPage, "/v1/orders/a", who="kuai")
    assert whole.was_fen
    assert part.was_fen != whole.was_fen
    assert [one.fen for one in seen.loss] != [one.fen for one in page(floor, "a").loss]
