"""S105 on the chain page: a post of the floor's own is offered and called by its name, in chains and on the roster."""

from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.auditwords import said
from ordertower_desktop.domain.escalation import To
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.roster import Roster, Shift
from ordertower_desktop.models.chain.rota import rota_day
from ordertower_desktop.models.posts import named
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.rows import PersonRow
from tests.desk.demo_rows import NOW
from tests.desk.test_chain_page import opened
from tests.desk.test_playbook_page import opened as books

DU = PersonRow("du", "杜鹃", "agent", "night", post_name="夜班组长")
LIN = PersonRow("lin", "林晓", "agent", "agent")
POSTS = [PostRow("night", "夜班组长", "agent", place=1), PostRow("agent", "客服", "agent", place=0)]
"""As the feed brings them: in no order, and one that the floor calls otherwise than the product."""


def test_posts_stand_in_the_order_of_the_floor_by_its_own_names_and_before_they_come_by_the_product_s() -> None:
    assert list(named(POSTS).items()) == [("agent", "客服"), ("night", "夜班组长")]
    assert named(())["agent"] == "一线客服"


def test_its_shifts_are_drawn_on_the_roster() -> None:
    day = date(2025, 11, 12)
    shift = Shift("night", "du", frozenset(range(7)), timedelta(hours=9), timedelta(hours=9))
    (line,) = rota_day(Roster((shift,)), day, {"du": DU}, NOW.astimezone(SHANGHAI), posts=named(POSTS)).lines
    assert (line.post, line.name, [bar.name for bar in line.bars]) == ("night", "夜班组长", ["杜鹃"])


def test_a_step_and_the_walk_offer_it_and_the_sentence_calls_it_by_its_name(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light)
    page.show_posts(POSTS)
    page.form.set_asked.emit({"to": To.POST, "hands_over": False})
    page.form.set_asked.emit({"whom": "night"})
    offered = [page.form.which.itemText(row) for row in range(page.form.which.count())]
    assert offered[-1] == "夜班组长"
    assert page.form.which.key() == "night"
    assert "夜班组长" in page.sentence.text()
    assert [page.walk.post.itemText(row) for row in range(page.walk.post.count())][-2:] == ["客服", "夜班组长"]
    page.show_posts([PostRow("night", "夜班长", "agent")])
    assert "站内提醒夜班长" in page.sentence.text(), "a new name stands there at once"


def test_a_playbook_s_step_offers_it_and_says_its_name_everywhere_on_the_page(qtbot: QtBot, light: Theme) -> None:
    page, _ = books(qtbot, light)
    page.shop.show_posts(POSTS)
    page.form.set_asked.emit({"post": "night"})
    assert [page.form.post.itemText(row) for row in range(page.form.post.count())] == ["责任人", "客服", "夜班组长"]
    assert "夜班组长" in page.steps.lines[0].accessibleName()
    assert any("岗位" in line and line.endswith("→ 夜班组长") for line in page.changes.words())
    draft = page.shop.draft
    assert draft is not None
    assert draft.table["step"][0]["post"] == "night", "sent by its key, so that a new name in between does no harm"
    page.shop.show_posts([PostRow("night", "夜班长", "agent")])
    assert "夜班长" in page.steps.lines[0].accessibleName()


def test_the_audit_log_calls_it_by_its_name() -> None:
    assert said("person", "agent night on", named(POSTS)) == "客服类，夜班组长，在岗"
