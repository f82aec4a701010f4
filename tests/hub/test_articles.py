"""Reports become articles: filed through the exchange, found by words, counted by the cases they helped, summed by the quarter."""

from typing import Any

from ordertower_desktop.domain.event import Event
from ordertower_desktop.wire.articles import ArticleRow, FormsPage
from tests.hub.floor import Floor
from tests.hub.test_playbooks import act, late, page, row

REPORT = {
    "title": "ERP 白名单失效，积压补推",
    "problem": "接口 401，李小明 13812345678 催了两次",
    "measures": "请 IT 更新白名单，再补推并抽查 5 单",
    "improvement": "白名单到期前一周提醒",
}


def find(floor: Floor, q: str = "", **more: str) -> list[str]:
    answer = floor.call("GET", "/v1/articles", params={"q": q, **more})
    return [one["title"] for one in answer.json()]


def filed(floor: Floor, order: str = "3901", **said: Any) -> str:
    """A case whose report is filed; returns the case."""
    case = late(floor, order)
    act(floor, "acknowledge", case=case)
    assert act(floor, "file_article", case=case, **{**REPORT, **said}).state == "done"
    return case


def test_a_filed_report_ticks_the_closing_check_and_stands_in_history_and_audit(floor: Floor) -> None:
    """S63."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    two = ["state_done", "customer_told"]
    refused = act(floor, "resolve", case=case, checks=two)
    assert (refused.state, "报告归档" in refused.why) == ("refused", True)
    act(floor, "file_article", case=case, **REPORT)
    assert page(floor).checks == ["archived"]
    assert [one.text for one in page(floor).log if one.kind == "file_article"] == ["报告归档到知识库：ERP 白名单失效，积压补推"]
    assert act(floor, "resolve", case=case, checks=two).state == "done"
    assert "file_article" in [one["what"] for one in floor.call("GET", "/v1/audit", who="li").json()["items"]]


def test_a_closed_case_is_filed_too_and_filed_again_it_is_written_anew(floor: Floor) -> None:
    """S63."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    act(floor, "resolve", case=case, checks=["state_done", "customer_told", "archived"])
    assert act(floor, "file_article", case=case, **REPORT).state == "done"
    act(floor, "file_article", case=case, **{**REPORT, "title": "白名单"})
    found = floor.read(list[ArticleRow], "/v1/articles")
    assert [(one.title, one.version) for one in found] == [("白名单", 2)]
    assert find(floor, "积压补推") == []


def test_nothing_personal_is_stored(floor: Floor) -> None:
    floor.told(Event(floor.now, "taobao", "order_modified", "3901", {"receiver": "李小明", "phone": "13812345678"}))
    filed(floor)
    made = floor.read(list[ArticleRow], "/v1/articles")[0]
    assert made.problem == "接口 401，客户 ［电话］ 催了两次"
    assert (made.kind_name, made.cause_name, made.by_name) == ("出库超时", "系统断层", "赵一鸣")


def test_words_kinds_and_causes_find_the_most_used_first(floor: Floor) -> None:
    """S63."""
    filed(floor, "3901")
    second = filed(floor, "3902", title="仓库补推", measures="请仓库手工下推")
    filed(floor, "3903", title="承运商加车", problem="揽收慢", measures="换承运商", improvement="")
    assert find(floor, "白名") == ["ERP 白名单失效，积压补推", "仓库补推"], "the title counts for more than the body"
    assert find(floor, "401") == ["ERP 白名单失效，积压补推", "仓库补推"]
    assert find(floor, "天外飞仙") == []
    assert find(floor, "，。") == []
    assert find(floor, kind="payment") == []
    assert set(find(floor, cause="system_gap")) == {"ERP 白名单失效，积压补推", "仓库补推", "承运商加车"}
    for order in ("3901", "3903", "3903"):
        answer = floor.call("POST", "/v1/articles/used", json={"article": second, "order": order})
        assert answer.status_code == 200, answer.text
    assert answer.json()["used"] == 2, "told twice for one case it counts once"
    assert find(floor)[0] == "仓库补推"


def test_the_page_of_an_order_shows_what_helped_with_its_like(floor: Floor) -> None:
    """S63."""
    filed(floor, "3901")
    late(floor, "3902")
    found = page(floor, "3902").articles
    assert [(one.title, one.measures) for one in found] == [(REPORT["title"], REPORT["measures"])]
    assert page(floor, "3901").articles == [], "not its own"


def test_what_is_missing_in_a_report_is_said(floor: Floor) -> None:
    case = late(floor)
    assert act(floor, "file_article", case=case, **{**REPORT, "measures": " "}).why == "归档报告还没有写措施"
    assert "标题最多 60 字" in act(floor, "file_article", case=case, **{**REPORT, "title": "长" * 61}).why
    assert floor.call("POST", "/v1/articles/used", json={"article": "nobody", "order": "3901"}).status_code == 404
    own = floor.call("POST", "/v1/articles/used", json={"article": filed(floor), "order": "3901"})
    assert own.status_code == 422


def test_the_quarter_is_summed_in_one_form_for_each_overdue_case(floor: Floor) -> None:
    """S64."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    floor.advance(hours=3)
    act(floor, "finish_step", case=case, step="2", text="401")
    act(floor, "note", case=case, text="已请 IT")
    act(floor, "finish_step", case=case, step="6", text="提前一周提醒")
    assert row(floor).order == "3901"
    found = floor.read(FormsPage, "/v1/incident-forms", who="li", quarter="2025Q4")
    assert [(one.order, one.owner, one.measures, one.improvement) for one in found.forms] == [
        ("3901", "赵一鸣", "核对接口报错（401）；已请 IT", "提前一周提醒")
    ]
    assert found.filled == 100
    assert floor.read(FormsPage, "/v1/incident-forms", who="li", quarter="2025Q3").forms == []
    assert floor.call("GET", "/v1/incident-forms", who="li", params={"quarter": "去年"}).status_code == 422
    assert floor.call("GET", "/v1/incident-forms", who="zhao").status_code == 403
