"""Templates in words, as a table and as a file: what an editor saves is what people could have written, and says what it changes."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain import playbook_faults
from ordertower_desktop.domain.calendar import ALWAYS
from ordertower_desktop.domain.floor import floor_of
from ordertower_desktop.domain.playbook import Playbook, PlaybookStep
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.playbook_words import differences, opens, said
from ordertower_desktop.domain.playbook_writer import playbook_text, template_table
from ordertower_desktop.domain.template import Template
from ordertower_desktop.hub.store.rulefile import read_table, resource

MINUTE = timedelta(minutes=1)
CALL = PlaybookStep("1", "打电话", "owner", 5 * MINUTE, evidence="时间、答复", fills="customer_told")
ASK = PlaybookStep("2", "请 IT 恢复", "it", 40 * MINUTE, check='{"answers": "erp"}')
FILE = PlaybookStep("3", "登记", "owner", 10 * MINUTE, fills="archived")
AGAIN = replace(CALL, id="4", title="回访", evidence="")
BOOK = Template(Playbook("gap", "系统断层", (CALL, ASK, FILE)), ("system_gap",))


def with_steps(*steps: PlaybookStep) -> Template:
    return replace(BOOK, playbook=replace(BOOK.playbook, steps=steps))


def shipped() -> tuple[Template, ...]:
    return playbooks(read_table(resource("playbooks/default.toml")))


def test_law_every_shipped_template_is_written_and_read_back_as_the_same() -> None:
    tables = [template_table(one) for one in shipped()]
    assert playbooks({"playbook": tables}) == shipped()
    assert playbooks(tomllib.loads(playbook_text(tables, version="2026"))) == shipped()


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and text.strip() != ""))
def test_law_whatever_people_write_survives_the_file(words: str) -> None:
    made = with_steps(replace(CALL, title=words, instruction=words, evidence=words))
    try:
        text = playbook_text([template_table(made)])
        text.encode()
    except UnicodeEncodeError:
        return
    assert playbooks(tomllib.loads(text)) == (made,)


def test_a_template_says_itself_in_a_sentence() -> None:
    assert said(BOOK) == (
        "原因是系统断层时打开，3 步，合计 55 分钟：1. 打电话（责任人，5 分钟，留证：时间、答复，算客户确认）；"
        "2. 请 IT 恢复（IT/运维，40 分钟，机器核对：ERP 恢复应答）；3. 登记（责任人，10 分钟，算报告归档）。"
    )
    assert opens(replace(BOOK, kinds=("payment",))) == "原因是系统断层，或异常类型是支付异常"


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (BOOK, ()),
        (with_steps(CALL, FILE), ("去掉第 2 步：请 IT 恢复（IT/运维，40 分钟，机器核对：ERP 恢复应答）",)),
        (with_steps(CALL, ASK, FILE, AGAIN), ("新增第 4 步：回访（责任人，5 分钟，算客户确认）",)),
        (with_steps(CALL, replace(ASK, expected=60 * MINUTE), FILE), ("第 2 步“请 IT 恢复”，预期用时：40 分钟 → 1 小时",)),
        (with_steps(CALL, replace(ASK, title="请信息部恢复"), FILE), ("第 2 步“请信息部恢复”，做什么：请 IT 恢复 → 请信息部恢复",)),
        (with_steps(ASK, CALL, FILE), ("“请 IT 恢复”从第 2 步移到第 1 步",)),
        (with_steps(CALL, replace(ASK, check=""), FILE), ("第 2 步“请 IT 恢复”，机器核对：ERP 恢复应答 → 无",)),
        (replace(BOOK, causes=(), kinds=("payment",)), ("何时打开：原因是系统断层 → 异常类型是支付异常",)),
    ],
)
def test_a_change_is_told_in_words(after: Template, says: tuple[str, ...]) -> None:
    assert differences(BOOK, after) == says


def test_a_step_that_came_and_one_that_went_are_not_taken_for_each_other() -> None:
    assert differences(BOOK, with_steps(CALL, replace(ASK, id="9", title="请承运商加车"), FILE))[0].startswith("去掉第 2 步：请 IT 恢复")


def test_what_is_missing_is_said_at_its_step() -> None:
    made = with_steps(replace(CALL, title=" "), replace(ASK, expected=timedelta()), replace(FILE, instruction="长" * 301))
    assert playbook_faults.faults(made) == {0: "做什么还没有填", 1: "预期用时要在 1 秒到 30 天之间", 2: "说明最多 300 字，现有 301 字"}
    assert playbook_faults.faults(replace(BOOK, causes=())) == {-1: "为谁打开还没有选：选原因，或选异常类型"}
    assert playbook_faults.faults(BOOK) == {}


def test_law_what_has_no_fault_can_be_read_back() -> None:
    for one in shipped():
        assert playbook_faults.faults(one) == {}


def test_a_template_that_another_always_covers_is_doubted() -> None:
    floor = floor_of((), {"always": ALWAYS})
    wide = replace(BOOK, playbook=replace(BOOK.playbook, id="wide", name="断层总则"))
    found = playbook_faults.doubts(BOOK, others=(wide, BOOK), floor=floor)
    assert found[-1].startswith("排在前面的“断层总则”总是先打开")
    assert found[1] == "现在没有人是IT/运维"
    ahead = playbook_faults.doubts(BOOK, others=(BOOK, wide), floor=floor)
    assert ahead[-1] == "没有一步算状态完成，结单时要人工勾"
