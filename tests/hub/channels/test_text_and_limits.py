"""Cutting by bytes and counting by time: the two things that every channel needs right."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.hub.channels import aliyun_sms, dingtalk, feishu, mail, tencent_sms, wecom_app, wecom_robot
from ordertower_desktop.hub.channels.limit import Limit, Sent, Whose, free_at, left
from ordertower_desktop.hub.channels.text import clean, cut, fit, octets

T0 = datetime(2025, 11, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
wild = st.text(st.characters(codec="utf-8"), max_size=200)


@given(wild, st.integers(0, 60))
def test_a_cut_text_fits_and_is_whole_characters_of_the_beginning(text: str, most: int) -> None:
    made = cut(text, most)
    assert octets(made) <= most
    assert made == text or text.startswith(made.removesuffix("…").rstrip())


@given(st.lists(wild, min_size=1, max_size=40), st.integers(120, 400))
def test_a_digest_fits_and_every_line_is_shown_or_counted(lines: list[str], most: int) -> None:
    lines = [f"#{clean(line).replace('#', '')}" for line in lines]
    made = fit("头", lines, most)
    assert octets(made) <= most
    last = made.split("\n")[-1]  # every line of the digest itself begins with #
    told = int(last.removeprefix("还有 ").partition(" 单")[0]) if last.startswith("还有 ") else 0
    assert made.count("#") + told == len(lines)


def test_an_emoji_of_several_parts_is_not_parted() -> None:
    family = "👨‍👩‍👧"
    for most in range(octets(family) + octets("好") + 3):
        made = cut(f"好{family}{family}", most).removesuffix("…")
        assert made in ("", "好", f"好{family}"), most


def test_what_a_source_wrote_comes_as_one_quiet_line() -> None:
    assert clean("订单\r\n<@all>\x00\u202e33\ud800\u2028") == "订单  <@all>33"


limits = st.builds(
    lambda count, burst, per: Limit(count, per * SECOND, burst=min(burst, count)),
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(1, 600),
)


@given(limits, st.lists(st.integers(0, 120), min_size=1, max_size=60))
def test_never_more_than_so_many_in_any_stretch(limit: Limit, pauses: list[int]) -> None:
    """Somebody sends as soon as it is allowed, after pauses of any length."""
    sent: list[datetime] = []
    now = T0
    for pause in pauses:
        now = free_at([limit], {Whose.CHANNEL: sent}, now + pause * SECOND)
        sent.append(now)
    for at in sent:
        assert len([other for other in sent if at <= other < at + limit.per]) <= limit.count


@given(limits, st.lists(st.integers(0, 600), max_size=20), st.integers(0, 600))
def test_what_is_left_may_go_at_once_and_no_more(limit: Limit, times: list[int], later: int) -> None:
    sent = sorted(T0 + second * SECOND for second in times)
    now = max([T0, *sent]) + later * SECOND
    free = left([limit], {Whose.CHANNEL: sent}, now)
    for _ in range(free):
        assert free_at([limit], {Whose.CHANNEL: sent}, now) == now
        sent.append(now)
    assert free_at([limit], {Whose.CHANNEL: sent}, now) > now


def test_a_persons_bucket_is_not_anothers() -> None:
    limit = Limit(1, timedelta(minutes=1), whose=Whose.PERSON)
    sent: Sent = {Whose.CHANNEL: [T0], Whose.PERSON: []}
    assert free_at([limit], sent, T0) == T0
    assert free_at([limit], {Whose.CHANNEL: [T0], Whose.PERSON: [T0]}, T0) == T0 + timedelta(minutes=1)


def test_nobody_gets_more_than_six_messages_or_two_texts_in_ten_minutes() -> None:
    """The floor's own manners beside the platforms' limits."""
    for module, most in ((wecom_robot, 6), (wecom_app, 6), (dingtalk, 6), (feishu, 6), (mail, 6), (aliyun_sms, 2), (tencent_sms, 2)):
        sent: list[datetime] = []
        now = T0
        while now < T0 + timedelta(minutes=10):
            sent.append(now)
            now = free_at(module.about_of("x").limits, {Whose.CHANNEL: sent, Whose.PERSON: sent}, now)
        assert len(sent) == most, module.NAME
