"""The incident form of an overdue order fills itself from the log."""

from datetime import timedelta

from msgspec.structs import replace

from ordertower_desktop.models.order.incident import incident
from ordertower_desktop.views.order.report import document
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import LogLine, OrderPage
from ordertower_desktop.wire.rows import Step
from tests.desk.demo_page import NOW, page, row

STEPS = [
    Step("请 IT 恢复接口", "14:50 吴桐", "done", id="1", said="已加白名单"),
    Step("补推", "14:51 自动打勾", "auto", id="2"),
    Step("换承运商", "14:52 赵一鸣", "skipped", id="3", said="用不着"),
    Step("登记", "14:53 赵一鸣", "done", id="4", said="白名单到期前 7 天提醒", fills="archived"),
    Step("告知客户", "责任人", "todo", id="5"),
]


def overdue(**more: object) -> OrderPage:
    late = LogLine(NOW - timedelta(hours=2), "系统", "breached", "接单 1 时 超时")
    told = LogLine(NOW, "赵一鸣", "note", "客户同意等到今晚")
    made = replace(page(), row=replace(row(), closed_at=NOW), steps=STEPS, log=[late, told])
    return replace(made, **more)


def test_four_of_five_fields_are_filled_before_anybody_writes_a_word() -> None:
    """S64: at least 80 % from the log."""
    fields = {field.name: field.value for field in incident(overdue())}
    assert fields["时间"] == "11月12日 13:14 入池，11月12日 12:32 超时，11月12日 14:32 结单"
    assert fields["责任人"] == "赵一鸣"
    assert fields["措施"] == "请 IT 恢复接口（已加白名单）；补推；跳过换承运商（用不着）；客户同意等到今晚"
    assert fields["改进"] == "白名单到期前 7 天提醒"
    bare = incident(overdue(steps=[]))
    assert [field.name for field in bare if not field.filled] == ["改进"]
    assert sum(field.filled for field in bare) / len(bare) >= 0.8


def test_an_order_that_was_never_late_has_no_form() -> None:
    assert incident(overdue(log=[])) == ()
    assert incident(replace(overdue(), row=None)) == ()


def test_the_report_holds_the_form_and_the_steps(light: Theme) -> None:
    words = document(overdue()).toPlainText()
    assert "异常处理登记表" in words
    assert "白名单到期前 7 天提醒" in words
    assert "处理步骤：系统断层 SOP" in words
    assert "14:50 吴桐 · 已加白名单" in words
