"""The settings page and the sources page say what is true of this machine, and what is chosen counts at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.chain.lines import ways
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import Badge
from ordertower_desktop.views.settings.facts import Facts, size, skew
from ordertower_desktop.views.settings.page import SettingsPage
from ordertower_desktop.views.sources.page import SourceLine, SourcesPage, explained
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import CensusRow, SourceRow
from tests.desk.demo_chains import CHANNELS
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep
from tests.desk.walk import markup, nameless

FACTS = Facts("/home/li/OrderTower", 486 * 1_048_576, 4096, "session", "https://hub.example.com", "1.0.0")
ERP = SourceRow(
    "erp", "ERP <b>旺店通</b>", "erp", "refused", 60, refused_since=NOW - timedelta(hours=4, minutes=50), reason="授权已过期（401）",
    gaps=["拆单中", "待复核"], skew_s=2.4, orders=1286,
)  # fmt: skip
TMALL = SourceRow("tmall", "天猫", "platform", "fresh", 30, seen_at=NOW - timedelta(seconds=6), orders=768)


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> Iterator[SettingsPage]:
    made = SettingsPage(light)
    qtbot.addWidget(made)
    made.resize(1376, 820)
    made.show()
    yield made
    light.choose("light")


def test_the_ways_outside_are_as_the_hub_has_them(qtbot: QtBot, page: SettingsPage, keep: Keep) -> None:
    def said() -> list[str]:
        return [one.accessibleName() or one.text() for one in page.ways.findChildren(Badge) if one.isVisible()]

    assert said() == []
    page.ways.show_ways(ways(CHANNELS, NOW))
    qtbot.waitUntil(lambda: len(said()) == 5)
    assert said() == [
        "企业微信群机器人：14:30 发出过", "邮件：失败：535 授权码不对", "短信：没有接通", "钉钉：没有接通", "飞书：没有接通",
    ]  # fmt: skip
    keep(page, "settings-ways")
    page.ways.show_trouble("渠道没有取到：连不上")
    qtbot.waitUntil(lambda: said() == [])


def test_the_theme_changes_at_once_and_is_remembered(qtbot: QtBot, page: SettingsPage, light: Theme) -> None:
    with qtbot.waitSignals([light.changed, page.theme_chosen]):
        page.theme._pieces["dark"].click()
    assert light.dark


def test_the_row_height_shows_its_sample(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.height_chosen) as chosen:
        page.height_._pieces["44"].click()
    assert chosen.args == [44]
    assert page.sample.height() == 44


def test_facts_are_asked_for_when_the_page_is_looked_at(qtbot: QtBot, page: SettingsPage) -> None:
    page.hide()
    with qtbot.waitSignal(page.facts_needed):
        page.show()


def test_a_session_only_login_and_the_files_are_told(page: SettingsPage) -> None:
    page.show_facts(FACTS)
    assert page.value("keep") == "没有可用的钥匙串"
    assert page.value("cache") == "486.0 MB"
    assert page.value("outbox") == "4 KB"
    assert page.value("hub") == "https://hub.example.com"


def test_queue_clock_and_distance_are_those_of_the_desk(page: SettingsPage) -> None:
    page.show_state(State(link=Link.ONLINE, lag_ms=12, skew_ms=2400, waiting=3, others=1, role="supervisor", cursor=90, head=100))
    assert page.value("link") == "已连接，往返 12 毫秒"
    assert page.value("behind") == "落后 10 条"
    assert page.value("waiting") == "3 待发，另有别的登录 1 个"
    assert page.value("skew") == "本机快 2.4 秒，倒计时按中枢时间走"
    assert page.value("role") == "主管"


def test_the_hub_s_channels_are_one_click_away_and_the_machine_s_own_says_whether_it_works(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.chains_asked):
        page.chains.click()
    assert not page.test.isEnabled()
    page.show_channel("系统通知")
    assert page.native.text() == "可用 · 系统通知"
    assert page.test.isEnabled()


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (400, "与中枢一致"),
        (-31_000, "本机慢 31.0 秒，倒计时按中枢时间走"),
        (90_061_000, "本机快 1 天 1 时，倒计时按中枢时间走"),
    ],
)
def test_a_clock_that_is_off_is_named(off: int, words: str) -> None:
    assert skew(off)[0] == words


def test_a_missing_file_has_no_size() -> None:
    assert size(-1) == "还没有"


def test_everything_on_the_settings_page_has_a_name(page: SettingsPage, keep: Keep) -> None:
    page.show_facts(FACTS)
    page.show_channel("系统通知")
    keep(page, "settings")
    assert nameless(page) == []
    assert markup(page) == []


def test_the_chosen_height_reaches_the_pool(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    annex.set_height(28)
    assert glass.pool.table.verticalHeader().defaultSectionSize() == 28
    annex.stop()


def test_a_source_says_its_age_its_trouble_and_what_it_does_not_understand(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    page = SourcesPage(light)
    qtbot.addWidget(page)
    page.resize(1376, 500)
    page.show()
    page.show_sources([ERP, TMALL], NOW)
    lines = page.findChildren(SourceLine)
    assert [line.age.text() for line in lines] == ["6 秒前", "4 时 50 分前"]
    assert explained(ERP, NOW) == "授权已过期（401）；2 处不认识：拆单中、待复核；它的时钟快 2 秒"
    pull = lines[1].findChildren(Button)[0]
    with qtbot.waitSignal(page.pull_asked) as asked:
        pull.click()
    assert asked.args == ["erp"]
    keep(page, "sources")
    assert markup(page) == []
    page.show_sources([], NOW)
    assert page.empty.isVisible()


def test_a_source_says_what_its_countings_have_found() -> None:
    fine = CensusRow("open", NOW, there=1312, here=1312)
    odd = CensusRow("all", NOW, there=2140, here=2138, missing=2, stale=1, unread=1)
    told = explained(replace(TMALL, census=[fine, odd]), NOW)
    second, _, first = told.partition("；")
    assert first[6:] == "清点未完结 1,312 单，无差异"
    assert second[6:] == "清点近 7 天 2,140 单，漏单 2、漏变更 1、读不出 1（已补读）"
    assert explained(replace(TMALL, census_why="天猫 限流，60 秒后再取"), NOW) == "清点没有做完：天猫 限流，60 秒后再取"


def test_a_source_says_whether_its_pushes_arrive() -> None:
    assert explained(replace(TMALL, push="on"), NOW) == "推送已接通"
    why = "消息分组不存在；照常每 15 秒取一次"
    assert explained(replace(TMALL, push=why), NOW) == f"推送没有接通：{why}"


def test_a_source_says_how_long_its_authorisation_holds_and_what_keeps_it_from_being_renewed() -> None:
    soon = replace(TMALL, authority_until=NOW + timedelta(days=6, hours=1))
    assert explained(soon, NOW) == "授权还剩 6 天，自动换新"
    assert explained(replace(soon, authority_why="钥匙串写不进"), NOW) == "授权换不了新，还剩 6 天：钥匙串写不进"


def test_what_came_in_as_a_file_is_neither_late_nor_asked_again(qtbot: QtBot, light: Theme) -> None:
    brought, silent = replace(TMALL, state="unknown"), replace(TMALL, id="new", state="unknown", seen_at=None)
    page = SourcesPage(light)
    qtbot.addWidget(page)
    page.show()
    page.show_sources([brought, silent], NOW)
    lines = {line.findChildren(Badge)[0].text(): line.pull.isHidden() for line in page.findChildren(SourceLine)}
    assert lines == {"文件导入": True, "还没有数据": False}
