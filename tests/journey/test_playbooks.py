"""Playbooks as people use them: a template taken out, edited and put in force, and a step done on a desk, each in a process of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.journey.real import Desk, Ordertower, desk

EXAMPLES = Path(__file__).parents[2] / "examples"


def steps_of(at: Desk, case: str) -> dict[str, Any]:
    """The row of a case as it lies on this desk."""
    at.say(ask="order", order=case)
    found: dict[str, Any] = at.until(lambda line: line.get("ask") == "order")["order"]
    return found


def test_an_edited_template_opens_for_the_next_case_and_its_step_is_done_on_a_desk(ordertower: Ordertower, tmp_path: Path) -> None:
    """S59, S60."""
    out = tmp_path / "步骤.toml"
    assert ordertower("playbook", "get", str(out)).returncode == 0
    assert ordertower("playbook", "get", str(out)).stderr.startswith(f"{out} 已经在了"), "an edited file is never written over"

    edited = out.read_text("utf-8").replace('do = "看订单中心有没有报错"', 'do = "先看订单中心报错"')
    out.write_text(edited.replace('post = "责任人"', 'post = "负责的人"', 1), encoding="utf-8")
    wrong = ordertower("playbook", "put", str(out))
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("步骤.toml：处置步骤 系统断层 · ERP 未收单 第 1 步：post：没有“负责的人”")

    out.write_text(edited, encoding="utf-8")
    checked = ordertower("playbook", "check", str(out)).stdout
    assert "  1. 先看订单中心报错（责任人，5 分钟，留证：报错，或写“没有”）" in checked
    assert "第 2 版已生效，共 13 套" in ordertower("playbook", "put", str(out), "--why", "改得更清楚").stdout

    assert ordertower("import", str(EXAMPLES / "taobao_gbk.csv")).returncode == 0
    with desk(tmp_path / "data") as mine:
        mine.online()
        case = next(iter(mine.pool_when(len)))
        mine.saved(id="a", do="acknowledge", case=case)
        assert mine.result("a")["ok"]
        mine.pool_when(lambda _rows: steps_of(mine, case).get("steps"))
        row = steps_of(mine, case)
        first = row["steps"][0]
        mine.saved(id="b", do="finish_step", case=case, step=first["id"], text="没有报错")
        assert steps_of(mine, case)["steps"][0]["state"] == "done", "shown at once, whether or not the hub has answered"
        assert mine.result("b")["ok"]
        mine.saved(id="c", do="finish_step", case=case, step=first["id"], text="又一次")
        assert "已完成" in mine.result("c")["why"]


@pytest.mark.parametrize(("content", "says"), [("[[playbook]", "写法有误"), ("\udcff", "不是 UTF-8"), ("", "文件里没有处置步骤")])
def test_a_file_that_is_none_is_named_with_what_is_wrong(ordertower: Ordertower, tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "坏.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    found = ordertower("playbook", "check", str(path))
    assert found.returncode == 1
    assert found.stderr.startswith("坏.toml：")
    assert says in found.stderr
    assert "Traceback" not in found.stderr
