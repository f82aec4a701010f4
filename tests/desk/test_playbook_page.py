"""The page of the templates with real widgets: read, changed by form, by mouse and by keys alone, tried, saved, restored."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.playbook_reader import template
from ordertower_desktop.models.playbook import checks
from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.playbook.page import PlaybookPage
from ordertower_desktop.views.playbook.steps import HIGH
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.playbooks import OpensOtherwise
from tests.desk.demo_books import HubInHand, slower
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep, has
from tests.desk.rules_kit import pick, write
from tests.desk.walk import markup, nameless

Opened = tuple[PlaybookPage, HubInHand]


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme, *, role: str = "supervisor", link: str = "online") -> Opened:
    shop = BookShop()
    page = PlaybookPage(theme, shop, now=NOW)
    shop.setParent(page)
    hub = HubInHand(shop)
    qtbot.addWidget(page)
    hub.open(role, link)
    page.resize(1376, 824)
    page.show()
    return page, hub


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> Opened:
    return opened(qtbot, light)


@pytest.fixture
def page(desk: Opened) -> PlaybookPage:
    return desk[0]


def titles(page: PlaybookPage) -> list[str]:
    return [one.step.title for one in page.steps.lines]


def test_templates_steps_and_what_an_agent_sees_stand_side_by_side(page: PlaybookPage) -> None:
    """S59."""
    read = [page.list.view.item(i).text() for i in range(page.list.view.count())]
    assert read[:2] == ["按原因打开", "系统断层 · ERP 未收单，在办 386 单"]
    assert "按异常类型打开" in read
    assert (
        page.steps.lines[2]
        .accessibleName()
        .startswith("第 3 步，请 IT 恢复 ERP 接口（IT/运维，40 分钟，机器核对：ERP 恢复应答，留证：IT 回复）")
    )
    assert page.opening.sentence.text() == "原因是系统断层，且待接单或待审核时自动打开，6 步合计 2 小时"
    assert page.sight.list.accessibleName().startswith("重新拉取这一单 进行中；核对接口报错 未开始")
    assert page.changes.words() == ["没人接手的 238 单：打开的步骤不变", "在办 386 单继续走它手里的那一份"]


def test_a_step_is_changed_by_its_form_and_everything_keeps_step(qtbot: QtBot, desk: Opened) -> None:
    """S59."""
    page, hub = desk
    hub.opens = [OpensOtherwise("系统断层 · ERP 未收单", "", 3)]
    page.steps.lines[2].click()
    write(qtbot, page.form.what, "请信息部恢复接口")
    pick(page.form.post, "order_supervisor")
    write(qtbot, page.form.span.number, "25")
    write(qtbot, page.form.proof, "工单号")
    page.form.how.setPlainText("先打电话")
    pick(page.form.fills, "state_done")
    assert page.changes.words()[:2] == [
        "第 3 步“请信息部恢复接口”，做什么：请 IT 恢复 ERP 接口 → 请信息部恢复接口",
        "第 3 步“请信息部恢复接口”，岗位：IT/运维 → 订单主管",
    ]
    assert page.changes.note.text() == "6 处改动"
    assert page.sight.list.accessibleName().split("；")[2] == "请信息部恢复接口 进行中"
    qtbot.waitUntil(lambda: not page.shop.stale)
    assert "没人接手的 238 单：3 单由“系统断层 · ERP 未收单”改开“没有步骤”" in page.changes.words()
    assert page.form.what.text() == "请信息部恢复接口", "what is typed is not taken away"


def test_every_machine_check_that_exists_can_be_chosen_and_is_said_in_words(page: PlaybookPage) -> None:
    """S59."""
    page.steps.lines[0].click()
    said = []
    for sort, _ in checks.SORTS[1:]:
        pick(page.form.sort, sort)
        said.append(page.steps.lines[0].accessibleName().split("机器核对：")[1].rstrip("）"))
    assert (
        said == ["ERP 恢复应答", "ERP 已收到这一单", "订单进到下一阶段", "在途或已签收", "有过回传平台", "不存在数据不一致"]
        or len(said) == 6
    )
    pick(page.form.sort, "knows")
    assert page.form.which is not None
    pick(page.form.which, "wms")  # type: ignore[arg-type]
    assert "WMS 已收到这一单" in page.steps.lines[0].accessibleName()
    pick(page.form.sort, "")
    assert "机器核对" not in page.steps.lines[0].accessibleName()


def test_law_a_check_that_the_form_shows_is_the_check_it_makes() -> None:
    for sort, _ in checks.SORTS:
        made = checks.made(sort)
        shown = checks.chosen(made)
        assert (shown.sort, checks.made(shown.sort, shown.which)) == (sort, made)


def test_keys_alone_move_remove_and_add_a_step(qtbot: QtBot, page: PlaybookPage) -> None:
    first = titles(page)
    page.steps.focus(1)
    qtbot.keyClick(page.steps.lines[1], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(page)[1:3] == [first[2], first[1]]
    assert page.focusWidget() is page.steps.lines[2], "the step that was moved keeps the focus"
    assert page.changes.words()[0] in (f"“{first[1]}”从第 2 步移到第 3 步", f"“{first[2]}”从第 3 步移到第 2 步")
    qtbot.keyClick(page.steps.lines[2], Qt.Key.Key_Delete)
    assert first[1] not in titles(page)
    page.more.click()
    assert page.focusWidget() is page.form.what
    assert page.saving.words.text() == "还有 1 处要改好：第 6 步：做什么还没有填"
    assert not page.head.save.isEnabled()
    qtbot.keyClick(page.saving.why, Qt.Key.Key_Return)
    assert page.shop.version == 1, "what is not filled in is not saved"


def test_the_mouse_carries_a_step_to_where_the_mark_is(qtbot: QtBot, page: PlaybookPage) -> None:
    first, line = titles(page), page.steps.lines[0]
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    line.carried.emit(3 * HIGH + 4)
    assert page.steps._mark.isVisible()
    assert page.steps._mark.y() == 3 * HIGH - 1
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert titles(page)[:4] == [first[1], first[2], first[0], first[3]]


def test_a_time_that_is_none_is_said_at_its_step_and_goes_with_it(qtbot: QtBot, page: PlaybookPage) -> None:
    page.steps.lines[1].click()
    write(qtbot, page.form.span.number, "x")
    assert "预期用时？请写数字，如 15" in page.steps.lines[1].accessibleName()
    page.form.moved.emit(1)
    assert "预期用时？请写数字，如 15" in page.steps.lines[2].accessibleName()
    assert page.changes.words()[-1] == "改好标红的地方，就重新算一遍"


def test_a_version_is_saved_with_its_reason_and_an_older_one_restored_with_one_key(qtbot: QtBot, desk: Opened) -> None:
    """S59."""
    page, hub = desk
    page.steps.lines[0].click()
    write(qtbot, page.form.span.number, "9")
    write(qtbot, page.saving.why, "接口慢")
    qtbot.keyClick(page.saving.why, Qt.Key.Key_Return)
    assert (len(hub.versions), hub.versions[-1][2]) == (2, "接口慢")
    assert not page.saving.isVisible()
    assert page.past.lines[0].accessibleName() == "第 2 版，李婷，第 1 步“重新拉取这一单”，预期用时：5 分钟 → 9 分钟"
    page.past.lines[1].setFocus()
    qtbot.keyClick(page.past.lines[1], Qt.Key.Key_R)
    assert hub.one("gap-erp") == hub.versions[0][0][0]


def test_a_change_by_another_is_named_above_one_s_own(qtbot: QtBot, desk: Opened) -> None:
    page, hub = desk
    page.steps.lines[0].click()
    write(qtbot, page.form.span.number, "9")
    hub.put(slower(hub.one("gap-erp"), 1, 20), by="陈立")
    page.shop.open()
    assert page.clash.theirs.text() == "对方改的：第 2 步“核对接口报错”，预期用时：15 分钟 → 20 分钟"
    assert not page.head.save.isEnabled()
    page.clash.keep.click()
    assert len(hub.versions) == 3
    assert not page.clash.isVisible()


def test_a_save_that_comes_too_late_says_who_was_first(qtbot: QtBot, desk: Opened) -> None:
    page, hub = desk
    page.steps.lines[0].click()
    write(qtbot, page.form.span.number, "9")
    hub.put(slower(hub.one("gap-erp"), 1, 20), by="陈立")
    page.head.save.click()
    assert page.clash.words.text() == "陈立 刚把这套步骤改成第 2 版，请先看过再改；您的修改都还在"
    page.clash.take.click()
    assert not page.shop.touched("gap-erp")
    assert "20 分钟" in page.steps.lines[1].accessibleName()


def test_a_new_template_and_a_copy_are_made_narrower_and_saved(qtbot: QtBot, desk: Opened) -> None:
    page, hub = desk
    page.list.new.click()
    assert page.saving.words.text().startswith("还有 2 处要改好：为谁打开还没有选")
    page.opening.kinds.emit(["payment"])
    write(qtbot, page.form.what, "核对流水")
    page.head.save.click()
    assert hub.versions[-1][0][0].playbook.name == "新模板", "what is new is tried first"
    page.shop.choose("payment")
    page.head.copy.click()
    assert page.head.name.text() == "支付异常 副本"
    page.opening.stages.emit(["待审核"])
    page.head.save.click()
    names = [one.playbook.name for one in hub.versions[-1][0]]
    assert names.index("支付异常 副本") == names.index("支付异常") - 1


def test_which_template_is_tried_first_can_be_changed(desk: Opened) -> None:
    page, hub = desk
    page.shop.choose("gap-wms")
    assert page.opening.order.text() == "第 2 个试"
    page.opening.earlier.click()
    assert page.changes.words()[0] == "先后：改为第 1 个试"
    page.head.save.click()
    assert [one.playbook.id for one in hub.versions[-1][0]][:2] == ["gap-wms", "gap-erp"]


def test_an_agent_reads_and_a_desk_without_its_hub_says_why_it_cannot_write(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light, role="agent")
    assert page.head.note.text() == "只有主管能改步骤模板；您可以看每一步和改过什么"
    assert not page.form.what.isEnabled()
    page.shop.edit(lambda draft: draft.named("别的"))
    assert not page.shop.touched("gap-erp")
    page.shop.show_state("supervisor", "offline")
    assert page.head.note.text().startswith("中枢连不上")
    hub.asked.clear()
    page.shop.open()
    assert hub.asked == []


def test_an_own_check_that_only_a_file_can_say_stays_as_it_is(page: PlaybookPage) -> None:
    page.shop.choose("supply")
    place = next(i for i, one in enumerate(page.steps.lines) if checks.chosen(one.step.check).sort == checks.OWN)
    page.steps.lines[place].click()
    before = page.steps.lines[place].step.check
    pick(page.form.sort, checks.OWN)
    assert page.steps.lines[place].step.check == before
    assert page.form.which is None


def test_the_page_is_reached_from_the_rules_and_by_keys(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    annex = Annex(glass, Bridge())
    qtbot.addWidget(glass.shell)
    assert ("playbooks", "处置步骤模板", "G B") in PAGES
    asked: list[tuple[str, str]] = []
    annex.question.connect(lambda page, what, _with: asked.append((page, what)))
    annex.booking.show_state(State(Link.ONLINE, role="supervisor"))
    glass.shell.show()
    glass.open_page("rules")
    assert annex.ruling.page is not None
    annex.ruling.page.list.books.click()
    assert glass.shell.page == "playbooks"
    assert ("playbooks", "book_shelf") in asked
    assert annex.booking.page is not None
    annex.booking.page.list.rules.click()
    assert glass.shell.page == "rules"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_on_it_has_a_name_and_its_picture_is_kept(qtbot: QtBot, request: pytest.FixtureRequest, keep: Keep, theme: str) -> None:
    look: Theme = request.getfixturevalue(theme)
    page, _ = opened(qtbot, look)
    page.steps.lines[2].click()
    page.shop.edit(lambda draft: draft.expected(2, "1h"))
    assert nameless(page) == []
    assert markup(page) == []
    assert has(keep(page, f"playbooks-{theme}"), look.color.accent) > 300


def test_hostile_words_stay_words(qtbot: QtBot, desk: Opened) -> None:
    page, _ = desk
    page.shop.edit(lambda draft: draft.named("<b>&断层\u202e"))
    page.shop.edit(lambda draft: draft.set(0, title="<img src=x>&A", instruction="<script>"))
    assert markup(page) == []
    assert template(page.shop.draft.table if page.shop.draft else {}).playbook.steps[0].title == "<img src=x>&A"
