"""A day afterwards: its figures against a plain count, its landmarks, the three questions, and the archive."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.tables import people, sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.replay import DayPage, Days, Incident
from tests.hub.floor import RULES, Floor, open_floor
from tests.hub.place import Place
from tests.hub.plain_figures import exported, percentile, plain

TODAY = "2025-11-12"
CHECKS = ["state_done", "customer_told", "archived"]


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    """Orders come into the pool three hours after they were paid, an hour before their time to be accepted passes."""
    with open_floor(tmp_path, db=place.url, rules=RULES.replace("24h", "3h")) as made:
        yield made


def erp(floor: Floor, **health: Any) -> None:
    """The ERP is as it says from now on."""
    with floor.tower.db.write() as conn:
        sources.put(conn, [Source("erp", "ERP", SourceKind.ERP, connected=True, seen_at=floor.now, **health)])


def many_paid(floor: Floor, prefix: str, count: int, *, hours_ago: float) -> None:
    at = floor.now - timedelta(hours=hours_ago)
    floor.told(*(Event(at, "taobao", "payment_approved", f"{prefix}{n:02}", {"platform": "taobao"}) for n in range(count)))


def day(floor: Floor, name: str = TODAY) -> DayPage:
    return floor.read(DayPage, f"/v1/days/{name}", who="li")


def act(floor: Floor, number: int, who: str, order: str, wish: dict[str, object]) -> None:
    row = floor.pool().get(order)
    if row is not None:
        floor.sync({"id": f"d{number}", "case": row.case, "version": row.version, **wish}, who=who)


def a_day(floor: Floor, seed: int) -> None:
    """Orders come and breach, people take, pass on, close, or let the chain take them; from before midnight until after it."""
    dice = Random(seed)
    for step in range(30):
        order = str(5000 + step)
        floor.paid(order, hours_ago=dice.uniform(2, 5), province="浙江")
        floor.advance(minutes=dice.choice((1, 4, 9, 17, 31)))
        target, who = str(5000 + dice.randrange(step + 1)), dice.choice(("lin", "zhao"))
        if dice.random() < 0.4:
            act(floor, step, who, target, {"do": "acknowledge"})
        elif dice.random() < 0.4:
            act(floor, step, who, target, {"do": "hand_over", "to": "zhao" if who == "lin" else "lin"})
        elif dice.random() < 0.6:
            act(floor, step, who, target, {"do": "resolve", "checks": CHECKS})
        if dice.random() < 0.2:
            floor.told(Event(floor.now, "wms", "outbound", str(5000 + dice.randrange(step + 1))))


@pytest.mark.parametrize(("seed", "start_hours"), [(1, 0), (2, 0), (3, 9)])
def test_the_figures_of_a_day_are_what_a_plain_count_of_its_cases_gives(floor: Floor, seed: int, start_hours: int) -> None:
    """S97, S99: in all and per person, median and ninetieth percentile, breaches and hand-overs."""
    floor.clock.at += timedelta(hours=start_hours)
    a_day(floor, seed)
    names = {"li": "李婷", "zhao": "赵一鸣", "lin": "林晓", "local": "本机"}
    cases = exported(floor.call("GET", "/v1/export/cases", who="li").text)
    for name in (TODAY, "2025-11-13"):
        page = day(floor, name)
        for line in (page.total, *page.people):
            told = plain(cases, name, names, who=line.key)
            assert (line.breached, line.passed_on, line.taken_away) == (told["breached"], told["passed_on"], told["taken_away"]), line
            for found, spans in ((line.response, told["response"]), (line.handling, told["handling"])):
                assert (found.count, found.median_s, found.p90_s) == (len(spans), percentile(spans, 5), percentile(spans, 9)), line
        assert sum(line.breached for line in page.links) == page.total.breached
    total = day(floor).total
    assert min(total.breached, total.response.count, total.handling.count, total.passed_on, total.taken_away) > 0, "or nothing was compared"


def test_a_day_tells_what_turned_and_when(floor: Floor) -> None:
    """Level, silent source, edited rules, first breach and burst: each a landmark with its moment."""
    erp(floor)
    floor.advance(minutes=1)
    erp(floor, refused_since=floor.now, reason_code="401")
    floor.advance(seconds=30)
    many_paid(floor, "77", 55, hours_ago=3.9)
    for _ in range(20):
        floor.advance(minutes=1)
    text = floor.call("GET", "/v1/rules", who="li").json()["text"].replace("3h", "5h")
    floor.call("PUT", "/v1/rules", who="li", json={"text": text, "why": "大促放宽"})
    floor.advance(minutes=1)
    erp(floor)
    for _ in range(3):
        floor.advance(minutes=1)
    told = [(one.kind, one.text) for one in day(floor).landmarks]
    assert ("source", "ERP 拒绝访问（401，自 12:01）") in told
    assert told.count(("source", "ERP 恢复")) == 1
    assert any(kind == "level" and text.startswith("升二级响应") for kind, text in told)
    assert any(kind == "rule" and "大促放宽（李婷）" in text for kind, text in told)
    assert any(kind == "burst" and "55 单" in text for kind, text in told)
    assert [kind for kind, _ in told].count("breach") == 1


def test_the_three_questions_are_drafted_from_the_log_with_what_they_stand_on(floor: Floor) -> None:
    """S96. The link that failed first, what was told late, and what could have been prevented, each with orders to open."""
    erp(floor, refused_since=floor.now, reason_code="401")
    floor.advance(seconds=20)
    many_paid(floor, "88", 6, hours_ago=3.9)
    floor.advance(minutes=42)
    act(floor, 1, "lin", "8800", {"do": "acknowledge"})
    floor.told(Event(floor.now - timedelta(minutes=35), "wms", "printed", "8801"))
    floor.advance(seconds=20)
    first, late, prevent = day(floor).answers
    assert "平台 → ERP" in first.text
    assert "6 单" in first.text
    assert "100%" in first.text
    assert first.evidence[0].text == "ERP 拒绝访问（401，自 12:00）"
    assert [line.order for line in first.evidence][1:] == [f"88{n:02}" for n in range(5)]
    assert "42 分后才有人接手之后入池的第一单" in late.text
    assert "wms 有 1 条事件晚到" in late.text
    assert "提醒没有送达" in late.text
    assert "6 单入池时已来不及" in prevent.text
    assert all(line.order for line in prevent.evidence)
    came = floor.now - timedelta(seconds=20)
    assert day(floor).late[-1] == (came - timedelta(minutes=35), came)


def test_a_quiet_day_claims_nothing(floor: Floor) -> None:
    floor.advance(minutes=1)
    page = day(floor)
    assert [answer.text for answer in page.answers] == [
        "这一天没有环节失守。",
        "没有发现晚到的信息：来源没有停更，事件及时，提醒都送达了。",
        "没有超时，无需预防。",
    ]
    assert page.actions == []
    assert page.health.moved == 0


def test_the_health_of_a_day_counts_orders_not_events(floor: Floor) -> None:
    """S95: 50 % in time, 30 % without fault, 20 % without a call. Ten orders: two late, one faulty twice, one chased."""
    many_paid(floor, "66", 8, hours_ago=2)
    many_paid(floor, "67", 2, hours_ago=5)
    floor.told(Event(floor.now, "taobao", "urged", "6600"), Event(floor.now, "taobao", "urged", "6600"))
    floor.told(*(Event(floor.now - timedelta(minutes=m), "erp", "write_back_failed", "6601", {"reason": "限流"}) for m in (1, 2)))
    floor.advance(seconds=5)
    found = day(floor).health
    assert (found.moved, found.timeliness, found.accuracy, found.feedback) == (10, 80, 90, 90)
    assert found.score == 85
    assert day(floor).healths == [(date(2025, 11, 12), 85)]


def test_an_incident_is_saved_with_its_evidence_and_never_over_another_version(floor: Floor) -> None:
    """S96: people's words, the log's evidence; the audit tells who."""
    many_paid(floor, "99", 4, hours_ago=5)
    floor.advance(seconds=5)
    words = {"title": "ERP 断连", "answers": {"first": "白名单没有同步"}, "actions": ["设专人"]}
    saved = floor.call("PUT", f"/v1/incidents/{TODAY}", who="li", json=words)
    assert saved.status_code == 200, saved.text
    incident = msgspec.json.decode(saved.content, type=Incident)
    assert (incident.version, incident.by_name) == (1, "李婷")
    assert incident.filed.answers[0].text == "白名单没有同步"
    assert incident.filed.answers[0].evidence == day(floor).answers[0].evidence
    assert incident.filed.total == day(floor).total
    assert day(floor).incident == incident
    again = floor.call("PUT", f"/v1/incidents/{TODAY}", who="it", json=words)
    assert (again.status_code, again.json()["title"]) == (409, "李婷 刚存了第 1 版，请先看过再改")
    assert floor.call("PUT", f"/v1/incidents/{TODAY}", who="it", json={**words, "base": 1}).json()["version"] == 2
    assert [one["id"] for one in floor.call("GET", "/v1/incidents", who="li").json()] == [TODAY]
    assert floor.read(Days, "/v1/days", who="li").items[0].incident == "ERP 断连"
    lines = floor.call("GET", "/v1/audit", who="li", params={"about": TODAY}).json()["items"]
    assert [(line["who"], line["what"]) for line in lines] == [("li", "incident_saved"), ("it", "incident_saved")]


@pytest.mark.parametrize(
    ("path", "words", "status", "says"),
    [
        (TODAY, {"title": " "}, 422, "请给这次事件写一个标题"),
        (TODAY, {"title": "x" * 101}, 422, "标题最多 100 字，现在 101 字"),
        (TODAY, {"title": "x", "answers": {"why": "y"}}, 422, "没有这样的问题：why"),
        (TODAY, {"title": "x", "actions": ["y"] * 51}, 422, "改进项最多 50 条"),
        ("12-11-2025", {"title": "x"}, 400, "日期要写成 2025-11-12 这样"),
        ("9999-12-31", {"title": "x"}, 404, "这一天没有记录"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_with_the_reason(floor: Floor, path: str, words: object, status: int, says: str) -> None:
    answer = floor.call("PUT", f"/v1/incidents/{path}", who="li", json=words)
    assert answer.status_code == status
    assert says in answer.json()["title"]


def test_agents_and_walls_do_not_read_how_quick_others_were(floor: Floor) -> None:
    for role in (Role.AGENT, Role.DISPLAY):
        for path in ("/v1/days", f"/v1/days/{TODAY}", "/v1/incidents"):
            assert floor.call("GET", path, who="zhao", role=role).status_code == 403
    assert floor.call("PUT", f"/v1/incidents/{TODAY}", who="zhao", json={"title": "x"}).status_code == 403


def test_a_name_of_somebody_who_left_is_still_told(floor: Floor) -> None:
    floor.paid("5501", hours_ago=5)
    floor.advance(minutes=1)
    owner = floor.pool()["5501"].owner
    with floor.tower.db.write() as conn:
        people.put(conn, [Person(owner, "离职的人", Role.AGENT, disabled=True)])
    assert [line.name for line in day(floor).people if line.breached] != []
