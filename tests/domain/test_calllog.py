"""What is kept of a call, what many of them come to, and which hand-over is named as broken (S8)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.calllog import Answered, Bundle, by_status, interface_of, interfaces, ms_of, percentile, plain, slot_of
from ordertower_desktop.domain.handing import Hop, Link, Standing, broken, judged

NOW = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/router/rest", "/router/rest"),
        ("/orders/441829601357782390/ship", "/orders/*/ship"),
        ("/open-apis/bot/v2/hook/3c2f9a7e-5b1d-4d7e-9f00-1a2b3c4d5e6f", "/open-apis/bot/v2/hook/*"),
        ("/api/v3/orders?token=abc&phone=13800001111", "/api/v3/orders"),
        ("/customers/%E5%BC%A0%E4%B8%89", "/customers/*"),
        ("/mail/someone@example.com", "/mail/*"),
        ("", "/"),
    ],
)
def test_a_path_is_kept_without_what_may_be_an_order_a_person_or_a_key(path: str, kept: str) -> None:
    assert interface_of(path) == kept


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("isv.invalid-parameter", "isv.invalid-parameter"), (45009, "45009"), ("13800001111", ""), ("phone 13800001111", ""),
        ("张三", ""), (None, ""), ("15j8wkr7lbsu4", "15j8wkr7lbsu4"), ("202511121334567890123", "202511121334567890123"),
    ],
)  # fmt: skip
def test_a_code_is_kept_where_it_is_one(code: object, kept: str) -> None:
    assert plain(code) == kept


@pytest.mark.parametrize(
    ("status", "answered"),
    [(200, "ok"), (304, "ok"), (401, "refused"), (408, "error"), (429, "throttled"), (500, "error"), (0, "error")],
)
def test_what_http_itself_says(status: int, answered: str) -> None:
    assert by_status(status) == answered


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=200), st.sampled_from((0.5, 0.95)))
def test_law_a_share_by_slots_is_the_exact_one_within_a_tenth(times: list[int], share: float) -> None:
    counts: dict[int, int] = {}
    for ms in times:
        counts[slot_of(ms)] = counts.get(slot_of(ms), 0) + 1
    exact = sorted(times)[max(0, -int(-len(times) * share // 1) - 1)]
    assert abs(percentile(counts, share) - max(exact, 1)) <= max(1, 0.1 * exact)
    assert abs(ms_of(slot_of(exact)) - max(exact, 1)) <= max(1, 0.1 * exact)


def test_interfaces_that_fail_come_first_then_the_slow_ones() -> None:
    bundles = [
        Bundle("a", "quick", Answered.OK, slot_of(20), 90, NOW), Bundle("a", "quick", Answered.OK, slot_of(400), 10, NOW - MINUTE),
        Bundle("a", "slow", Answered.OK, slot_of(9000), 1, NOW), Bundle("b", "ill", Answered.TIMEOUT, slot_of(15000), 3, NOW),
        Bundle("b", "ill", Answered.OK, slot_of(50), 97, NOW - MINUTE),
    ]  # fmt: skip
    ill, slow, quick = interfaces(bundles)
    assert (ill.interface, ill.failed, ill.count, ill.by_answer) == ("ill", 3, 100, {Answered.TIMEOUT: 3, Answered.OK: 97})
    assert (slow.interface, quick.interface) == ("slow", "quick")
    assert (quick.p50, quick.p95) == (pytest.approx(20, rel=0.1), pytest.approx(400, rel=0.1))


def hop(link: Link, news: int, *, good: int = 0, answered: Answered | None = None, every: int = 5) -> Hop:
    """One that told something so many minutes ago, and answered well so many minutes ago."""
    return Hop(link, str(link), str(link), NOW, NOW - good * MINUTE, NOW - news * MINUTE, answered, "401", every * MINUTE)


def test_where_all_speak_no_link_is_broken() -> None:
    found = judged([hop(Link.WMS, 5), hop(Link.PLATFORM, 1), hop(Link.ERP, 29)], NOW)
    assert [one.hop.link for one in found] == ["platform", "erp", "wms"]
    assert {one.standing for one in found} == {Standing.FINE}
    assert broken(found) is None


def test_one_that_answers_and_tells_nothing_while_its_upstream_does_is_named() -> None:
    found = judged([hop(Link.PLATFORM, 1), hop(Link.ERP, 45), hop(Link.WMS, 44)], NOW)
    assert [one.standing for one in found] == [Standing.FINE, Standing.STALE, Standing.STALE]
    bad = broken(found)
    assert bad is not None
    assert (bad.hop.link, bad.said) == (Link.ERP, "有应答，但 11:15 之后没有新内容；上游 11:59 还有")


def test_a_quiet_night_breaks_nothing() -> None:
    assert broken(judged([hop(Link.PLATFORM, 300), hop(Link.ERP, 310), hop(Link.WMS, 320)], NOW)) is None


def test_a_failure_goes_before_the_silence_that_follows_from_it() -> None:
    found = judged([hop(Link.PLATFORM, 1), hop(Link.ERP, 60), hop(Link.WMS, 60, good=50, answered=Answered.REFUSED)], NOW)
    bad = broken(found)
    assert bad is not None
    assert (bad.hop.link, bad.said) == (Link.WMS, "最近一次被拒 401，上次成功 11:10")


def test_one_that_has_not_answered_for_six_intervals_is_mute() -> None:
    bad = broken(judged([hop(Link.PLATFORM, 31, good=31)], NOW))
    assert bad is not None
    assert (bad.standing, bad.said) == (Standing.MUTE, "11:29 之后没有应答")
