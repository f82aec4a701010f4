"""Action packs as a supervisor edits them: taken out, checked, put in force, each in a process of its own."""

from pathlib import Path

from tests.journey.real import Ordertower


def test_packs_are_taken_out_checked_and_put_in_force(ordertower: Ordertower, tmp_path: Path) -> None:
    """S73: what a level brings is the floor's own text."""
    out = tmp_path / "动作包.toml"
    assert ordertower("crisis", "get", str(out)).returncode == 0
    assert ordertower("crisis", "get", str(out)).stderr.startswith(f"{out} 已经在了"), "an edited file is never written over"

    edited = out.read_text("utf-8").replace("total_yuan = 30000", "total_yuan = 40000")
    out.write_text(edited.replace('post = "财务"', 'post = "财务部"', 1), encoding="utf-8")
    wrong = ordertower("crisis", "put", str(out))
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("动作包.toml：二级动作包：task[5].post：没有“财务部”")

    out.write_text(edited.replace('post = "财务"', 'post = "night"', 1), encoding="utf-8")
    assert ordertower("crisis", "check", str(out)).returncode == 0, "without a hub it could be a post of the floor's own"
    assert ordertower("crisis", "put", str(out)).stderr.startswith("动作包.toml：二级动作包：task[5].post：没有“night”")

    out.write_text(edited, encoding="utf-8")
    checked = ordertower("crisis", "check", str(out)).stdout
    assert "二级动作包（本次上限 ¥40,000，话术 3 条，上报 3 级，补偿 2 种）" in checked
    assert "  1. 跨部门会议，10 分钟站会（客服主管，快速定性，15 分钟内，要写到会部门和各自负责的事）" in checked
    assert "第 2 版已生效，共 3 级" in ordertower("crisis", "put", str(out), "--why", "预算加到四万").stdout


def test_a_member_is_put_on_a_post_that_the_hub_knows_by_its_key_or_by_its_name(ordertower: Ordertower) -> None:
    """S105."""
    refused = ordertower("user", "add", "杜鹃", "--role", "agent", "--post", "夜班")
    assert refused.stderr.startswith("没有岗位 夜班，可用：supervisor（客服主管）")
    assert "已加入 杜鹃" in ordertower("user", "add", "杜鹃", "--role", "agent", "--post", "风控专员").stdout
    assert "风控专员" in ordertower("user", "list").stdout


def test_a_missing_file_name_and_a_broken_file_are_said_in_words(ordertower: Ordertower, tmp_path: Path) -> None:
    assert "请写文件名：ordertower crisis check 动作包.toml" in ordertower("crisis", "check").stderr
    path = tmp_path / "坏.toml"
    path.write_text("[[pack]", encoding="utf-8")
    assert ordertower("crisis", "check", str(path)).stderr.startswith("坏.toml：写法有误")
