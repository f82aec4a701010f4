"""The page of members and posts with real widgets: read, changed by keys alone, refused and shown without a hub."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.post import Field, May, Sight
from ordertower_desktop.models import text
from ordertower_desktop.models.members.auditbook import span
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.models.pool.line import line
from ordertower_desktop.models.pool.sheet import HEADINGS, cells
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.memberasks import Member
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.members.matrix import CELLS, said
from ordertower_desktop.views.members.page import MembersPage
from ordertower_desktop.views.order.header import of_row
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.posts import PostBody, PostRow
from ordertower_desktop.wire.rows import PoolRow
from tests.desk.demo_members import HubInHand, LogInHand
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep, has
from tests.desk.walk import markup, nameless


def row(**known: Any) -> PoolRow:
    return PoolRow("1#1", "4418296013577823901", 1, "open", "ship_overdue", "出库超时", NOW, **known)


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme, *, role: str = "supervisor", link: str = "online") -> tuple[MembersPage, HubInHand]:
    crew = Crew()
    page = MembersPage(theme, crew, now=NOW)
    crew.setParent(page)
    hub = HubInHand(crew)
    qtbot.addWidget(page)
    hub.open(role, link)
    page.resize(1376, 824)
    page.show()
    return page, hub


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> tuple[MembersPage, HubInHand]:
    return opened(qtbot, light)


def spoken(page: MembersPage) -> list[str]:
    return [one.accessibleName().split("，按")[0] for one in page.people.lines]


def test_everybody_stands_with_post_class_and_presence_those_here_first(desk: tuple[MembersPage, HubInHand]) -> None:
    page, _ = desk
    assert spoken(page)[0] == "刘思远，备岗，客服，在岗"
    assert spoken(page)[-1] == "周凯，仓库负责人，客服，离岗"
    assert "赵一鸣，一线客服，客服 · 借主管，在岗" in spoken(page)
    page.people.sought.setText("财务")
    page.people.sought.textEdited.emit("财务")
    assert spoken(page) == ["陈雨桐，财务，客服，休息"]


def test_the_table_is_walked_and_changed_by_keys_and_saved_for_a_reason(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    """S105: 仓库负责人 may see telephone numbers in part from now on, and propose a compensation."""
    page, hub = desk
    page.turn("posts")
    matrix = page.matrix
    for key in (*[Qt.Key.Key_Down] * 4, Qt.Key.Key_Right):
        qtbot.keyClick(matrix, key)
    assert matrix.accessibleDescription() == "仓库负责人，手机号不可见"
    for _ in range(2):
        qtbot.keyClick(matrix, Qt.Key.Key_Space)
    matrix.column = CELLS.index(May.MONEY)
    qtbot.keyClick(matrix, Qt.Key.Key_Space)
    assert page.form.words.text() == "手机号 不可见 → 打码；可“补偿”"
    page.form.why.setText("联系司机")
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert hub.posts["warehouse"].sight(Field.PHONE) is Sight.MASKED
    assert May.MONEY in hub.posts["warehouse"].may
    assert page.crew.changes() == ()
    assert hub.past[-1].why == "联系司机"


def test_what_a_class_does_not_allow_cannot_be_ticked(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    page, _ = desk
    page.turn("posts")
    page.crew.pick("agent")
    assert said(page.crew.posts["agent"], May.RULES) == "–"
    page.matrix.column = CELLS.index(May.RULES)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Space)
    assert page.crew.changes() == ()


def test_a_draft_is_not_lost_by_walking_on_and_a_wrong_one_says_why(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    page, hub = desk
    page.turn("posts")
    page.crew.pick("finance")
    page.form.name.setText("采购")
    page.form.name.textEdited.emit("采购")
    assert page.form.wrong.text() == "有两个岗位都叫“采购”，请改其中一个"
    assert not page.form.save.isEnabled()
    with qtbot.waitSignal(page.crew.told) as told:
        page.crew.pick("agent")
    assert told.args == ["info", "“采购”还有没保存的修改，先保存或放弃"]
    page.form.discard.click()
    page.crew.pick("agent")
    assert page.crew.draft is not None
    assert page.crew.draft.id == "agent"
    assert not [what for what, _ in hub.asked if what == "save_post"]


def test_a_lane_that_a_post_takes_is_the_other_s_no_more(desk: tuple[MembersPage, HubInHand]) -> None:
    page, hub = desk
    page.turn("posts")
    page.crew.pick("risk")
    next(chip for lane, chip in page.form.lanes.items() if lane == "ROUTINE").click()
    assert page.form.words.text() == "接“常规单”"
    page.crew.save("")
    assert not hub.posts["agent"].lanes


def test_a_post_of_the_floor_s_own_begins_with_the_least(desk: tuple[MembersPage, HubInHand]) -> None:
    page, hub = desk
    page.turn("posts")
    page.new.click()
    page.form.name.setText("夜班组长")
    page.form.name.textEdited.emit("夜班组长")
    page.crew.save("")
    what, values = next(one for one in reversed(hub.asked) if one[0] == "save_post")
    assert (what, values[0], values[1]) == ("save_post", PostBody("own_1", "夜班组长", "agent"), 0)  # type: ignore[arg-type]


def test_the_hub_s_refusal_is_told_and_the_draft_stays(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    page, hub = desk
    page.turn("posts")
    page.crew.pick("finance")
    page.form.name.setText("结算")
    page.form.name.textEdited.emit("结算")
    hub.trouble = "陈立 刚改了这个岗位（改名“财务部”），请先看过再改"
    with qtbot.waitSignal(page.crew.told) as told:
        page.crew.save("")
    assert told.args == ["warning", "陈立 刚改了这个岗位（改名“财务部”），请先看过再改"]
    assert page.crew.changes() == ("改名“结算”",)


@pytest.mark.parametrize(("role", "link", "why"), [("agent", "online", "由主管来改"), ("supervisor", "offline", "中枢连不上")])
def test_who_may_not_or_cannot_change_reads_why_and_still_sees_all(qtbot: QtBot, light: Theme, role: str, link: str, why: str) -> None:
    page, hub = opened(qtbot, light, role=role, link=link)
    assert why in page.note.text()
    assert len(page.people.lines) == 10
    assert not page.people.new.isEnabled()
    page.turn("posts")
    qtbot.keyClick(page.matrix, Qt.Key.Key_Space)
    assert page.crew.changes() == ()
    assert not [what for what, _ in hub.asked if what in ("person", "save_post", "invitation")]


def test_the_form_of_a_member_gives_the_post_s_class_when_the_post_changes(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    page, _ = desk
    crew, theme = page.crew, page.crew.parent()._theme  # type: ignore[union-attr]
    same = Member(theme, page, crew, crew.people["zhou"])
    assert same.body()["role"] == "agent"
    post = same._fields["post"]
    assert isinstance(post, QComboBox)
    post.setCurrentIndex(post.findData("operations"))
    assert "role" not in same.body()
    limit = same._fields["limit"]
    assert isinstance(limit, QLineEdit)
    limit.setText("很多")
    same.accept()
    assert same._hint.text() == "同时处理上限要写 1 到 1000 的整数，现在是“很多”"


def test_a_lent_role_is_taken_back_from_the_card(desk: tuple[MembersPage, HubInHand]) -> None:
    """S106."""
    page, hub = desk
    page.lent.take_back_asked.emit("g1")
    assert not hub.grants
    assert not page.lent.none.isHidden()


def test_a_number_that_is_kept_from_a_post_is_said_in_words_everywhere() -> None:
    hidden = row(amount_fen=0, loss_fen_per_hour=0, veiled={"amount": "hidden"})
    told = dict(zip(HEADINGS, cells(hidden, NOW), strict=True))
    assert (told["金额"], told["元/小时"], line(hidden).loss) == ("金额不可见", "金额不可见", "不可见")
    assert ("金额不可见", True) in of_row(hidden, NOW).line
    assert text.worth_sum(0, text.veiled([hidden])) == "金额不可见"
    masked = row(amount_fen=700_000, veiled={"amount": "masked"})
    assert ("约 ¥7,000", True) in of_row(masked, NOW).line


def test_the_page_is_reached_by_keys_and_knows_the_posts_of_the_feed(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    bridge = Bridge()
    annex = Annex(glass, bridge)
    glass.shell.show()
    bridge.rows.emit("post", [PostRow("agent", "坐席", "agent", ["ROUTINE"], version=4)], [])
    bridge.state.emit(State(Link.ONLINE, role="supervisor"))
    qtbot.waitUntil(lambda: bool(annex.membering._rows))
    annex.settings.members_asked.emit()
    page = annex.membering.page
    assert page is not None
    assert [post.name for post in page.crew.posts.values()] == ["坐席"]
    assert glass.shell.page == "members"
    annex.stop()


def test_every_widget_has_a_name_and_both_themes_are_painted(qtbot: QtBot, light: Theme, dark: Theme, keep: Keep) -> None:
    for theme, name in ((light, "light"), (dark, "dark")):
        page, _ = opened(qtbot, theme)
        assert not nameless(page)
        assert not markup(page)
        keep(page, f"members-{name}")
        page.turn("posts")
        image = keep(page, f"posts-{name}")
        assert has(image, theme.color.green)
        page.turn("people")
        LogInHand(page.book)
        page.turn("audit")
        keep(page, f"audit-{name}")
        page.turn("posts")
        page.resize(980, 700)
        keep(page, f"posts-narrow-{name}")


def test_the_log_is_narrowed_paged_and_read_in_words(qtbot: QtBot, desk: tuple[MembersPage, HubInHand]) -> None:
    """S60."""
    page, _ = desk
    log = LogInHand(page.book)
    page.turn("audit")
    book = page.book
    assert (book.rowCount(), book.row(0)[0], log.asked[0][-1]) == (200, "450", 0)
    assert book.row(1)[2:5] == ("李婷", "临时授权", "赵一鸣")
    assert book.row(0)[2:] == ("赵一鸣", "结单", "4418296013577823901#1", "完成")
    assert book.row(4)[3:] == ("改成员", "周凯", "客服类，仓库负责人，离岗")
    page.audit.table.verticalScrollBar().setValue(page.audit.table.verticalScrollBar().maximum())
    assert (book.rowCount(), log.asked[1][-1]) == (400, 251)
    page.audit.who.choose("li")
    page.audit.what.choose("people")
    page.audit.about.setText("zha")
    qtbot.keyClick(page.audit.about, Qt.Key.Key_Return)
    assert {book.row(place)[2:5] for place in range(book.rowCount())} == {("李婷", "临时授权", "赵一鸣")}
    page.audit.about.setText("没有")
    page.audit.look()
    assert page.audit.table.isHidden()


def test_the_day_that_is_asked_for_begins_at_midnight_in_shanghai() -> None:
    assert span("", NOW) == ("", "")
    assert span("0", NOW) == ("2025-11-12T00:00:00+08:00", "2025-11-13T00:00:00+08:00")
    assert span("1", NOW) == ("2025-11-11T00:00:00+08:00", "2025-11-12T00:00:00+08:00")


def test_the_seals_are_checked_from_the_page_and_the_first_bad_row_is_named(desk: tuple[MembersPage, HubInHand]) -> None:
    page, _ = desk
    log = LogInHand(page.book)
    page.turn("audit")
    page.audit.verify.click()
    assert page.audit.verdict.text() == "封印完整，共 450 条，没有被改过"
    log.bad = 217
    page.audit.verify.click()
    assert page.audit.verdict.text().startswith("从第 217 条起不可信")


def test_everything_that_is_wanted_goes_into_the_file_and_runs_nothing(desk: tuple[MembersPage, HubInHand], tmp_path: Path) -> None:
    page, _ = desk
    log = LogInHand(page.book)
    log.lines[0] = msgspec.structs.replace(log.lines[0], detail="=cmd()")
    page.turn("audit")
    page.book.export(tmp_path / "审计.csv")
    lines = list(csv.reader((tmp_path / "审计.csv").read_text("utf-8-sig").splitlines()))
    assert (len(lines), lines[0][:3], lines[-1][0]) == (451, ["编号", "时间", "谁"], "1")
    assert lines[-1][5] == "'=cmd()"


def test_an_agent_and_a_desk_without_a_hub_read_why_there_is_no_log(qtbot: QtBot, light: Theme) -> None:
    for role, link, why in (("agent", "online", "审计由主管查看"), ("supervisor", "offline", "中枢连不上")):
        page, _ = opened(qtbot, light, role=role, link=link)
        log = LogInHand(page.book)
        page.turn("audit")
        assert why in page.audit._why
        assert not log.asked
        assert not page.audit.verify.isEnabled()
