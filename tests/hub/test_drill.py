"""A chain rehearsed: real people read it, marked as what it is; phones ring only if asked; nothing of it is counted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hub.channels.story import Spoken, ledger, phoned
from tests.hub.floor import Clock, Floor
from tests.hub.place import Place

CHAIN = {
    "id": "night", "name": "夜班链", "steps": [
        {"after": "0s", "channel": "in_app", "to": "owner", "name": "站内提醒责任人"},
        {"after": "5min", "channel": "wecom", "to": "owner", "name": "企业微信提醒责任人"},
        {"after": "15min", "channel": "in_app", "to": "supervisor", "name": "站内提醒主管"},
    ],
}  # fmt: skip


@pytest.fixture
def wecom() -> Spoken:
    return Spoken("wecom")


@pytest.fixture
def hub(tmp_path: Path, place: Place, wecom: Spoken) -> Iterator[Floor]:
    with phoned(tmp_path, place, Clock(), {"wecom": wecom}) as made:
        yield made


def rehearse(hub: Floor, who: str = "li", **more: str) -> Any:
    answer = hub.call("POST", "/v1/policies/rehearse", who=who, json={"policy": CHAIN, "post": "agent", **more})
    hub.work()
    return answer


def board(hub: Floor) -> dict[str, Any]:
    """What it counts; times and the trend go on by themselves."""
    return {key: value for key, value in hub.call("GET", "/v1/board", who="li").json().items() if key not in ("at", "trend", "sources")}


def test_everybody_whom_it_would_reach_reads_that_it_is_a_drill_and_no_phone_rings(hub: Floor, wecom: Spoken) -> None:
    assert rehearse(hub).json() == {"desks": 2, "rung": []}
    (owner,) = [who for who in ("zhao", "lin") if hub.notices(who)]
    for who in (owner, "li"):
        (one,) = hub.notices(who)
        assert one.title == "【演练】夜班链"
        assert "这是演练，不用处理\n李婷 发起" in one.body
    assert "12:15" in hub.notices("li")[0].body, "when it would really come"
    assert wecom.said == []


def test_phones_ring_where_she_says_so_and_say_what_it_is(hub: Floor, wecom: Spoken) -> None:
    (rung,) = rehearse(hub, outside="yes").json()["rung"]
    assert rung.endswith("：已发出")
    (message,) = wecom.said
    assert "【演练】" in message.head
    assert "不用处理" in message.lines[0]


def test_it_is_written_down_and_counts_nowhere(hub: Floor) -> None:
    hub.advance(seconds=1)
    before = board(hub)
    rehearse(hub, outside="yes")
    assert hub.pool() == {}
    assert ledger(hub, "wecom") + ledger(hub, "in_app") == []
    hub.advance(seconds=30)
    assert board(hub) == before
    log = hub.call("GET", "/v1/audit", who="it", params={"limit": 100}).text
    assert "演练“夜班链”，一线客服的单：站内 2 条，连同站外渠道" in log


def test_it_goes_from_the_desks_by_itself(hub: Floor) -> None:
    rehearse(hub)
    hub.advance(minutes=14)
    assert hub.notices("li")
    hub.advance(minutes=2)
    assert hub.notices("li") == []


def test_an_agent_may_not_rehearse(hub: Floor) -> None:
    assert rehearse(hub, who="zhao").status_code == 403
    assert hub.notices("li") == []
