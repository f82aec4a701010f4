"""What comes back, good or bad: success is what the body says, a wait is a wait, and half an answer is none."""

import logging
import threading
from pathlib import Path

import pytest

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.http.line import LARGEST
from tests.hub.connectors.mapped_kit import ERRORS, PAGES, SECRETS, Asked, Reply, System, crowd, order, rig, zipped
from tests.hub.floor import NOON

GOOD = {"code": 0, "data": {"items": [order(1, 5)], "total": 1}}


def struck(tmp_path: Path, *faults: Reply | None, times: int = 1, **parts: str) -> str:
    """What a pull is refused with, when the system answers so."""
    system = System(crowd(3))
    system.faults.extend(faults * times)
    with rig(tmp_path, system=system, **parts) as at, pytest.raises((SourceRefused, Unreachable)) as told:
        at.connector.pull(b"", now=NOON)
    return f"{type(told.value).__name__}：{told.value}"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, {"code": 7, "msg": "参数不对"}), "SourceRefused：来源拒绝了这次查询（7：参数不对）"),
        (Reply(200, raw=b"<html><body>login</body></html>"), "Unreachable：回答是一个网页，不是 JSON"),
        (Reply(200, raw=b"\n <!DOCTYPE html>"), "Unreachable：回答是一个网页"),
        (Reply(200, raw=b'{"code": 0, "data": {"items": [{"no": "1"'), "Unreachable：回答不是完整的 JSON"),
        (Reply(200, raw=b""), "Unreachable：回答不是完整的 JSON"),
        (Reply(200, raw=b'{"code": 0, "data": {"items": [{"no": 1, "total": NaN}]}}'), "Unreachable：回答不是完整的 JSON"),
        (Reply(200, raw="{\"code\": 0, \"msg\": \"成功\"}".encode("gb18030")), "Unreachable：回答不是 utf-8 编码"),
        (Reply(200, raw=b"[" * 100_000), "Unreachable：回答不是完整的 JSON"),
        (zipped(GOOD, keep=0.6), "Unreachable"),
        (Reply(200, raw=b'{"code"', headers={"Content-Length": "500"}), "Unreachable：连不上或没有收全回答"),
        (Reply(500, {"msg": "oops"}), "Unreachable：oops"),
        (Reply(502, raw=b"<html>bad gateway</html>"), "Unreachable：回答是一个网页"),
        (Reply(403, {"msg": "IP 不在白名单"}), "SourceRefused：来源不给我们权限（403：IP 不在白名单）"),
        (Reply(404, {}), "SourceRefused：来源没有这个接口"),
        (Reply(400, {"msg": "bad"}), "SourceRefused：来源拒绝了这次查询（400：bad）"),
        (Reply(200, {"code": 0, "data": {"items": "none", "total": 0}}), "Unreachable：回答里的 data.items 不是一列订单"),
        (Reply(200, {"code": 0, "data": {"items": [], "total": "many"}}), "Unreachable：回答里没有总数"),
        (Reply(200, {"code": 0, "data": {"items": [{"x": 1}], "total": 1}}), "Unreachable：一页里没有一行读得出订单号"),
    ],
)  # fmt: skip
def test_what_is_no_whole_good_answer_moves_nothing(tmp_path: Path, reply: Reply, said: str) -> None:
    assert struck(tmp_path, reply, times=3, errors=ERRORS if reply.status == 200 else "").startswith(said)


def test_an_answer_without_rows_is_empty_only_where_success_is_said_in_the_body(tmp_path: Path) -> None:
    bare = Reply(200, {"code": 0, "data": None})
    once = '[pull.orders]\npath = "/orders"\nrows = "data.items"\n'
    assert "回答里没有 data.items" in struck(tmp_path, bare, errors="", pull=once)
    system = System()
    system.faults.append(bare)
    with rig(tmp_path, system=system, pull=once) as at:
        assert at.connector.pull(b"", now=NOON).snapshots == ()


def test_what_passes_by_itself_is_asked_again_and_the_walk_goes_on(tmp_path: Path) -> None:
    system = System(crowd(9))
    small = PAGES + "size = 4\n"
    system.faults.extend([None, Reply(502, raw=b"<html>"), Reply(200, raw=b"", headers={"Content-Length": "9"}), None])
    with rig(tmp_path, system=system, pull=small) as at:
        assert len(at.orders()) == 9
        assert at.waits.waited == [1.0, 2.0]


@pytest.mark.parametrize("header", [{"Retry-After": "3"}, {"Retry-After": "Wed, 12 Nov 2025 04:00:03 GMT"}])
def test_a_429_is_waited_for_as_long_as_the_system_asks(tmp_path: Path, header: dict[str, str]) -> None:
    system = System(crowd(5))
    system.faults.append(Reply(429, {"msg": "slow"}, header))
    with rig(tmp_path, system=system) as at:
        assert len(at.orders()) == 5
        assert at.waits.waited == [3.0]


def test_a_long_wait_gives_the_thread_back_and_is_kept_until_it_is_over(tmp_path: Path) -> None:
    system = System(crowd(5))
    system.faults.append(Reply(200, {"code": 429, "msg": "频率超限", "again": 90}))
    with rig(tmp_path, system=system, errors=ERRORS + 'wait = "again"\n') as at:
        with pytest.raises(Unreachable, match="90 秒后再取"):
            at.connector.pull(b"", now=NOON)
        with pytest.raises(Unreachable, match="30 秒后再来"):
            at.connector.pull(b"", now=NOON.replace(minute=1))
        assert (len(at.system.asked), at.waits.waited) == (1, [])
        assert len(at.orders(now=NOON.replace(minute=2))) == 5


def test_a_wait_of_nothing_does_not_go_round_for_ever(tmp_path: Path) -> None:
    assert "调用太频繁" in struck(tmp_path, Reply(429, {}, {"Retry-After": "0"}), times=100)


def test_calls_keep_to_the_rate(tmp_path: Path) -> None:
    with rig(
        tmp_path, crowd(10), http='rate = { calls = 2, per = "1s" }', pull=PAGES + 'size = 2\nwindow = { span = "2d", lag = "0s" }\n'
    ) as at:
        assert len(at.orders()) == 10
        assert sum(at.waits.waited) == 2.0


def test_a_redirect_within_the_system_is_followed_and_none_to_another_host(tmp_path: Path) -> None:
    system, lure = System(crowd(3)), System(crowd(3))
    system.faults.append(Reply(302, {}, {"Location": "/orders?moved=1"}))
    with rig(tmp_path, system=system, auth='[auth]\nstrategy = "bearer"\nbearer = { token = "env:ERP_KEY" }') as at:
        assert len(at.orders()) == 3
        assert system.asked[1].query == {"moved": "1"}
        for away in (
            f"{lure.url}/orders",
            f"//127.0.0.1:{lure.url.rpartition(':')[2]}/orders",
            "file:///etc/passwd",
            "http://169.254.169.254/",
            "http://[bad",
        ):
            system.faults.append(Reply(302, {}, {"Location": away}))
            with pytest.raises(SourceRefused, match="没有跟去"):
                at.connector.pull(b"", now=NOON)
        system.faults.extend([Reply(302, {}, {"Location": "/orders"})] * 9)
        with pytest.raises(SourceRefused, match="一直转向"):
            at.connector.pull(b"", now=NOON)
    assert lure.asked == []
    lure.stop()


def test_an_answer_without_end_is_cut_off(tmp_path: Path) -> None:
    bomb = zipped("0" * (LARGEST + 10))
    assert len(bomb.content) < 100_000
    assert "回答超过 32 MB" in struck(tmp_path, bomb, times=3)


def test_another_encoding_is_read_as_the_file_says(tmp_path: Path) -> None:
    system = System()
    system.faults.append(Reply(200, raw='{"code":0,"data":{"items":[{"no":"1","state":"已发货"}],"total":1}}'.encode("gb18030")))
    with rig(tmp_path, system=system, http='encoding = "gbk"') as at:
        assert [one.status_word for one in at.connector.pull(b"", now=NOON).snapshots] == ["已发货"]


def test_a_system_that_takes_too_long_is_not_asked_again_at_once(tmp_path: Path) -> None:
    """The other sources wait behind it."""
    system, held = System(crowd(3)), threading.Event()
    system.guard = lambda _asked: held.wait(10)
    with rig(tmp_path, system=system, http='timeout = "0.2s"') as at:
        with pytest.raises(Unreachable, match=r"来源 0\.2 秒没有答完"):
            at.connector.pull(b"", now=NOON)
        held.set()
        assert (len(system.asked), at.waits.waited) == (1, [])


def test_nothing_listens_is_unreachable(tmp_path: Path) -> None:
    system = System()
    with rig(tmp_path, system=system) as at:
        system.stop()
        with pytest.raises(Unreachable, match="连不上"):
            at.connector.pull(b"", now=NOON)


def test_what_the_system_echoes_shows_no_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In the query, in the echo, in the message, at every level of every logger of ours."""
    system = System(crowd(3))
    key = SECRETS["env:ERP_KEY"]
    system.guard = lambda asked: asked.query["api_key"] == key
    system.faults.extend(
        [Reply(200, {"code": 9, "msg": f"bad call ?api_key={key}"}), Reply(302, {}, {"Location": f"http://x.test/?api_key={key}"})]
    )
    auth = '[auth]\nstrategy = "key"\nkey = { in = "query", name = "api_key", value = "env:ERP_KEY" }'
    with caplog.at_level(logging.DEBUG, "ordertower_desktop"), rig(tmp_path, system=system, auth=auth) as at:
        with pytest.raises(SourceRefused, match=r"api_key=\*\*\*\*") as told:
            at.connector.pull(b"", now=NOON)
        assert told.value.__cause__ is None
        with pytest.raises(SourceRefused) as turned:
            at.connector.pull(b"", now=NOON)
        assert len(at.orders()) == 3
        assert key not in f"{told.value}{turned.value}{at.connector.pull(b'', now=NOON)}{at.connector!r}{caplog.text}"


def test_a_body_goes_out_as_the_file_says(tmp_path: Path) -> None:
    seen: list[Asked] = []
    system = System(crowd(3))
    system.guard = lambda asked: not seen.append(asked)
    body = 'body = { from = "{window.start|utc}", page = "{page}", deep = { size = "{size}", open = true } }\n'
    pull = f'[pull.orders]\npath = "/orders"\nrows = "data.items"\nwalk = "pages"\ntotal = "data.total"\n{body}'
    with rig(tmp_path, system=system, pull=pull) as at:
        assert len(at.orders()) == 3
    with rig(tmp_path, system=(other := System(crowd(3))), pull=pull.replace(", deep = {", ", deep = {") + 'body_as = "form"\n') as at:
        assert len(at.orders()) == 3
    assert seen[0].method == "POST"
    assert seen[0].body == {"from": "2025-11-10T04:00:00.000Z", "page": 1, "deep": {"size": 200, "open": True}}
    assert other.asked[0].body == {"from": "2025-11-10T04:00:00.000Z", "page": "1", "deep": '{"size":200,"open":true}'}
