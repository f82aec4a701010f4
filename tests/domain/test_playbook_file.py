"""A playbook file: every word as the floor says it, and every slip named by file, entry, key and reason."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.step_check import Answers, Knows, Moved, as_text, check_of, words
from ordertower_desktop.domain.template import Question, chosen
from ordertower_desktop.domain.truth import Context
from tests.domain.playbook_kit import BOOKS, T0
from tests.domain.rulework import after, order

STEP: dict[str, Any] = {"do": "打电话", "post": "责任人", "expected": "5min"}


def book(**more: Any) -> dict[str, Any]:
    return {"playbook": [{"id": "a", "name": "甲", "cause": "系统断层", "step": [STEP], **more}]}


def step(**more: Any) -> dict[str, Any]:
    return book(step=[STEP, {**STEP, **more}])


def faults(content: dict[str, Any]) -> str:
    with pytest.raises(BadFile) as caught:
        playbooks(content, file="我的.toml")
    return str(caught.value)


def test_words_may_be_keys_or_the_floors_own() -> None:
    made = playbooks(step(post="仓库", fills="客户确认", check={"answers": "erp"}, evidence="回执", how="打三次"))[0]
    last = made.playbook.steps[1]
    assert (made.causes, last.post, last.fills, last.evidence, last.instruction) == (
        ("system_gap",),
        "warehouse",
        "customer_told",
        "回执",
        "打三次",
    )
    assert (last.id, last.expected, check_of(last.check)) == ("2", timedelta(minutes=5), Answers("erp"))
    assert playbooks(book(cause=["物流紧张", "supply_broken"]))[0].causes == ("carrier_short", "supply_broken")
    assert playbooks(book(kind="支付异常"))[0].kinds == ("payment",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (book(cause="系统段层"), "我的.toml：处置步骤 甲：cause：没有“系统段层”，可用：系统断层、"),
        (book(cause=[], kind=[]), "我的.toml：处置步骤 甲：cause：要写明为谁打开"),
        (book(step=[]), "我的.toml：处置步骤 甲：step：至少要有一步"),
        (book(step=[STEP] * 21), "我的.toml：处置步骤 甲：step：超过 20 步"),
        (book(steps=[]), "我的.toml：处置步骤 甲：steps：不认识的键"),
        (book(when={"stages": "待接单"}), "我的.toml：处置步骤 甲：when：看不出是什么条件"),
        (step(expected="五分钟"), "我的.toml：处置步骤 甲 第 2 步：expected：“五分钟”不是时长"),
        (step(expected="0s"), "我的.toml：处置步骤 甲 第 2 步：expected：预期用时要在"),
        (step(post="仓管"), "我的.toml：处置步骤 甲 第 2 步：post：没有“仓管”"),
        (step(do="长" * 41), "我的.toml：处置步骤 甲 第 2 步：do：最多 40 字，现有 41 字"),
        (step(check={"answer": "erp"}), "我的.toml：处置步骤 甲 第 2 步：check：看不出要核对什么"),
        (step(check={"answers": "erq"}), "我的.toml：处置步骤 甲 第 2 步：check.answers：没有“erq”，可用：platform、erp"),
        (step(check={"moved": False}), "我的.toml：处置步骤 甲 第 2 步：check.moved：只能写 true"),
        (step(check={"stage": "待揽手"}), "我的.toml：处置步骤 甲 第 2 步：check.stage：没有“待揽手”"),
        (step(fills="已办"), "我的.toml：处置步骤 甲 第 2 步：fills：没有“已办”"),
        (step(id="1"), "我的.toml：处置步骤 甲 第 2 步：id：编号 1 在这套里用了不止一次"),
        ({"playbook": book()["playbook"] * 2}, "我的.toml：处置步骤 a：id：这个编号用了不止一次"),
        ({"playbok": []}, "我的.toml：playbok：不认识的键，是不是“playbook”？"),
        ({}, "我的.toml：playbook：文件里没有处置步骤"),
    ],
)
def test_every_slip_is_named_with_its_place_and_what_would_be_right(content: dict[str, Any], says: str) -> None:
    assert faults(content).startswith(says)


def test_all_that_is_wrong_is_told_at_once() -> None:
    content = copy.deepcopy(BOOKS)
    content["playbook"][0]["cause"] = "没有的"
    content["playbook"][1]["step"] = []
    assert len(faults(content).splitlines()) == 2


def test_the_cause_goes_before_the_kind_and_the_general_one_comes_last() -> None:
    several: dict[str, Any] = {
        "playbook": [
            {"id": "general", "name": "通用", "cause": "原因未明", "step": [STEP]},
            {"id": "pay", "name": "支付", "kind": "支付异常", "step": [STEP]},
            {"id": "early", "name": "断层", "cause": "系统断层", "when": {"stage": "待接单"}, "step": [STEP]},
            {"id": "late", "name": "断层后段", "cause": "系统断层", "step": [STEP]},
        ]
    }
    templates = playbooks(several)
    paid, printed = order(("payment_approved", after())), order(("payment_approved", after()), ("printed", after(hours=1)))

    def opens(cause: str, kind: str, about: Order = paid) -> str:
        found = chosen(templates, Question(cause, kind, about, T0), Context())
        return found.playbook.id if found else ""

    assert opens("system_gap", "payment") == "early"
    assert opens("system_gap", "payment", printed) == "late"
    assert opens("unknown", "payment") == "pay"
    assert opens("customer", "urged") == "general"
    assert chosen(templates[1:], Question("customer", "urged", paid, T0), Context()) is None


@pytest.mark.parametrize(
    ("table", "check", "says"),
    [
        ({"answers": "wms"}, Answers("wms"), "WMS 恢复应答"),
        ({"knows": "erp"}, Knows("erp"), "ERP 已收到这一单"),
        ({"moved": True}, Moved(), "订单进到下一阶段"),
        ({"stage": "待打单"}, None, "待打单"),
    ],
)
def test_a_check_reads_as_a_person_would_say_it(table: dict[str, Any], check: object, says: str) -> None:
    kept = check_of(as_text(table))
    assert check is None or kept == check
    assert says in words(kept)
